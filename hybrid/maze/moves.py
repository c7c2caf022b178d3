"""Reading what a person says of a walk: moves, corrections and questions about a cell.

"down 3", "go right twice, then up", "DDRR", "no, r3c4 is a wall", "what is r3c4?". Whether a
move can be made is not asked here.
"""

from __future__ import annotations

import re

from ...trm.puzzles import Cell

_TOWARDS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
_NAMES = {
    "d": "down", "u": "up", "r": "right", "l": "left", "south": "down", "north": "up",
    "east": "right", "west": "left", "s": "down", "n": "up", "e": "right", "w": "left",
    "downwards": "down", "upwards": "up", "↓": "down", "↑": "up", "→": "right", "←": "left",
}  # fmt: skip
_COUNTS = {"once": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_LETTERS = re.compile(r"[udlr]{2,}|[nesw]{2,}")
_WORD = re.compile(r"[a-z]+|\d+|[↓↑→←]")
_FILLERS = frozenset(
    ("go", "move", "walk", "i", "then", "and", "to", "the", "by", "cell", "cells", "step", "steps",
     "times", "time", "x", "now", "please", "one", "a", "turn", "field", "fields", "square",
     "squares", "moves")
)  # fmt: skip
_MAX_CHARACTERS = 500
_MAX_MOVES = 4096  # more than any path of a maze has
_PLACE = r"\br(?:ow)?\s*(\d{1,2})\s*,?\s*c(?:ol(?:umn)?)?\s*(\d{1,2})\b"
_CORRECTS = re.compile(
    rf"(?:no|nope|wrong|actually|you misread(?: it| that)?)\b[\s,:;.!-]*{_PLACE}"
    r"\s*(?:is|should be|=)\s*(?:an?\s|the\s)?\s*"
    r"(wall|blocked|open|free|empty|start|goal|exit)\W*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"(?:what|which|is|tell me)\b[^?\d]{{0,40}}?{_PLACE}[^?\d]{{0,40}}\??", re.IGNORECASE
)
_SYMBOLS = {"wall": "#", "blocked": "#", "start": "S", "goal": "G", "exit": "G"}


def read_moves(text: str) -> list[Cell] | None:
    """The moves of a message that holds nothing else, each as (down, right); or None.

    >>> read_moves("down 2, then right"), read_moves("UL"), read_moves("what is left?")
    ([(1, 0), (1, 0), (0, 1)], [(-1, 0), (0, -1)], None)
    """
    text = text.strip().lower().rstrip(".!")
    if len(text) > _MAX_CHARACTERS or "?" in text:
        return None
    words = _WORD.findall(text)
    runs: list[tuple[str, int]] = []
    pending = 0  # a count that came before its direction
    counted = True  # the last run has its count, so that "2 down 3 left" is not read twice
    for word in words:
        name = _NAMES.get(word, word)
        if name in _TOWARDS:
            runs.append((name, pending or 1))
            counted, pending = bool(pending), 0
        elif _LETTERS.fullmatch(word):
            runs += [(_NAMES[letter], 1) for letter in word]
            counted = True
        elif word.isdecimal() or word in _COUNTS:
            count = int(word) if word.isdecimal() else _COUNTS[word]
            if counted:
                pending = count
            else:
                runs[-1], counted = (runs[-1][0], count), True
        elif word not in _FILLERS:
            return None
    if not runs or pending or sum(count for _, count in runs) > _MAX_MOVES:
        return None
    return [_TOWARDS[name] for name, count in runs for _ in range(count)]


def read_correction(text: str) -> tuple[Cell, str] | None:
    """The cell that a message says was misread, and what it is over "# SG"; or None.

    >>> read_correction("no, r3c4 is a wall"), read_correction("r3c4 is a wall")
    (((2, 3), '#'), None)
    """
    found = _CORRECTS.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
    cell = _cell(found) if found else None
    return (cell, _SYMBOLS.get(found[3].lower(), " ")) if found and cell else None


def read_question(text: str) -> Cell | None:
    """The cell that a message asks about, or None.

    >>> read_question("what is r3c4?"), read_question("what now?")
    ((2, 3), None)
    """
    found = _ASKS.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
    return _cell(found) if found else None


def _cell(found: re.Match[str]) -> Cell | None:
    """The cell of a match, None where it counts from 0."""
    row, col = int(found[1]), int(found[2])
    return (row - 1, col - 1) if row and col else None
