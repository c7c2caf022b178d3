"""Training with suppositions: what a row of a board is asked next.

A part of the supposed digits is told, that is, true; the rest the network draws itself, as it
does when it solves. Were none told, nearly all suppositions on hard puzzles would be wrong, and
the network would learn not to listen to them; were all, to believe them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..supposing import Supposing, supposed


@dataclass(frozen=True, slots=True)
class Guessing:
    """Suppositions in training."""

    supposing: Supposing
    told: tuple[float, float] = (0.5, 0.1)  # share of true digits, at the start and the end

    def numbers(self, rows: int, cells: int, rng: np.random.Generator) -> Tensor:
        """The random numbers of one step, `(rows, n)`: those of `supposed`, and one a cell."""
        return torch.from_numpy(rng.random((rows, self.supposing.numbers + cells), np.float32))

    def asked(
        self,
        asked: Tensor,
        questions: Tensor,
        answers: Tensor,
        steps: Tensor,
        logits: Tensor,
        numbers: Tensor,
        done: float,
    ) -> Tensor:
        """The questions of the next step.

        Args:
            asked: those of the last, `(B, L)`.
            questions: the givens, `(B, L)`.
            answers: digits from 1, `(B, L)`.
            steps: supervision steps that rows have had, `(B,)`.
            logits: of the last step, `(B, L, V)`.
            numbers: as `numbers` gives them, `(B, n)`.
            done: share of the run that is over.
        """
        first, last = self.told
        share, digits = first + (last - first) * done, logits.shape[-1]
        own = supposed(questions, logits, numbers, cells=self.supposing.cells)
        told = (own > digits) & (numbers[:, self.supposing.numbers :] < share)
        new = torch.where(told, answers.long() + digits, own).to(asked.dtype)
        return torch.where(self.supposing.due(steps)[:, None], new, asked)

    def to_json(self) -> dict[str, Any]:
        """The settings as JSON-ready data."""
        return asdict(self)
