"""The losses and metrics of the official TRM: stablemax cross entropy, and the halting loss.

Everything here is per row `(B,)`. The official total is `(answer + 0.5 * halt).sum()`, whose
gradient is divided by the global batch: so the mean over rows, which is what the trainer wants
of a board (`official_losses`, with a `halt_weight` of HALT_WEIGHT). A quirk is kept: a row that
has no label at all counts as right, and its halting head learns so.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ..recursion import Step
from .board import Losses

IGNORED = -100  # the label of a cell that counts for nothing
HALT_WEIGHT = 0.5  # of the halting loss, in the total


@dataclass(frozen=True, slots=True)
class RowLosses:
    """What each row of a supervision step is judged by, all `(B,)`."""

    answer: Tensor  # mean stablemax cross entropy of the row's labelled cells, float64
    halt: Tensor  # binary cross entropy of the halting head: is the row exactly right?
    exact: Tensor  # bool: every labelled cell is right
    accuracy: Tensor  # share of the labelled cells that are right
    labelled: Tensor  # bool: the row has a label

    def total(self) -> Tensor:
        """The official loss, summed over rows; divide by the global batch."""
        return (self.answer + HALT_WEIGHT * self.halt).sum()


def stablemax_cross_entropy(logits: Tensor, labels: Tensor, *, ignore: int = IGNORED) -> Tensor:
    """Cross entropy where e^x is replaced by 1 + x, or 1 / (1 - x) below zero.

    Taken in float64, for tiny probabilities are frequent: stablemax falls slowly.

    Args:
        logits: `(B, S, V)`.
        labels: int64 `(B, S)`.
        ignore: the label of cells that do not count.

    Returns:
        The mean over each row's cells that count, float64 `(B,)`; 0 where none does.
    """
    x = logits.to(torch.float32 if logits.device.type == "mps" else torch.float64)  # mps has none
    # The logarithm of stablemax's e^x; both clamps keep the branch that is not taken finite.
    logarithms = torch.where(x < 0, -torch.log1p(-x.clamp(max=0)), torch.log1p(x.clamp(min=0)))
    cells = F.cross_entropy(
        logarithms.transpose(1, 2), labels, ignore_index=ignore, reduction="none"
    )  # (B, S)
    return cells.sum(-1) / (labels != ignore).sum(-1).clamp(min=1)


def row_losses(step: Step, labels: Tensor, *, ignore: int = IGNORED) -> RowLosses:
    """The official losses of a supervision step, row by row.

    Args:
        step: with logits `(B, S, V)`.
        labels: tokens `(B, S)`, integers of any width.
        ignore: the label of cells that do not count.
    """
    labels = labels.long()
    counts = labels != ignore  # (B, S)
    right = counts & (step.logits.argmax(-1) == labels)
    exact = (right | ~counts).all(-1)
    logit = step.halt_logit
    return RowLosses(
        answer=stablemax_cross_entropy(step.logits, labels, ignore=ignore),
        halt=F.binary_cross_entropy_with_logits(logit, exact.to(logit), reduction="none"),
        exact=exact,
        accuracy=right.sum(-1) / counts.sum(-1).clamp(min=1),
        labelled=counts.any(-1),
    )


def official_losses(step: Step, labels: Tensor) -> Losses:
    """The losses of a board of the trainer: means over rows; see the module docstring."""
    rows = row_losses(step, labels)
    return Losses(answer=rows.answer.mean(), halt=rows.halt.mean(), exact=rows.exact)


def official_metrics(rows: RowLosses, halt_logit: Tensor, halted: Tensor) -> dict[str, Tensor]:
    """The official metrics, each a sum over the rows that halted and have a label.

    Args:
        rows: the losses of a step.
        halt_logit: of that step, `(B,)`.
        halted: rows that end with that step, bool `(B,)`.

    Returns:
        `count` of such rows, their `accuracy` (a share per row), how many are `exact`, and of how
        many the halting head says so rightly, `halt_accuracy`.
    """
    counts = halted & rows.labelled
    return {
        "count": counts.sum(),
        "accuracy": rows.accuracy[counts].sum(),
        "exact": (counts & rows.exact).sum(),
        "halt_accuracy": (counts & ((halt_logit >= 0) == rows.exact)).sum(),
    }
