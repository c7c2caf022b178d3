"""`solve_maze`: a maze in any notation in, a shortest path out that code has verified.

The plain function serves Python callers; the catalogue of tools wraps it for
agents. What comes back is the same JSON-ready record everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import Any

from ..trm.puzzles import Cell, Maze, Path, Status
from ..trm.result import Result, TraceStep
from .reading import read_maze
from .record import puzzle_record
from .solving import DEFAULT_BUDGET_S, read_and_solve, reasons

MAX_TURNS_CHARACTERS = 500  # of the way in words, so that what a model sees stays short

_DIRECTIONS = {(1, 0): "down", (-1, 0): "up", (0, 1): "right", (0, -1): "left"}


def solve_maze(
    grid: str | Sequence[str] | Sequence[Sequence[object]],
    *,
    budget_s: float = DEFAULT_BUDGET_S,
    seed: int = 0,
    weights: str | None = None,
) -> dict[str, Any]:
    """Find a shortest path with the Tiny Recursive Model; code verifies it.

    Args:
        grid: 2 to 64 cells a side, as text in any usual notation or as rows: strings, or
            lists of symbols or of numbers (0 open, 1 wall, 2 start, 3 goal).
        budget_s: seconds it may take.
        seed: of the random parts of the search.
        weights: name or path of others than the shipped ones.

    Returns:
        `puzzle_record` of the maze and the result.

    Raises:
        ToolInputError: for a grid that cannot be read or that the weights are not for, naming the
            place and the mend.
    """
    return puzzle_record(*run_maze(grid, budget_s=budget_s, seed=seed, weights=weights))


def run_maze(
    grid: str | Sequence[str] | Sequence[Sequence[object]],
    *,
    budget_s: float = DEFAULT_BUDGET_S,
    seed: int = 0,
    weights: str | None = None,
    on_step: Callable[[TraceStep], None] | None = None,
) -> tuple[Maze, Result]:
    """The maze and the result behind `solve_maze`, the trace included."""
    return read_and_solve(
        lambda: read_maze(grid), budget_s=budget_s, seed=seed, weights=weights, on_step=on_step
    )


def maze_content(record: dict[str, Any]) -> dict[str, Any]:
    """A record in short, for the model that called the tool; the answer as runs of moves."""
    cells = record["answer"] or []
    answer = None
    if record["status"] == Status.SOLVED:
        answer = in_short(runs_of(tuple((row, col) for row, col in cells)))
    return {
        "status": record["status"],
        "summary": _summary(record),
        "start": cells[0] if answer else None,
        "answer": answer,
        "moves": record["moves"] if answer else None,
        "weights": record["weights"],
    }


def runs_of(path: Path) -> list[tuple[str, int]]:
    """A path as runs in one direction: the direction and how many moves.

    Args:
        path: cells, each beside the one before.

    >>> runs_of(((0, 0), (1, 0), (2, 0), (2, 1)))
    [('down', 2), ('right', 1)]
    """
    moves = (_direction(here, there) for here, there in pairwise(path))
    return [(direction, len(list(run))) for direction, run in groupby(moves)]


def in_short(runs: Sequence[tuple[str, int]]) -> str:
    """Runs as text, cut where it grows long.

    >>> in_short([("down", 2), ("right", 1)])
    'down 2, right 1'
    """
    text = ""
    for number, (direction, moves) in enumerate(runs):
        part = f"{', ' if text else ''}{direction} {moves}"
        if len(text) + len(part) > MAX_TURNS_CHARACTERS:
            left = sum(moves for _, moves in runs[number:])
            return f"{text}, ... ({left} more moves; the whole path is in the artifact)"
        text += part
    return text


def _direction(here: Cell, there: Cell) -> str:
    return _DIRECTIONS[there[0] - here[0], there[1] - here[1]]


def _summary(record: dict[str, Any]) -> str:
    """A record in a few plain words."""
    return {
        Status.SOLVED: f"Solved: a shortest path, {record['moves']} "
        f"{'move' if record['moves'] == 1 else 'moves'}, verified; other paths may be as short.",
        Status.CONTRADICTION: f"The maze cannot be solved: {reasons(record)}.",
        Status.UNSOLVED: "Not solved within the budget; the best try is not right: "
        f"{reasons(record)}.",
    }[Status(record["status"])]
