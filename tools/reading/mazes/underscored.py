"""Underscores: mazes drawn as ` ___`, `|_| |`, where each row has its floor in the same line.

Nobody can tell whether there is a floor below a cell that holds an S, so these are refused by name
instead of read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..characters import SKIP, Line
from .raw import RawMaze

_LID = re.compile(r"[ \t>]*[_.](?:[_ .]{3,200})[ \t]*")
_ROW = re.compile(r"[ \t>]*[|_](?=[^|]*\|)[|_ A-Za-z*.]{3,200}[ \t]*")
_LETTERS = re.compile(r"[A-Za-z]{3}")
_PROBLEM = (
    "walls drawn with underscores and bars are not read; draw them as +--+ and |, "
    "or give rows of # and ."
)


def underscored_in(lines: Sequence[Line]) -> Iterator[RawMaze]:
    """Every maze of underscores and bars with both ends in it, as what it is."""
    at = 0
    while at < len(lines):
        if lines[at].text.count("_") < 3 or not _LID.fullmatch(lines[at].text[:300]):
            at += 1
            continue
        stop = at + 1
        while stop < len(lines) and _is_row(lines[stop].text):
            stop += 1
        rows = [line.text for line in lines[at + 1 : stop]]
        if _is_maze(rows):
            span = (lines[at].start, lines[stop - 1].start + len(lines[stop - 1].text))
            yield RawMaze((), span, "underscores", problem=_PROBLEM, told=True)
        at = stop


def _is_row(text: str) -> bool:
    bare = text.replace(SKIP, "")
    return len(bare) <= 300 and bool(_ROW.fullmatch(bare)) and not _LETTERS.search(bare)


def _is_maze(rows: Sequence[str]) -> bool:
    marks = "".join(rows)
    ends = marks.count("S") == 1 and any(marks.count(goal) == 1 for goal in "GEFX")
    walls = marks.count("_") > 2 and marks.count("|") > 2 * len(rows)
    return len(rows) > 1 and ends and walls and "_" in rows[-1]
