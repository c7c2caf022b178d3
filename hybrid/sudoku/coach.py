"""Help for a person who solves by hand: is this right so far, what comes next, and why?

All answers rest on the verified answer and on steps of plain logic; none gives more away than
was asked. Where a puzzle has several answers, entries are wrong only if no answer has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...trm.puzzles import Cell, Grid, Status, Sudoku, cell_name
from ...trm.puzzles.sudoku import (
    Answers,
    Step,
    Technique,
    candidates_left,
    chain_to_next_digit,
    clashes,
    rule_on,
    to_symbol,
    verify,
)
from ...trm.result import Result
from ..wording import count_of, named, sentence

_TOLD_STEPS = 4  # of those that lead to a digit; more than that nobody follows
BEYOND = "Beyond named techniques"


class HintLevel(StrEnum):
    """How much a hint gives away."""

    PLACE = "place"  # where to look, and for what
    STEP = "step"  # the next step, be it one that only rules digits out
    DIGIT = "digit"  # every step up to the next digit


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said, the cells at fault, and the digit to enter, if there is one."""

    text: str
    wrong: frozenset[Cell] = frozenset()
    cell: Cell | None = None
    digit: int = 0
    final: bool = False  # nothing can follow: the grid is full, or something is to be mended


def check_entries(puzzle: Sudoku, result: Result, filled: Grid) -> Advice:
    """Whether a person's grid is right so far; names the wrong cells, not the right digits.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        filled: the person's grid; its blanks may stand where a digit is given.
    """
    if result.status is Status.CONTRADICTION:
        return Advice("The puzzle itself has no answer, so no filling can be right.", final=True)
    changed = changed_givens(puzzle, filled)
    if changed:
        return Advice(f"This grid changes what is given at {named(changed)}.", changed, final=True)
    filled = with_givens(puzzle, filled)
    if verify(puzzle, filled).verified:
        whole = "Complete and verified: every row, column and box holds each digit once."
        return Advice(whole, final=True)
    if result.status is Status.SOLVED and result.unique and result.answer:
        wrong = frozenset(wrong_cells(filled, result.answer))
        if wrong:
            verb = "is" if len(wrong) == 1 else "are"
            return Advice(
                f"{named(wrong)} {verb} not right; nothing else is wrong.", wrong, final=True
            )
    else:
        broken = clashes(Sudoku(filled, puzzle.layout))
        if broken:
            wrong = frozenset(
                (row, col)
                for problem in broken
                for row, col in problem.cells
                if not puzzle.givens[row][col]
            )
            text = " ".join(sentence(problem.message) for problem in broken)
            return Advice(text, wrong, final=True)
        answers = rule_on(Sudoku(filled, puzzle.layout), known=None).answers
        if answers is Answers.NONE:
            text = "No row, column or box clashes, but no answer has all these entries."
            return Advice(text, final=True)
        if answers is Answers.UNKNOWN:
            return Advice("No row, column or box clashes; more I cannot say of this puzzle.")
    blanks = sum(digit == 0 for row in filled for digit in row)
    return Advice(f"Right so far; {count_of(blanks, 'cell')} to go.")


def hint(
    puzzle: Sudoku,
    result: Result,
    filled: Grid,
    level: HintLevel = HintLevel.STEP,
    *,
    told: int = 0,
) -> Advice:
    """What to do next, and nothing beyond it.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        filled: the person's grid, as for `check_entries`.
        level: how much may be given away.
        told: how many steps from here the person knows already, as for `HintLevel.STEP`.
    """
    so_far = check_entries(puzzle, result, filled)
    if so_far.final:
        return so_far
    filled = with_givens(puzzle, filled)
    chain = chain_to_next_digit(puzzle, filled)
    if not chain:
        return _beyond(puzzle, result, filled)
    digit = chain[-1].digit or 0
    if level is HintLevel.DIGIT:
        told_steps = chain[-_TOLD_STEPS:]
        text = sentence("; then ".join(step.reason for step in told_steps))
        if before := len(chain) - len(told_steps):
            text = f"First come {count_of(before, 'step')} that only rule digits out. {text}"
        return Advice(text, cell=chain[-1].cell, digit=digit)
    step = chain[min(told, len(chain) - 1)]
    if level is HintLevel.PLACE:
        return Advice(_where(step))
    if step.cell is None:
        left = "It only rules digits out, and the next digit rests on it."
        return Advice(f"{sentence(step.reason)} {left}")
    return Advice(sentence(step.reason), cell=step.cell, digit=digit)


def next_digit(puzzle: Sudoku, result: Result, filled: Grid) -> Advice:
    """One more digit, with every step that it rests on; arguments as `hint`."""
    return hint(puzzle, result, filled, HintLevel.DIGIT)


def _beyond(puzzle: Sudoku, result: Result, filled: Grid) -> Advice:
    """What is said where no technique leads to a digit."""
    if result.status is Status.MULTIPLE:
        return Advice("Nothing more follows: the puzzle has more than one answer.")
    if result.status is not Status.SOLVED or result.answer is None:
        return Advice(f"{BEYOND}, and I have no verified answer to take a digit from.")
    row, col = _easiest_blank(puzzle, filled)
    digit = result.answer[row][col]
    return Advice(
        f"{BEYOND}. From the verified answer, which is the network's (TRM), not from a step you "
        f"could follow: {cell_name((row, col))} is {to_symbol(digit)}.",
        cell=(row, col),
        digit=digit,
    )


def _where(step: Step) -> str:
    """Where a step is to be found, and what sort of step it is."""
    if step.technique is Technique.NAKED_SINGLE:
        return "Look for a cell with one digit left: a naked single is next."
    if step.technique is Technique.LAST_BLANK:
        return f"Look at {step.place}: a single cell of it is blank."
    article = "an" if step.technique in (Technique.X_WING, Technique.XY_WING) else "a"
    kind = {
        Technique.POINTING: "a digit of one of them is locked in the other",
        Technique.CLAIMING: "a digit of one of them is locked in the other",
        Technique.COLOURING: "simple colouring helps here",
    }.get(step.technique, f"{article} {step.technique} is there")
    return f"Look at {step.place}: {kind}."


def check_cell(puzzle: Sudoku, result: Result, filled: Grid, cell: Cell) -> str:
    """Whether a person's entry is right, without telling the digit that is."""
    row, col = cell
    name, digit = cell_name(cell), filled[row][col]
    if puzzle.givens[row][col]:
        return f"{name} is given as {to_symbol(puzzle.givens[row][col])}."
    if not digit:
        return f"{name} is still blank."
    if result.status is not Status.SOLVED or result.answer is None:
        return f"I cannot say: there is no single verified answer to compare {name} with."
    verdict = "right" if digit == result.answer[row][col] else "not right"
    return f"Your {to_symbol(digit)} in {name} is {verdict}."


def tell_cell(puzzle: Sudoku, result: Result, cell: Cell, proposed: int | None = None) -> str:
    """What a cell holds, or whether it holds the proposed digit.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        cell: a cell of the board.
        proposed: a digit to say yes or no to, without giving another away.
    """
    row, col = cell
    name, given = cell_name(cell), puzzle.givens[row][col]
    if given:
        return f"{name} is given as {to_symbol(given)}."
    if result.status is not Status.SOLVED or result.answer is None:
        return f"I cannot say: there is no single verified answer to take {name} from."
    digit = result.answer[row][col]
    if proposed is None:
        return f"In the verified answer {name} is {to_symbol(digit)}."
    return f"{'Yes' if digit == proposed else 'No'}, by the verified answer."


def changed_givens(puzzle: Sudoku, filled: Grid) -> frozenset[Cell]:
    """The cells where a person's grid has another digit than is given."""
    return frozenset(
        (row, col)
        for row, digits in enumerate(puzzle.givens)
        for col, digit in enumerate(digits)
        if digit and filled[row][col] not in (0, digit)
    )


def with_givens(puzzle: Sudoku, filled: Grid) -> Grid:
    """A person's grid with what is given in it."""
    return tuple(
        tuple(given or digit for given, digit in zip(*rows, strict=True))
        for rows in zip(puzzle.givens, filled, strict=True)
    )


def wrong_cells(attempt: Grid, answer: Grid) -> list[Cell]:
    """The filled cells of an attempt that differ from the answer."""
    return [
        (row, col)
        for row, digits in enumerate(attempt)
        for col, digit in enumerate(digits)
        if digit and digit != answer[row][col]
    ]


def _easiest_blank(puzzle: Sudoku, filled: Grid) -> Cell:
    """The blank cell with fewest candidates: where to reveal one digit when logic ends."""
    left = candidates_left(Sudoku(filled, puzzle.layout))
    return min(
        (len(left[row][col]), (row, col))
        for row, digits in enumerate(filled)
        for col, digit in enumerate(digits)
        if not digit
    )[1]
