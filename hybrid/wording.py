"""Small pieces of English that facts, advice and conversation share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..trm.puzzles import Cell, Problem, cell_name
from ..trm.puzzles.sudoku import to_symbol
from ..trm.result import Result

_SHOWN_PROBLEMS = 4
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


def effort_of(result: Result) -> str:
    """How long the network took, in words."""
    took = count_of(result.steps, "step")
    if result.candidates == 1:
        return f"{took} at the first try"
    return f"{result.candidates} tries; the last one took {took}"


def tries_of(result: Result) -> str:
    """How often the network tried, in words."""
    return "1 try" if result.candidates == 1 else f"{result.candidates} tries"


def sentences_of(problems: tuple[Problem, ...]) -> list[str]:
    """The problems of a verdict as sentences; the rest counted where there are many."""
    told = [sentence(problem.message) for problem in problems]
    rest = len(told) - _SHOWN_PROBLEMS
    return told[:_SHOWN_PROBLEMS] + ([f"And {rest} more."] if rest > 0 else [])
