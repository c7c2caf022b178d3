"""Muon: momentum whose matrices are made orthogonal before they are taken (Jordan et al. 2024).

PyTorch's own does this in bfloat16, one matrix after another. Processors without instructions for
bfloat16 multiply it thirty times slower than float32, so that learning an ARC task took four
times as long there. Here it is bfloat16 on GPUs and float32 elsewhere, and matrices of one shape
go together. Rates, decay and state are as in `torch.optim.Muon`, so runs go on from either.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import torch
from torch import Tensor

from ..solving.batch import alike

_QUINTIC = (3.4445, -4.7750, 2.0315)  # takes singular values to 0.7 .. 1.2 in five rounds
_ROUNDS = 5
_LEAST = 1e-7


class Muon(torch.optim.Optimizer):
    """Muon with Nesterov momentum and decoupled weight decay.

    Args:
        params: matrices `(A, B)`, or groups of them.
        lr: learning rate; an update has `sqrt(max(1, A / B))` of it.
        weight_decay: of the learning rate, each step.
        momentum: of the gradients' running sum.

    Raises:
        ValueError: where a parameter is no matrix.
    """

    def __init__(
        self, params: Any, *, lr: float = 1e-3, weight_decay: float = 0.1, momentum: float = 0.95
    ) -> None:
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.dim() != 2:
                    raise ValueError(
                        f"Muon takes matrices, a parameter has the shape {tuple(parameter.shape)}; "
                        "give it to another optimizer"
                    )

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Take one step; `closure`, if given, is evaluated first."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            with_grad = [each for each in group["params"] if each.grad is not None]
            for (high, wide), numbers in alike(with_grad, lambda each: tuple(each.shape)):
                parameters = [with_grad[number] for number in numbers]
                updates = orthogonal(
                    torch.stack([self._momentum(each, group["momentum"]) for each in parameters])
                )
                rate = group["lr"] * sqrt(max(1.0, high / wide))
                for parameter, update in zip(parameters, updates, strict=True):
                    parameter.mul_(1 - group["lr"] * group["weight_decay"])
                    parameter.add_(update, alpha=-rate)
        return loss

    def _momentum(self, parameter: Tensor, momentum: float) -> Tensor:
        state, gradient = self.state[parameter], parameter.grad
        assert gradient is not None
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = torch.zeros_like(gradient)
        running = state["momentum_buffer"].lerp_(gradient, 1 - momentum)
        return gradient.lerp(running, momentum)


def orthogonal(matrices: Tensor) -> Tensor:
    """Matrices `(N, A, B)` with their singular values taken to about one (Newton-Schulz)."""
    dtype = torch.bfloat16 if matrices.is_cuda else torch.float32
    found = matrices.to(dtype)
    tall = found.shape[1] > found.shape[2]
    found = found.mT if tall else found
    found = found / found.norm(dim=(1, 2), keepdim=True).clamp(min=_LEAST)
    a, b, c = _QUINTIC
    for _ in range(_ROUNDS):
        gram = found @ found.mT
        found = torch.baddbmm(
            found, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), found, beta=a
        )
    return (found.mT if tall else found).to(matrices.dtype)
