"""The ceiling: exact solvers, a SAT solver for Sudokus and breadth-first search for mazes.

Used for measuring alone. Nothing of the product may take an answer from here.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from ...trm.puzzles import Grid, Maze, Status, Sudoku, Verdict
from ...trm.puzzles.maze.label import label
from ...trm.puzzles.sudoku import rule_on
from ...trm.result import Result
from ..suites import Item
from .outcome import Outcome, of_parts

_JUDGE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Exact:
    """Told the true grid, answers by search."""

    name: str = "exact"
    together: int = 16

    def takes(self, item: Item) -> bool:
        """Whole Sudokus and mazes."""
        return all(isinstance(part.puzzle, Sudoku | Maze) for part in item.parts)

    def answer(self, items: Sequence[Item]) -> list[Outcome]:
        """One outcome an item."""
        return of_parts(items, lambda parts: [_outcome(part) for part in parts])


def _outcome(item: Item) -> Outcome:
    assert isinstance(item.puzzle, Sudoku | Maze)
    result = exact_result(item.puzzle)
    return Outcome(
        result.status,
        result.answer,
        verified=result.answer is not None,
        seconds={"total": result.seconds},
    )


def exact_result(puzzle: Sudoku | Maze) -> Result:
    """The result that a perfect solver would hand back."""
    began = time.perf_counter()
    answer = label(puzzle) if isinstance(puzzle, Maze) else solution_of(puzzle)
    status, unique = Status.SOLVED, None
    others: tuple[Grid, ...] = ()
    if answer is None:
        status = Status.CONTRADICTION
    elif isinstance(puzzle, Sudoku):
        ruling = rule_on(puzzle, known=answer, seconds=_JUDGE_SECONDS)
        others = (ruling.other,) if ruling.other else ()
        unique = not others
        status = Status.MULTIPLE if others else Status.SOLVED
    return Result(
        status, answer, Verdict() if answer else None, unique, others,
        steps=0, candidates=0, halt_probability=1.0,
        seconds=time.perf_counter() - began, weights="exact",
    )  # fmt: skip


def solution_of(puzzle: Sudoku) -> Grid | None:
    """An answer by a SAT solver, None where there is none."""
    from pysat.solvers import Glucose4

    size, digits = puzzle.size, range(1, puzzle.size + 1)
    givens = chain.from_iterable(puzzle.givens)
    with Glucose4() as solver:
        for cell, given in enumerate(givens):
            solver.add_clause([cell * size + digit for digit in digits])
            if given:
                solver.add_clause([cell * size + given])
        for group in puzzle.layout.groups:
            for a, b in combinations(group.cells, 2):
                for digit in digits:
                    solver.add_clause([-a * size - digit, -b * size - digit])
        if not solver.solve():
            return None
        true = [literal for literal in solver.get_model() or () if literal > 0]
    flat = [0] * (size * size)
    for literal in true:
        cell, digit = divmod(literal - 1, size)
        if cell < len(flat):
            flat[cell] = digit + 1
    return tuple(tuple(flat[at : at + size]) for at in range(0, size * size, size))
