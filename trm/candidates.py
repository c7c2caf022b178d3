"""Running candidates: a batch of copies of puzzles through the recursion, step by step.

Rows leave the batch as soon as they are finished, so a batch costs what its unfinished rows
cost. Whether an answer keeps every rule is asked of the whole batch after every step (as
tensors, for speed); the solver lets the verifier have the last word.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .networks.group import flat_cells, question_of
from .puzzles.sudoku.board import Layout
from .puzzles.sudoku.tables import tables
from .recursion import State, TinyRecursiveModel

# (cell, digit) pairs in a batch below which more CPU threads wait for one another longer than
# they work: eight 9x9 boards.
_SMALL_BATCH = 8 * 729
# On two cores a second thread gives little, and where anything else runs beside it both wait:
# 200 hard puzzles in a single pass took 73 s on one thread of a busy machine, 232 s on two.
_FEW_CORES = 2


@dataclass(frozen=True, slots=True)
class BatchStep:
    """The running rows after one supervision step; R of them are left."""

    number: int  # from 1
    rows: np.ndarray  # (R,) which rows of the batch these are
    digits: np.ndarray  # (R, L) answers, from 1
    probabilities: np.ndarray  # (R, L, V)
    halt: np.ndarray  # (R,) halt probabilities
    right: np.ndarray  # (R,) every rule and every given kept


class CandidateBatch:
    """A batch of boards of one layout, run together.

    Args:
        model: the recursive model; its device is used.
        layout: the board.
        questions: what the network sees, `(B, L)`: givens and assumptions, 0 = blank.
        givens: what the answer is held against, `(B, L)`.
        noise: standard deviation added to each row's starting state, `(B,)`; 0 for none.
        generator: for the noise; on the CPU.
    """

    def __init__(
        self,
        model: TinyRecursiveModel,
        layout: Layout,
        *,
        questions: np.ndarray,
        givens: np.ndarray,
        noise: np.ndarray | None = None,
        generator: torch.Generator | None = None,
    ) -> None:
        self.model = model
        self.box = (layout.box_rows, layout.box_cols)
        device = next(model.parameters()).device
        self.groups = torch.from_numpy(tables(layout).groups).long().to(device)
        self.givens = torch.from_numpy(givens).to(device)
        self.rows = torch.arange(len(questions), device=device)
        question = question_of(torch.from_numpy(questions).to(device), self.box)
        with torch.inference_mode():
            self.x = model.network.embed(question)
            self.state = _noisy(model.start(self.x), noise, generator)

    def run(self, steps: int) -> Iterator[BatchStep]:
        """Up to `steps` supervision steps; call `finish` between them to drop rows."""
        for number in range(1, steps + 1):
            if len(self.rows) == 0:
                return
            yield self._step(number)

    def finish(self, finished: np.ndarray) -> None:
        """Take the rows of a mask `(R,)` out of the batch."""
        if not finished.any():
            return
        keep = torch.from_numpy(~finished).to(self.rows.device)
        with torch.inference_mode():
            self.rows, self.givens = self.rows[keep], self.givens[keep]
            self.x, self.state = self.x[keep], self.state.rows(keep)

    @torch.inference_mode()
    def _step(self, number: int) -> BatchStep:
        with _threads_for(self.x[..., 0].numel()):
            step = self.model.step(self.x, self.state)
        self.state = step.state
        logits = flat_cells(step.logits).float()  # (R, L, V)
        digits = logits.argmax(-1) + 1
        return BatchStep(
            number=number,
            rows=self.rows.cpu().numpy(),
            digits=digits.to(torch.int8).cpu().numpy(),
            probabilities=logits.softmax(-1).cpu().numpy(),
            halt=step.halt_logit.float().sigmoid().cpu().numpy(),
            right=self._right(digits).cpu().numpy(),
        )

    def _right(self, digits: Tensor) -> Tensor:
        """Which rows `(R,)` of digits `(R, L)` keep every given and every group."""
        kept = ((digits == self.givens) | (self.givens == 0)).all(-1)
        in_groups = digits[:, self.groups].sort(-1).values  # (R, 3N, N)
        wanted = torch.arange(1, in_groups.shape[-1] + 1, device=digits.device)
        return kept & (in_groups == wanted).flatten(1).all(-1)


@contextmanager
def _threads_for(n_pairs: int) -> Iterator[None]:
    """One CPU thread for a small batch or a small machine, else torch's own number."""
    usual = torch.get_num_threads()
    large = n_pairs >= _SMALL_BATCH and (os.cpu_count() or 1) > _FEW_CORES
    if large or usual == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(usual)


def _noisy(state: State, noise: np.ndarray | None, generator: torch.Generator | None) -> State:
    """Add normal noise to the rows of a state, scaled by `noise` `(B,)`."""
    if noise is None or not noise.any():
        return state
    scale = torch.from_numpy(noise).to(state.y).reshape(-1, *[1] * (state.y.dim() - 1))

    def draw() -> Tensor:
        return torch.randn(state.y.shape, generator=generator).to(state.y) * scale

    return State(state.y + draw(), state.z + draw())
