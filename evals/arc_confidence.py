"""`python -m tinyduo.evals.arc_confidence`: is the probability of ARC attempts what it says?

`fit` makes the logistic model in a card of weights from records of `tinyduo arc submit` on tasks
that pretraining did not see. `report` holds probabilities against what came out on any other
records: Brier score, expected calibration error, and accuracy by how many answers are kept when
the least sure ones are left out (risk-coverage); `--cross` does so on the records that a fit is
made on, each task by a fit on others. The targets are those of the public list.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..trm.intervals import wilson
from ..trm.puzzles.arc import ArcItem, pick
from ..trm.solving.arc.confidence import NAMES, Confidence, Signs

RIDGE = 1.0  # of the logistic fit: the held-out tasks are few
FOLDS = 8  # of tasks, for a report on the tasks that a fit is made on
BINS = 5  # of the calibration error, of as many attempts each
COVERAGES = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt, and whether it is right."""

    task: str
    signs: tuple[float, ...]  # in the order of `NAMES`
    probability: float | None
    first: bool  # of the two attempts at a test input
    right: bool


def outcomes_of(folder: Path) -> list[Outcome]:
    """The attempts in the records of `tinyduo arc submit`, with what is right.

    Raises:
        ValueError: where the folder has no records, or records without signs.
    """
    files = sorted(folder.glob("records*.jsonl"))
    if not files:
        raise ValueError(f"{folder} has no records*.jsonl; make some with: tinyduo arc submit")
    found = []
    for file in files:
        card = json.loads(file.with_name(f"{file.name}.run.json").read_text("utf-8"))
        items = pick(card["list"], card["chosen"])
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            found += _of_record(record, items[record["task"]])
    return found


def _of_record(record: Mapping[str, Any], item: ArcItem) -> list[Outcome]:
    found = []
    tests = zip(record["answer"] or (), record.get("signs") or (), item.targets or (), strict=False)
    for attempts, signs, target in tests:
        for rank, (attempt, sign) in enumerate(zip(attempts, signs, strict=True)):
            if sign is None:
                raise ValueError(f"the record of task {record['task']} has no signs")
            grid = tuple(map(tuple, attempt["grid"]))
            values = tuple(float(sign[name]) for name in NAMES)
            probability = attempt["p_correct"]
            found.append(Outcome(record["task"], values, probability, rank == 0, grid == target))
    return found


def fitted(outcomes: Sequence[Outcome], *, ridge: float = RIDGE) -> Confidence:
    """A logistic regression on the signs, by Newton's method.

    Args:
        outcomes: of tasks that pretraining did not see; both attempts.
        ridge: penalty on the squared weights, in the scale where each sign varies by 1.
    """
    signs = np.array([outcome.signs for outcome in outcomes])
    right = np.array([outcome.right for outcome in outcomes], float)
    mean, spread = signs.mean(0), signs.std(0) + 1e-6
    features = np.column_stack([(signs - mean) / spread, np.ones(len(signs))])
    penalty = np.diag([ridge] * len(NAMES) + [1e-6])
    weights = np.zeros(len(NAMES) + 1)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (chance - right) + penalty @ weights
        curvature = (features * (chance * (1 - chance))[:, None]).T @ features + penalty
        weights -= np.linalg.solve(curvature, gradient)
    slopes = weights[:-1] / spread
    return Confidence(tuple(slopes.tolist()), float(weights[-1] - slopes @ mean))


def crossed(outcomes: Sequence[Outcome], *, folds: int = FOLDS) -> list[Outcome]:
    """The outcomes with probabilities of fits that did not see their task.

    Args:
        outcomes: both attempts; probabilities they have are replaced.
        folds: parts that the tasks are put into, in alphabetical order, one left out at a time.

    Raises:
        ValueError: for fewer than two tasks.
    """
    tasks = sorted({outcome.task for outcome in outcomes})
    if len(tasks) < 2:
        raise ValueError(
            f"expected records of at least 2 tasks to leave some out, got {len(tasks)}"
        )
    part = {task: number % folds for number, task in enumerate(tasks)}
    found = []
    for fold in range(folds):
        inside = [outcome for outcome in outcomes if part[outcome.task] == fold]
        if not inside:
            continue
        fit = fitted([outcome for outcome in outcomes if part[outcome.task] != fold])
        found += [replace(o, probability=fit.probability(Signs(*o.signs))) for o in inside]
    return found


def report(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How good the probabilities are, JSON-ready; first attempts alone are ranked.

    Raises:
        ValueError: where attempts have no probability.
    """
    if not outcomes or any(outcome.probability is None for outcome in outcomes):
        raise ValueError(
            "some attempts were made without a probability (weights without a fit);"
            " --cross fits one on the other tasks of the folder"
        )
    chance = np.array([outcome.probability for outcome in outcomes], float)
    right = np.array([outcome.right for outcome in outcomes], float)
    first = np.array([outcome.first for outcome in outcomes])
    order = np.argsort(-chance[first], kind="stable")
    ranked = right[first][order]
    rows = []
    for share in COVERAGES:
        kept = max(1, round(share * len(ranked)))
        hits = int(ranked[:kept].sum())
        interval = [round(end, 3) for end in wilson(hits, kept)]
        rows.append({"kept": kept, "right": hits, "rate": hits / kept, "interval": interval})
    return {
        "attempts": len(outcomes),
        "right": int(right.sum()),
        "brier": round(float(((chance - right) ** 2).mean()), 4),
        "brier_of_the_mean": round(float(((right.mean() - right) ** 2).mean()), 4),
        "calibration_error": round(_calibration_error(chance, right), 4),
        "risk_coverage": rows,
    }


def _calibration_error(chance: np.ndarray, right: np.ndarray) -> float:
    """The mean distance of said and found rates, over bins of equally many attempts."""
    bins = np.array_split(np.argsort(chance, kind="stable"), BINS)
    gaps = [len(part) * abs(chance[part].mean() - right[part].mean()) for part in bins if len(part)]
    return float(sum(gaps) / len(chance))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tinyduo.evals.arc_confidence", description=__doc__
    )
    actions = parser.add_subparsers(dest="action", required=True)
    fit = actions.add_parser("fit", help="fit the probability, and write it into a card")
    fit.add_argument("records", type=Path, help="folder of `tinyduo arc submit`")
    fit.add_argument("card", type=Path, help="the weights' JSON card")
    show = actions.add_parser("report", help="hold probabilities against what came out")
    show.add_argument("records", type=Path, help="folder of `tinyduo arc submit`")
    show.add_argument(
        "--cross",
        action="store_true",
        help=f"probabilities fitted on the folder's other tasks, in {FOLDS} parts",
    )
    args = parser.parse_args(arguments)
    try:
        return _acted(args)
    except ValueError as error:
        print(f"tinyduo.evals.arc_confidence: {error}", file=sys.stderr)
        return 2


def _acted(args: argparse.Namespace) -> int:
    outcomes = outcomes_of(args.records)
    if args.action == "fit":
        card = json.loads(args.card.read_text("utf-8"))
        tasks = len({outcome.task for outcome in outcomes})
        made = {"tasks": tasks, "attempts": len(outcomes)}
        made |= {"right": sum(outcome.right for outcome in outcomes), "ridge": RIDGE}
        card["confidence"] = fitted(outcomes).to_json() | {"fitted_on": made}
        args.card.write_text(json.dumps(card, indent=2) + "\n", "utf-8")
        print(json.dumps(card["confidence"], indent=2))
    else:
        print(json.dumps(report(crossed(outcomes) if args.cross else outcomes), indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
