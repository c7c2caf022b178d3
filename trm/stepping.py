"""Supervision steps one after another, with nothing to stop them: for measuring.

Solving halts (solving/); here a network goes on past its halting signal and past right
answers, which shows what more steps give and when they spoil an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from .recursion import Step, TinyRecursiveModel
from .solving.threads import step_rows


@torch.inference_mode()
def raw_steps(model: TinyRecursiveModel, question: Tensor, *, steps: int) -> Iterator[Step]:
    """Yield `steps` supervision steps of a batch, every row in all of them.

    Args:
        model: its device is used.
        question: what the network's `embed` takes.
        steps: how many.
    """
    x = model.network.embed(question.to(next(model.parameters()).device))
    state = model.start(x)
    for _ in range(steps):
        step = step_rows(model, x, state)
        state = step.state
        yield step
