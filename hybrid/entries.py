"""Reading the digits a person enters: "r3c4 = 8", "put 8 in r3c4", several in one message."""

from __future__ import annotations

import re

from ..trm.puzzles import Cell
from ..trm.puzzles.sudoku import SYMBOLS

_ENTRY = re.compile(
    r"(?:put |place |enter |set )?r(?:ow)?\s*(\d{1,2})\s*,?\s*c(?:ol(?:umn)?)?\s*(\d{1,2})"
    r"\s*(?:=|:|is|to|)\s*(\d{1,2}|[a-g.])(?=$|[\s,;.])[\s,;.]*",
    re.IGNORECASE,
)
_TURNED = re.compile(r"\b(\d{1,2}|[a-g]) (?:in|into|at|to) (r\d{1,2}c\d{1,2})\b", re.IGNORECASE)
_MAX_CHARACTERS = 500
_MAX_ENTRIES = 10  # in one message; a longer list is a puzzle in coordinates


def read_entries(text: str) -> dict[Cell, int] | None:
    """The entries of a message that holds nothing else, or None.

    Whether they fit the board is not asked here. A blank (`r3c4 = .`) is 0.

    >>> read_entries("r3c4 = 8, r1c1 = A")
    {(2, 3): 8, (0, 0): 10}
    """
    if len(text) > _MAX_CHARACTERS:
        return None
    rest, entries = _TURNED.sub(r"\2 = \1", text.strip()), {}
    while found := _ENTRY.match(rest):
        row, col, symbol = int(found[1]) - 1, int(found[2]) - 1, found[3].upper()
        if row < 0 or col < 0:
            return None
        entries[row, col] = int(symbol) if symbol.isdecimal() else SYMBOLS.find(symbol) + 1
        rest = rest[found.end() :].removeprefix("and ")
    return entries if entries and not rest and len(entries) <= _MAX_ENTRIES else None
