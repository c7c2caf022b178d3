"""Running candidates: a batch of copies of Sudokus through the recursion, step by step.

Whether an answer keeps every rule is asked of the whole batch after every step (as tensors,
for speed); the solver lets the verifier have the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...puzzles.sudoku.board import Layout
from ...puzzles.sudoku.symmetry import Symmetry
from ...puzzles.sudoku.tables import tables
from ...recursion import State, TinyRecursiveModel
from ...supposing import Passes, supposed
from ..batch import RunningBatch
from .form import form_of
from .views import Views


@dataclass(frozen=True, slots=True)
class BatchStep:
    """The running rows after one supervision step; R of them are left."""

    number: int  # from 1
    rows: np.ndarray  # (R,) which rows of the batch these are
    digits: np.ndarray  # (R, L) answers, from 1
    probabilities: np.ndarray  # (R, L, V)
    halt: np.ndarray  # (R,) halt probabilities
    right: np.ndarray  # (R,) every rule and every given kept
    asked: np.ndarray  # (R, L) givens and assumptions; supposed digits are above the size


class CandidateBatch:
    """A batch of boards of one layout, run together.

    Args:
        model: the recursive model; its device is used.
        layout: the board.
        questions: what the network sees, `(B, L)`: givens and assumptions, 0 = blank.
        givens: what the answer is held against, `(B, L)`.
        noise: standard deviation added to each row's starting state, `(B,)`; None for none.
        generator: for the noise; on the CPU.
        state: the rows' states to go on from; None: the network's start.
        views: the symmetric copy that each row's network sees, for networks that answer copies
            differently; None: the boards as they are. Answers are of the boards as they are.
        passes: how rows suppose as they go; None: they do not. Not together with views.
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
        state: State | None = None,
        views: Sequence[Symmetry] | None = None,
        passes: Passes | None = None,
    ) -> None:
        self.passes = passes
        self.form = form_of(model, layout)
        device = next(model.parameters()).device
        self.groups = torch.from_numpy(tables(layout).groups).long().to(device)
        self.givens = torch.from_numpy(givens).to(device)
        self.views = Views(views, device) if views else None
        self.asked = torch.tensor(questions, device=device)  # of all rows; a copy: it changes
        seen = self.views.apply(self.asked) if self.views else self.asked
        question = self.form.question(seen)
        self.batch = RunningBatch(
            self.form.model, question, noise=noise, generator=generator, state=state
        )

    def run(self, steps: int) -> Iterator[BatchStep]:
        """Up to `steps` supervision steps; call `finish` between them to drop rows."""
        for number in range(1, steps + 1):
            if len(self.batch) == 0:
                return
            yield self._step(number)

    def finish(self, finished: np.ndarray) -> None:
        """Take the rows of a mask `(R,)` out of the batch."""
        self.batch.finish(finished)

    def state(self, index: int) -> State:
        """The state of one of the running rows, `(1, ...)`."""
        return self.batch.state.rows(slice(index, index + 1))

    @torch.inference_mode()
    def _step(self, number: int) -> BatchStep:
        if self.passes and self.passes.due(number - 1):
            self._suppose(self.passes, number - 1)
        step = self.batch.step()
        logits = self.form.digit_logits(step.logits).float()  # (R, L, V)
        if self.views:
            logits = self.views.undo(logits, self.batch.rows)
        digits = logits.argmax(-1) + 1
        return BatchStep(
            number=number,
            rows=self.batch.rows.cpu().numpy(),
            digits=digits.to(torch.int8).cpu().numpy(),
            probabilities=logits.softmax(-1).cpu().numpy(),
            halt=step.halt_logit.float().sigmoid().cpu().numpy(),
            right=self._right(digits).cpu().numpy(),
            asked=self.asked[self.batch.rows].cpu().numpy(),
        )

    def _suppose(self, passes: Passes, steps: int) -> None:
        """Put new suppositions, by the answers where they stand, to the running rows."""
        rows = self.batch.rows
        read = self.form.model.network.read_answer(self.batch.state.y)
        asked = supposed(
            self.givens[rows],
            self.form.digit_logits(read),
            passes.numbers(steps, rows.cpu().numpy()).to(rows.device),
            cells=passes.supposing.cells,
        )
        self.asked[rows] = asked.to(self.asked.dtype)
        self.batch.ask(self.form.question(asked))

    def _right(self, digits: Tensor) -> Tensor:
        """Which rows `(R,)` of digits `(R, L)` keep every given and every group."""
        givens = self.givens[self.batch.rows]
        kept = ((digits == givens) | (givens == 0)).all(-1)
        in_groups = digits[:, self.groups].sort(-1).values  # (R, 3N, N)
        wanted = torch.arange(1, in_groups.shape[-1] + 1, device=digits.device)
        return kept & (in_groups == wanted).flatten(1).all(-1)
