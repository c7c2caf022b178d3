"""One puzzle's candidates: what was tried, what came of it, and what to try next.

Further candidates run in rounds: hypotheses made from the unsolved candidates whose answers
break the fewest rules, and copies with noise on the starting state.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import torch

from ...puzzles.sudoku.board import Grid, Sudoku
from ...puzzles.sudoku.judge import Answers, Ruling
from ...puzzles.sudoku.tables import tables
from ...puzzles.sudoku.verify import verify
from ...result import Assumption, TraceStep
from ..kind import Request
from .candidates import BatchStep, CandidateBatch
from .hypotheses import BOLD_SHARES, assumptions, bold, careful

ROUND = 24  # candidates run together after the plain one, on boards up to 9x9
PARENTS = 2  # hypotheses narrowed further in a round
# For a puzzle with several answers, where candidates follow one another to an answer. Tried on
# empty boards (seed 0): 3 steps with these shares 0.2 s (9x9) and 3.4 s (16x16); 2, 4 and 8
# steps with smaller or larger shares found no 16x16 answer in 9 s.
OPEN_STEPS = 3  # supervision steps of a candidate
OPEN_SHARES = (0.1, 0.2, 0.35)  # of the blanks that its bold hypotheses fix
OPEN_TIME = 0.25  # of the budget: that there are several is known already
NOISE = 0.3  # standard deviation on the start of noise candidates (PTRM, arXiv 2605.19943)


@dataclass(frozen=True, slots=True, order=True)
class _Parent:
    """A hypothesis that did not lead to the answer, to be narrowed further."""

    cost: float  # rules that its answer breaks, and something for each assumption
    order: int  # of finding, breaks ties
    broken: int = field(compare=False)  # groups that its answer breaks
    digits: np.ndarray = field(compare=False)  # (L,) givens and assumptions
    probabilities: np.ndarray = field(compare=False)  # (L, V) at its last step


class Attempt:
    """The candidates of one puzzle."""

    def __init__(self, puzzle: Sudoku, request: Request) -> None:
        self.puzzle, self.request, self.budget = puzzle, request, request.budget
        self.givens = np.array(puzzle.givens, np.int8).reshape(-1)
        self.rng = np.random.default_rng(request.seed)
        self.generator = torch.Generator().manual_seed(request.seed)
        self.round = max(4, min(ROUND, ROUND * 81 // self.givens.size))
        self.trace: list[TraceStep[Grid]] = []
        self.candidates = 0
        self.answer: Grid | None = None  # verified
        self.best: TraceStep[Grid] | None = None  # the answer's step, else the most confident one
        self.ruling: Ruling | None = None  # the judge's, where it was asked without an answer
        self._parents: list[_Parent] = []

    def see(
        self, step: BatchStep, index: int, candidate: int, assumed: tuple[Assumption, ...]
    ) -> bool:
        """Take note of one row of a batch's step; True when its answer is verified."""
        grid = grid_of(step.digits[index], self.puzzle.size)
        right = bool(step.right[index]) and verify(self.puzzle, grid).verified
        halt = round(float(step.halt[index]), 4)
        shown = TraceStep(candidate, step.number, grid, halt, right, assumed)
        self.trace.append(shown)
        if self.request.on_step:
            self.request.on_step(shown)
        if right:
            self.answer = grid
        if right or self.best is None or halt > self.best.halt_probability:
            self.best = shown
        return right

    def keep_parent(self, step: BatchStep, index: int, question: np.ndarray) -> None:
        """Keep an unsolved row, whose question was `question`, to be narrowed further."""
        if (question != 0).all():
            return
        in_groups = np.sort(step.digits[index][tables(self.puzzle.layout).groups], axis=-1)
        broken = int((in_groups != np.arange(1, self.puzzle.size + 1)).any(-1).sum())
        cost = broken + 0.5 * float((question != self.givens).sum())
        order = self.candidates + index
        parent = _Parent(cost, order, broken, question, step.probabilities[index])
        heapq.heappush(self._parents, parent)

    def run_further(self, began: float) -> None:
        """Run rounds until an answer is verified or the budget, begun at `began`, ends."""
        seconds = self.budget.seconds
        ends = float("inf") if seconds is None else began + seconds
        several = self.ruling is not None and self.ruling.answers is Answers.SEVERAL
        if several and seconds is not None:
            ends = began + OPEN_TIME * seconds
        while self._parents and self.answer is None:
            room = self.budget.candidates - self.candidates
            if room <= 0 or perf_counter() > ends:
                return
            questions, noise = self._bold_round() if several else self._round()
            steps = min(OPEN_STEPS, self.budget.steps) if several else self.budget.steps
            self._run_round(questions[:room], noise[:room], steps=steps, ends=ends)

    def _round(self) -> tuple[np.ndarray, np.ndarray]:
        """Questions `(n, L)` and noise `(n,)`: careful, bold and noisy copies."""
        n_parents = min(PARENTS, len(self._parents))
        parents = [heapq.heappop(self._parents) for _ in range(n_parents)]
        n_careful = self.round * 2 // 3 // n_parents
        questions: list[np.ndarray] = []
        for parent in parents:
            questions += careful(parent.digits, parent.probabilities, n=n_careful)
            questions += [self._bold(parent, share) for share in BOLD_SHARES]
        n_noisy = max(0, self.round - len(questions))
        noise = np.repeat([0.0, NOISE], [len(questions), n_noisy])
        return np.stack(questions + [self.givens] * n_noisy), noise

    def _bold_round(self) -> tuple[np.ndarray, np.ndarray]:
        """A few bold copies of the plain candidate and the one nearest to an answer.

        That is what a puzzle with several answers needs: nothing in it is certain.
        """
        plain = min(self._parents, key=lambda parent: parent.order)
        best = min(self._parents, key=lambda parent: (parent.broken, parent.order))
        if best is not plain:
            self._parents.remove(best)  # if it leads nowhere, the next best comes next
        n = max(2 * len(OPEN_SHARES), self.round // 4)
        questions = [
            self._bold(parent, share)
            for share in OPEN_SHARES
            for parent in [plain, best] * (n // (2 * len(OPEN_SHARES)))
        ]
        return np.stack(questions), np.zeros(len(questions))

    def _bold(self, parent: _Parent, share: float) -> np.ndarray:
        return bold(
            parent.digits,
            parent.probabilities,
            layout=self.puzzle.layout,
            share=share,
            rng=self.rng,
        )

    def _run_round(
        self, questions: np.ndarray, noise: np.ndarray, *, steps: int, ends: float
    ) -> None:
        first = self.candidates
        self.candidates += len(questions)
        batch = CandidateBatch(
            self.request.weights.model,
            self.puzzle.layout,
            questions=questions,
            givens=np.repeat(self.givens[None], len(questions), 0),
            noise=noise,
            generator=self.generator,
        )
        assumed = [assumptions(self.givens, question, self.puzzle.size) for question in questions]
        for step in batch.run(steps):
            for index, row in enumerate(step.rows):
                if self.see(step, index, first + int(row), assumed[row]):
                    return
            if perf_counter() > ends:
                return
            if step.number == steps:
                for index, row in enumerate(step.rows):
                    if not noise[row]:
                        self.keep_parent(step, index, questions[row])


def grid_of(digits: np.ndarray, size: int) -> Grid:
    """Flat digits `(L,)` as rows."""
    return tuple(tuple(row) for row in digits.reshape(size, size).tolist())
