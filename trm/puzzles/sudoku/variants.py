"""Ready-made layouts of Sudoku variants whose further rules are groups: each digit once.

Puzzles on them are solved, verified and judged as any other, and made by `generate_many`
(generate.py), from Python alone: in a message a variant stays `unsupported`. Variants with
rules of another sort (killer sums, anti-knight, thermometers) cannot be said this way.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from .board import Group, Layout


def x_sudoku(on: Layout | None = None) -> Layout:
    """Both diagonals hold each digit once.

    Args:
        on: the board that gets the diagonals; the usual 9x9 board where it is left out.

    >>> [group.name for group in x_sudoku().groups[-2:]]
    ['diagonal 1', 'diagonal 2']
    """
    on = on or Layout()
    size = on.size
    down = tuple(row * size + row for row in range(size))
    up = tuple(row * size + size - 1 - row for row in range(size))
    return replace(on, extra=(*on.extra, Group("diagonal", 1, down), Group("diagonal", 2, up)))


def windoku() -> Layout:
    """The 9x9 board with four further boxes, a cell away from the edges and from one another."""
    corners = [(row, col) for row in (1, 5) for col in (1, 5)]
    windows = (
        Group(
            "window",
            number,
            tuple((top + row) * 9 + left + col for row in range(3) for col in range(3)),
        )
        for number, (top, left) in enumerate(corners, start=1)
    )
    return Layout(3, 3, tuple(windows))


def jigsaw(regions: Sequence[Sequence[Hashable]]) -> Layout:
    """Regions of any shape in the place of boxes.

    Args:
        regions: for each row the regions of its cells, one character or other value a cell;
            cells with the same value make a region.

    Raises:
        ValueError: for a map that is not square, or a region without as many cells as rows.

    >>> jigsaw(["aabb", "acbb", "accd", "cddd"]).groups[-1].name
    'region d'
    """
    size = len(regions)
    cells: dict[Hashable, list[int]] = {}
    for row, line in enumerate(regions):
        if len(line) != size:
            raise ValueError(f"row {row + 1} of the map has {len(line)} cells, expected {size}")
        for col, region in enumerate(line):
            cells.setdefault(region, []).append(row * size + col)
    groups = (
        Group("region", number, tuple(found), f"region {region}")
        for number, (region, found) in enumerate(cells.items(), start=1)
    )
    return Layout(1, size, tuple(groups))


def latin_square(size: int) -> Layout:
    """Rows and columns alone, of 2 to 16 digits."""
    return Layout(1, size)
