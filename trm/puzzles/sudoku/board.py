"""The Sudoku type: givens on a board, and the groups where each digit goes once.

A `Layout` says how a board is cut into groups; a `Sudoku` puts givens on it. Givens may
clash: that is a contradiction for the verifier to name, not an error. What is an error
(`ValueError`) is a grid of the wrong shape or a digit the board does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

Grid = tuple[tuple[int, ...], ...]  # rows of digits, 0 = blank

BOXES = {4: (2, 2), 6: (2, 3), 9: (3, 3), 16: (4, 4)}  # size: box rows, box columns by default


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that hold each digit exactly once."""

    kind: str  # "row", "column" or "box"
    number: int  # from 1, as people count
    cells: tuple[int, ...]  # row-major cell numbers, from 0

    @property
    def name(self) -> str:
        """The group in words: "row 3"."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a board is cut into rows, columns and boxes."""

    box_rows: int = 3  # rows of cells in one box
    box_cols: int = 3  # columns of cells in one box

    def __post_init__(self) -> None:
        if (self.box_rows, self.box_cols) not in {*BOXES.values(), (3, 2)}:
            raise ValueError(
                f"boxes of {self.box_rows}x{self.box_cols} cells are not supported; expected "
                "2x2 (4x4 board), 2x3 or 3x2 (6x6), 3x3 (9x9) or 4x4 (16x16)"
            )

    @classmethod
    def of_size(cls, size: int, box: tuple[int, int] | None = None) -> Layout:
        """The usual layout for a board of `size` rows; `box` overrides (rows, columns).

        Raises:
            ValueError: for a size that is not 4, 6, 9 or 16, or a box that does not fit it.
        """
        if size not in BOXES:
            raise ValueError(f"a board of size {size} is not supported; expected 4, 6, 9 or 16")
        layout = cls(*(box or BOXES[size]))
        if layout.size != size:
            raise ValueError(
                f"a box of {layout.box_rows}x{layout.box_cols} has {layout.size} cells, "
                f"but the board has {size} rows"
            )
        return layout

    @property
    def size(self) -> int:
        """Rows, columns and digits of the board."""
        return self.box_rows * self.box_cols

    @property
    def groups(self) -> tuple[Group, ...]:
        """All rows, then all columns, then all boxes."""
        return _groups(self)

    def box_of(self, row: int, col: int) -> int:
        """The box of a cell, from 0, in reading order."""
        return row // self.box_rows * self.box_rows + col // self.box_cols


@cache
def _groups(layout: Layout) -> tuple[Group, ...]:
    size = layout.size
    cells = [(row, col) for row in range(size) for col in range(size)]
    key = {
        "row": lambda row, col: row,
        "column": lambda row, col: col,
        "box": layout.box_of,
    }
    return tuple(
        Group(
            kind,
            number + 1,
            tuple(row * size + col for row, col in cells if of(row, col) == number),
        )
        for kind, of in key.items()
        for number in range(size)
    )


@dataclass(frozen=True, slots=True)
class Sudoku:
    """A puzzle: givens and the layout they stand on.

    Raises:
        ValueError: where the grid is not square, does not fit the layout, or holds something
            that is not an integer from 0 to the board's size.
    """

    givens: Grid  # rows of digits, 0 = blank
    layout: Layout = Layout()

    def __post_init__(self) -> None:
        check_grid(self.givens, self.layout.size)

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[int]], box: tuple[int, int] | None = None) -> Sudoku:
        """A puzzle from rows of integers; the layout follows from the number of rows.

        >>> Sudoku.from_rows([[0, 0, 0, 4], [0, 0, 0, 3], [1, 0, 0, 0], [4, 0, 0, 0]]).size
        4
        """
        layout = Layout.of_size(len(rows), box)
        return cls(tuple(tuple(row) for row in rows), layout)

    @property
    def size(self) -> int:
        """Rows, columns and digits of the board."""
        return self.layout.size

    @property
    def n_givens(self) -> int:
        """How many cells are filled."""
        return sum(digit != 0 for row in self.givens for digit in row)


def check_grid(grid: Sequence[Sequence[int]], size: int) -> None:
    """Raise `ValueError`, naming the place, unless `grid` is `size` rows of 0..size."""
    if len(grid) != size:
        raise ValueError(f"the grid has {len(grid)} rows, expected {size}")
    for number, row in enumerate(grid, start=1):
        if len(row) != size:
            raise ValueError(f"row {number} has {len(row)} cells, expected {size}: {row!r}")
        for col, digit in enumerate(row, start=1):
            if not isinstance(digit, int) or isinstance(digit, bool) or not 0 <= digit <= size:
                raise ValueError(
                    f"r{number}c{col} is {digit!r}, expected an integer from 0 (blank) to {size}"
                )
