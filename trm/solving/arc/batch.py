"""Boards as a batch for the task network, and how far its answers are from the targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ...networks.task import ArcQuestion, TaskNetwork
from ...puzzles.arc.aligned import Board
from ...puzzles.arc.official_form import COLOURS
from ...recursion import Step, TinyRecursiveModel

HALT_WEIGHT = 0.1  # of the halting loss beside that of the answer


@dataclass(frozen=True, slots=True)
class ArcBatch:
    """Boards of one size with their outputs."""

    question: ArcQuestion
    target: Tensor  # int64 (B, H, W), NOTHING outside the output


@dataclass(frozen=True, slots=True)
class ArcLosses:
    """What a supervision step gave on a batch."""

    total: Tensor  # what is minimised
    answer: Tensor  # cross entropy a cell
    exact: Tensor  # bool (B,), outputs that came out right in every cell


def stacked(
    boards: Sequence[Board],
    views: Sequence[int],
    tasks: Sequence[int],
    device: torch.device | str = "cpu",
) -> ArcBatch:
    """A batch of boards of one size, each with its view and its task vector's number."""

    def tensor(arrays: Sequence[np.ndarray] | Sequence[int]) -> Tensor:
        return torch.from_numpy(np.stack(arrays).astype(np.int64)).to(device)

    question = ArcQuestion(
        planes=tensor([board.planes for board in boards]),
        inside=tensor([board.inside for board in boards]),
        task=tensor(tasks),
        view=tensor(views),
    )
    return ArcBatch(question, tensor([board.target for board in boards]))


def task_network(model: TinyRecursiveModel) -> TaskNetwork:
    """The network of a model that is for ARC."""
    return cast(TaskNetwork, model.network)


def losses_of(step: Step, network: TaskNetwork, batch: ArcBatch) -> ArcLosses:
    """The losses of a supervision step.

    Args:
        step: of the model, on the batch.
        network: of the model.
        batch: with targets.
    """
    inside = batch.question.inside.bool()
    logits = network.colour_logits(step.logits, batch.question)
    cells = F.cross_entropy(
        logits.movedim(-1, 1).float(), batch.target.clamp(max=COLOURS - 1), reduction="none"
    )
    # Each board counts the same, whatever its size.
    answer = ((cells * inside).sum((1, 2)) / inside.sum((1, 2))).mean()
    right = (logits.detach().argmax(-1) == batch.target) | ~inside
    exact = right.flatten(1).all(1)
    halt = F.binary_cross_entropy_with_logits(step.halt_logit, exact.to(step.halt_logit.dtype))
    return ArcLosses(answer + HALT_WEIGHT * halt, answer.detach(), exact)
