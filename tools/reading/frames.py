"""Frames: grids whose blanks are real spaces, so that only the column says which cell it is.

Covers `|5 3  |  7  |     |` (spaced or packed, with bars) and bare lines of spaces and
digits. A stride and an offset under which every symbol falls on a cell must exist, else
there is no grid.
"""

from __future__ import annotations

from collections.abc import Sequence

from .characters import SKIP
from .raw import Cells


def aligned(texts: Sequence[str], size: int, width: int) -> Cells | None:
    """The cells of `size` lines by their columns, or None where they do not line up.

    Args:
        texts: the lines, leading spaces included.
        size: cells in a row.
        width: cells between two bars, where there are bars.
    """
    lines = [text.replace(SKIP, "").rstrip() for text in texts]
    if all("|" in line for line in lines):
        return _barred(lines, size, width)
    if any("|" in line for line in lines):
        return None
    for stride, gap in ((2, 2), (2, 0), (1, 1), (1, 0)):
        reach = stride * (size - 1) + gap * ((size - 1) // width) + 1
        spots = {stride * k + gap * (k // width): k for k in range(size)}
        longest = max(map(len, lines))
        for offset in range(max(0, longest - reach), _indent(lines) + 1):
            rows = [_placed(line, spots, offset, size) for line in lines]
            found = tuple(tuple(row) for row in rows if row is not None)
            if longest - offset <= reach and len(found) == len(rows) and _gap_seen(found):
                return found
    return None


def _gap_seen(rows: Cells) -> bool:
    """Whether a blank stands before a symbol; without one, a short row may lack a symbol."""
    return any(
        "" in row[: max((n for n, cell in enumerate(row) if cell), default=0)] for row in rows
    )


def _indent(lines: Sequence[str]) -> int:
    return min((len(line) - len(line.lstrip()) for line in lines if line), default=0)


def _placed(line: str, spots: dict[int, int], offset: int, size: int) -> list[str] | None:
    row = [""] * size
    for place, char in enumerate(line):
        if char == " ":
            continue
        spot = spots.get(place - offset)
        if spot is None:
            return None
        row[spot] = char
    return row


def _barred(lines: Sequence[str], size: int, width: int) -> Cells | None:
    split = [_segments(line, size, width) for line in lines]
    if any(len(parts) != size // width for parts in split):
        return None
    length = max(len(part) for parts in split for part in parts)
    for stride in (2, 1, 3, 4):
        if not stride * (width - 1) < length <= stride * width + 2:
            continue
        spots = {stride * k: k for k in range(width)}
        for offset in range(length - stride * (width - 1)):
            placed = [[_placed(part, spots, offset, width) for part in parts] for parts in split]
            if all(part is not None for parts in placed for part in parts):
                return tuple(tuple(c for part in parts for c in part or ()) for parts in placed)
    return None


def _segments(line: str, size: int, width: int) -> list[str]:
    """What stands between the bars, edges left out; a last bar may be missing."""
    parts = line.split("|")
    inside = size // width
    if len(parts) > inside and not parts[0].strip():
        parts = parts[1:]
    if len(parts) > inside and not parts[-1].strip():
        parts = parts[:-1]
    return parts
