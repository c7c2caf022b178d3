"""Sizes and places to be found in a grid: its content, a colour, objects, panels between lines.

A measure is rows and columns; a place is boxes of one size. Either is None where a grid has no
such thing. They are what the size of an output may depend on (`size_rules`). The background is
the most frequent colour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

from ..verdict import Cell
from .official_form import Grid

Size = tuple[int, int]  # rows, columns
Box = tuple[int, int, int, int]  # its first row and column, how many rows and columns


def size(grid: Grid) -> Size:
    """Of the grid itself."""
    return len(grid), len(grid[0])


def transposed(grid: Grid) -> Size:
    """Of the grid mirrored at its diagonal."""
    return len(grid[0]), len(grid)


def content(grid: Grid) -> tuple[Box, ...] | None:
    """The smallest box around everything that is no background."""
    background = _counted(grid)[0]
    return _box_of(grid, lambda colour: colour != background)


def rarest(grid: Grid) -> tuple[Box, ...] | None:
    """The smallest box around the rarest colour; of equally rare ones, the smallest number."""
    counts = Counter(cell for row in grid for cell in row)
    colour = min(counts, key=lambda each: (counts[each], each))
    return _box_of(grid, lambda other: other == colour)


def colour_box(colour: int) -> Callable[[Grid], tuple[Box, ...] | None]:
    """The smallest box around a colour."""
    return lambda grid: _box_of(grid, lambda other: other == colour)


def largest_figure(grid: Grid) -> tuple[Box, ...] | None:
    """The box of the figure with most cells: cells that touch, corners too, of any colours."""
    return _box(max(_objects(grid, mixed=True), key=len, default=()))


def smallest_figure(grid: Grid) -> tuple[Box, ...] | None:
    """The box of the figure with fewest cells."""
    return _box(min(_objects(grid, mixed=True), key=len, default=()))


def largest_block(grid: Grid) -> tuple[Box, ...] | None:
    """The box of the largest block: cells of one colour that share sides."""
    return _box(max(_objects(grid, mixed=False), key=len, default=()))


def panel(grid: Grid) -> tuple[Box, ...] | None:
    """The panels in reading order, where lines of a colour cut the grid into equally large ones."""
    found = _panels(grid)
    if found is None:
        return None
    rows, cols = found
    return tuple((top, left, height, width) for top, height in rows for left, width in cols)


def parts(grid: Grid, down: int, across: int) -> tuple[Box, ...]:
    """The parts in reading order of a grid that is cut into so many without lines between."""
    height, width = len(grid) // down, len(grid[0]) // across
    return tuple(
        (row * height, col * width, height, width) for row in range(down) for col in range(across)
    )


def figures(grid: Grid) -> Size:
    """A square with a side as long as there are figures."""
    count = len(_objects(grid, mixed=True))
    return count, count


def colours(grid: Grid) -> Size:
    """A square with a side as long as there are colours beside the background."""
    count = len(_counted(grid)) - 1
    return count, count


def times_colours(grid: Grid) -> Size:
    """Of the grid times the colours beside the background."""
    count = len(_counted(grid)) - 1
    return len(grid) * count, len(grid[0]) * count


def without_repeats(grid: Grid) -> Size:
    """Of what is left where of equal neighbouring rows and columns one stays."""
    across = list(zip(*grid, strict=True))
    changes = [sum(a != b for a, b in pairwise(lines)) for lines in (grid, across)]
    return changes[0] + 1, changes[1] + 1


def panels(grid: Grid) -> Size | None:
    """How many panels stand below and beside each other."""
    found = _panels(grid)
    return found and (len(found[0]), len(found[1]))


def _counted(grid: Grid) -> list[int]:
    """The colours, most frequent first; of equals, the one that comes first."""
    return [colour for colour, _ in Counter(cell for row in grid for cell in row).most_common()]


def _box_of(grid: Grid, wanted: Callable[[int], bool]) -> tuple[Box, ...] | None:
    return _box(
        (row, col) for row, line in enumerate(grid) for col, cell in enumerate(line) if wanted(cell)
    )


def _box(cells: Iterable[Cell]) -> tuple[Box, ...] | None:
    places = list(cells)
    if not places:
        return None
    rows, cols = zip(*places, strict=True)
    top, left = min(rows), min(cols)
    return ((top, left, max(rows) - top + 1, max(cols) - left + 1),)


def _objects(grid: Grid, *, mixed: bool) -> list[list[Cell]]:
    """The figures of a grid (mixed), or its blocks, in reading order."""
    background = _counted(grid)[0]
    left = {
        (row, col): cell
        for row, line in enumerate(grid)
        for col, cell in enumerate(line)
        if cell != background
    }
    found = []
    while left:
        first = next(iter(left))
        colour = left.pop(first)
        cells = [first]
        for row, col in cells:  # grows while it is gone through
            for down in (-1, 0, 1):
                for right in (-1, 0, 1):
                    near = (row + down, col + right)
                    touches = mixed or (not (down and right) and left.get(near) == colour)
                    if touches and near in left:
                        del left[near]
                        cells.append(near)
        found.append(cells)
    return found


def _panels(grid: Grid) -> tuple[list[Size], list[Size]] | None:
    """Panels down and across, each with its first line and length; background lines last."""
    across = list(zip(*grid, strict=True))
    order = _counted(grid)
    for colour in (*order[1:], order[0]):
        rows = _between([set(row) == {colour} for row in grid])
        cols = _between([set(column) == {colour} for column in across])
        alike = all(len({length for _, length in runs}) == 1 for runs in (rows, cols))
        if alike and len(rows) * len(cols) > 1:
            return rows, cols
    return None


def _between(lines: list[bool]) -> list[tuple[int, int]]:
    """The runs between lines: where each begins, and how long it is."""
    marks = "".join("|" if line else "." for line in lines)
    return [(run.start(), len(run[0])) for run in re.finditer(r"\.+", marks)]
