"""Running candidates: a batch of copies of Sudokus through the recursion, step by step.

Whether an answer keeps every rule is asked of the whole batch after every step (as tensors,
for speed); the solver lets the verifier have the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...networks.group import GroupNetwork, flat_cells, question_of
from ...puzzles.sudoku.board import Layout
from ...puzzles.sudoku.tables import tables
from ...recursion import State, TinyRecursiveModel
from ..batch import RunningBatch


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
        noise: standard deviation added to each row's starting state, `(B,)`; None for none.
        generator: for the noise; on the CPU.
        state: the rows' states to go on from; None: the network's start.
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
    ) -> None:
        model, box = on_layout(model, layout)
        device = next(model.parameters()).device
        self.groups = torch.from_numpy(tables(layout).groups).long().to(device)
        self.givens = torch.from_numpy(givens).to(device)
        question = question_of(torch.from_numpy(questions).to(device), box)
        self.batch = RunningBatch(model, question, noise=noise, generator=generator, state=state)

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
        step = self.batch.step()
        logits = flat_cells(step.logits).float()  # (R, L, V)
        digits = logits.argmax(-1) + 1
        return BatchStep(
            number=number,
            rows=self.batch.rows.cpu().numpy(),
            digits=digits.to(torch.int8).cpu().numpy(),
            probabilities=logits.softmax(-1).cpu().numpy(),
            halt=step.halt_logit.float().sigmoid().cpu().numpy(),
            right=self._right(digits).cpu().numpy(),
        )

    def _right(self, digits: Tensor) -> Tensor:
        """Which rows `(R,)` of digits `(R, L)` keep every given and every group."""
        givens = self.givens[self.batch.rows]
        kept = ((digits == givens) | (givens == 0)).all(-1)
        in_groups = digits[:, self.groups].sort(-1).values  # (R, 3N, N)
        wanted = torch.arange(1, in_groups.shape[-1] + 1, device=digits.device)
        return kept & (in_groups == wanted).flatten(1).all(-1)


def on_layout(
    model: TinyRecursiveModel, layout: Layout
) -> tuple[TinyRecursiveModel, tuple[int, int]]:
    """The model for boards of a layout, and the box that `question_of` is to cut them by."""
    if layout.standard:
        return model, (layout.box_rows, layout.box_cols)
    network: Any = model.network
    if not isinstance(network, GroupNetwork):
        raise ValueError(f"a {type(network).__name__} does not know groups of one's own")
    groups = [group.cells for group in layout.groups[2 * layout.size :]]  # after the lines
    own = TinyRecursiveModel(
        network.on(groups, layout.size),
        latent_updates=model.latent_updates,
        answer_updates=model.answer_updates,
    )
    return own, (1, layout.size)
