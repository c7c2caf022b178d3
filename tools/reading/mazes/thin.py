"""Thin walls: mazes drawn with `+--+` and `|` between the cells, or with box-drawing lines.

A maze of h x w cells becomes a grid of 2h+1 x 2w+1: cells at odd places, walls between them,
posts at even ones. So a step of the drawing is two moves on the grid, and a path of the grid
goes through the gaps. What stands in the middle of a cell (S, E, o) stays there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import gcd

from ..characters import RULE, SKIP, Line
from .raw import RawMaze

_QUOTED = re.compile(r"[ \t]{0,8}(?:>[ ]?)+")
_FIRST = re.compile(rf"[ ]*\+(?:[\-={RULE}_ +]|[SGEFAB](?=[ +])){{1,260}}[+]?")
_FLAT = "-=_" + RULE
_PASSAGES = 2  # gaps that tell a maze from a table; two marks stand for one of them
_MOST = 140  # lines: 64 rows of cells and their walls, and some to be told as too many


def thin_in(lines: Iterable[Line]) -> Iterator[RawMaze]:
    """Every drawing with thin walls."""
    block: list[tuple[str, int, int]] = []
    for line in [*lines, Line("", 0)]:
        quote = _QUOTED.match(line.text)
        skipped = quote.end() if quote else 0
        text = line.text[skipped:].replace(SKIP, "").strip("\"'`,")
        if block and _goes_on(text, block):
            block.append((text, line.start, line.start + len(line.text)))
            continue
        if (raw := _thin(block)) is not None:
            yield raw
        fits = _FIRST.fullmatch(text.rstrip()) and text.count("+") > 1
        block = [(text, line.start + skipped, line.start + len(line.text))] if fits else []


def _goes_on(text: str, block: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a line can be the next one of a drawing."""
    if not text.strip() or len(block) > _MOST:
        return False
    marks = sum(char in "+| " or char in _FLAT for char in text)
    return (
        ("|" in text or "+" in text or not text.strip(" " + _FLAT))
        and len(text) <= len(block[0][0]) + 4
        and len(text) - marks <= len(block[0][0]) // 2
        and not re.search(r"[^\W\d_]{3,}|\d\d", text)
    )


def _thin(block: Sequence[tuple[str, int, int]]) -> RawMaze | None:
    while block and "+" not in block[-1][0] and not block[-1][0].strip(" " + _FLAT):
        block = block[:-1]
    if len(block) < 3:
        return None
    texts = [text.rstrip() for text, _, _ in block]
    indent = texts[0].index("+")
    texts = [text[indent:] for text in texts]
    width = max(map(len, texts))
    texts = [text.ljust(width) for text in texts]
    across, down = _pitches(texts)
    if across < 2 or down < 2 or (width - 1) % across or (len(texts) - 1) % down:
        return None
    rows = _grid(texts, across, down)
    if rows is None:
        return None
    gaps = sum(_is_gap(rows, r, c) for r, c in _slots(rows))
    marks = sum(mark not in "# " for row in rows for mark in row)
    if not gaps or gaps + (marks == 2) < _PASSAGES:
        return None
    span = (block[0][1], block[-1][2])
    return RawMaze(tuple(map(tuple, rows)), span, "thin walls")


def _pitches(texts: Sequence[str]) -> tuple[int, int]:
    """How far apart posts stand, in columns and in lines."""
    across = down = 0
    for number, text in enumerate(texts):
        posts = [place for place, char in enumerate(text) if char in "+|"]
        for place in posts:
            across = gcd(across, place)
        if "+" in text or sum(char in _FLAT for char in text) * 2 > len(text):
            down = gcd(down, number)
    return across, down


def _grid(texts: Sequence[str], across: int, down: int) -> list[list[str]] | None:
    """The drawing with a cell for every cell, wall and post; None where words stand in it."""
    height, width = (len(texts) - 1) // down, (len(texts[0]) - 1) // across
    rows = [["#"] * (2 * width + 1) for _ in range(2 * height + 1)]
    for r in range(height + 1):
        for c in range(width):
            inside = texts[r * down][c * across + 1 : (c + 1) * across]
            if not any(char in _FLAT for char in inside):
                rows[2 * r][2 * c + 1] = inside.strip()[:1] or " "
    for r in range(height):
        for c in range(width + 1):
            inside = "".join(texts[n][c * across] for n in range(r * down + 1, (r + 1) * down))
            if "|" not in inside:
                rows[2 * r + 1][2 * c] = inside.strip()[:1] or " "
        for c in range(width):
            lines = range(r * down + 1, (r + 1) * down)
            marks = "".join(texts[n][c * across + 1 : (c + 1) * across] for n in lines).split()
            if len(marks) > 1 or any(len(set(mark)) > 1 for mark in marks):
                return None
            rows[2 * r + 1][2 * c + 1] = marks[0][0] if marks else " "
    return rows


def _slots(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """The walls between two cells, those of the frame left out."""
    for r in range(1, len(rows) - 1):
        for c in range(1 + r % 2, len(rows[0]) - 1, 2):
            yield r, c


def _is_gap(rows: Sequence[Sequence[str]], r: int, c: int) -> bool:
    return rows[r][c] != "#" and r % 2 == 0
