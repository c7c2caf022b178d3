"""Why: a short chain of steps that leads to one digit, or to any.

All steps that hold are taken at once, round by round, and each fact remembers the step that
needed least before it. So a chain holds nothing that its last step does not rest on. It is the
shortest of those found so, which need not be the shortest there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...verdict import Cell
from ..board import Grid, Sudoku
from .state import State, merged
from .step import FILLED, Step, Technique
from .walk import all_steps

_ALL = tuple(Technique)
_SINGLES = _ALL[:3]
# A long chain of easy steps beside a short one of harder ones: each set has its try.
_SETS = (_SINGLES, _ALL[: Technique.NAKED_PAIR.rank + 1], _ALL)


def chain_to_cell(puzzle: Sudoku, cell: Cell, filled: Grid | None = None) -> tuple[Step, ...]:
    """A short chain of steps that ends with the digit of a cell; empty where none is found.

    Args:
        puzzle: the puzzle.
        cell: row and column, from 0; what `filled` has there is left out.
        filled: how far the person has come; the givens alone where it is left out.

    Raises:
        ValueError: where `filled` has the wrong shape or changes a given.

    >>> steps = chain_to_cell(Sudoku.from_rows(
    ...     [[0, 0, 0, 4], [0, 0, 0, 3], [1, 0, 0, 0], [4, 0, 0, 0]]), (1, 1))
    >>> [step.reason for step in steps]
    ['in box 1 only r2c2 can hold 4']
    """
    grid = _without(merged(puzzle, filled), cell, puzzle)
    found = (_search(puzzle, grid, lambda step: step.cell == cell, some) for some in _SETS)
    return min((path for path in found if path), key=_length, default=())


def chain_against(
    puzzle: Sudoku, cell: Cell, digit: int, filled: Grid | None = None
) -> tuple[Step, ...]:
    """A short chain of steps that ends with ruling a digit out of a cell; empty for none.

    The digit is ruled out by the last step itself, or because that fills the cell or one that
    shares a group with it. Arguments and errors as `chain_to_cell`.
    """
    grid = _without(merged(puzzle, filled), cell, puzzle)
    state = State(puzzle.layout, grid)
    peers = {state.cell(number) for number in state.peers[state.number(cell)]}

    def rules_out(step: Step) -> bool:
        if step.cell == cell:
            return step.digit != digit
        return (cell, digit) in step.removed or (step.cell in peers and step.digit == digit)

    found = (_search(puzzle, grid, rules_out, some) for some in _SETS)
    return min((path for path in found if path), key=_length, default=())


def chain_to_next_digit(puzzle: Sudoku, filled: Grid | None = None) -> tuple[Step, ...]:
    """A short chain of steps that ends with any digit, by the easiest techniques that lead to one.

    Arguments and errors as `chain_to_cell`.
    """
    grid = merged(puzzle, filled)
    for known in range(len(_SINGLES), len(_ALL) + 1):
        path = _search(puzzle, grid, lambda step: step.cell is not None, _ALL[:known])
        if path:
            return path
    return ()


def _without(grid: Grid, cell: Cell, puzzle: Sudoku) -> Grid:
    """A grid without what a person entered in a cell."""
    row, col = cell
    given = puzzle.givens[row][col]
    return (*grid[:row], (*grid[row][:col], given, *grid[row][col + 1 :]), *grid[row + 1 :])


def _length(path: Sequence[Step]) -> tuple[int, int]:
    """Chains of few steps first, then those of easier ones."""
    return len(path), sum(step.technique.rank for step in path)


def _search(
    puzzle: Sudoku,
    grid: Grid,
    wanted: Callable[[Step], bool],
    techniques: Sequence[Technique],
) -> tuple[Step, ...]:
    """The shortest chain of the first round that has a wanted step."""
    state = State(puzzle.layout, grid)
    taken: list[Step] = []
    basis: list[frozenset[int]] = []  # for each step taken: those it rests on, and itself
    giver: dict[tuple[Cell, int], int] = {}  # what was ruled out or filled: by which step
    while state.is_open() and not state.is_full():
        found = [(_basis(step, giver, basis), step) for step in all_steps(state, techniques)]
        found.sort(key=lambda each: (len(each[0]), each[1].technique.rank))
        for needed, step in found:
            if wanted(step):
                chain = [*(taken[number] for number in sorted(needed)), step]
                return _without_spares(chain, puzzle, grid)
        before = len(taken)
        for needed, step in found:
            facts = _facts(step, state)
            new = [fact for fact in facts if fact not in giver]
            if new:
                number = len(taken)
                giver |= dict.fromkeys(new, number)
                taken.append(step)
                basis.append(needed | {number})
        for step in taken[before:]:
            state.take(step)
        if len(taken) == before:
            break
    return ()


def _without_spares(chain: list[Step], puzzle: Sudoku, grid: Grid) -> tuple[Step, ...]:
    """A chain without the steps that others make needless: rounds take them side by side."""
    for step in chain[-2::-1]:
        shorter = [each for each in chain if each is not step]
        if _holds(shorter, State(puzzle.layout, grid)):
            chain = shorter
    return tuple(chain)


def _holds(chain: Sequence[Step], state: State) -> bool:
    """Whether each step of a chain has what it needs when its turn comes."""
    for step in chain:
        for cell, digit in step.needs:
            number = state.number(cell)
            if state.options[number] >> digit & 1 or (digit == FILLED and not state.digits[number]):
                return False
        state.take(step)
    return True


def _basis(
    step: Step, giver: dict[tuple[Cell, int], int], basis: list[frozenset[int]]
) -> frozenset[int]:
    """The numbers of the steps that a step rests on."""
    given_by = {giver[need] for need in step.needs if need in giver}
    return frozenset[int]().union(*(basis[number] for number in given_by))


def _facts(step: Step, state: State) -> list[tuple[Cell, int]]:
    """What a step adds: digits ruled out that were not before, and a filled cell."""
    if step.cell is None or step.digit is None:
        return list(step.removed)
    number = state.number(step.cell)
    mine = state.options[number] & ~(1 << step.digit)
    bit = 1 << step.digit
    facts = [(step.cell, FILLED), *state.removals([number], mine)]
    facts += [(state.cell(n), step.digit) for n in state.peers[number] if state.options[n] & bit]
    return facts
