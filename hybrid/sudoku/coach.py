"""Help for a person who solves by hand: is this right so far, and what comes next?

Both answers rest on the verified answer and on steps of plain logic; neither gives more away
than was asked. Where a puzzle has several answers, entries are wrong only if no answer has
them. The step of a hint comes with every step that it rests on, so that it can be followed.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...trm.puzzles import Cell, Grid, Status, Sudoku, cell_name
from ...trm.puzzles.sudoku import (
    Answers,
    Step,
    Technique,
    candidates_left,
    clashes,
    rule_on,
    steps,
    to_symbol,
    verify,
)
from ...trm.result import Result
from ..wording import count_of, named, sentence

_TOLD_STEPS = 4  # of those that lead to a digit; more than that nobody follows


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


def next_digit(puzzle: Sudoku, result: Result, filled: Grid) -> Advice:
    """One more digit, with the reason.

    Args:
        puzzle: the puzzle.
        result: what the solver found for it.
        filled: the person's grid, as for `check_entries`.
    """
    so_far = check_entries(puzzle, result, filled)
    if so_far.final:
        return so_far
    filled = with_givens(puzzle, filled)
    path = path_to_digit(puzzle, filled)
    if path:
        told = path[-_TOLD_STEPS:]
        before = len(path) - len(told)
        text = sentence("; then ".join(step.reason for step in told))
        if before:
            text = f"First come {count_of(before, 'step')} that only rule digits out. {text}"
        cell, digit = path[-1].cell, path[-1].digit
        return Advice(text, cell=cell, digit=digit or 0)
    if result.status is Status.MULTIPLE:
        return Advice("Nothing more follows: the puzzle has more than one answer.")
    if result.status is not Status.SOLVED or result.answer is None:
        return Advice("Simple logic ends here, and I have no verified answer to take a digit from.")
    row, col = _easiest_blank(puzzle, filled)
    digit = result.answer[row][col]
    return Advice(
        "Simple logic ends here. From the verified answer, not from a step you could follow: "
        f"{cell_name((row, col))} is {to_symbol(digit)}.",
        cell=(row, col),
        digit=digit,
    )


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


def path_to_digit(puzzle: Sudoku, filled: Grid) -> list[Step]:
    """The next step that places a digit, after the steps it rests on; empty where none is found."""
    path: list[Step] = []
    for step in steps(puzzle, filled):
        path.append(step)
        if step.cell is not None:
            break
    else:
        return []
    needed = [path.pop()]
    for step in reversed(path):
        if any(_rests_on(later, step, puzzle) for later in needed):
            needed.insert(0, step)
    return needed


def _rests_on(later: Step, earlier: Step, puzzle: Sudoku) -> bool:
    """Whether a step may need what an earlier one ruled out; errs on the side of yes."""
    if later.technique is Technique.LAST_BLANK:
        return False
    if later.technique in (Technique.NAKED_SINGLE, Technique.NAKED_PAIR):
        return any(cell in later.cells for cell, _ in earlier.removed)
    if later.technique is Technique.LOCKED_CANDIDATES:
        return {digit for _, digit in earlier.removed} >= {digit for _, digit in later.removed}
    return any(
        digit == later.digit and later.cell is not None and _share_group(cell, later.cell, puzzle)
        for cell, digit in earlier.removed
    )


def _share_group(one: Cell, other: Cell, puzzle: Sudoku) -> bool:
    rows, cols = puzzle.layout.box_rows, puzzle.layout.box_cols
    same_box = (one[0] // rows, one[1] // cols) == (other[0] // rows, other[1] // cols)
    return one[0] == other[0] or one[1] == other[1] or same_box


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
