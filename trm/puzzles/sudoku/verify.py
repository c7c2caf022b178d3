"""The verifier: the only code that may call an answer right.

It looks at the puzzle as written and at an answer that may be anything at all, and names
every broken rule with its cells. An answer of the wrong shape or with things in it that are
no digits is a finding, never an exception. Whether a right answer is the only one is not
asked here; that is the judge's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from ..verdict import Cell, Problem, Verdict, cell_name
from .board import Layout, Sudoku
from .notation import to_symbol

_MAX_NAMED = 8  # cells named in one message; `Problem.cells` always holds all of them
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def verify(puzzle: Sudoku, answer: object) -> Verdict:
    """Every rule that the answer breaks.

    Args:
        puzzle: the puzzle as the person wrote it.
        answer: what is proposed; right only if it is a list or tuple of rows (lists or tuples)
            of plain integers.

    Returns:
        A verdict with the problems in reading order: "shape" (and then nothing else), "range",
        "given", "blank", "row", "column" and "box".
    """
    size = puzzle.size
    rows: Any = answer
    problems = _shape_problems(rows, size)
    if problems:
        return Verdict(problems)
    flat = list(chain.from_iterable(rows))
    found: list[Problem] = []
    for number, value in enumerate(flat):
        if type(value) is not int or not 0 <= value <= size:  # a bool is an int, but no digit
            found.append(_range_problem(value, divmod(number, size), size))
            flat[number] = -1  # neither blank nor a digit that could be repeated
    given = list(chain.from_iterable(puzzle.givens))
    if flat != given:
        found += [
            _given_problem(digit, value, divmod(number, size))
            for number, (digit, value) in enumerate(zip(given, flat, strict=True))
            if digit and value != digit and value >= 0
        ]
    if 0 in flat:
        found.append(_blank_problem(flat, size))
    found += _repeats(flat, puzzle.layout)
    found.sort(key=lambda problem: problem.cells[0])
    return Verdict(tuple(found))


def is_solution(puzzle: Sudoku, answer: object) -> bool:
    """Whether `verify` would find no problem, by a quicker way.

    Args:
        puzzle: the puzzle as the person wrote it.
        answer: what is proposed; may be anything.
    """
    size = puzzle.size
    rows: Any = answer
    if type(rows) not in (list, tuple) or len(rows) != size:
        return False
    if not all(type(row) in (list, tuple) and len(row) == size for row in rows):
        return False
    flat = list(chain.from_iterable(rows))
    if set(map(type, flat)) != {int}:
        return False
    digits = set(range(1, size + 1))
    return all(set(pick(flat)) == digits for pick in _pickers(puzzle.layout)) and all(
        not digit or digit == value
        for digit, value in zip(chain.from_iterable(puzzle.givens), flat, strict=True)
    )


def clashes(puzzle: Sudoku) -> tuple[Problem, ...]:
    """The givens that stand twice in a row, column, box or other group, in reading order.

    >>> [clash.message for clash in clashes(Sudoku.from_rows([[3, 0, 0, 3]] + [[0] * 4] * 3))]
    ['row 1 has two 3s: r1c1 and r1c4']
    """
    flat = list(chain.from_iterable(puzzle.givens))
    found = _repeats(flat, puzzle.layout)
    return tuple(sorted(found, key=lambda problem: problem.cells[0]))


@lru_cache(maxsize=64)
def _pickers(layout: Layout) -> tuple[itemgetter[Sequence[int]], ...]:
    """For each group, what picks its digits out of the flat board."""
    return tuple(itemgetter(*group.cells) for group in layout.groups)


def _repeats(flat: list[int], layout: Layout) -> list[Problem]:
    """One problem for each group and digit above 0 that stands there more than once."""
    found = []
    for group, pick in zip(layout.groups, _pickers(layout), strict=True):
        digits = pick(flat)
        if len(set(digits)) == len(digits):
            continue
        for digit in sorted(set(digits)):
            if digit <= 0 or digits.count(digit) == 1:
                continue
            cells = tuple(
                divmod(number, layout.size) for number in group.cells if flat[number] == digit
            )
            times = _COUNTS[len(cells)] if len(cells) < len(_COUNTS) else str(len(cells))
            message = f"{group.name} has {times} {to_symbol(digit)}s: {_named(cells)}"
            found.append(Problem(group.kind, cells, message))
    return found


def _shape_problems(rows: Any, size: int) -> tuple[Problem, ...]:
    """What keeps the answer from being `size` rows of `size` cells."""
    if type(rows) not in (list, tuple):
        message = f"the answer is {_shown(rows)}, expected {size} rows of {size} digits"
        return (Problem("shape", (), message),)
    if len(rows) != size:
        message = f"the answer has {len(rows)} rows, expected {size}"
        return (Problem("shape", (), message),)
    found = []
    for number, row in enumerate(rows, start=1):
        if type(row) not in (list, tuple):
            message = f"row {number} of the answer is {_shown(row)}, expected {size} digits"
        elif len(row) != size:
            message = f"row {number} of the answer has {len(row)} cells, expected {size}"
        else:
            continue
        found.append(Problem("shape", (), message))
    return tuple(found)


def _range_problem(value: object, cell: Cell, size: int) -> Problem:
    message = f"{cell_name(cell)} is {_shown(value)}, expected a whole number from 1 to {size}"
    return Problem("range", (cell,), message)


def _given_problem(digit: int, value: int, cell: Cell) -> Problem:
    change = f"changed from {to_symbol(digit)} to {to_symbol(value)}" if value else "erased"
    message = f"the given {to_symbol(digit)} at {cell_name(cell)} was {change}"
    return Problem("given", (cell,), message)


def _blank_problem(flat: list[int], size: int) -> Problem:
    cells = tuple(divmod(number, size) for number, value in enumerate(flat) if value == 0)
    count = "1 cell is" if len(cells) == 1 else f"{len(cells)} cells are"
    return Problem("blank", cells, f"{count} blank: {_named(cells)}")


def _named(cells: Sequence[Cell]) -> str:
    """Cells in words: "r1c1, r1c2 and r1c3", the rest counted where there are many."""
    names = [cell_name(cell) for cell in cells[:_MAX_NAMED]]
    if len(cells) > _MAX_NAMED:
        names.append(f"{len(cells) - _MAX_NAMED} more")
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _shown(value: object) -> str:
    """A foreign value, shown short; its own `repr` is not trusted to be short or to work."""
    if value is None or type(value) is bool:
        return str(value)
    if type(value) is int:  # Python refuses to print integers of thousands of digits
        return str(value) if abs(value) < 10**9 else "a huge number"
    if type(value) is str:
        return repr(value) if len(value) <= 20 else f"{value[:20]!r}..."
    return f"a {type(value).__name__}"
