"""The Sudoku type: givens on a board, and the groups where each digit goes once.

A `Layout` says how a board is cut into groups: rows, columns, boxes, and groups of one's own
(ready-made ones in variants.py); a `Sudoku` puts givens on it. Givens may clash: that is a
contradiction for the verifier to name, not an error. What is an error (`ValueError`) is a grid
of the wrong shape, a digit the board does not have, or a group that cannot hold each digit once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..verdict import Cell, cell_name

Grid = tuple[tuple[int, ...], ...]  # rows of digits, 0 = blank

BOXES = {4: (2, 2), 6: (2, 3), 9: (3, 3), 16: (4, 4)}  # size: box rows, box columns by default
MIN_SIZE, MAX_SIZE = 2, 16  # of boards without boxes; digits above 9 are letters up to G


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that hold each digit exactly once."""

    kind: str  # "row", "column", "box"; of one's own: "diagonal", "window", "region" or "group"
    number: int  # from 1, as people count
    cells: tuple[int, ...]  # row-major cell numbers, from 0
    label: str = ""  # a name of its own

    @property
    def name(self) -> str:
        """The group in words: "row 3", or its own name."""
        return self.label or f"{self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a board is cut into rows, columns and boxes, and what further groups it has.

    Boxes of one row are the rows again: `Layout(1, n)` is a board of n rows without boxes.

    Raises:
        ValueError: for boxes that are not supported, or a group that is not `size` different
            cells of the board.
    """

    box_rows: int = 3  # rows of cells in one box
    box_cols: int = 3  # columns of cells in one box
    extra: tuple[Group, ...] = ()  # groups of one's own, besides rows, columns and boxes

    def __post_init__(self) -> None:
        if not self.has_boxes and not MIN_SIZE <= self.box_cols <= MAX_SIZE:
            raise ValueError(
                f"a board of {self.box_cols} rows without boxes is not supported; "
                f"expected {MIN_SIZE} to {MAX_SIZE} rows"
            )
        if self.has_boxes:
            _check_box(self.box_rows, self.box_cols)
        for group in self.extra:
            _check_group(group, self.size)

    @classmethod
    def of_size(cls, size: int, box: tuple[int, int] | None = None) -> Layout:
        """The usual layout for a board of `size` rows; `box` overrides (rows, columns).

        Raises:
            ValueError: for a size that is not 4, 6, 9 or 16, or a box that does not fit it.
        """
        if size not in BOXES:
            raise ValueError(f"a board of size {size} is not supported; expected 4, 6, 9 or 16")
        box_rows, box_cols = box or BOXES[size]
        _check_box(box_rows, box_cols)
        if box_rows * box_cols != size:
            raise ValueError(
                f"a box of {box_rows}x{box_cols} has {box_rows * box_cols} cells, "
                f"but the board has {size} rows"
            )
        return cls(box_rows, box_cols)

    @classmethod
    def of_groups(
        cls,
        size: int,
        groups: Mapping[str, Iterable[Cell]] | Iterable[Iterable[Cell]],
        *,
        box: tuple[int, int] | None = None,
    ) -> Layout:
        """A layout of rows, columns and groups of one's own.

        Args:
            size: rows of the board, 2 to 16.
            groups: the cells `(row, column)` of each group, from 0. A mapping names them;
                else they are "group 1" and so on.
            box: (rows, columns) of a box where the board has boxes as well.

        Raises:
            ValueError: for a size or a box that is not supported, a cell outside the board, or
                a group that is not `size` different cells.

        >>> corners = [(0, 0), (0, 3), (3, 0), (3, 3)]
        >>> Layout.of_groups(4, {"corners": corners}, box=(2, 2)).groups[-1].name
        'corners'
        """
        base = cls(1, size) if box is None else cls.of_size(size, box)
        given: Any = groups  # a mapping is an iterable too, which confuses the type checker
        named = given.items() if isinstance(groups, Mapping) else (("", cells) for cells in given)
        extra = []
        for number, (label, cells) in enumerate(named, start=1):
            name = label or f"group {number}"
            extra.append(Group("group", number, _numbers(cells, size, name), label))
        return cls(base.box_rows, base.box_cols, tuple(extra))

    @property
    def size(self) -> int:
        """Rows, columns and digits of the board."""
        return self.box_rows * self.box_cols

    @property
    def has_boxes(self) -> bool:
        """Whether the boxes are more than the rows again."""
        return self.box_rows != 1

    @property
    def standard(self) -> bool:
        """Whether the groups are rows, columns and boxes, and nothing else."""
        return self.has_boxes and not self.extra

    @property
    def groups(self) -> tuple[Group, ...]:
        """All rows, then all columns, then all boxes, then those of one's own."""
        return _groups(self)

    def box_of(self, row: int, col: int) -> int:
        """The box of a cell, from 0, in reading order."""
        return row // self.box_rows * self.box_rows + col // self.box_cols


def _check_box(box_rows: int, box_cols: int) -> None:
    if (box_rows, box_cols) not in {*BOXES.values(), (3, 2)}:
        raise ValueError(
            f"boxes of {box_rows}x{box_cols} cells are not supported; expected "
            "2x2 (4x4 board), 2x3 or 3x2 (6x6), 3x3 (9x9) or 4x4 (16x16)"
        )


def _check_group(group: Group, size: int) -> None:
    """Raise `ValueError` unless the group is `size` different cells of the board."""
    if len(group.cells) != size:
        raise ValueError(f"{group.name} has {len(group.cells)} cells, expected {size}")
    for place, cell in enumerate(group.cells):
        if not 0 <= cell < size * size:
            raise ValueError(
                f"{group.name} has cell {cell}, expected a cell number from 0 to {size * size - 1}"
            )
        if cell in group.cells[:place]:
            raise ValueError(f"{group.name} has {cell_name(divmod(cell, size))} twice")


def _numbers(cells: Iterable[Cell], size: int, name: str) -> tuple[int, ...]:
    """Cells as row-major numbers."""
    numbers = []
    for row, col in cells:
        if not (0 <= row < size and 0 <= col < size):
            raise ValueError(
                f"{name} has the cell {(row, col)}, expected rows and columns from 0 to {size - 1}"
            )
        numbers.append(row * size + col)
    return tuple(numbers)


@lru_cache(maxsize=64)  # layouts of one's own may come without end
def _groups(layout: Layout) -> tuple[Group, ...]:
    size = layout.size
    cells = [(row, col) for row in range(size) for col in range(size)]
    key = {"row": lambda row, col: row, "column": lambda row, col: col}
    if layout.has_boxes:
        key["box"] = layout.box_of
    standard = (
        Group(
            kind,
            number + 1,
            tuple(row * size + col for row, col in cells if of(row, col) == number),
        )
        for kind, of in key.items()
        for number in range(size)
    )
    return (*standard, *layout.extra)


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
