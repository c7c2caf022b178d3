"""Supervision steps one after another, with nothing to stop them: for measuring.

Solving halts (solving/); here a network goes on past its halting signal and past right
answers, which shows what more steps give and when they spoil an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from .recursion import Step, TinyRecursiveModel
from .solving.threads import step_rows


@torch.inference_mode()
def raw_steps(
    model: TinyRecursiveModel,
    question: Tensor,
    *,
    steps: int,
    revise: Callable[[int, Step], Tensor | None] | None = None,
) -> Iterator[Step]:
    """Yield `steps` supervision steps of a batch, every row in all of them.

    Args:
        model: its device is used.
        question: what the network's `embed` takes.
        steps: how many.
        revise: of the steps so far and the last one, another question to go on with, or None.
    """
    device = next(model.parameters()).device
    x = model.network.embed(question.to(device))
    state = model.start(x)
    for number in range(1, steps + 1):
        step = step_rows(model, x, state)
        state = step.state
        yield step
        if revise and (other := revise(number, step)) is not None:
            x = model.network.embed(other.to(device))
