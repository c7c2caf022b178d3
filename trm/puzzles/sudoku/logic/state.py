"""The state that steps work on: digits, and what each blank cell may still hold.

Candidates are bit masks (bit d for digit d), so that a board of 16x16 is quick enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, permutations

from ...verdict import Cell, cell_name
from ..board import Grid, Group, Layout, Sudoku
from ..notation import to_symbol
from .step import FILLED, Step


class State:
    """Digits and candidates of a board, by row-major cell number.

    Args:
        layout: of the board.
        grid: the digits that stand there; 0 for a blank.
    """

    def __init__(self, layout: Layout, grid: Grid) -> None:
        self.layout = layout
        # Boxes first, then rows and columns: a box is the easiest to take in at a glance.
        self.groups = sorted(layout.groups, key=lambda group: group.kind != "box")
        kinds = list(dict.fromkeys(group.kind for group in layout.groups))
        self.kinds_named = f"{', '.join(kinds[:-1])} or {kinds[-1]}"  # "row, column or box"
        self.size = layout.size
        self.all = (2 << self.size) - 2  # the mask of all digits
        self.peers = peers_of(layout)
        self.digits = [0] * self.size**2
        self.options = [self.all] * self.size**2  # masks; 0 where filled
        for number, digit in enumerate(chain.from_iterable(grid)):
            if digit:
                self.place(number, digit)

    def place(self, number: int, digit: int) -> None:
        """Fill a cell, and take the digit from the cells that share a group with it."""
        self.digits[number] = digit
        self.options[number] = 0
        for peer in self.peers[number]:
            self.options[peer] &= ~(1 << digit)

    def take(self, step: Step) -> None:
        """Do what a step says."""
        if step.cell is not None and step.digit is not None:
            self.place(self.number(step.cell), step.digit)
        for cell, digit in step.removed:
            self.options[self.number(cell)] &= ~(1 << digit)

    def is_open(self) -> bool:
        """Whether every blank cell has a digit left, and every digit one place in each group."""
        if not all(digit or left for digit, left in zip(self.digits, self.options, strict=True)):
            return False
        for group in self.groups:
            placed = left = 0
            for number in group.cells:
                digit = self.digits[number]
                if digit and placed >> digit & 1:
                    return False
                placed |= (1 << digit) & self.all
                left |= self.options[number]
            if left | placed != self.all:
                return False
        return True

    def is_full(self) -> bool:
        """Whether no cell is blank."""
        return all(self.digits)

    def places(self, group: Group, digit: int) -> list[int]:
        """The cells of a group that may still hold a digit."""
        bit = 1 << digit
        return [number for number in group.cells if self.options[number] & bit]

    def placed(self, group: Group) -> int:
        """The mask of the digits that stand in a group."""
        mask = 0
        for number in group.cells:
            mask |= 1 << self.digits[number]
        return mask & self.all

    def grid(self) -> Grid:
        """The digits as rows."""
        size = self.size
        return tuple(
            tuple(self.digits[start : start + size]) for start in range(0, size * size, size)
        )

    def cell(self, number: int) -> Cell:
        """Row and column of a cell number."""
        return divmod(number, self.size)

    def number(self, cell: Cell) -> int:
        """The number of a cell."""
        return cell[0] * self.size + cell[1]

    def name(self, number: int) -> str:
        """A cell number in words."""
        return cell_name(self.cell(number))

    def absent(self, numbers: Iterable[int], digits: Iterable[int]) -> frozenset[tuple[Cell, int]]:
        """What a step needs: these digits ruled out in these cells."""
        some = tuple(digits)
        return frozenset((self.cell(number), digit) for number in numbers for digit in some)

    def filled(self, numbers: Iterable[int]) -> frozenset[tuple[Cell, int]]:
        """What a step needs: these cells filled."""
        return frozenset((self.cell(number), FILLED) for number in numbers)

    def removals(self, numbers: Iterable[int], mask: int) -> tuple[tuple[Cell, int], ...]:
        """What a step rules out: the digits of a mask that these cells still have."""
        return tuple(
            (self.cell(number), digit)
            for number in numbers
            for digit in digits_in(self.options[number] & mask)
        )


def digits_in(mask: int) -> Iterator[int]:
    """The digits of a mask, smallest first.

    >>> list(digits_in(0b10010))
    [1, 4]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def joined(names: Sequence[str], last: str = "and") -> str:
    """Names in words.

    >>> joined(["r1c1", "r1c2", "r1c3"], "or")
    'r1c1, r1c2 or r1c3'
    """
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]


def symbols(mask: int, last: str = "and") -> str:
    """The digits of a mask in words.

    >>> symbols(0b10010, "or")
    '1 or 4'
    """
    return joined([to_symbol(digit) for digit in digits_in(mask)], last)


def merged(puzzle: Sudoku, filled: Grid | None) -> Grid:
    """The filled grid with the givens in it.

    Raises:
        ValueError: where it has the wrong shape or changes a given.
    """
    if filled is None:
        return puzzle.givens
    Sudoku(filled, puzzle.layout)  # raises for a wrong shape
    for row, (given, now) in enumerate(zip(puzzle.givens, filled, strict=True)):
        for col, (digit, value) in enumerate(zip(given, now, strict=True)):
            if digit and value and digit != value:
                raise ValueError(f"{cell_name((row, col))} is {value}, but {digit} is given there")
    return tuple(
        tuple(digit or value for digit, value in zip(given, now, strict=True))
        for given, now in zip(puzzle.givens, filled, strict=True)
    )


@lru_cache(maxsize=64)  # layouts of one's own may come without end
def peers_of(layout: Layout) -> tuple[frozenset[int], ...]:
    """For each cell, the others that share a group with it."""
    return tuple(
        frozenset(chain.from_iterable(g.cells for g in layout.groups if cell in g.cells)) - {cell}
        for cell in range(layout.size**2)
    )


@lru_cache(maxsize=64)
def crossings(layout: Layout) -> tuple[tuple[Group, Group], ...]:
    """Pairs of groups with two or more cells in common, in both orders."""
    return tuple(
        (inner, outer)
        for inner, outer in permutations(layout.groups, 2)
        if len(set(inner.cells) & set(outer.cells)) >= 2
    )
