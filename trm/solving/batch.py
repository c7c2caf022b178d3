"""Candidates that run together: the rows of a batch that have not finished yet.

Rows leave the batch as soon as they are finished, so a batch costs what its unfinished rows
cost. What the rows mean is each kind's own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from ..recursion import State, Step, TinyRecursiveModel
from .threads import step_rows

ItemT = TypeVar("ItemT")
KeyT = TypeVar("KeyT", bound=Hashable)


class RunningBatch:
    """A batch of questions on their way through the recursion.

    Args:
        model: the recursive model; its device is used.
        question: what the network embeds, `(B, ...)`.
        noise: standard deviation added to each row's starting state, `(B,)`; None for none.
        generator: for the noise; on the CPU.
        state: the rows' states to go on from; None: the network's start.
    """

    def __init__(
        self,
        model: TinyRecursiveModel,
        question: Tensor,
        *,
        noise: np.ndarray | None = None,
        generator: torch.Generator | None = None,
        state: State | None = None,
    ) -> None:
        self.model = model
        self.rows = torch.arange(len(question), device=question.device)  # (R,) still running
        with torch.inference_mode():
            self.x = model.network.embed(question)
            self.state = _noisy(state or model.start(self.x), noise, generator)

    def __len__(self) -> int:
        return len(self.rows)

    def step(self) -> Step:
        """One supervision step of the running rows."""
        step = step_rows(self.model, self.x, self.state)
        self.state = step.state
        return step

    def ask(self, question: Tensor) -> None:
        """Go on with other questions for the running rows, `(R, ...)`."""
        with torch.inference_mode():
            self.x = self.model.network.embed(question)

    def finish(self, finished: np.ndarray) -> None:
        """Take the rows of a mask `(R,)` out of the batch."""
        if not finished.any():
            return
        keep = torch.from_numpy(~finished).to(self.rows.device)
        with torch.inference_mode():
            self.rows, self.x, self.state = self.rows[keep], self.x[keep], self.state.rows(keep)


def _noisy(state: State, noise: np.ndarray | None, generator: torch.Generator | None) -> State:
    """Add normal noise to the rows of a state, scaled by `noise` `(B,)`."""
    if noise is None or not noise.any():
        return state
    scale = torch.from_numpy(noise).to(state.y).reshape(-1, *[1] * (state.y.dim() - 1))

    def draw() -> Tensor:
        return torch.randn(state.y.shape, generator=generator).to(state.y) * scale

    return State(state.y + draw(), state.z + draw())


def alike(items: Sequence[ItemT], key: Callable[[ItemT], KeyT]) -> Iterator[tuple[KeyT, list[int]]]:
    """The numbers of the items of each key, in the order in which the keys first occur.

    >>> list(alike(["a", "bc", "d"], len))
    [(1, [0, 2]), (2, [1])]
    """
    numbers: dict[KeyT, list[int]] = {}
    for number, item in enumerate(items):
        numbers.setdefault(key(item), []).append(number)
    return iter(numbers.items())


def windows(items: Iterable[ItemT], n: int) -> Iterator[list[ItemT]]:
    """The items, `n` at a time, taken when they are needed.

    >>> list(windows(range(5), 2))
    [[0, 1], [2, 3], [4]]
    """
    left = iter(items)
    while window := list(islice(left, n)):
        yield window
