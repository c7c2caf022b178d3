"""Steps one after another, the easiest first: how far a person comes without guessing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from ..board import Grid, Sudoku
from .lines import claiming, fish, pointing
from .links import colourings, xy_wings
from .singles import hidden_singles, last_blanks, naked_singles
from .state import State, digits_in, merged
from .step import Step, Technique
from .subsets import hidden, naked

Finder = Callable[[State], Iterator[Step]]

FINDERS: dict[Technique, Finder] = {
    Technique.LAST_BLANK: last_blanks,
    Technique.HIDDEN_SINGLE: hidden_singles,
    Technique.NAKED_SINGLE: naked_singles,
    Technique.POINTING: pointing,
    Technique.CLAIMING: claiming,
    Technique.NAKED_PAIR: partial(naked, count=2),
    Technique.HIDDEN_PAIR: partial(hidden, count=2),
    Technique.NAKED_TRIPLE: partial(naked, count=3),
    Technique.HIDDEN_TRIPLE: partial(hidden, count=3),
    Technique.X_WING: partial(fish, count=2),
    Technique.XY_WING: xy_wings,
    Technique.SWORDFISH: partial(fish, count=3),
    Technique.COLOURING: colourings,
    Technique.NAKED_QUAD: partial(naked, count=4),
    Technique.HIDDEN_QUAD: partial(hidden, count=4),
    Technique.JELLYFISH: partial(fish, count=4),
}


def candidates_left(puzzle: Sudoku) -> list[list[set[int]]]:
    """For each row and cell, the digits its row, column and box leave; none where filled."""
    options = [set(digits_in(mask)) for mask in State(puzzle.layout, puzzle.givens).options]
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
    return _walk(State(puzzle.layout, merged(puzzle, filled)))


def all_steps(state: State, techniques: Sequence[Technique] = tuple(Technique)) -> Iterator[Step]:
    """Every step that some techniques find in a state, the easiest technique first."""
    return chain.from_iterable(FINDERS[technique](state) for technique in techniques)


def solve_by_logic(puzzle: Sudoku) -> tuple[tuple[Step, ...], Grid]:
    """All steps these techniques find, and the grid they lead to, with blanks where they end.

    >>> path, grid = solve_by_logic(Sudoku.from_rows(
    ...     [[1, 2, 3, 4], [3, 4, 0, 2], [2, 1, 4, 3], [4, 3, 2, 1]]))
    >>> path[0].reason
    'r2c3 is the last blank cell of box 2, and the 1 is missing there'
    >>> grid[1]
    (3, 4, 1, 2)
    """
    state = State(puzzle.layout, puzzle.givens)
    return tuple(_walk(state)), state.grid()


def _walk(state: State) -> Iterator[Step]:
    """Take one easiest step after another."""
    while state.is_open():
        step = next(all_steps(state), None)
        if step is None:
            return
        state.take(step)
        yield step
