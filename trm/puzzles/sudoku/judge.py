"""The judge: does a puzzle have no answer, one, or several?

It asks a SAT solver (python-sat, imported on first use) and is walled off: the solver's
assignments stay in this module, so nothing can take an answer from it. The one exception is
`Ruling.other`, the second grid of a puzzle for which the caller already has an answer.
A ruling keeps to its limits in seconds and conflicts; beyond them it is `unknown`.
"""

from __future__ import annotations

import atexit
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain, combinations
from threading import Lock
from time import monotonic
from typing import Any
from weakref import WeakSet

from ..verdict import Cell
from .board import Grid, Layout, Sudoku
from .verify import clashes, is_solution

__all__ = ["Answers", "Ruling", "rule_on"]

_CHUNK = 500  # conflicts between two looks at the clock: tens of ms on a 16x16 board
_CULPRIT_TRIES = 3  # orders of deletion tried for a small set of culprits
_MAX_USES = 1000  # rulings before a solver, full of retired clauses, is replaced


class Answers(StrEnum):
    """How many answers a puzzle has."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    UNKNOWN = "unknown"  # a limit was reached first


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the judge found."""

    answers: Answers
    culprits: tuple[Cell, ...] = ()  # for none: givens that cannot stand together
    other: Grid | None = None  # for several: an answer that differs from the known one


def rule_on(
    puzzle: Sudoku, *, known: Grid | None = None, seconds: float = 2.0, conflicts: int = 200_000
) -> Ruling:
    """Say whether a puzzle has no answer, one, or several.

    Args:
        puzzle: the puzzle.
        known: an answer that is already verified; the question is then whether there is
            another, which comes back as `other`.
        seconds: the limit on time, waiting for other threads included.
        conflicts: the limit on the solver's search.

    Returns:
        The ruling. The culprits of `none` are minimal (without any one of them the others can
        stand) unless a limit was reached while they were being reduced.

    Raises:
        ValueError: where `known` is not an answer of this puzzle.
    """
    if known is not None and not is_solution(puzzle, known):
        raise ValueError("`known` is not an answer of this puzzle; verify it before asking")
    for clash in clashes(puzzle):
        return Ruling(Answers.NONE, clash.cells[:2])
    limit = _Limit(seconds, conflicts)
    givens = _literals(puzzle.givens)
    answers, other = Answers.UNKNOWN, None
    with _bench(puzzle.layout).solver(limit) as oracle:
        if oracle is not None:
            answers, other = _count(oracle, givens, known=known, limit=limit)
    if answers is Answers.NONE:
        return Ruling(answers, _culprits(puzzle, givens, limit))
    if answers is Answers.SEVERAL and known is not None:
        # A new solver's grid depends on the puzzle alone, not on what was asked before.
        again = _count(_Oracle(puzzle.layout), givens, known=known, limit=limit)[1]
        other = other if again is None else again
        assert is_solution(puzzle, other)
        return Ruling(answers, other=other)
    return Ruling(answers)


class _Limit:
    """What is left of the time and the conflicts of one ruling."""

    def __init__(self, seconds: float, conflicts: int) -> None:
        self.deadline = monotonic() + seconds
        self.conflicts = conflicts

    @property
    def seconds(self) -> float:
        return max(0.0, self.deadline - monotonic())


class _Oracle:
    """The SAT solver, loaded with the rules of one layout. Variable cell * size + digit."""

    def __init__(self, layout: Layout) -> None:
        from pysat.solvers import Glucose4

        self.size = layout.size
        self.uses = 0
        self._last = layout.size**3  # the highest variable in use
        self._solver: Any = Glucose4(bootstrap_with=_rules(layout))

    def solve(self, assumptions: list[int], limit: _Limit) -> bool | None:
        """Whether the assumptions can hold; None where a limit was reached first."""
        while limit.conflicts > 0 and limit.seconds > 0:
            before = self._solver.accum_stats()["conflicts"]
            self._solver.conf_budget(min(_CHUNK, limit.conflicts))
            found = self._solver.solve_limited(assumptions=assumptions)
            limit.conflicts -= self._solver.accum_stats()["conflicts"] - before
            if found is not None:
                return found
        return None

    def grid(self) -> Grid:
        """The assignment that the last `solve` found."""
        size = self.size
        model = self._solver.get_model()[: size**3]
        digits = [(variable - 1) % size + 1 for variable in model if variable > 0]
        return tuple(tuple(digits[start : start + size]) for start in range(0, size**2, size))

    def core(self) -> set[int]:
        """Assumptions that the last `solve` found impossible together."""
        return set(self._solver.get_core() or ())

    def forbid(self, grid: Grid) -> int:
        """A literal that forbids the grid when it is assumed."""
        self._last += 1
        self._solver.add_clause([-self._last, *(-literal for literal in _literals(grid))])
        return self._last

    def retire(self, literal: int) -> None:
        """Take a `forbid` back for good."""
        self._solver.add_clause([-literal])

    def close(self) -> None:
        """Free the solver."""
        self._solver.delete()


class _Bench:
    """The solver of one layout, kept from ruling to ruling, for one thread at a time."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lock = Lock()
        self._oracle: _Oracle | None = None

    @contextmanager
    def solver(self, limit: _Limit) -> Iterator[_Oracle | None]:
        """The solver, or None where other threads held it until the limit."""
        if not self._lock.acquire(timeout=limit.seconds):
            yield None
            return
        try:
            # Taken off the bench while in use: an interrupted solver does not come back.
            oracle, self._oracle = self._oracle or _Oracle(self._layout), None
            yield oracle
            oracle.uses += 1
            if oracle.uses < _MAX_USES:
                self._oracle = oracle
        finally:
            self._lock.release()

    def close(self) -> None:
        """Free the solver that waits here."""
        if self._oracle is not None:
            self._oracle.close()
            self._oracle = None


_benches: WeakSet[_Bench] = WeakSet()


@lru_cache(maxsize=16)  # layouts of one's own may come without end
def _bench(layout: Layout) -> _Bench:
    bench = _Bench(layout)
    _benches.add(bench)
    return bench


@atexit.register
def _close_benches() -> None:
    """Free all solvers: python-sat complains where its own module is gone before them."""
    for bench in _benches:
        bench.close()


def _rules(layout: Layout) -> Iterator[list[int]]:
    """The clauses of an empty board."""
    size = layout.size
    digits = range(1, size + 1)
    cells = range(size * size)
    for cell in cells:
        yield [cell * size + digit for digit in digits]
        yield from ([-cell * size - a, -cell * size - b] for a, b in combinations(digits, 2))
    for group in layout.groups:
        yield from ([cell * size + digit for cell in group.cells] for digit in digits)
    pairs = {pair for group in layout.groups for pair in combinations(group.cells, 2)}
    for a, b in sorted(pairs):
        yield from ([-a * size - digit, -b * size - digit] for digit in digits)


def _literals(grid: Grid) -> list[int]:
    """One literal for each filled cell, in reading order."""
    size = len(grid)
    return [
        cell * size + digit for cell, digit in enumerate(chain.from_iterable(grid)) if digit != 0
    ]


def _count(
    oracle: _Oracle, givens: list[int], *, known: Grid | None, limit: _Limit
) -> tuple[Answers, Grid | None]:
    """How many answers, and one that is not `known` where there are several."""
    if known is None:
        found = oracle.solve(givens, limit)
        if not found:
            return (Answers.UNKNOWN if found is None else Answers.NONE), None
        known = oracle.grid()
    forbidden = oracle.forbid(known)
    found = oracle.solve([*givens, forbidden], limit)
    other = oracle.grid() if found else None
    oracle.retire(forbidden)
    if found is None:
        return Answers.UNKNOWN, None
    return (Answers.SEVERAL, other) if found else (Answers.ONE, None)


def _culprits(puzzle: Sudoku, givens: list[int], limit: _Limit) -> tuple[Cell, ...]:
    """A set of givens that cannot stand together: the smallest of a few that are minimal."""
    oracle = _Oracle(puzzle.layout)
    rng = random.Random(0)
    best = givens
    order = list(givens)
    for _ in range(_CULPRIT_TRIES):
        core = _reduced(oracle, order, limit)
        best = min(best, core, key=len)
        rng.shuffle(order)
    size = puzzle.size
    return tuple(divmod(cell, size) for cell in sorted((lit - 1) // size for lit in best))


def _reduced(oracle: _Oracle, core: list[int], limit: _Limit) -> list[int]:
    """Leave literals out, in order, as long as the rest cannot stand together."""
    for literal in list(core):
        if literal in core:
            rest = [kept for kept in core if kept != literal]
            if oracle.solve(rest, limit) is False:
                needed = oracle.core()
                core = [kept for kept in rest if kept in needed]
    return core
