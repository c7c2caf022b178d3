"""Worded cells: mazes whose cells are words, `"start", "path", "wall"`, as signs of one character.

In lists the words stand in quotes; in lines of their own they are parted by commas, bars or spaces.
It takes walls, open cells and both ends. The text keeps its length.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from ..characters import SKIP
from .signs import Role
from .words import ROLES

_QUOTED = re.compile(r"([\"'])([A-Za-z]{2,12})\1(?!\s{0,9}[:=])")
_WORDS = re.compile(r"^[ \t>|,;\[]*+[A-Za-z][A-Za-z \t|,;]*+\]?+[ \t|,;]*+$", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z]+")
_MOST = 64  # words in a line
_MARKS = {Role.WALL: "#", Role.OPEN: ".", Role.START: "S", Role.GOAL: "G"}
_FEWEST = 6  # cells


@lru_cache(maxsize=256)
def _mark(word: str) -> str:
    """The sign for a word, or nothing."""
    if not 2 <= len(word) <= 12:
        return ""
    for role in (Role.OPEN, Role.START, Role.GOAL, Role.WALL):
        if re.fullmatch(ROLES[role], word, re.IGNORECASE):
            return _MARKS[role]
    return ""


def unworded(text: str) -> str:
    """A text with words for cells as signs, of the same length."""
    quoted = [_mark(word.lower()) for _, word in _QUOTED.findall(text)]
    if _are_cells(Counter(quoted)):
        return _QUOTED.sub(_sign, text)
    lines = [found for found in _WORDS.finditer(text) if _is_row(found[0])]
    if len(lines) < 2 or not _are_cells(
        Counter(_mark(word.lower()) for line in lines for word in _WORD.findall(line[0]))
    ):
        return text
    parts, at = [], 0
    for line in lines:
        parts += [text[at : line.start()], _WORD.sub(_bare_sign, line[0])]
        at = line.end()
    return "".join([*parts, text[at:]])


def _is_row(line: str) -> bool:
    words = _WORD.findall(line)
    return 2 <= len(words) <= _MOST and all(_mark(word.lower()) for word in words)


def _are_cells(counts: Counter[str]) -> bool:
    ends = counts["S"] == counts["G"] == 1
    return ends and counts["#"] > 0 < counts["."] and counts.total() - counts[""] >= _FEWEST


def _sign(found: re.Match[str]) -> str:
    mark = _mark(found[2].lower())
    return f'"{mark}"'.ljust(len(found[0]), SKIP) if mark else found[0]


def _bare_sign(found: re.Match[str]) -> str:
    return _mark(found[0].lower()).ljust(len(found[0]), SKIP)
