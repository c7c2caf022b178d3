"""Supposing: a recursion that guesses as it goes, so that one pass can search.

A network that treats all candidates alike can deduce, but it cannot mark one of two equal
candidates as "suppose this". So the recursion does: now and then a few cells in which the
network is least certain are put into the question, each with a digit drawn from the network's own
answer, marked as supposed, not given. The state goes on unbroken; later suppositions replace
the earlier ones. Nothing from outside decides: no verifier, no other candidate, and only the
network's halting signal ends the pass. Stochastic recursions are GRAM's idea (arXiv 2605.19376),
PTRM's (2605.19943) adds noise instead; deep supervision then teaches the network to follow a
supposition and to drop it where it leads nowhere (training/supposing.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

UNCERTAIN = 20  # cells, those with the likeliest second digits, that suppositions draw from


@dataclass(frozen=True, slots=True)
class Supposing:
    """When a recursion supposes, in supervision steps, and how many cells."""

    after: int  # steps without
    every: int  # steps a supposition stays
    cells: int = 3

    def due(self, steps: Tensor) -> Tensor:
        """Which rows `(B,)` suppose anew before their next step, by the steps they have had."""
        return (steps >= self.after) & ((steps - self.after) % self.every == 0)

    @property
    def numbers(self) -> int:
        """Random numbers that a row needs: a key a cell to choose, and one a digit to draw."""
        return UNCERTAIN + self.cells

    def to_json(self) -> dict[str, int]:
        """The settings as JSON-ready data."""
        return asdict(self)

    @classmethod
    def of_card(cls, told: Mapping[str, Any] | None) -> Supposing | None:
        """The settings that `to_json` gave; None for None."""
        return cls(**told) if told else None


@dataclass(frozen=True, slots=True)
class Passes:
    """How the rows of a batch suppose: the same whatever other rows are in the batch.

    Args:
        supposing: when, and how many cells.
        seed: of the draws.
        candidates: number of each row's candidate `(B,)`, so that rows of one puzzle differ;
            None: every row draws by the same numbers.
    """

    supposing: Supposing
    seed: int = 0
    candidates: Sequence[int] | None = None

    def due(self, steps: int) -> bool:
        """Whether rows that have had so many steps suppose anew."""
        return bool(self.supposing.due(torch.tensor(steps)))

    def numbers(self, steps: int, rows: np.ndarray) -> Tensor:
        """Random numbers of `rows` `(R,)` of the batch, `(R, n)`, for `supposed`."""
        chosen = [0] * len(rows) if self.candidates is None else [self.candidates[r] for r in rows]
        drawn = {
            candidate: np.random.default_rng((self.seed, candidate, steps)).random(
                self.supposing.numbers, np.float32
            )
            for candidate in set(chosen)
        }
        return torch.from_numpy(np.stack([drawn[candidate] for candidate in chosen]))


def supposed(givens: Tensor, logits: Tensor, numbers: Tensor, *, cells: int) -> Tensor:
    """Questions with a few uncertain blanks supposed.

    Args:
        givens: digits, 0 = blank, `(B, L)`.
        logits: of the network's answer, `(B, L, V)`.
        numbers: uniform in [0, 1), `(B, UNCERTAIN + cells)` or more.
        cells: at most so many are supposed; fewer where fewer are blank.

    Returns:
        `(B, L)` int64: 0 blank, 1 to V given, V + 1 to 2V supposed.
    """
    digits = logits.shape[-1]
    chosen, shares = _chosen(givens, logits, numbers[:, :UNCERTAIN], cells)
    keys = numbers[:, UNCERTAIN : UNCERTAIN + chosen.shape[1], None]
    drawn = (shares.cumsum(-1) < keys).sum(-1).clamp(max=digits - 1) + 1
    question = givens.long()
    kept = question.gather(1, chosen)
    return question.scatter(1, chosen, torch.where(kept == 0, drawn + digits, kept))


def _chosen(givens: Tensor, logits: Tensor, keys: Tensor, cells: int) -> tuple[Tensor, Tensor]:
    """Cells `(B, n)` among the most uncertain blanks, and the shares of their digits."""
    shares = logits.float().softmax(-1)
    second = shares.topk(2, -1).values[..., 1]
    second = torch.where(givens == 0, second, -1.0)  # givens last
    near = second.topk(min(UNCERTAIN, second.shape[1]), -1).indices
    keys = torch.where(givens.gather(1, near) == 0, keys[:, : near.shape[1]], -1.0)
    picks = keys.topk(min(cells, near.shape[1]), -1).indices
    chosen = near.gather(1, picks)
    return chosen, shares.gather(1, chosen[..., None].expand(-1, -1, shares.shape[-1]))
