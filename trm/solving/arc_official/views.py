"""The official vote: a network answers every augmented copy of a test input, and grids are counted.

Each copy is asked as in the official evaluation: from the top left corner of the 30x30 board,
16 supervision steps whether or not the head would halt. A board is never cropped to its grid:
attention looks at padding too, so the answers would be others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from ...networks.official import OfficialNetwork
from ...puzzles.arc.official_form import Grid, of_tokens, tokens_of
from ...puzzles.arc.vote import ATTEMPTS, Prediction, ranked
from ...recursion import TinyRecursiveModel
from ..arc.result import ArcAttempt
from ..threads import step_rows
from .known import Copies

STEPS = 16  # supervision steps of an evaluation
_GPU_BATCH = 64  # rows

Row = tuple[int, int]  # number of the copy, number of the input


def predictions(
    model: TinyRecursiveModel,
    inputs: Sequence[Grid],
    copies: Copies,
    *,
    ends: float = inf,
    seen: Callable[[int], None] | None = None,
) -> list[list[Prediction]]:
    """What the network answers to each input, one prediction a copy, in their order.

    Args:
        model: of an official network, in eval mode; its device is used.
        inputs: grids in the task's own frame; answers come in that frame too.
        copies: as what the network knows the task.
        ends: by `perf_counter`. The first copy is always answered, after fewer steps if need
            be; of later ones only answers after all steps count.
        seen: called with the number of copies that have been answered.

    Returns:
        For each input its predictions.
    """
    found: list[list[Prediction]] = [[] for _ in inputs]
    for rows in _batches(len(copies), len(inputs), next(model.parameters()).device):
        first = rows[0] == (0, 0)
        if not first and perf_counter() > ends:
            break
        answers = _answers(model, inputs, copies, rows, ends=ends, must=first)
        for (copy, number), (grid, halt_logit) in zip(rows, answers, strict=False):
            own = copies.augmentations[copy].undo(grid)
            found[number].append(Prediction(own, halt_logit))
        if not answers:
            break
        if seen:
            seen(len(found[-1]))
    return found


def attempts_of(predictions: Sequence[Prediction]) -> tuple[ArcAttempt, ...]:
    """The attempts that a vote elects; an output without a cell, which is never right, is left out.

    Their `p_correct` is the share of the votes times the mean halting probability of those who
    voted so. It is not calibrated.
    """
    elected = [candidate for candidate in ranked(predictions) if candidate.grid][:ATTEMPTS]
    shares = [candidate.votes / len(predictions) for candidate in elected]
    return tuple(
        ArcAttempt(candidate.grid, p_correct=share * candidate.confidence, share=share)
        for candidate, share in zip(elected, shares, strict=True)
    )


def network_of(model: TinyRecursiveModel) -> OfficialNetwork:
    """The official network of a model."""
    assert isinstance(model.network, OfficialNetwork)
    return model.network


def board_of(grids: Sequence[Grid], device: torch.device) -> Tensor:
    """The tokens `(B, 900)` of grids, from the top left corner."""
    return torch.from_numpy(np.stack([tokens_of(grid) for grid in grids])).to(device)


def _batches(copies: int, inputs: int, device: torch.device) -> Iterator[list[Row]]:
    """Rows to run together: the first copy's alone, so that there is an answer soon."""
    rows = [(copy, number) for copy in range(copies) for number in range(inputs)]
    yield rows[:inputs]
    # On a CPU a row runs on a thread, and more of them would make nothing faster.
    size = torch.get_num_threads() if device.type == "cpu" else _GPU_BATCH
    for begin in range(inputs, len(rows), size):
        yield rows[begin : begin + size]


@torch.inference_mode()
def _answers(
    model: TinyRecursiveModel,
    inputs: Sequence[Grid],
    copies: Copies,
    rows: Sequence[Row],
    *,
    ends: float,
    must: bool,
) -> list[tuple[Grid, float]]:
    """Each row's answer and halting logit; none of them where the time ends and none `must` be."""
    device = next(model.parameters()).device
    boards = [copies.augmentations[copy].apply(inputs[number]) for copy, number in rows]
    embeddings = copies.rows[[copy for copy, _ in rows]].to(device)
    x = network_of(model).embed_with(board_of(boards, device), embeddings)
    step = step_rows(model, x, model.start(x))
    for _ in range(STEPS - 1):
        if perf_counter() > ends:
            if must:
                break
            return []
        step = step_rows(model, x, step.state)
    tokens = step.logits.argmax(-1).cpu().numpy()
    return [
        (of_tokens(board), logit)
        for board, logit in zip(tokens, step.halt_logit.tolist(), strict=True)
    ]
