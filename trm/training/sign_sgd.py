"""SignSGD for the table of puzzle embeddings: only the rows of a batch move.

The table is no parameter: it may be huge (ARC: 1.8 GB), stay on the CPU or in a mapped file.
A batch looks its rows up, the loss gives the copies a gradient, and the step writes the rows
back: decayed, and moved by the sign of the gradient that is summed over a puzzle's rows. Under
torch.distributed the rows of all ranks are gathered, so that all tables stay equal; every rank
then takes part in every step, and their losses must be scaled alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import overload

import torch
from torch import Tensor
from torch import distributed as dist


class SignSGD(torch.optim.Optimizer):
    """Moves the rows of a table that a batch looked up.

    Args:
        table: embeddings `(n, width)`, changed in place.
        lr: learning rate; `param_groups[0]["lr"]` holds it, as in every torch optimizer.
        weight_decay: share of a row that goes with each step, times the rate.

    Raises:
        ValueError: for a negative setting, or a table that takes a gradient itself.
    """

    def __init__(self, table: Tensor, *, lr: float, weight_decay: float = 0.0) -> None:
        if lr < 0 or weight_decay < 0:
            raise ValueError(f"lr {lr} and weight_decay {weight_decay} must not be negative")
        if table.requires_grad or table.dim() != 2:
            raise ValueError("expected a table (n, width) that is a buffer, not a parameter")
        super().__init__([table], {"lr": lr, "weight_decay": weight_decay})
        self._looked_up: list[tuple[Tensor, Tensor]] = []  # ids, and their rows with gradients

    @property
    def table(self) -> Tensor:
        """The embeddings `(n, width)`."""
        return self.param_groups[0]["params"][0]

    def look_up(self, ids: Tensor) -> Tensor:
        """The rows of a batch, which the next step moves.

        Args:
            ids: integers `(B,)`; a puzzle may come several times.

        Returns:
            A copy `(B, width)` on the device of the ids, that takes a gradient.
        """
        ids = ids.detach().long()
        rows = self.table[ids.to(self.table.device)].to(ids.device).requires_grad_()
        self._looked_up.append((ids, rows))
        return rows

    @overload
    def step(self, closure: None = None) -> None: ...
    @overload
    def step(self, closure: Callable[[], float]) -> float: ...
    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:
        """Move the rows that were looked up since the last step and got a gradient."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        found = [(ids, rows.grad) for ids, rows in self._looked_up if rows.grad is not None]
        self._looked_up.clear()
        device = found[0][0].device if found else self.table.device
        ids = torch.cat([torch.zeros(0, dtype=torch.long, device=device), *(i for i, _ in found)])
        none = torch.zeros(0, self.table.shape[1], dtype=self.table.dtype, device=device)
        gradients = torch.cat([none, *(gradient for _, gradient in found)])
        if dist.is_available() and dist.is_initialized() and dist.get_world_size() > 1:
            ids, gradients = _of_all_ranks(ids), _of_all_ranks(gradients)
        self._move(ids.to(self.table.device), gradients.to(self.table))
        return loss

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the rows that were looked up."""
        super().zero_grad(set_to_none)
        self._looked_up.clear()

    def _move(self, ids: Tensor, gradients: Tensor) -> None:
        """Decay the rows of the ids and move them by the sign of their summed gradients."""
        if not len(ids):
            return
        lr, decay = (self.param_groups[0][key] for key in ("lr", "weight_decay"))
        order = ids.argsort(stable=True)
        puzzles, counts = ids[order].unique_consecutive(return_counts=True)
        # Not index_add: its order of summing varies on GPUs, and with it a sign near zero, so
        # that the tables of several ranks would drift apart.
        summed = torch.segment_reduce(gradients[order], "sum", lengths=counts, axis=0)
        rows = self.table[puzzles]
        self.table[puzzles] = rows * (1 - lr * decay) - lr * summed.sign()


def _of_all_ranks(rows: Tensor) -> Tensor:
    """The rows `(n, ...)` of all ranks, one after the other; n may differ between ranks."""
    world = dist.get_world_size()
    mine = torch.tensor([len(rows)], device=rows.device)
    counts = [torch.empty_like(mine) for _ in range(world)]
    dist.all_gather(counts, mine)
    lengths = [int(count) for count in counts]
    padded = rows.new_zeros(max(lengths), *rows.shape[1:])
    padded[: len(rows)] = rows
    parts = [torch.empty_like(padded) for _ in range(world)]
    dist.all_gather(parts, padded)
    return torch.cat([part[:length] for part, length in zip(parts, lengths, strict=True)])
