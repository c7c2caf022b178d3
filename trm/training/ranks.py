"""The processes of one run: how torchrun's ranks share the rows of a batch.

Every rank draws the examples of the whole batch (same seed, same draws) and takes its own rows,
so a run means the same however many processes it has. Gradients are averaged by DDP; here is
what else the ranks tell each other. A run in one process is rank 0 of 1 and talks to nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor
from torch import distributed as dist


@dataclass(frozen=True, slots=True)
class Ranks:
    """This process among those of the run."""

    rank: int = 0
    world: int = 1  # processes

    @classmethod
    def current(cls) -> Ranks:
        """Those of torch.distributed, if it is initialised."""
        if dist.is_available() and dist.is_initialized():
            return cls(dist.get_rank(), dist.get_world_size())
        return cls()

    @property
    def first(self) -> bool:
        """Whether this is the process that writes and reports."""
        return self.rank == 0

    def share_of(self, batch: int, name: str) -> slice:
        """The rows of a batch that are this process's.

        Raises:
            ValueError: where the batch cannot be cut into equal parts.
        """
        rows, left = divmod(batch, self.world)
        if left:
            raise ValueError(
                f"board {name} has a batch of {batch} rows, which {self.world} processes cannot "
                f"share equally; take a batch that {self.world} divides"
            )
        return slice(self.rank * rows, (self.rank + 1) * rows)

    def gathered(self, rows: Tensor) -> Tensor:
        """The rows of all processes, in the order of the ranks."""
        if self.world == 1:
            return rows
        sent = rows.to(torch.uint8) if rows.dtype == torch.bool else rows.contiguous()
        parts = [torch.empty_like(sent) for _ in range(self.world)]
        dist.all_gather(parts, sent)
        return torch.cat(parts).to(rows.dtype)

    def mean(self, value: Tensor) -> Tensor:
        """The mean over processes."""
        if self.world == 1:
            return value
        total = value.clone()
        dist.all_reduce(total)
        return total / self.world

    def first_says(self, value: bool, device: torch.device) -> bool:
        """What rank 0 says, on every rank."""
        if self.world == 1:
            return value
        said = torch.tensor([int(value)], device=device)
        dist.broadcast(said, 0)
        return bool(said)


@contextmanager
def joined(device: str) -> Iterator[str]:
    """Join the other processes that torchrun started, if it did; leave them at the end.

    Args:
        device: what was asked for; "cuda" becomes this process's own GPU.

    Yields:
        The device of this process.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) < 2 or dist.is_initialized():
        yield device
        return
    on_gpu = device.startswith("cuda")
    if on_gpu:
        device = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if on_gpu else "gloo")
    try:
        yield device
        dist.barrier()  # one that leaves early takes the others' connections with it
    finally:
        dist.destroy_process_group()
