"""Supervision steps one after another, with nothing to stop them: for measuring.

Solving halts (solving/); here a network goes on past its halting signal and past right
answers, which shows what more steps give and when they spoil an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
from torch import Tensor

from .recursion import State, Step, TinyRecursiveModel
from .solving.threads import step_rows
from .turning import Turning, seen, told_back


@torch.inference_mode()
def raw_steps(
    model: TinyRecursiveModel,
    question: Tensor,
    *,
    steps: int,
    revise: Callable[[int, Step], Tensor | None] | None = None,
    turning: Turning | None = None,
) -> Iterator[Step]:
    """Yield `steps` supervision steps of a batch, every row in all of them.

    Args:
        model: its device is used.
        question: what the network's `embed` takes.
        steps: how many.
        revise: of the steps so far and the last one, another question to go on with, or None.
        turning: of a network of grids, when it goes on in another view; logits are of the grids
            as they lie in `question`.
    """
    device = next(model.parameters()).device
    x = model.network.embed(question.to(device))
    state = model.start(x)
    view = 0
    for number in range(1, steps + 1):
        if turning and (other := turning.view(number - 1)) != view:
            y, z = (seen(told_back(part, view), other) for part in (state.y, state.z))
            state, view = State(y, z), other
            x = model.network.embed(seen(question.to(device), view))
        step = step_rows(model, x, state)
        state = step.state
        yield replace(step, logits=_as_given(step.logits, view)) if turning else step
        if revise and (other := revise(number, step)) is not None:
            x = model.network.embed(other.to(device))


def _as_given(logits: Tensor, view: int) -> Tensor:
    """Logits `(B, H, W, C)` of a view as the grids lie themselves."""
    return told_back(logits.movedim(-1, 1), view).movedim(1, -1)
