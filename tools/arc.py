"""`solve_arc_task`: demonstrations and test inputs in, up to two attempts a test input out.

The model learns the task while it runs. Nobody can tell whether an attempt is right: the best
status is `predicted`, with a calibrated probability and what was seen on the demonstrations.
Test outputs have no place here; where a caller passes them they are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..trm.puzzles import Status
from ..trm.puzzles.arc import ArcTask, from_json
from ..trm.solving.arc.result import ARC_SECONDS, ArcBudget
from .errors import ToolInputError
from .record import arc_record
from .solving import check_budget, learn_and_answer

if TYPE_CHECKING:
    from ..trm.solving.arc.result import ArcProgress, ArcResult

MAX_PAIRS = 30  # demonstrations, and test inputs; the public tasks have at most 10
_CONTENT = 1000  # characters for the model that called
_TOO_LARGE = " The attempts are too large to be shown here; they are in the artifact, whole."

Pairs = Sequence[Mapping[str, Any]]


def solve_arc_task(
    train: Pairs,
    test: Pairs,
    *,
    budget_s: float = ARC_SECONDS,
    seed: int = 0,
    weights: str | None = None,
) -> dict[str, Any]:
    """Learn an ARC task from its demonstrations and apply the rule to its test inputs.

    Args:
        train: demonstrations, `{"input": rows, "output": rows}` with colours 0 to 9.
        test: test inputs, `{"input": rows}`.
        budget_s: seconds it may take; with more of them it learns longer.
        seed: of everything random.
        weights: name or path of others than the shipped ones.

    Returns:
        `arc_record` of the task and the result.

    Raises:
        ToolInputError: for what is no task, naming the place and the mend.
    """
    task, result = run_arc_task(train, test, budget_s=budget_s, seed=seed, weights=weights)
    return arc_record(task, result)


def run_arc_task(
    train: Pairs,
    test: Pairs,
    *,
    budget_s: float = ARC_SECONDS,
    seed: int = 0,
    weights: str | None = None,
    report: Callable[[ArcProgress], None] | None = None,
) -> tuple[ArcTask, ArcResult]:
    """The task and the result behind `solve_arc_task`."""
    check_budget(budget_s)
    task = task_of(train, test)
    budget = ArcBudget(seconds=budget_s)
    return task, learn_and_answer(task, budget=budget, seed=seed, weights=weights, report=report)


def task_of(train: Any, test: Any) -> ArcTask:
    """The task that two arguments mean.

    Raises:
        ToolInputError: for anything else; the message says what came, and where.
    """
    for name, pairs in (("train", train), ("test", test)):
        if isinstance(pairs, Sequence) and len(pairs) > MAX_PAIRS:
            raise ToolInputError(f"{name} has {len(pairs)} pairs, expected at most {MAX_PAIRS}")
    try:
        inputs = [{"input": pair["input"]} if _has_input(pair) else pair for pair in test]
        return from_json({"train": train, "test": inputs}).task
    except (TypeError, ValueError) as error:
        raise ToolInputError(f"{_argument(str(error))}: {error}") from error


def arc_content(record: dict[str, Any]) -> dict[str, Any]:
    """A record in short, for the model that called the tool; rows of a grid as text.

    Where both attempts are too large the second is left out, and then the first.
    """
    answers = record["answer"] or []
    told: list[list[dict[str, Any]]] = [
        [
            {"grid": ["".join(map(str, row)) for row in attempt["grid"]], "p": attempt["p_correct"]}
            for attempt in attempts
        ]
        for attempts in answers
    ]
    content = {
        "status": record["status"],
        "summary": arc_summary(record),
        "answer": told or None,
        "weights": record["weights"],
    }
    if len(json.dumps(content)) <= _CONTENT:
        return content
    content["summary"] += _TOO_LARGE
    content["answer"] = [attempts[:1] for attempts in told]
    if len(json.dumps(content)) > _CONTENT:
        content["answer"] = None
    return content


def arc_summary(record: dict[str, Any]) -> str:
    """A record in a few plain words."""
    if record["status"] != Status.PREDICTED:
        return f"Not attempted: {record['reason']}."
    told = ["A guess that nobody can check."]
    for number, attempts in enumerate(record["answer"] or [], start=1):
        test = f"Test {number}: t" if len(record["answer"]) > 1 else "T"
        if not attempts:
            told.append(f"{test}here is no attempt, for no rule tells how large the output is.")
        elif (p := attempts[0]["p_correct"]) is not None:
            told.append(f"{test}he first attempt is right with a probability of {p:.2f}.")
    return " ".join([*told, self_check_words(record["self_check"])]).strip()


def self_check_words(check: dict[str, Any] | None) -> str:
    """What the self-check found, in a sentence; empty where there was none.

    >>> self_check_words({"hits": 2, "folds": 3, "reproduced": 3, "demonstrations": 3})
    '2 of 3 held-out demonstrations came out right in the self-check.'
    """
    if check is None:
        return ""
    if not check["folds"]:
        return "There was no self-check: no demonstration could be held out in time."
    hits, folds = check["hits"], check["folds"]
    noun = "demonstration" if folds == 1 else "demonstrations"
    return f"{hits} of {folds} held-out {noun} came out right in the self-check."


def _has_input(pair: object) -> bool:
    return isinstance(pair, Mapping) and "input" in pair


def _argument(message: str) -> str:
    """Which argument a message is about."""
    about_train = message.startswith(("demonstration", '"train"')) or "demonstrations" in message
    return "train" if about_train else "test"
