"""Layouts: boards whose lines are not its rows.

Pencil marks drawn three lines a cell (27 lines of 9 cells, each a small 3x3 of candidates),
and two boards side by side, as a puzzle and its answer are printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .carve import bars, chunks
from .characters import SKIP
from .raw import Cells

_DEPTH = 3  # lines of a cell
_APART = re.compile(r" {3,}|\t+")


def deep(texts: Sequence[str]) -> Cells | None:
    """The board of 27 lines of pencil marks, or None where they are none.

    A cell with one digit is that digit, wherever it stands; several must stand in their
    places (1 2 3 above 4 5 6 above 7 8 9), and the cell is blank.
    """
    if len(texts) != 9 * _DEPTH:
        return None
    for cutter in (bars, chunks):
        lines = [[_digits(cell) for cell in cutter(text)] for text in texts]
        if all(len(line) == 9 for line in lines):
            stacks = [list(zip(*lines[at : at + _DEPTH], strict=True)) for at in range(0, 27, 3)]
            if all(_in_place(stack) for row in stacks for stack in row):
                return tuple(tuple(_cell(stack) for stack in row) for row in stacks)
    return None


def _digits(cell: str) -> str:
    return "".join(char for char in cell if char not in " .-_0")


def _in_place(stack: Sequence[str]) -> bool:
    places = ("123", "456", "789")
    marks = all(set(line) <= set(place) for line, place in zip(stack, places, strict=True))
    return marks or len(set("".join(stack))) == 1


def _cell(stack: Sequence[str]) -> str:
    digits = set("".join(stack))
    return digits.pop() if len(digits) == 1 else "."


def beside(texts: Sequence[str]) -> list[list[str]]:
    """The lines of each of several boards that stand side by side; empty where one does."""
    parts = [_APART.split(text.replace(SKIP, "").strip()) for text in texts]
    count = len(parts[0])
    if count not in (2, 3) or any(len(part) != count for part in parts):
        return []
    return [list(column) for column in zip(*parts, strict=True)]
