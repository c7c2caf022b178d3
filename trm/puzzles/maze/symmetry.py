"""The symmetries of a maze: turns and mirror images, and the start and the goal swapped.

A shortest path stays one under all sixteen. The label path does not: its rule knows up from
down, so a view of a labelled maze must be labelled anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import overload

from ..verdict import Cell
from .maze import GOAL, START, Maze, Path

_SWAP = str.maketrans(START + GOAL, GOAL + START)


@dataclass(frozen=True, slots=True)
class Symmetry:
    """A map from mazes of one size to mazes of that size, or that size on its side.

    The rows are mirrored first, then the columns, then the board is transposed; swapping the
    start and the goal commutes with all of it and reverses paths.
    """

    height: int  # rows of the mazes it applies to
    width: int  # columns of the mazes it applies to
    upside_down: bool = False  # the top row becomes the bottom row
    mirrored: bool = False  # the leftmost column becomes the rightmost
    transposed: bool = False  # rows become columns, after the mirroring
    swapped: bool = False  # start and goal trade places, and a path runs the other way

    @classmethod
    def all_of(cls, maze: Maze) -> tuple[Symmetry, ...]:
        """The sixteen symmetries that apply to a maze, the one that changes nothing first."""
        choices = product((False, True), repeat=4)
        return tuple(cls(maze.height, maze.width, *choice) for choice in choices)

    def inverse(self) -> Symmetry:
        """The symmetry that undoes this one."""
        if not self.transposed:
            return self
        return Symmetry(
            self.width,
            self.height,
            upside_down=self.mirrored,  # undone after the board is transposed back
            mirrored=self.upside_down,
            transposed=True,
            swapped=self.swapped,
        )

    @overload
    def apply(self, item: Maze) -> Maze: ...
    @overload
    def apply(self, item: Path) -> Path: ...
    def apply(self, item: Maze | Path) -> Maze | Path:
        """The maze or path as it looks after the symmetry.

        Bring a path that was found on a view back with `view.inverse().apply(path)`.

        Args:
            item: a maze of this height and width, or a path in one.

        Raises:
            ValueError: for a maze of another size, or a cell outside.
        """
        if isinstance(item, Maze):
            return Maze(self._rows(item))
        path = tuple(self._cell(cell) for cell in item)
        return path[::-1] if self.swapped else path

    def _rows(self, maze: Maze) -> tuple[str, ...]:
        if (maze.height, maze.width) != (self.height, self.width):
            raise ValueError(
                f"the maze is {maze.height}x{maze.width}, expected {self.height}x{self.width}"
            )
        rows = maze.rows[::-1] if self.upside_down else maze.rows
        if self.mirrored:
            rows = tuple(row[::-1] for row in rows)
        if self.transposed:
            rows = tuple("".join(column) for column in zip(*rows, strict=True))
        return tuple(row.translate(_SWAP) for row in rows) if self.swapped else rows

    def _cell(self, cell: Cell) -> Cell:
        row, col = cell
        if not (0 <= row < self.height and 0 <= col < self.width):
            raise ValueError(f"{cell} is outside a maze of {self.height}x{self.width} cells")
        row = self.height - 1 - row if self.upside_down else row
        col = self.width - 1 - col if self.mirrored else col
        return (col, row) if self.transposed else (row, col)
