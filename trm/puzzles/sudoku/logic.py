"""The human side of Sudoku: steps that a person can follow, with the reason in plain words.

Singles place a digit; locked candidates and naked pairs only rule digits out. Steps are for
hints and explanations, and to measure how far such reasoning carries. Harder puzzles need
more than these techniques, so the steps may end early; answers do not come from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain, combinations, permutations

from ..verdict import Cell, cell_name
from .board import Grid, Group, Layout, Sudoku
from .notation import to_symbol


class Technique(StrEnum):
    """How a step reasons, easiest first."""

    LAST_BLANK = "last blank"  # the only blank cell of a group
    HIDDEN_SINGLE = "hidden single"  # the only place of a digit in a group
    NAKED_SINGLE = "naked single"  # the only digit left for a cell
    LOCKED_CANDIDATES = "locked candidates"  # a group keeps a digit inside another group
    NAKED_PAIR = "naked pair"  # two cells share the same two digits between them


@dataclass(frozen=True, slots=True)
class Step:
    """One step of reasoning: it places a digit, or rules some out."""

    technique: Technique
    reason: str  # for people: rows and columns from 1
    cells: tuple[Cell, ...]  # the cells that the reasoning rests on, from 0
    cell: Cell | None = None  # where a digit is placed; None for a step that rules out
    digit: int | None = None  # the digit placed
    removed: tuple[tuple[Cell, int], ...] = ()  # what is ruled out: cell and digit


def candidates_left(puzzle: Sudoku) -> list[list[set[int]]]:
    """For each row and cell, the digits its row, column and box leave; none where filled."""
    options = _Board(puzzle.layout, puzzle.givens).options
    size = puzzle.size
    return [options[start : start + size] for start in range(0, size * size, size)]


def next_step(puzzle: Sudoku, filled: Grid | None = None) -> Step | None:
    """The easiest step from here, or None where these techniques find none.

    A step that only rules digits out is forgotten by the next call; `steps` goes on from it.

    Args:
        puzzle: the puzzle.
        filled: how far the person has come; the givens alone where it is left out.

    Raises:
        ValueError: as `steps` does.
    """
    return next(steps(puzzle, filled), None)


def next_placement(puzzle: Sudoku, filled: Grid | None = None) -> Step | None:
    """The next step that places a digit, or None where these techniques lead to none.

    Steps that rule digits out are taken silently on the way; arguments and errors as `steps`.
    """
    return next((step for step in steps(puzzle, filled) if step.cell is not None), None)


def steps(puzzle: Sudoku, filled: Grid | None = None) -> Iterator[Step]:
    """Steps from here, each on top of those before, the easiest first.

    They end where the grid is full, where the techniques find nothing, or where the grid
    cannot be completed any more: a digit stands twice in a group, or has no place left.

    Args:
        puzzle: the puzzle.
        filled: how far the person has come; the givens alone where it is left out.

    Raises:
        ValueError: where `filled` has the wrong shape or changes a given.
    """
    return _walk(_Board(puzzle.layout, _merged(puzzle, filled)))


def solve_by_logic(puzzle: Sudoku) -> tuple[tuple[Step, ...], Grid]:
    """All steps these techniques find, and the grid they lead to, with blanks where they end.

    >>> path, grid = solve_by_logic(Sudoku.from_rows(
    ...     [[1, 2, 3, 4], [3, 4, 0, 2], [2, 1, 4, 3], [4, 3, 2, 1]]))
    >>> path[0].reason
    'r2c3 is the last blank cell of box 2, and the 1 is missing there'
    >>> grid[1]
    (3, 4, 1, 2)
    """
    board = _Board(puzzle.layout, puzzle.givens)
    path = tuple(_walk(board))
    size = puzzle.size
    rows = (board.digits[start : start + size] for start in range(0, size * size, size))
    return path, tuple(tuple(row) for row in rows)


class _Board:
    """Digits and what each blank cell may still hold, by row-major cell number."""

    def __init__(self, layout: Layout, grid: Grid) -> None:
        self.layout = layout
        # Boxes first, then rows and columns: a box is the easiest to take in at a glance.
        self.groups = sorted(layout.groups, key=lambda group: group.kind != "box")
        kinds = list(dict.fromkeys(group.kind for group in layout.groups))
        self.kinds_named = f"{', '.join(kinds[:-1])} or {kinds[-1]}"  # "row, column or box"
        self.size = layout.size
        self.peers = _peers(layout)
        self.digits = [0] * self.size**2
        self.options = [set(range(1, self.size + 1)) for _ in self.digits]
        for number, digit in enumerate(chain.from_iterable(grid)):
            if digit:
                self.place(number, digit)

    def place(self, number: int, digit: int) -> None:
        """Fill a cell, and take the digit from the cells that share a group with it."""
        self.digits[number] = digit
        self.options[number] = set()
        for peer in self.peers[number]:
            self.options[peer].discard(digit)

    def take(self, step: Step) -> None:
        """Do what a step says."""
        if step.cell is not None and step.digit is not None:
            self.place(step.cell[0] * self.size + step.cell[1], step.digit)
        for (row, col), digit in step.removed:
            self.options[row * self.size + col].discard(digit)

    def is_open(self) -> bool:
        """Whether every blank cell has a digit left, and every digit one place in each group."""
        if not all(digit or left for digit, left in zip(self.digits, self.options, strict=True)):
            return False
        for group in self.groups:
            placed = [self.digits[number] for number in group.cells if self.digits[number]]
            left = set().union(*(self.options[number] for number in group.cells))
            if len(set(placed)) < len(placed) or len(left | set(placed)) < self.size:
                return False
        return True

    def places(self, group: Group, digit: int) -> list[int]:
        """The cells of the group that may still hold the digit."""
        return [number for number in group.cells if digit in self.options[number]]

    def cell(self, number: int) -> Cell:
        """Row and column of a cell number."""
        return divmod(number, self.size)

    def name(self, number: int) -> str:
        """A cell number in words."""
        return cell_name(self.cell(number))


def _merged(puzzle: Sudoku, filled: Grid | None) -> Grid:
    """The filled grid with the givens in it."""
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


def _walk(board: _Board) -> Iterator[Step]:
    """Take one easiest step after another."""
    while board.is_open():
        step = next(chain.from_iterable(find(board) for find in _FINDERS), None)
        if step is None:
            return
        board.take(step)
        yield step


def _placement(board: _Board, technique: Technique, number: int, digit: int, reason: str) -> Step:
    cell = board.cell(number)
    return Step(technique, reason, (cell,), cell, digit)


def _last_blanks(board: _Board) -> Iterator[Step]:
    for group in board.groups:
        blank = [number for number in group.cells if not board.digits[number]]
        if len(blank) == 1:
            (digit,) = board.options[blank[0]]
            reason = (
                f"{board.name(blank[0])} is the last blank cell of {group.name}, "
                f"and the {to_symbol(digit)} is missing there"
            )
            yield _placement(board, Technique.LAST_BLANK, blank[0], digit, reason)


def _hidden_singles(board: _Board) -> Iterator[Step]:
    for group in board.groups:
        for digit in range(1, board.size + 1):
            places = board.places(group, digit)
            if len(places) == 1:
                reason = f"in {group.name} only {board.name(places[0])} can hold {to_symbol(digit)}"
                yield _placement(board, Technique.HIDDEN_SINGLE, places[0], digit, reason)


def _naked_singles(board: _Board) -> Iterator[Step]:
    for number, left in enumerate(board.options):
        if len(left) == 1:
            (digit,) = left
            seen = {board.digits[peer] for peer in board.peers[number]} - {0}
            ruled_out = "" if len(seen) == board.size - 1 else ", or was ruled out before"
            reason = (
                f"{board.name(number)} can only be {to_symbol(digit)}: every other digit is "
                f"already in its {board.kinds_named}{ruled_out}"
            )
            yield _placement(board, Technique.NAKED_SINGLE, number, digit, reason)


def _locked_candidates(board: _Board) -> Iterator[Step]:
    for inner, outer in _crossings(board.layout):
        for digit in range(1, board.size + 1):
            places = board.places(inner, digit)
            if len(places) < 2 or not set(places) <= set(outer.cells):
                continue
            others = [number for number in board.places(outer, digit) if number not in places]
            if others:
                reason = (
                    f"in {inner.name} the {to_symbol(digit)} must be in {_either(board, places)}, "
                    f"all in {outer.name}, so no other cell of {outer.name} can hold it"
                )
                yield _removal(board, Technique.LOCKED_CANDIDATES, places, others, [digit], reason)


def _naked_pairs(board: _Board) -> Iterator[Step]:
    for group in board.groups:
        twos = [number for number in group.cells if len(board.options[number]) == 2]
        for pair in combinations(twos, 2):
            digits = sorted(board.options[pair[0]])
            if board.options[pair[1]] != set(digits):
                continue
            others = [
                number
                for number in group.cells
                if number not in pair and not board.options[number].isdisjoint(digits)
            ]
            if others:
                low, high = map(to_symbol, digits)
                reason = (
                    f"{board.name(pair[0])} and {board.name(pair[1])} can only be {low} and "
                    f"{high}, so no other cell of {group.name} can hold {low} or {high}"
                )
                yield _removal(board, Technique.NAKED_PAIR, pair, others, digits, reason)


# Easiest first: a later one is asked only where the earlier ones find nothing.
_FINDERS = (_last_blanks, _hidden_singles, _naked_singles, _locked_candidates, _naked_pairs)


def _removal(
    board: _Board,
    technique: Technique,
    places: Iterable[int],
    others: Iterable[int],
    digits: Iterable[int],
    reason: str,
) -> Step:
    removed = tuple(
        (board.cell(number), digit)
        for number in others
        for digit in digits
        if digit in board.options[number]
    )
    return Step(technique, reason, tuple(map(board.cell, places)), removed=removed)


def _either(board: _Board, places: list[int]) -> str:
    """Cells in words: "r1c1, r1c2 or r1c3"."""
    names = [board.name(number) for number in places]
    return f"{', '.join(names[:-1])} or {names[-1]}"


@cache
def _peers(layout: Layout) -> tuple[frozenset[int], ...]:
    """For each cell, the others that share a group with it."""
    return tuple(
        frozenset(chain.from_iterable(g.cells for g in layout.groups if cell in g.cells)) - {cell}
        for cell in range(layout.size**2)
    )


@cache
def _crossings(layout: Layout) -> tuple[tuple[Group, Group], ...]:
    """Pairs of groups with two or more cells in common, in both orders."""
    return tuple(
        (inner, outer)
        for inner, outer in permutations(layout.groups, 2)
        if len(set(inner.cells) & set(outer.cells)) >= 2
    )
