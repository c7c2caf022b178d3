"""`solve_sudoku`: a Sudoku in any notation in, a judged answer out.

The plain function serves Python callers; the LangChain tool in `langchain_tools.py` and
later surfaces wrap it. What comes back is the same JSON-ready record everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..trm.puzzles import Status, Sudoku
from ..trm.result import Budget, Result
from .errors import ToolInputError
from .reading import read_sudoku

DEFAULT_BUDGET_S = 20.0  # below the usual time-outs of clients
MAX_BUDGET_S = 300.0


def solve_sudoku(
    grid: str | Sequence[Sequence[object]],
    *,
    box: tuple[int, int] | None = None,
    budget_s: float = DEFAULT_BUDGET_S,
    seed: int = 0,
) -> dict[str, Any]:
    """Solve a Sudoku with the Tiny Recursive Model; code verifies the answer.

    Args:
        grid: 4x4, 6x6, 9x9 or 16x16, as text in any usual notation or as rows of digits
            (0, "" or None for a blank).
        box: rows and columns of a box, where they are not the usual ones (6x6: 2 and 3).
        budget_s: seconds it may take.
        seed: of the random parts of the search.

    Returns:
        `puzzle_record` of the puzzle and the result.

    Raises:
        ToolInputError: for a grid that cannot be read, naming the place and the mend.
    """
    return puzzle_record(*run_sudoku(grid, box=box, budget_s=budget_s, seed=seed))


def run_sudoku(
    grid: str | Sequence[Sequence[object]],
    *,
    box: tuple[int, int] | None = None,
    budget_s: float = DEFAULT_BUDGET_S,
    seed: int = 0,
) -> tuple[Sudoku, Result]:
    """The puzzle and the result behind `solve_sudoku`, the trace included."""
    if not 0 < budget_s <= MAX_BUDGET_S:
        raise ToolInputError(f"budget_s is {budget_s}, expected more than 0, at most 300 seconds")
    try:
        puzzle = read_sudoku(grid, box=box)
    except ValueError as error:
        raise ToolInputError(f"grid: {error}") from error
    from ..trm.solver import solve  # torch is imported on first use

    return puzzle, solve(puzzle, budget=Budget(seconds=budget_s), seed=seed)


def puzzle_record(puzzle: Sudoku, result: Result) -> dict[str, Any]:
    """One puzzle and its result as JSON-ready data (DESIGN.md, "Contracts")."""
    return {
        "kind": "sudoku",
        "status": str(result.status),
        "grid": [list(row) for row in puzzle.givens],
        "box": [puzzle.layout.box_rows, puzzle.layout.box_cols],
        "answer": [list(row) for row in result.answer] if result.answer else None,
        "verdict": result.verdict.to_json() if result.verdict else None,
        "unique": result.unique,
        "alternatives": [
            {"source": "judge", "grid": [list(row) for row in grid]} for grid in result.alternatives
        ],
        "steps": result.steps,
        "candidates": result.candidates,
        "halt_probability": round(result.halt_probability, 4),
        "weights": result.weights,
        "seconds": round(result.seconds, 4),
    }


def summary(record: dict[str, Any]) -> str:
    """A record in a few plain words, for the model that called the tool."""
    status = record["status"]
    problems = (record["verdict"] or {}).get("problems", [])
    reasons = "; ".join(problem["message"] for problem in problems[:4])
    return {
        Status.SOLVED: "Solved: every given is kept and every row, column and box is right"
        + (", and there is no other answer." if record["unique"] else "."),
        Status.MULTIPLE: "The puzzle has more than one answer"
        + ("; this is one of them." if record["answer"] else "."),
        Status.CONTRADICTION: f"The puzzle has no answer: {reasons}.",
        Status.UNSOLVED: f"Not solved within the budget; the best try is not right: {reasons}.",
    }[Status(status)]
