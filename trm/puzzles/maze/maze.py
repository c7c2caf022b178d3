"""The maze type: rows of walls and open cells, one start and one goal.

Moves go up, down, left and right between open cells; the edge of the grid is a border, so no
frame of walls is needed. A maze without any path is still a maze: that is a contradiction for
the judge to find, not an error. What is an error (`ValueError`) is a ragged grid, one of a
size we do not do, a foreign character, or a missing or second start or goal.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..verdict import Cell, cell_name

Path = tuple[Cell, ...]  # the cells from the start to the goal, both included

MIN_SIDE = 2  # rows or columns
MAX_SIDE = 64
WALL, OPEN, START, GOAL = "# SG"


@dataclass(frozen=True, slots=True)
class Maze:
    """A puzzle: find a shortest path from the start to the goal.

    Raises:
        ValueError: where the rows are no such maze; the message names the place.
    """

    rows: tuple[str, ...]  # equally long, over "#" wall, " " open, "S" start, "G" goal

    def __post_init__(self) -> None:
        _check_shape(self.rows)
        for row, line in enumerate(self.rows):
            for col, symbol in enumerate(line):
                if symbol not in (WALL, OPEN, START, GOAL):
                    raise ValueError(
                        f"{cell_name((row, col))} is {symbol!r}, expected '#' (wall), "
                        "' ' (open), 'S' (start) or 'G' (goal)"
                    )
        for symbol, name in ((START, "start"), (GOAL, "goal")):
            found = _cells(self.rows, symbol)
            if len(found) != 1:
                places = ": " + ", ".join(map(cell_name, found[:8])) if found else ""
                raise ValueError(
                    f"the maze has {len(found)} cells {symbol!r} ({name}), expected 1{places}"
                )

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0])

    @property
    def start(self) -> Cell:
        """Where the path begins."""
        return _cells(self.rows, START)[0]

    @property
    def goal(self) -> Cell:
        """Where the path ends."""
        return _cells(self.rows, GOAL)[0]

    def is_open(self, cell: Cell) -> bool:
        """Whether one may stand there: False on walls and outside the maze.

        >>> Maze(("S#", " G")).is_open((1, 0)), Maze(("S#", " G")).is_open((-1, 0))
        (True, False)
        """
        row, col = cell
        return 0 <= row < self.height and 0 <= col < self.width and self.rows[row][col] != WALL


def _cells(rows: tuple[str, ...], symbol: str) -> list[Cell]:
    """Where a symbol stands, in reading order."""
    return [
        (row, col)
        for row, line in enumerate(rows)
        if symbol in line
        for col, found in enumerate(line)
        if found == symbol
    ]


def _check_shape(rows: tuple[str, ...]) -> None:
    """Raise `ValueError` unless the rows are a tuple of equally long strings of a size we do."""
    if type(rows) is not tuple or not all(type(line) is str for line in rows):
        raise ValueError("the rows of a maze are a tuple of strings")
    if not MIN_SIDE <= len(rows) <= MAX_SIDE:
        raise ValueError(f"the maze has {len(rows)} rows, expected {MIN_SIDE} to {MAX_SIDE}")
    width = len(rows[0])
    for number, line in enumerate(rows, start=1):
        if len(line) != width:
            raise ValueError(f"row {number} has {len(line)} cells, expected {width}: {line[:80]!r}")
    if not MIN_SIDE <= width <= MAX_SIDE:
        raise ValueError(f"the maze has {width} columns, expected {MIN_SIDE} to {MAX_SIDE}")
