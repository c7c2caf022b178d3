"""The moving average of a model's parameters, as in the official TRM: it starts at the first ones.

What is shipped and evaluated is the average (its module). Buffers are not averaged but shared:
starting states never change, and a table of puzzle embeddings (ARC: 1.8 GB) is in memory once.
So move the model to its device before an average of it is made.
"""

from __future__ import annotations

import copy
from typing import Generic, TypeVar

import torch
from torch import Tensor, nn

# pyright: reportPrivateImportUsage=false
# torch's own optimizers use the _foreach functions, but it does not export them.

M = TypeVar("M", bound=nn.Module)


class ParameterAverage(Generic[M]):
    """An exponential moving average of a model's parameters.

    Args:
        model: the model, in its final place.
        decay: share of the average that stays with each update.

    Raises:
        ValueError: for a decay that is no share.
    """

    def __init__(self, model: M, decay: float) -> None:
        if not 0 <= decay <= 1:
            raise ValueError(f"a decay of {decay} is not from 0 to 1")
        self.decay = decay
        shared: dict[int, object] = {id(buffer): buffer for buffer in model.buffers()}
        self.module: M = copy.deepcopy(model, shared).requires_grad_(False)

    @torch.no_grad()
    def update(self, model: M, decay: float | None = None) -> None:
        """Take the model's parameters in, once after each optimizer step.

        Args:
            model: the model.
            decay: of this update; None for the usual one.
        """
        mine: list[Tensor] = list(self.module.parameters())
        theirs: list[Tensor] = list(model.parameters())
        torch._foreach_lerp_(mine, theirs, 1 - (self.decay if decay is None else decay))

    def state_dict(self) -> dict[str, Tensor]:
        """The averaged parameters by name, without buffers."""
        return {name: parameter.detach() for name, parameter in self.module.named_parameters()}

    def load_state_dict(self, state: dict[str, Tensor]) -> None:
        """Take over averaged parameters.

        Raises:
            RuntimeError: where one is missing, left over or misshapen.
        """
        buffers = dict(self.module.named_buffers())
        missing, unexpected = self.module.load_state_dict(state, strict=False)
        missing = [name for name in missing if name not in buffers]
        if missing or unexpected:
            raise RuntimeError(f"missing: {missing or 'none'}; left over: {unexpected or 'none'}")
