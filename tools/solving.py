"""What every solve tool does: check the budget, read the grid, solve it.

The readers raise `ValueError`; a caller of a tool gets the error that names the argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..trm.puzzles import Maze, Sudoku
from ..trm.result import Budget, Result
from .errors import ToolInputError

DEFAULT_BUDGET_S = 20.0  # below the usual time-outs of clients
MAX_BUDGET_S = 300.0
SHOWN_PROBLEMS = 4  # of a verdict, told to the model that called

PuzzleT = TypeVar("PuzzleT", Sudoku, Maze)


def read_and_solve(
    read: Callable[[], PuzzleT], *, budget_s: float, seed: int, weights: str | None
) -> tuple[PuzzleT, Result]:
    """The puzzle that `read` gives and what came of it, the trace included.

    Raises:
        ToolInputError: for a budget out of range, a grid that cannot be read, or one that the
            weights are not for.
        ValueError: for weights that are not there.
    """
    if not 0 < budget_s <= MAX_BUDGET_S:
        raise ToolInputError(
            f"budget_s is {budget_s}, expected more than 0, at most {MAX_BUDGET_S:.0f} seconds"
        )
    try:
        puzzle = read()
    except ValueError as error:
        raise ToolInputError(f"grid: {error}") from error
    from ..trm.checkpoint import load_weights  # torch is imported on first use
    from ..trm.solver import misfit, solve

    loaded = load_weights(weights) if weights else None
    if loaded and (why := misfit(puzzle, loaded)):
        raise ToolInputError(f"grid: {why}")
    return puzzle, solve(puzzle, budget=Budget(seconds=budget_s), seed=seed, weights=loaded)


def reasons(record: dict[str, Any]) -> str:
    """What the verdict of a record has to say, in one phrase."""
    problems = (record["verdict"] or {}).get("problems", [])
    return "; ".join(problem["message"] for problem in problems[:SHOWN_PROBLEMS])
