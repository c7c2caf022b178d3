"""Reading what a person says of single cells: entries, corrections and questions.

"r3c4 = 8", "put an 8 in row 3 column 4", "clear r3c4", "no, r3c4 is an 8", "what is r3c4?".
Whether a cell and a digit fit the board is not asked here.
"""

from __future__ import annotations

import re

from ...trm.puzzles import Cell
from ...trm.puzzles.sudoku import SYMBOLS

_PLACE = r"r(?:ow)?\s*\d{1,2}\s*,?\s*c(?:ol(?:umn)?)?\s*\d{1,2}"
_ENTRY = re.compile(
    r"(?:put |place |enter |set )?r(?:ow)?\s*(\d{1,2})\s*,?\s*c(?:ol(?:umn)?)?\s*(\d{1,2})"
    r"\s*(?:=|:|is|to|(?:should|must) be|)\s*(?:an? (?=\d))?(\d{1,2}|[a-g.])(?=$|[\s,;.])[\s,;.]*",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"(?:\ban? )?\b(\d{{1,2}}|[a-g]) (?:in|into|at|to) ({_PLACE})\b", re.IGNORECASE
)
_BLANK = re.compile(rf"({_PLACE}) (?:is|=|should be) (?:blank|empty)\b", re.IGNORECASE)
_CLEARED = re.compile(rf"\b(?:clear|erase|delete|remove|empty) ({_PLACE})\b", re.IGNORECASE)
_CORRECTS = re.compile(
    r"(?:no|nope|wrong|actually|correction|that(?:'|\u2019| i)?s (?:wrong|not right)"
    r"|you misread(?: it| that)?)\b[\s,:;.!-]*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"(?:what|which|reveal|tell me|solve|is|can|could|should)\b[^.!?]*?\b({_PLACE})\b([^.!?]*)\??",
    re.IGNORECASE,
)
_SAID_DIGIT = re.compile(r"\b(\d{1,2}|(?<!an )[b-g])\b", re.IGNORECASE)
_YES_OR_NO = ("is", "can", "could", "should")
_MAX_CHARACTERS = 500
_MAX_ENTRIES = 10  # in one message; a longer list is a puzzle in coordinates


def read_entries(text: str) -> dict[Cell, int] | None:
    """The entries of a message that holds nothing else, or None. A blank is 0.

    >>> read_entries("r3c4 = 8, r1c1 = A"), read_entries("put a 7 in row 1 column 2")
    ({(2, 3): 8, (0, 0): 10}, {(0, 1): 7})
    """
    if len(text) > _MAX_CHARACTERS:
        return None
    rest = _TURNED.sub(r"\2 = \1", text.strip())
    for cleared in (_CLEARED, _BLANK):
        rest = cleared.sub(r"\1 = .", rest)
    entries: dict[Cell, int] = {}
    while found := _ENTRY.match(rest):
        row, col = int(found[1]) - 1, int(found[2]) - 1
        if row < 0 or col < 0:
            return None
        entries[row, col] = _digit(found[3])
        rest = rest[found.end() :].removeprefix("and ")
    return entries if entries and not rest and len(entries) <= _MAX_ENTRIES else None


def read_correction(text: str) -> dict[Cell, int] | None:
    """The cells of a message that says how the puzzle should have been read, or None.

    >>> read_correction("No, r3c4 is an 8"), read_correction("r3c4 is an 8")
    ({(2, 3): 8}, None)
    """
    found = _CORRECTS.match(text.strip())
    if found:
        return read_entries(text.strip()[found.end() :])
    return read_entries(text) if "should be" in text.lower() else None


def read_cell_question(text: str) -> tuple[Cell, int | None] | None:
    """The cell that a message asks about, and the digit it proposes, if it does; or None.

    >>> read_cell_question("what goes in r1c2?"), read_cell_question("is r1c2 a 7?")
    (((0, 1), None), ((0, 1), 7))
    """
    found = _ASKS.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
    if not found:
        return None
    row, col = (int(number) - 1 for number in re.findall(r"\d+", found[1]))
    if row < 0 or col < 0 or re.search(_PLACE, found[2], re.IGNORECASE):
        return None
    around = text.strip()[: found.start(1)] + found[2]
    said = _SAID_DIGIT.findall(around)
    if not text.strip().lower().startswith(_YES_OR_NO):
        return None if said else ((row, col), None)
    return ((row, col), _digit(said[0])) if len(said) == 1 else None


def _digit(symbol: str) -> int:
    return int(symbol) if symbol.isdecimal() else SYMBOLS.find(symbol.upper()) + 1
