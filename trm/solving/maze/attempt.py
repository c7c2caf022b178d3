"""One maze's candidates: what was tried, what came of it, and what to try next.

The grid network knows up from down, so turned, mirrored and swapped views of a maze are
candidates of their own; after all sixteen come views with noise on the starting state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import count
from time import perf_counter

import numpy as np
import torch

from ...puzzles.maze import Maze, Path, Symmetry, distance, drawn, verify
from ...result import TraceStep
from ..batch import alike
from ..kind import Request
from .candidates import CandidateBatch

ROUND = 8  # candidates run together after the plain one
NOISE = 0.3  # standard deviation on the start of noise candidates, as for Sudoku

Drawing = tuple[str, ...]  # rows of the maze with `o` on the path


class Attempt:
    """The candidates of one maze."""

    def __init__(self, puzzle: Maze, request: Request) -> None:
        self.puzzle, self.request, self.budget = puzzle, request, request.budget
        self.generator = torch.Generator().manual_seed(request.seed)
        self.trace: list[TraceStep[Drawing]] = []
        self.candidates = 0
        self.answer: Path | None = None  # verified
        self.best: TraceStep[Drawing] | None = None  # the answer's step, else the best try's
        self.best_path: Path | None = None
        self._best_rank: tuple[int, float] = (0, -1.0)

    @cached_property
    def moves(self) -> int | None:
        """The judge's word, asked for when it is first needed: moves of a shortest path."""
        return (self.request.judge or distance)(self.puzzle)

    def see(self, path: Path, *, candidate: int, step: int, halt: float) -> bool:
        """Take note of a candidate's path after a step; True when it is verified."""
        whole = path[0] == self.puzzle.start and path[-1] == self.puzzle.goal
        right = whole and len(path) - 1 == self.moves and verify(self.puzzle, path).verified
        halt = round(halt, 4)
        shown = TraceStep(candidate, step, drawn(self.puzzle, path), halt, right)
        self.trace.append(shown)
        if self.request.on_step:
            self.request.on_step(shown)
        if right:
            self.answer = path
        # A whole path is better than a part of one, a shorter one better than a detour.
        rank = (-len(path) if whole else -self.puzzle.height * self.puzzle.width - 1, halt)
        if right or self.best is None or rank > self._best_rank:
            self.best, self.best_path, self._best_rank = shown, path, rank
        return right

    def run_further(self, began: float) -> None:
        """Run rounds until an answer is verified or the budget, begun at `began`, ends."""
        seconds = self.budget.seconds
        ends = float("inf") if seconds is None else began + seconds
        for views, noise in self._rounds():
            room = self.budget.candidates - self.candidates
            if room <= 0 or perf_counter() > ends:
                return
            self._run_round(views[:room], noise=noise, ends=ends)
            if self.answer is not None:
                return

    def _rounds(self) -> Iterator[tuple[Sequence[Symmetry], float]]:
        """Views to run together, and their noise: first each view as it is, then noisy ones."""
        plain, *others = Symmetry.all_of(self.puzzle)
        for first in range(0, len(others), ROUND):
            yield others[first : first + ROUND], 0.0
        views = [plain, *others]
        for first in count(0, ROUND):
            yield [views[k % len(views)] for k in range(first, first + ROUND)], NOISE

    def _run_round(self, views: Sequence[Symmetry], *, noise: float, ends: float) -> None:
        """Run views of one shape at a time; those of a square maze are all of one."""
        first = self.candidates
        self.candidates += len(views)
        for _, numbers in alike(views, lambda view: view.transposed and not self._square):
            some = [views[number] for number in numbers]
            candidates = [first + number for number in numbers]
            if self._run_batch(some, candidates, noise=noise, ends=ends):
                return

    @property
    def _square(self) -> bool:
        return self.puzzle.height == self.puzzle.width

    def _run_batch(
        self, views: Sequence[Symmetry], candidates: Sequence[int], *, noise: float, ends: float
    ) -> bool:
        """Run views of one shape as one batch; True when nothing more needs running."""
        batch = CandidateBatch(
            self.request.weights.model,
            [view.apply(self.puzzle) for view in views],
            noise=np.full(len(views), noise),
            generator=self.generator,
        )
        back = [view.inverse() for view in views]
        for step in batch.run(self.budget.steps):
            for index, row in enumerate(step.rows):
                path = back[row].apply(batch.path(step, index))
                halt = float(step.halt[index])
                if self.see(path, candidate=candidates[row], step=step.number, halt=halt):
                    return True
            if perf_counter() > ends:
                return True
        return False
