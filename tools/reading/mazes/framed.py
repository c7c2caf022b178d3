"""Frames: mazes of blocks inside a drawn box, `╔═══╗` or `+---+`, whose sides are no cells.

What stands between the bars is the maze, spaces included. Boxes whose rows hold bars or no walls
at all are tables, or mazes with thin walls, and are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..characters import RULE, SKIP, Line
from .raw import RawMaze
from .signs import WALLS

_FRAME = re.compile(rf"[ \t>]*\+[-={RULE}]{{2,128}}\+[ \t]*")
_MOST = 140  # lines of a maze


def framed_in(lines: Sequence[Line]) -> list[RawMaze]:
    """Every maze inside a frame."""
    found: list[RawMaze] = []
    at = 0
    while at < len(lines):
        text = lines[at].text
        if "+" not in text or len(text) > 300 or not _FRAME.fullmatch(text):
            at += 1
            continue
        stop = at + 1
        while stop < len(lines) and stop - at <= _MOST and _inner(lines[stop].text) is not None:
            stop += 1
        if stop < len(lines) and _FRAME.fullmatch(lines[stop].text[:300]):
            raw = _maze(lines[at : stop + 1])
            found += [raw] if raw else []
        at = stop
    return found


def _inner(text: str) -> str | None:
    """What stands between the bars of a line, or None where there are no two."""
    bare = text.replace(SKIP, "").strip(" \t>")
    return bare[1:-1] if len(bare) > 2 and bare[0] == bare[-1] == "|" else None


def _maze(lines: Sequence[Line]) -> RawMaze | None:
    rows = [row for line in lines[1:-1] if (row := _inner(line.text)) is not None]
    width = len(lines[0].text.replace(SKIP, "").strip(" \t>")) - 2
    walls = sum(mark in WALLS for row in rows for mark in row)
    if len(rows) < 2 or walls < 2 or any("|" in row or "+" in row for row in rows):
        return None
    if any(len(row) != width for row in rows):
        return None  # cells are not one column wide, or spaces were lost
    span = (lines[0].start, lines[-1].start + len(lines[-1].text))
    return RawMaze(tuple(map(tuple, rows)), span, "grid")
