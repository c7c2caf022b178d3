"""Help for a person who solves by hand: is this right so far, and what comes next?

Both answers rest on the verified answer and on steps of plain logic; neither gives more away
than was asked. Where a puzzle has several answers, entries are wrong only if no answer has
them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..trm.puzzles import Cell, Grid, Status, Sudoku, cell_name
from ..trm.puzzles.sudoku import Answers, clashes, rule_on, steps, to_symbol, verify
from ..trm.result import Result
from .facts import wrong_cells


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said, the cells at fault, and the digit to enter, if there is one."""

    text: str
    wrong: frozenset[Cell] = frozenset()
    cell: Cell | None = None
    digit: int = 0


def check_entries(puzzle: Sudoku, result: Result, filled: Grid) -> Advice:
    """Whether a person's grid is right so far; names the wrong cells, not the right digits.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        filled: the givens and the person's entries.
    """
    if result.status is Status.CONTRADICTION:
        return Advice("The puzzle itself has no answer, so no filling can be right.")
    if verify(puzzle, filled).verified:
        return Advice("Complete and verified: every row, column and box holds each digit once.")
    if result.status is Status.SOLVED and result.unique and result.answer:
        wrong = frozenset(wrong_cells(filled, result.answer))
        if wrong:
            names = ", ".join(cell_name(cell) for cell in sorted(wrong))
            verb = "is" if len(wrong) == 1 else "are"
            return Advice(f"{names} {verb} not right; nothing else is wrong.", wrong)
    else:
        broken = clashes(Sudoku(filled, puzzle.layout))
        if broken:
            wrong = frozenset(
                (row, col)
                for problem in broken
                for row, col in problem.cells
                if not puzzle.givens[row][col]
            )
            return Advice("; ".join(problem.message for problem in broken) + ".", wrong)
        if rule_on(Sudoku(filled, puzzle.layout), known=None).answers is Answers.NONE:
            return Advice("No row, column or box clashes, but no answer has all these entries.")
        if result.status is Status.UNSOLVED:
            return Advice("No row, column or box clashes; more I cannot say of this puzzle.")
    blanks = sum(digit == 0 for row in filled for digit in row)
    return Advice(f"Right so far; {blanks} cell{'' if blanks == 1 else 's'} to go.")


def next_digit(puzzle: Sudoku, result: Result, filled: Grid) -> Advice:
    """One more digit, with the reason.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        filled: the givens and the person's entries.
    """
    so_far = check_entries(puzzle, result, filled)
    if so_far.wrong or result.status is Status.CONTRADICTION:
        return so_far
    if all(all(row) for row in filled):
        return so_far
    reasons: list[str] = []
    for step in steps(puzzle, filled):
        reasons.append(step.reason)
        if step.cell is not None and step.digit is not None:
            # Steps that only rule digits out lead to this one; the last two are told.
            text = "; then ".join(reasons[-3:])
            return Advice(f"{text[0].upper()}{text[1:]}.", cell=step.cell, digit=step.digit)
    if result.status is Status.MULTIPLE:
        return Advice("Nothing more follows: the puzzle has more than one answer.")
    if result.status is not Status.SOLVED or result.answer is None:
        return Advice("Simple logic ends here, and I have no verified answer to take a digit from.")
    row, col = next(
        (row, col)
        for row, digits in enumerate(filled)
        for col, digit in enumerate(digits)
        if not digit
    )
    digit = result.answer[row][col]
    return Advice(
        "Simple logic ends here. From the verified answer, not from a step you could follow: "
        f"{cell_name((row, col))} is {to_symbol(digit)}.",
        cell=(row, col),
        digit=digit,
    )
