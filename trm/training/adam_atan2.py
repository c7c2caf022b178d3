"""AdamATan2: Adam whose step is an arc tangent, so that it needs no epsilon.

The formula of the kernel that the official TRM trains with (adam-atan2 0.0.3, CUDA only), in
plain torch. It differs from the published one (arXiv:2407.05872): the first moment's
correction stands outside of the arc tangent, and nothing is multiplied by 1.27. A gradient
that never changes moves a parameter by the whole rate at first and by 0.785 of it later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import sqrt
from typing import Any, overload

import torch
from torch import Tensor

# pyright: reportPrivateImportUsage=false
# torch's own optimizers use the _foreach functions, but it does not export them.


class AdamATan2(torch.optim.Optimizer):
    """AdamATan2 with decoupled weight decay.

    Args:
        params: parameters or groups of them, as for every torch optimizer.
        lr: learning rate.
        betas: decay of the first and of the second moment.
        weight_decay: share of a parameter that goes with each step, times the rate.

    Raises:
        ValueError: for a setting out of its range.
    """

    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict[str, Any]],
        *,
        lr: float = 1e-4,
        betas: tuple[float, float] = (0.9, 0.95),
        weight_decay: float = 0.0,
    ) -> None:
        if lr < 0 or weight_decay < 0:
            raise ValueError(f"lr {lr} and weight_decay {weight_decay} must not be negative")
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas are {betas}, expected two numbers from 0 to below 1")
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @overload
    def step(self, closure: None = None) -> None: ...
    @overload
    def step(self, closure: Callable[[], float]) -> float: ...
    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:
        """Move every parameter that has a gradient; returns what the closure returns."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            parameters = [parameter for parameter in group["params"] if parameter.grad is not None]
            if parameters:
                self._move(parameters, **{k: group[k] for k in ("lr", "betas", "weight_decay")})
        return loss

    def _move(
        self,
        parameters: list[Tensor],
        *,
        lr: float,
        betas: tuple[float, float],
        weight_decay: float,
    ) -> None:
        """One step of parameters that have gradients, all of them in a few kernels."""
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        states = [self._state_of(parameter) for parameter in parameters]
        first = [state["first"] for state in states]
        second = [state["second"] for state in states]
        for state in states:
            state["step"] += 1
        # Steps may differ: a parameter's count rises only when it has a gradient.
        rates = [-lr / (1 - betas[0] ** state["step"]) for state in states]
        roots = [sqrt(1 - betas[1] ** state["step"]) for state in states]

        torch._foreach_mul_(parameters, 1 - lr * weight_decay)
        torch._foreach_lerp_(first, gradients, 1 - betas[0])
        torch._foreach_mul_(second, betas[1])
        torch._foreach_addcmul_(second, gradients, gradients, 1 - betas[1])
        scale = torch._foreach_sqrt(second)
        torch._foreach_div_(scale, roots)
        moves = [torch.atan2(m, v) for m, v in zip(first, scale, strict=True)]
        torch._foreach_mul_(moves, rates)
        torch._foreach_add_(parameters, moves)

    def _state_of(self, parameter: Tensor) -> dict[str, Any]:
        """The moments and the step count of a parameter, zero at first."""
        state = self.state[parameter]
        if not state:
            state["step"] = 0
            state["first"] = torch.zeros_like(parameter)
            state["second"] = torch.zeros_like(parameter)
        return state
