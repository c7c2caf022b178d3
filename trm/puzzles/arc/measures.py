"""Sizes to be found in a grid: of its content, of a colour, of objects, of panels between lines.

Each measure is rows and columns, or None where a grid has no such thing. They are what the size
of an output may depend on (`size_rules`). The background is the most frequent colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

from ..verdict import Cell
from .official_form import Grid

Size = tuple[int, int]  # rows, columns


def size(grid: Grid) -> Size:
    """Of the grid itself."""
    return len(grid), len(grid[0])


def transposed(grid: Grid) -> Size:
    """Of the grid mirrored at its diagonal."""
    return len(grid[0]), len(grid)


def content(grid: Grid) -> Size | None:
    """Of the smallest box around everything that is no background."""
    background = _counted(grid)[0]
    return _box_of(grid, lambda colour: colour != background)


def rarest(grid: Grid) -> Size | None:
    """Of the smallest box around the rarest colour; of equally rare ones, the smallest number."""
    counts = Counter(cell for row in grid for cell in row)
    colour = min(counts, key=lambda each: (counts[each], each))
    return _box_of(grid, lambda other: other == colour)


def colour_box(colour: int) -> Callable[[Grid], Size | None]:
    """Of the smallest box around a colour."""
    return lambda grid: _box_of(grid, lambda other: other == colour)


def largest_figure(grid: Grid) -> Size | None:
    """Of the box of the figure with most cells: cells that touch, corners too, of any colours."""
    return _box(max(_objects(grid, mixed=True), key=len, default=()))


def smallest_figure(grid: Grid) -> Size | None:
    """Of the box of the figure with fewest cells."""
    return _box(min(_objects(grid, mixed=True), key=len, default=()))


def largest_block(grid: Grid) -> Size | None:
    """Of the box of the largest block: cells of one colour that share sides."""
    return _box(max(_objects(grid, mixed=False), key=len, default=()))


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


def panel(grid: Grid) -> Size | None:
    """Of one panel, where lines of a colour cut the grid into equally large panels."""
    found = _panels(grid)
    return found and found[0]


def panels(grid: Grid) -> Size | None:
    """How many panels stand below and beside each other."""
    found = _panels(grid)
    return found and found[1]


def _counted(grid: Grid) -> list[int]:
    """The colours, most frequent first; of equals, the one that comes first."""
    return [colour for colour, _ in Counter(cell for row in grid for cell in row).most_common()]


def _box_of(grid: Grid, wanted: Callable[[int], bool]) -> Size | None:
    return _box(
        (row, col) for row, line in enumerate(grid) for col, cell in enumerate(line) if wanted(cell)
    )


def _box(cells: Iterable[Cell]) -> Size | None:
    places = list(cells)
    if not places:
        return None
    rows, cols = zip(*places, strict=True)
    return max(rows) - min(rows) + 1, max(cols) - min(cols) + 1


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


def _panels(grid: Grid) -> tuple[Size, Size] | None:
    """The size of a panel and how many there are; lines of the background count last."""
    across = list(zip(*grid, strict=True))
    order = _counted(grid)
    for colour in (*order[1:], order[0]):
        heights = _between([set(row) == {colour} for row in grid])
        widths = _between([set(column) == {colour} for column in across])
        if len(set(heights)) == len(set(widths)) == 1 and len(heights) * len(widths) > 1:
            return (heights[0], widths[0]), (len(heights), len(widths))
    return None


def _between(lines: list[bool]) -> list[int]:
    """How long the runs between lines are."""
    runs = "".join("|" if line else "." for line in lines).split("|")
    return [len(run) for run in runs if run]
