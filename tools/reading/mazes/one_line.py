"""One line: square mazes whose rows stand in one line, as data sets write them.

900 characters for 30 rows of 30, or rows joined by slashes, bars or spaces. Spaces are open
cells here, so the square says where such a line begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isqrt

from ..characters import SKIP
from .raw import RawMaze

_RUN = re.compile(r"[#█⬛⬜ .SGEFABoOxX*@$_\-01\x00]{9,4400}")
_CELL = r"#█⬛⬜.SGEFABoOxXWw*@$_01"
_JOINED = re.compile(rf"(?<![^\s\"'`:(\[])(?:[{_CELL} ]{{2,64}}[/|;]){{2,64}}[{_CELL} ]{{2,64}}")
_TOKENS = re.compile(rf"(?<!\S)(?:[{_CELL}]{{3,64}}[ ,]{{1,2}}){{2,64}}[{_CELL}]{{3,64}}")
_WALLS = "#█⬛"
_SURELY = 300  # cells in a line that can be nothing but a whole maze
_ENDS = "SGEFAB@$"


def lines_in(text: str, *, shortest: int) -> Iterator[RawMaze]:
    """Mazes in one line of at least `shortest` cells."""
    for found in _RUN.finditer(text):
        run = found[0].replace(SKIP, "")
        if len(run.strip()) * 10 < shortest * 8 or not _has_ends(run):
            continue
        at_start = found.start() == 0 or text[found.start() - 1] in "\r\n\"'`,;\t>"
        square = _square(run, at_start=at_start)
        if square is not None and len(square) >= shortest:
            start = found.start() + found[0].replace(SKIP, " ").find(square.strip()[:8])
            yield _raw(square, (max(start, found.start()), found.end()))
        elif square is None and len(run.strip()) > _SURELY:
            cells, side = len(run.strip()), isqrt(len(run.strip()))
            side += cells - side * side > side  # the nearer square
            problem = f"{cells} cells in one line, expected a square such as {side * side}"
            yield RawMaze((tuple(run.strip()),), found.span(), "one line", problem=problem)


def joined_in(text: str) -> Iterator[RawMaze]:
    """Mazes whose rows are joined by slashes, bars or spaces."""
    for pattern in (_JOINED, _TOKENS):
        for found in pattern.finditer(text):
            rows = re.split(r"[/|;]" if pattern is _JOINED else r"[ ,]+", found[0])
            rows = [
                row.strip(" ")
                if {len(r.strip(" ")) for r in rows} == {len(row.strip(" "))}
                else row
                for row in rows
            ]
            if len({len(row) for row in rows}) == 1 and _has_ends("".join(rows)):
                yield RawMaze(tuple(map(tuple, rows)), found.span(), "one line")


def _has_ends(run: str) -> bool:
    ends = [mark for mark in _ENDS if run.count(mark) == 1]
    return len(ends) >= 2 and any(mark in run for mark in _WALLS + "1X0W")


def _square(run: str, *, at_start: bool) -> str | None:
    """The part of a run that is a square number of cells."""
    bare = run.strip(" ")
    lead = len(run) - len(run.lstrip(" "))
    for offset in dict.fromkeys((0, min(1, lead), lead) if at_start else (min(1, lead), lead)):
        rest = run[offset:]
        for line in dict.fromkeys((rest, rest.rstrip(" "))):
            if isqrt(len(line)) ** 2 == len(line):
                return line
        side = isqrt(len(rest.rstrip(" "))) + 1
        if len(rest.rstrip(" ")) < side * side <= len(rest):
            return rest[: side * side]
    side = isqrt(len(bare)) + 1
    if at_start and side * side - len(bare) - lead in range(1, side // 2) and " " in bare:
        return (run[:lead] + bare).ljust(side * side)  # the last spaces were lost
    return None


def _raw(line: str, span: tuple[int, int]) -> RawMaze:
    side = isqrt(len(line))
    rows = tuple(tuple(line[at : at + side]) for at in range(0, len(line), side))
    return RawMaze(rows, span, "one line")
