"""The ARC task: demonstrations of a rule, and test inputs to which it is to be applied.

A solver gets an `ArcTask`, and an `ArcTask` has no place for test outputs: they cannot leak into
solving. Where they are known, an `ArcItem` holds them beside the task, for scoring and showing.
Nor does a task know its id, under which its outputs could be looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from reprlib import repr as _shown
from typing import Any

from ..verdict import cell_name
from .augmentation import Augmentation
from .official_form import COLOURS, SIDE, Grid


@dataclass(frozen=True, slots=True)
class Demonstration:
    """An input with the output that the rule makes of it.

    Raises:
        ValueError: for what is no grid.
    """

    input: Grid
    output: Grid

    def __post_init__(self) -> None:
        _check_grid(self.input, "the input")
        _check_grid(self.output, "the output")


@dataclass(frozen=True, slots=True)
class ArcTask:
    """A puzzle: find the rule behind the demonstrations, and apply it to the test inputs.

    Raises:
        ValueError: without demonstrations or test inputs, and for what is no grid.
    """

    demonstrations: tuple[Demonstration, ...]  # at least one
    tests: tuple[Grid, ...]  # inputs, at least one

    def __post_init__(self) -> None:
        for parts, name in ((self.demonstrations, "demonstrations"), (self.tests, "test inputs")):
            if type(parts) is not tuple:
                raise ValueError(f"the {name} of a task are a tuple, not {_shown(parts)}")
            if not parts:
                raise ValueError(f"the task has no {name}, expected at least 1")
        for number, pair in enumerate(self.demonstrations, start=1):
            if not isinstance(pair, Demonstration):
                raise ValueError(f"demonstration {number} is {_shown(pair)}")
        for number, grid in enumerate(self.tests, start=1):
            _check_grid(grid, f"test input {number}")

    def seen(self, augmentation: Augmentation) -> ArcTask:
        """The task turned and recoloured, all its grids alike."""
        return ArcTask(
            tuple(
                Demonstration(augmentation.apply(pair.input), augmentation.apply(pair.output))
                for pair in self.demonstrations
            ),
            tuple(augmentation.apply(grid) for grid in self.tests),
        )


@dataclass(frozen=True, slots=True)
class ArcItem:
    """A task by its name, with the test outputs where they are known. Not for solvers.

    Raises:
        ValueError: where the outputs are not one a test input.
    """

    name: str  # its id, such as "007bbfb7", or what a file is called
    task: ArcTask
    targets: tuple[Grid, ...] | None = None  # the output of each test input

    def __post_init__(self) -> None:
        if self.targets is None:
            return
        if len(self.targets) != len(self.task.tests):
            raise ValueError(
                f"{self.name}: {len(self.targets)} test outputs, expected "
                f"{len(self.task.tests)}, one a test input"
            )
        for number, grid in enumerate(self.targets, start=1):
            _check_grid(grid, f"test output {number}")


def as_grid(rows: Any, where: str = "the grid") -> Grid:
    """The grid of rows from outside, such as JSON lists.

    Args:
        rows: 1 to 30 lists or tuples of 1 to 30 integers from 0 to 9, all of one length.
        where: what the message calls the grid.

    Raises:
        ValueError: for anything else; the message says what came, and where.

    >>> as_grid([[0, 1], [2, 3]])
    ((0, 1), (2, 3))
    >>> as_grid([[0, 1], [2]], "test input 1")
    Traceback (most recent call last):
        ...
    ValueError: test input 1: row 2 has 1 cells, expected 2 as in row 1: [2]
    """
    if not isinstance(rows, (list, tuple)):
        raise ValueError(f"{where} is {_shown(rows)}, expected a list of rows")
    if not 1 <= len(rows) <= SIDE:
        raise ValueError(f"{where} has {len(rows)} rows, expected 1 to {SIDE}")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, (list, tuple)):
            raise ValueError(
                f"{where}: row {number} is {_shown(row)}, expected a list of colours 0 to 9"
            )
        if len(row) != len(rows[0]):
            raise ValueError(
                f"{where}: row {number} has {len(row)} cells, expected {len(rows[0])} "
                f"as in row 1: {_shown(row)}"
            )
    if not 1 <= len(rows[0]) <= SIDE:
        raise ValueError(f"{where} has {len(rows[0])} columns, expected 1 to {SIDE}")
    for row, line in enumerate(rows):
        if set(map(type, line)) == {int} and 0 <= min(line) <= max(line) < COLOURS:
            continue  # quick, as lists of a thousand tasks are read at once
        for col, cell in enumerate(line):
            if type(cell) is not int or not 0 <= cell < COLOURS:
                raise ValueError(
                    f"{where}: {cell_name((row, col))} is {_shown(cell)}, expected a colour "
                    f"from 0 to {COLOURS - 1}"
                )
    return tuple(map(tuple, rows))


def size_name(grid: Grid) -> str:
    """Rows by columns, for people.

    >>> size_name(((1, 2, 3),))
    '1x3'
    """
    return f"{len(grid)}x{len(grid[0])}"


def _check_grid(grid: Grid, where: str) -> None:
    """Raise `ValueError` unless it is a grid of tuples already: lists could change later."""
    as_grid(grid, where)
    if type(grid) is not tuple or any(type(row) is not tuple for row in grid):
        raise ValueError(f"{where} is a list, expected a tuple of tuples; `as_grid` makes one")
