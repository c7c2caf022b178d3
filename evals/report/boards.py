"""Grids as inline SVG: Sudokus, mazes with a path, and ARC grids, with wrong cells marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import isqrt
from typing import Any

from ...trm.puzzles.sudoku import to_symbol

_ARC = ("#000", "#0074d9", "#ff4136", "#2ecc40", "#ffdc00", "#aaa", "#f012be", "#ff851b",
        "#7fdbff", "#870c25")  # fmt: skip
_GIVEN, _FILLED, _WRONG = "#1c2430", "#0060a0", "#c03000"
_LARGEST = 64  # rows or columns that are drawn


def sudoku(rows: Any, *, givens: Any = None, right: Any = None, box: Any = None) -> str:
    """A Sudoku; digits that are not given in blue, those that differ from `right` in red."""
    size, cell = len(rows), 18
    if not _is_board(rows, size):
        return ""
    side = size * cell
    parts = [f'<rect width="{side}" height="{side}" fill="#fff"/>']
    for r, row in enumerate(rows):
        for c, digit in enumerate(row):
            if not isinstance(digit, int) or digit == 0:
                continue
            x, y = c * cell, r * cell
            given = bool(givens and givens[r][c])
            wrong = (right and digit != right[r][c]) or (given and givens[r][c] != digit)
            if wrong:
                parts.append(_square(x, y, cell, "#ffe0d6"))
            colour = _WRONG if wrong else _GIVEN if given or not givens else _FILLED
            symbol = to_symbol(digit) if 0 < digit <= 16 else "?"
            parts.append(
                f'<text x="{x + cell / 2}" y="{y + 13.5}" fill="{colour}" '
                f'font-weight="{"600" if given else "400"}">{escape(symbol)}</text>'
            )
    down, across = box or _box(size)
    parts += _lines(size, cell, down, across)
    return _svg(side, side, "".join(parts), 'text-anchor="middle" font-size="13"')


def maze(rows: Sequence[str], path: Iterable[Sequence[int]] = ()) -> str:
    """A maze; path cells on open ground in blue, those in walls in red."""
    height, width = len(rows), max(map(len, rows), default=0)
    if not 0 < height <= _LARGEST or not 0 < width <= _LARGEST:
        return ""
    cell = 16 if height <= 12 else 8
    parts = [f'<rect width="{width * cell}" height="{height * cell}" fill="#fff"/>']
    walls, drawn = [], []
    for r, row in enumerate(rows):
        for c, mark in enumerate(row):
            if mark == "#":
                walls.append(f"M{c * cell} {r * cell}h{cell}v{cell}h-{cell}z")
            elif mark == "o":
                drawn.append((r, c))
    parts.append(f'<path d="{"".join(walls)}" fill="#3a4350"/>')
    for r, c in [*drawn, *((int(a), int(b)) for a, b in path)]:
        if not (0 <= r < height and 0 <= c < len(rows[r])):
            continue
        colour = "#e05a2b" if rows[r][c] == "#" else "#7db8e0"
        parts.append(_square(c * cell, r * cell, cell, colour))
    for r, row in enumerate(rows):
        for c, mark in enumerate(row):
            if mark in "SG":
                colour = "#00855d" if mark == "S" else "#a0259a"
                parts.append(_square(c * cell, r * cell, cell, colour))
    return _svg(width * cell, height * cell, "".join(parts))


def arc(grid: Any, *, right: Any = None) -> str:
    """An ARC grid; cells that differ from `right` of the same size with a mark."""
    height = len(grid)
    width = len(grid[0]) if height else 0
    if not 0 < height <= _LARGEST or not 0 < width <= _LARGEST:
        return ""
    cell = max(5, min(18, 180 // max(height, width)))
    same = bool(right) and len(right) == height and len(right[0]) == width
    parts = []
    for r, row in enumerate(grid):
        for c, colour in enumerate(row):
            parts.append(_square(c * cell, r * cell, cell, _ARC[int(colour) % 10], "#555"))
            if same and colour != right[r][c]:
                x, y, k = c * cell, r * cell, cell
                parts.append(
                    f'<path d="M{x} {y}l{k} {k}m0 -{k}l-{k} {k}" stroke="#fff" stroke-width="3"/>'
                    f'<path d="M{x} {y}l{k} {k}m0 -{k}l-{k} {k}" stroke="#c00"/>'
                )
    return _svg(width * cell, height * cell, "".join(parts))


def figure(board: str, caption: str) -> str:
    """A board with words below; "" where there is none."""
    return board and f"<figure>{board}<figcaption>{escape(caption)}</figcaption></figure>"


def _is_board(rows: Any, size: int) -> bool:
    return 0 < size <= 25 and all(isinstance(row, list) and len(row) == size for row in rows)


def _box(size: int) -> tuple[int, int]:
    down = isqrt(size)
    while size % down:
        down -= 1
    return down, size // down


def _lines(size: int, cell: int, down: int, across: int) -> list[str]:
    side, parts = size * cell, []
    for k in range(size + 1):
        for every, shape in ((down, f"M0 {k * cell}h{side}"), (across, f"M{k * cell} 0v{side}")):
            strong = k % every == 0
            parts.append(
                f'<path d="{shape}" stroke="{"#1c2430" if strong else "#b9c1cb"}" '
                f'stroke-width="{1.6 if strong else 0.7}"/>'
            )
    return parts


def _square(x: float, y: float, cell: int, fill: str, stroke: str = "none") -> str:
    return f'<rect x="{x}" y="{y}" width="{cell}" height="{cell}" fill="{fill}" stroke="{stroke}"/>'


def _svg(width: int, height: int, inside: str, attributes: str = "") -> str:
    return (
        f'<svg viewBox="-1 -1 {width + 2} {height + 2}" width="{width + 2}" '
        f'height="{height + 2}" {attributes}>{inside}</svg>'
    )
