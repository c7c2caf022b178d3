"""`solve_sudoku`: a Sudoku in any notation in, a judged answer out.

The plain function serves Python callers; the catalogue of tools wraps it for
agents. What comes back is the same JSON-ready record everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..trm.puzzles import Status, Sudoku
from ..trm.puzzles.sudoku import to_symbol
from ..trm.result import Result, TraceStep
from .reading import read_sudoku
from .record import puzzle_record
from .solving import DEFAULT_BUDGET_S, read_and_solve, reasons


def solve_sudoku(
    grid: str | Sequence[Sequence[object]],
    *,
    box: tuple[int, int] | None = None,
    budget_s: float = DEFAULT_BUDGET_S,
    seed: int = 0,
    weights: str | None = None,
) -> dict[str, Any]:
    """Solve a Sudoku with the Tiny Recursive Model; code verifies the answer.

    Args:
        grid: 4x4, 6x6, 9x9 or 16x16, as text in any usual notation or as rows of digits
            (0, "" or None for a blank).
        box: rows and columns of a box, where they are not the usual ones (6x6: 2 and 3).
        budget_s: seconds it may take.
        seed: of the random parts of the search.
        weights: name or path of others than the shipped ones.

    Returns:
        `puzzle_record` of the puzzle and the result.

    Raises:
        ToolInputError: for a grid that cannot be read or that the weights are not for, naming the
            place and the mend.
    """
    return puzzle_record(*run_sudoku(grid, box=box, budget_s=budget_s, seed=seed, weights=weights))


def run_sudoku(
    grid: str | Sequence[Sequence[object]],
    *,
    box: tuple[int, int] | None = None,
    budget_s: float = DEFAULT_BUDGET_S,
    seed: int = 0,
    weights: str | None = None,
    on_step: Callable[[TraceStep], None] | None = None,
) -> tuple[Sudoku, Result]:
    """The puzzle and the result behind `solve_sudoku`, the trace included."""
    return read_and_solve(
        lambda: read_sudoku(grid, box=box),
        budget_s=budget_s,
        seed=seed,
        weights=weights,
        on_step=on_step,
    )


def sudoku_content(record: dict[str, Any]) -> dict[str, Any]:
    """A record in short, for the model that called the tool; rows of the answer as text."""
    return {
        "status": record["status"],
        "summary": _summary(record),
        "answer": ["".join(map(to_symbol, row)) for row in record["answer"] or []] or None,
        "weights": record["weights"],
    }


def _summary(record: dict[str, Any]) -> str:
    """A record in a few plain words."""
    status = record["status"]
    return {
        Status.SOLVED: "Solved: every given is kept and every row, column and box is right"
        + (", and there is no other answer." if record["unique"] else "."),
        Status.MULTIPLE: "The puzzle has more than one answer"
        + ("; this is one of them." if record["answer"] else "."),
        Status.CONTRADICTION: f"The puzzle has no answer: {reasons(record)}.",
        Status.UNSOLVED: "Not solved within the budget; the best try is not right: "
        f"{reasons(record)}.",
    }[Status(status)]
