"""The answers of an arm to ARC tasks as submissions: an ARC Prize folder, or Kaggle's file.

Made from a folder of `tinyduo eval` alone; nothing is asked again. The beginning of a task's
work is that of the sitting which answered it, its end the beginning and its seconds: records
tell how long, not when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..trm.puzzles.arc import Answers, ArcItem, Score, as_grid, from_json, score, write_kaggle
from ..trm.puzzles.arc.prize import Work, write_results, write_task
from .runs import Run

FORMS = ("arc-prize", "kaggle")
KAGGLE = "submission.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and its strict score."""

    arm: str
    path: Path  # the folder, or the file
    score: Score  # over all items of the run
    answered: int  # tasks with a record


def export(run: Run, form: str, out: Path, *, arm: str | None = None) -> Exported:
    """Write the answers of one arm.

    Args:
        run: of a suite of ARC tasks.
        form: one of `FORMS`.
        out: the folder.
        arm: whose answers; None where there is one arm alone.

    Raises:
        ValueError: for items that are no ARC tasks, or an arm that there is not.
        OSError: where it cannot be written.
    """
    if form not in FORMS:
        raise ValueError(f"form {form[:40]!r}, expected one of {', '.join(FORMS)}")
    if other := next((one["id"] for one in run.items.values() if one["kind"] != "arc"), None):
        raise ValueError(f"item {other!r} is no ARC task; only suites of ARC tasks are exported")
    name = _arm(run, arm)
    records = run.of_arm(name)
    items = {one["id"]: _item(one) for one in run.items.values()}
    answers = {task: _answers(record) for task, record in records.items()}
    found = score(answers, items)
    if form == "kaggle":
        # Kaggle wants every task; one without an answer gets what one without an attempt gets.
        whole = {
            task: (*(given := answers.get(task, ())), *[()] * (len(item.task.tests) - len(given)))
            for task, item in items.items()
        }
        path = out / KAGGLE
        write_kaggle(whole, path)
    else:
        path = out
        works = {task: _work(run, name, record) for task, record in records.items()}
        for task in records:
            write_task(out, items[task], answers[task], works[task])
        write_results(out, found, works)
    return Exported(name, path, found, len(records))


def _arm(run: Run, arm: str | None) -> str:
    """The arm asked for."""
    listed = ", ".join(run.arms)
    if arm is None:
        if len(run.arms) != 1:
            raise ValueError(f"name one of the arms by --arm: {listed}")
        return run.arms[0]
    if arm not in run.arms:
        raise ValueError(f"no records of arm {arm[:40]!r}, expected one of {listed}")
    return arm


def _item(item: Mapping[str, Any]) -> ArcItem:
    task = from_json(item["puzzle"]).task
    targets = item["solution"] and tuple(as_grid(grid) for grid in item["solution"])
    return ArcItem(item["id"], task, targets)


def _answers(record: Mapping[str, Any]) -> Answers:
    return tuple(
        tuple(as_grid(grid) if grid else None for grid in attempts)
        for attempts in record["answer"] or ()
    )


def _work(run: Run, arm: str, record: Mapping[str, Any]) -> Work:
    """How an answer came about, as far as records tell."""
    sitting = next(s for s in reversed(run.sittings) if arm in s["arms"])
    began, card, usage = datetime.fromisoformat(sitting["began"]), run.card, record["usage"]
    ended = datetime.fromtimestamp(
        began.timestamp() + record["seconds"].get("total", 0.0), began.tzinfo
    )
    asked = usage["calls"] > 0
    settings = {"arm": arm, "seed": card["seed"], "prompts": card["prompts"]}
    settings |= {key: card[key] for key in ("arc_budget", "arc_records") if card.get(key)}
    price = card.get("price") or (0.0, 0.0)
    cost = usage["prompt_tokens"] * price[0] + usage["completion_tokens"] * price[1]
    return Work(
        model=f"{arm} {card['llm']}" if asked else f"tinyduo {arm}",
        started=began,
        ended=ended,
        device=card["device"],
        settings=settings,
        prompt_tokens=usage["prompt_tokens"],
        completion_tokens=usage["completion_tokens"],
        cost=cost / 1e6,
    )
