"""Small pieces of English that facts, advice and conversation share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..trm.puzzles import Cell, cell_name
from ..trm.puzzles.sudoku import to_symbol

_CELL = re.compile(r"r\d+c\d+\b")


def sentence(text: str) -> str:
    """A phrase as a sentence; the name of a cell keeps its small letter.

    >>> sentence("box 1 has two 5s"), sentence("r1c2 can only be 3")
    ('Box 1 has two 5s.', 'r1c2 can only be 3.')
    """
    return text + "." if _CELL.match(text) else f"{text[:1].upper()}{text[1:]}."


def named(cells: Iterable[Cell]) -> str:
    """Cells in words, in reading order.

    >>> named({(0, 1), (0, 0), (2, 2)})
    'r1c1, r1c2 and r3c3'
    """
    *names, last = map(cell_name, sorted(cells))
    return f"{', '.join(names)} and {last}" if names else last


def listed(digits: Mapping[Cell, int]) -> str:
    """Cells and their digits in words; 0 is a blank.

    >>> listed({(0, 1): 7, (2, 2): 0})
    'r1c2 is 7, r3c3 is blank'
    """
    return ", ".join(
        f"{cell_name(cell)} is {to_symbol(digit) if digit else 'blank'}"
        for cell, digit in digits.items()
    )


def count_of(number: int, thing: str) -> str:
    """A number and its noun.

    >>> count_of(1, "step"), count_of(2, "step")
    ('1 step', '2 steps')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"
