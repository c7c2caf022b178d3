"""One puzzle's attempt: what was tried, what came of it, and what may be tried next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ...puzzles.sudoku.board import Grid, Sudoku
from ...puzzles.sudoku.judge import Ruling
from ...puzzles.sudoku.symmetry import Symmetry
from ...puzzles.sudoku.tables import tables
from ...puzzles.sudoku.verify import verify
from ...recursion import State
from ...result import Assumption, TraceStep
from ...supposing import Passes
from ..kind import Request
from .candidates import BatchStep, CandidateBatch
from .hypotheses import assumptions

ROUND = 24  # candidates run together after the plain one, on boards up to 9x9


@dataclass(frozen=True, slots=True)
class Line:
    """The plain candidate where it stands: what further candidates set out from."""

    candidate: int
    steps: int  # so far
    state: State  # (1, ...)
    probabilities: np.ndarray  # (L, V)
    broken: int  # groups that its answer breaks


class Attempt:
    """The candidates of one puzzle."""

    def __init__(self, puzzle: Sudoku, request: Request) -> None:
        self.puzzle, self.request, self.budget = puzzle, request, request.budget
        self.model = request.weights.model
        self.givens = np.array(puzzle.givens, np.int8).reshape(-1)
        self.rng = np.random.default_rng(request.seed)
        self.generator = torch.Generator().manual_seed(request.seed)
        self.round = max(4, min(ROUND, ROUND * 81 // self.givens.size))
        self.trace: list[TraceStep[Grid]] = []
        self.candidates = 0
        self.answer: Grid | None = None  # verified
        self.best: TraceStep[Grid] | None = None  # the answer's step, else the most confident one
        self.ruling: Ruling | None = None  # the judge's, where it was asked without an answer
        self.line: Line | None = None  # None until the plain candidate has paused

    def see(
        self,
        step: BatchStep,
        index: int,
        shown_as: tuple[int, int],
        assumed: tuple[Assumption, ...],
    ) -> bool:
        """Take note of one row of a batch's step; True when its answer is verified.

        Args:
            step: of the batch.
            index: of the row in the step.
            shown_as: candidate and supervision step, for the trace.
            assumed: what the candidate supposes.
        """
        grid = grid_of(step.digits[index], self.puzzle.size)
        right = bool(step.right[index]) and verify(self.puzzle, grid).verified
        halt = round(float(step.halt[index]), 4)
        shown = TraceStep(*shown_as, grid, halt, right, assumed)
        self.trace.append(shown)
        if self.request.on_step:
            self.request.on_step(shown)
        if right:
            self.answer = grid
        if right or self.best is None or halt > self.best.halt_probability:
            self.best = shown
        return right

    def pause(
        self, batch: CandidateBatch, step: BatchStep, index: int, shown_as: tuple[int, int]
    ) -> None:
        """Keep the plain candidate, a row of a batch, where it stands."""
        self.line = Line(
            *shown_as, batch.state(index), step.probabilities[index], self.broken(step, index)
        )

    def broken(self, step: BatchStep, index: int) -> int:
        """How many groups the answer of a row breaks."""
        in_groups = np.sort(step.digits[index][tables(self.puzzle.layout).groups], axis=-1)
        return int((in_groups != np.arange(1, self.puzzle.size + 1)).any(-1).sum())

    def batch(
        self,
        questions: np.ndarray,
        *,
        noise: np.ndarray | None = None,
        state: State | None = None,
        views: Sequence[Symmetry] | None = None,
        passes: Passes | None = None,
    ) -> CandidateBatch:
        """A batch of candidates of this puzzle; arguments as `CandidateBatch`."""
        return CandidateBatch(
            self.model,
            self.puzzle.layout,
            questions=questions,
            givens=np.repeat(self.givens[None], len(questions), 0),
            noise=noise,
            generator=self.generator,
            state=state,
            views=views,
            passes=passes,
        )

    def assumed(self, question: np.ndarray) -> tuple[Assumption, ...]:
        """What a question `(L,)` supposes beyond the givens."""
        return assumptions(self.givens, question, self.puzzle.size)


def grid_of(digits: np.ndarray, size: int) -> Grid:
    """Flat digits `(L,)` as rows."""
    return tuple(tuple(row) for row in digits.reshape(size, size).tolist())
