"""The symmetries of a Sudoku board: rearrangements that turn right answers into right ones.

A symmetry relabels the digits, permutes the rows and columns without tearing boxes apart, and
may transpose the board. A transposed 6x6 board changes its layout, from boxes of 2x3 to boxes
of 3x2 or back; so a symmetry leads from one layout to another, most often the same one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import overload

from .board import Grid, Layout, Sudoku


@dataclass(frozen=True, slots=True)
class Symmetry:
    """A map from boards of one layout to boards of another (most often the same).

    Raises:
        ValueError: where the maps are no permutations, or tear a row, column or box apart.
    """

    source: Layout  # what it applies to
    target: Layout  # what comes out
    cells: tuple[int, ...]  # for each cell of the result, the cell it is taken from; row-major
    digits: tuple[int, ...]  # digit d becomes digits[d]; digits[0] is 0: a blank stays blank

    def __post_init__(self) -> None:
        size = self.source.size
        if self.target.size != size:
            raise ValueError(f"boards of size {size} and {self.target.size} do not correspond")
        if sorted(self.cells) != list(range(size * size)):
            raise ValueError(f"cells must name each of 0..{size * size - 1} once")
        if self.digits[:1] != (0,) or sorted(self.digits) != list(range(size + 1)):
            raise ValueError(f"digits must be 0 and then each of 1..{size} once")
        groups = {frozenset(group.cells) for group in self.source.groups}
        if any(
            frozenset(self.cells[cell] for cell in group.cells) not in groups
            for group in self.target.groups
        ):
            raise ValueError("the cells of a row, column or box do not stay together")

    @classmethod
    def identity(cls, layout: Layout) -> Symmetry:
        """The symmetry that changes nothing."""
        size = layout.size
        return cls(layout, layout, tuple(range(size * size)), tuple(range(size + 1)))

    @classmethod
    def random(cls, layout: Layout, rng: random.Random) -> Symmetry:
        """A symmetry drawn evenly from all that apply to boards of `layout`.

        Raises:
            ValueError: for a layout with groups of one's own: which symmetries keep them is
                not known.
        """
        if not layout.standard:
            raise ValueError("symmetries are drawn for the usual boards only, with boxes alone")
        size = layout.size
        transposed = rng.random() < 0.5
        target = Layout(layout.box_cols, layout.box_rows) if transposed else layout
        rows = _shuffled_lines(layout.box_rows, size, rng)
        cols = _shuffled_lines(layout.box_cols, size, rng)
        if transposed:
            cells = tuple(row * size + col for col in cols for row in rows)
        else:
            cells = tuple(row * size + col for row in rows for col in cols)
        return cls(layout, target, cells, (0, *rng.sample(range(1, size + 1), size)))

    def inverse(self) -> Symmetry:
        """The symmetry that undoes this one."""
        cells = sorted(range(len(self.cells)), key=self.cells.__getitem__)
        digits = sorted(range(len(self.digits)), key=self.digits.__getitem__)
        return Symmetry(self.target, self.source, tuple(cells), tuple(digits))

    @overload
    def apply(self, board: Sudoku) -> Sudoku: ...
    @overload
    def apply(self, board: Grid) -> Grid: ...
    def apply(self, board: Sudoku | Grid) -> Sudoku | Grid:
        """The rearranged puzzle or grid.

        Args:
            board: a puzzle of the source layout, or a grid of its size.

        Raises:
            ValueError: for a board of another layout or size.
        """
        if isinstance(board, Sudoku):
            if board.layout != self.source:
                raise ValueError(f"the puzzle has {board.layout}, expected {self.source}")
            return Sudoku(self.apply(board.givens), self.target)
        size = self.source.size
        if len(board) != size or any(len(row) != size for row in board):
            raise ValueError(f"the grid is not {size} rows of {size} cells")
        flat = [self.digits[digit] for row in board for digit in row]
        moved = [flat[cell] for cell in self.cells]
        return tuple(tuple(moved[start : start + size]) for start in range(0, size * size, size))


def _shuffled_lines(depth: int, size: int, rng: random.Random) -> list[int]:
    """Rows (or columns) with the bands of `depth` shuffled, and the lines in each band."""
    bands = rng.sample(range(size // depth), size // depth)
    return [band * depth + line for band in bands for line in rng.sample(range(depth), depth)]
