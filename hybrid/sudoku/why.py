"""Why a cell holds its digit, or cannot hold another: the shortest chain of steps found.

The chain begins where the person stands. What no chain leads to is said to be beyond named
techniques: the verified answer has it, and nothing more is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...trm.puzzles import Cell, Grid, Status, Sudoku, cell_name
from ...trm.puzzles.sudoku import Step, chain_against, chain_to_cell, to_symbol
from ...trm.result import Result
from ..wording import count_of, sentence
from .coach import BEYOND, check_entries, with_givens
from .entries import Why

_TOLD_STEPS = 4  # with their reasons; of those before only the digits are told
_LISTED_DIGITS = 12


def why(puzzle: Sudoku, result: Result, filled: Grid, asked: Why) -> str:
    """The reason for a digit, or against one.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        filled: the person's grid; used where it is right so far, else the givens alone.
        asked: the cell, the digit if one is named, and whether it is why that cannot stand there.
    """
    row, col = asked.cell
    name, given = cell_name(asked.cell), puzzle.givens[row][col]
    if asked.digit is not None and (asked.digit < 1 or asked.digit > puzzle.size):
        return f"Digits go from 1 to {puzzle.size} on this board."
    if given:
        if asked.digit in (None, given) and not asked.against:
            return f"{name} is given as {to_symbol(given)}; the puzzle says so."
        return f"{name} is given as {to_symbol(given)}, so it can be nothing else."
    if result.status is Status.CONTRADICTION:
        return "The puzzle has no answer, so there is no reason for any digit."
    if check_entries(puzzle, result, filled).final:
        filled = puzzle.givens
    if result.status is Status.MULTIPLE:
        return _several(puzzle, filled, asked)
    if result.status is not Status.SOLVED or result.answer is None:
        return _without_answer(puzzle, filled, asked)
    digit = result.answer[row][col]
    if asked.against and asked.digit is not None:
        if asked.digit == digit:
            return f"{name} can be {to_symbol(digit)}: the verified answer has it there."
        return _against(puzzle, filled, asked.cell, asked.digit)
    if asked.digit not in (None, digit):
        return f"It is not: {to_symbol(asked.digit)} is not what the verified answer has in {name}."
    chain = chain_to_cell(puzzle, asked.cell, filled)
    if not chain:
        return (
            f"{BEYOND}: {name} is {to_symbol(digit)} in the network's (TRM's) answer, which is "
            "verified; no chain of techniques that I know leads there."
        )
    return told_chain(chain)


def told_chain(chain: Sequence[Step]) -> str:
    """A chain of steps in words; of a long one, the digits it begins with and its last steps."""
    before, last = chain[:-_TOLD_STEPS], chain[-_TOLD_STEPS:]
    told = sentence("; then ".join(step.reason for step in last))
    if not before:
        return told
    digits = [step for step in before if step.cell is not None and step.digit is not None]
    some = ", ".join(
        f"{cell_name(step.cell)} = {to_symbol(step.digit)}"
        for step in digits[:_LISTED_DIGITS]
        if step.cell is not None and step.digit is not None
    )
    more = f" and {len(digits) - _LISTED_DIGITS} more" if digits[_LISTED_DIGITS:] else ""
    begin = f"It takes {count_of(len(chain), 'step')}."
    ruled = len(before) - len(digits)
    parts = [f"first come {some}{more}" if some else ""]
    parts += [f"{count_of(ruled, 'step')} that only rule digits out" if ruled else ""]
    return f"{begin} {sentence(' and '.join(filter(None, parts)))} At the end: {told}"


def _against(puzzle: Sudoku, filled: Grid, cell: Cell, digit: int) -> str:
    """Why a digit cannot stand in a blank cell."""
    symbol, name = to_symbol(digit), cell_name(cell)
    grid = with_givens(puzzle, filled)
    number = cell[0] * puzzle.size + cell[1]
    for group in puzzle.layout.groups:
        if number not in group.cells:
            continue
        for other in group.cells:
            row, col = divmod(other, puzzle.size)
            if other != number and grid[row][col] == digit:
                return f"{group.name.capitalize()} has its {symbol} at {cell_name((row, col))}."
    chain = chain_against(puzzle, cell, digit, filled)
    # A chain that fills the cell itself would tell its digit, which was not asked for.
    if chain and chain[-1].cell != cell:
        return told_chain(chain)
    if chain:
        return (
            f"The digit that {name} does hold follows by {count_of(len(chain), 'step')}; ask why "
            "it is what it is to see them."
        )
    return f"{BEYOND}: the verified answer has another digit in {name}."


def _several(puzzle: Sudoku, filled: Grid, asked: Why) -> str:
    """Of a puzzle with several answers: what follows in all of them, if anything does."""
    chain = chain_to_cell(puzzle, asked.cell, filled)
    if chain and asked.digit in (None, chain[-1].digit) and not asked.against:
        return told_chain(chain)
    return "The puzzle has more than one answer, and nothing I know settles that cell."


def _without_answer(puzzle: Sudoku, filled: Grid, asked: Why) -> str:
    """Of a puzzle that was not solved: logic may still know."""
    chain = chain_to_cell(puzzle, asked.cell, filled)
    if chain and asked.digit in (None, chain[-1].digit) and not asked.against:
        return told_chain(chain)
    return "I cannot say: there is no verified answer, and no step I know leads there."
