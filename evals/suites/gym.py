"""Suites of reasoning-gym: puzzles, and verifiers, that are not our own.

One process of the Python that `make rearc` makes (gym_worker.py) keeps the entries and judges
answers; what comes here is the question and what is true of it. Only a full score counts as
right, after our own rendering: reasoning-gym gives partial credit, and takes some off for form.
ARC answers have one attempt there, so the first of ours counts. RE-ARC entries come of the tasks
alone that our pretraining held out, and those of ARC-AGI-1 of the evaluation list, turned and
recoloured.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from ...trm.puzzles import Grid, Maze, Status, Sudoku
from ...trm.puzzles.arc import ArcTask, Demonstration, as_grid, load_suite, to_json
from ...trm.puzzles.arc.held_out import HELD_OUT
from ...trm.puzzles.maze import distance
from ...trm.training.arc_pairs import REARC_PYTHON
from . import gym_worker
from .arc import task_grade
from .generated import SEEDS, path_grade
from .item import Bench, Item

INFEASIBLE = "infeasible"  # what reasoning-gym wants to hear of a maze without a path
_APART = 1_000_003  # between seeds: entry i of a seed is entry 0 of the seed i later
_CELLS = str.maketrans({"*": "S", "#": "G", "O": " ", "X": "#"})
_BOARD = re.compile(r"(?:Input|Output):\n((?:[0-9 ]+(?:\n|$))+)")
_MOVES = {(-1, 0): "up", (1, 0): "down", (0, -1): "left", (0, 1): "right"}


@dataclass(frozen=True, slots=True)
class Sort:
    """A dataset of reasoning-gym, and how its entries are read."""

    dataset: str
    title: str
    item: Callable[[Mapping[str, Any]], dict[str, Any]]  # the fields of an `Item`
    tasks: Callable[[], Any] = lambda: None  # what the worker has to be told


def gym_items(suite: str, n: int, seed: int) -> list[Item]:
    """Entries of a dataset; those that reasoning-gym fails to make are passed over.

    Raises:
        ValueError: where the environment is missing, or it makes none.
    """
    sort, items, index = SORTS[suite], [], 0
    base = (SEEDS + seed) * _APART
    while len(items) < n:
        bench = Bench(sort.dataset, base, index)
        entry = worker().ask("make", bench)
        index += 1
        if "error" not in entry:
            fields = sort.item(entry)
            name = f"{suite}-{index - 1:05d}"
            items.append(Item(name, entry["question"], bench=bench, **fields))
        elif index > 3 * n + 10:
            raise ValueError(f"reasoning-gym made {len(items)} of {n} entries: {entry['error']}")
    return items


@lru_cache(maxsize=4096)
def bench_score(bench: Bench, answer: str) -> float:
    """What reasoning-gym's verifier gives for an answer in its form, 0 to 1.

    Raises:
        ValueError: where the environment is missing or fails.
    """
    reply = worker().ask("score", bench, answer=answer)
    if "error" in reply:
        raise ValueError(f"reasoning-gym failed to judge an answer: {reply['error']}")
    return reply["score"]


def rendered(item: Item, status: Status, answer: Any) -> str | None:
    """An answer in the form that reasoning-gym asks for; None where there is none."""
    if isinstance(item.puzzle, Maze) and status is Status.CONTRADICTION:
        return INFEASIBLE
    if not answer:
        return None
    if isinstance(item.puzzle, Maze):
        return _moves(item.puzzle, answer)
    if isinstance(item.puzzle, ArcTask):
        attempts = answer[0]
        return _rows(attempts[0]) if attempts and attempts[0] is not None else None
    return _rows(answer)


class Worker:
    """The process that makes and judges.

    Raises:
        ValueError: where there is no such Python.
    """

    def __init__(self, python: Path = REARC_PYTHON) -> None:
        own = ("PYTHONPATH", "PYTHONHOME")  # of this Python, not of that one
        environment = {key: value for key, value in os.environ.items() if key not in own}
        environment["PYTHONHASHSEED"] = "0"  # generators go through sets
        try:
            self._process = subprocess.Popen(
                [str(python), "-P", gym_worker.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                text=True,
            )
        except OSError as error:
            raise ValueError(
                f"no Python with reasoning-gym at {python} ({error.strerror}); run: make rearc"
            ) from error
        self._lock = threading.Lock()
        self._opened: set[tuple[str, int]] = set()
        atexit.register(self.close)

    def ask(self, do: str, bench: Bench, **more: Any) -> dict[str, Any]:
        """The reply to a request.

        Raises:
            ValueError: where the process ended.
        """
        asked = {"do": do, "dataset": bench.dataset, "seed": bench.seed, "index": bench.index}
        with self._lock:
            if (key := (bench.dataset, bench.seed)) not in self._opened:
                sort = next(sort for sort in SORTS.values() if sort.dataset == bench.dataset)
                asked["tasks"] = sort.tasks()
                self._opened.add(key)
            assert self._process.stdin
            assert self._process.stdout
            try:
                self._process.stdin.write(json.dumps(asked | more) + "\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
            except BrokenPipeError:
                line = ""
        if not line:
            raise ValueError(
                f"the process of reasoning-gym ended (exit code {self._process.wait()}), expected "
                f"version {gym_worker.REASONING_GYM}; run: make rearc"
            )
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


@lru_cache(maxsize=1)
def worker() -> Worker:
    """The one process, started on first use."""
    return Worker()


def _sudoku(entry: Mapping[str, Any]) -> dict[str, Any]:
    rows = entry["puzzle"]
    blanks = sum(not cell for row in rows for cell in row)
    low = blanks // 10 * 10
    return {
        "kind": "sudoku",
        "puzzle": Sudoku.from_rows(rows),
        "solution": tuple(tuple(map(int, row.split())) for row in entry["answer"].splitlines()),
        "difficulty": f"{low} to {low + 9} blanks",
    }


def _maze(entry: Mapping[str, Any]) -> dict[str, Any]:
    puzzle = Maze(tuple("".join(row).translate(_CELLS) for row in entry["matrix"]))
    moves = distance(puzzle)
    return {
        "kind": "maze",
        "puzzle": puzzle,
        "statuses": (Status.CONTRADICTION if entry["answer"] == INFEASIBLE else Status.SOLVED,),
        "difficulty": "no path" if moves is None else path_grade(moves + 1),
    }


def _arc(entry: Mapping[str, Any]) -> dict[str, Any]:
    boards = [_board(found) for found in _BOARD.findall(entry["question"])]
    pairs = zip(boards[:-1:2], boards[1:-1:2], strict=True)
    task = ArcTask(tuple(Demonstration(*pair) for pair in pairs), (boards[-1],))
    return {
        "kind": "arc",
        "puzzle": task,
        "solution": (_board(entry["answer"]),),
        "statuses": (Status.PREDICTED,),
        "difficulty": task_grade(task),
        "cluster": entry["task_id"],
    }


def _board(text: str) -> Grid:
    return as_grid([[int(cell) for cell in line.split()] for line in text.strip().splitlines()])


def _rows(grid: Grid) -> str:
    return "\n".join(" ".join(map(str, row)) for row in grid)


def _moves(maze: Maze, path: Any) -> str | None:
    """Words for a path; None where it does not begin at the start or leaps."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(path)]
    if tuple(path[0]) != maze.start or not all(step in _MOVES for step in steps):
        return None
    return " ".join(_MOVES[step] for step in steps)


def _evaluation_tasks() -> dict[str, Any]:
    tasks = load_suite("arc-1-eval")
    return {name: to_json(item.task, item.targets) for name, item in tasks.items()}


SORTS = {
    "rg-sudoku": Sort("sudoku", "9x9 Sudoku of reasoning-gym", _sudoku),
    "rg-mini-sudoku": Sort("mini_sudoku", "4x4 Sudoku of reasoning-gym", _sudoku),
    "rg-path": Sort("shortest_path", "shortest paths of reasoning-gym", _maze),
    "rg-rearc": Sort(
        "rearc", "RE-ARC of reasoning-gym, held-out tasks", _arc, lambda: sorted(HELD_OUT)
    ),
    "rg-arc": Sort(
        "arc_agi", "ARC-AGI-1 evaluation, turned by reasoning-gym", _arc, _evaluation_tasks
    ),
}
