"""Pictures as text: PBM images, `P1`, width and height, then bits; black pixels are walls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .raw import RawMaze

_PBM = re.compile(
    r"^[ \t>]*P1[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*#[^\n]*\n){0,9}"
    r"[ \t]*(?P<width>\d{1,3})[ \t\r\n]+(?P<height>\d{1,3})[ \t]*\r?\n",
    re.MULTILINE,
)
_BITS = re.compile(r"[01][01 \t\r\n]*")
_WHITE_WALLS = re.compile(
    r"\b(?:0s?|zeroe?s?|white)(?: \((?:0|white)\))? ?(?:is|are|=|:|means?|->) ?(?:the |an? )?"
    r"(?:walls?|blocked|obstacles?)\b",
    re.IGNORECASE,
)
_MOST = 10_000  # characters of bits: 64 by 64 with spaces


def pictures_in(text: str) -> Iterator[RawMaze]:
    """Every PBM image of a message."""
    if "P1" not in text:
        return
    wall = "0" if _WHITE_WALLS.search(text) else "1"
    for head in _PBM.finditer(text):
        width, height = int(head["width"]), int(head["height"])
        found = _BITS.match(text, head.end(), head.end() + _MOST)
        marks = [mark for mark in re.finditer(r"[01]", found[0])] if found else []
        if not found or width * height < 2:
            continue
        span = (head.start(), found.end())
        if len(marks) < width * height:
            problem = f"{len(marks)} bits, expected {height} rows of {width}"
            yield RawMaze((), span, "PBM image", problem=problem)
            continue
        span = (head.start(), found.start() + marks[width * height - 1].end())
        cells = ["#" if mark[0] == wall else "." for mark in marks[: width * height]]
        rows = tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width))
        yield RawMaze(rows, span, "PBM image")
