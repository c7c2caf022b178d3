"""Recursive refinement: the loop that gives a tiny network its depth.

Follows Jolicoeur-Martineau (2025), arXiv:2510.04871, Fig. 3. Names follow the paper:
x question, y answer state, z latent, n latent updates per answer update, T answer updates
per supervision step. Only the last of the T carries gradient; the first T - 1 run without.
Generic over the network it repeats (`tinyduo.trm.networks`). Not here: the loss, the carry
over training batches (training/), and when to stop (solver.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn


class RecursiveNetwork(Protocol):
    """What the loop repeats; states have any shape, batch `B` first."""

    def embed(self, question: Tensor) -> Tensor:
        """The embedded question x."""
        ...

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The fixed starting (y, z) for every row of x."""
        ...

    def update(self, state: Tensor) -> Tensor:
        """One pass of the tiny network."""
        ...

    def read_answer(self, y: Tensor) -> Tensor:
        """Logits of the answer, digits or tokens last."""
        ...

    def read_halt(self, y: Tensor) -> Tensor:
        """Logit `(B,)` of the answer being right."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """The carry between supervision steps."""

    y: Tensor  # answer state
    z: Tensor  # latent

    def rows(self, index: Tensor | slice) -> State:
        """The rows of an index, a mask `(B,)`, or a slice."""
        return State(self.y[index], self.z[index])

    def replaced(self, mask: Tensor, fresh: State) -> State:
        """A copy where the rows of `mask` `(B,)` come from `fresh`."""
        where = mask.reshape(-1, *[1] * (self.y.dim() - 1))
        return State(torch.where(where, fresh.y, self.y), torch.where(where, fresh.z, self.z))


@dataclass(frozen=True, slots=True)
class Step:
    """What one supervision step gives."""

    logits: Tensor  # of the answer
    halt_logit: Tensor  # (B,)
    state: State  # detached


class TinyRecursiveModel(nn.Module):
    """A tiny network, run again and again on (question, answer, latent).

    Args:
        network: a module that is a `RecursiveNetwork`.
        latent_updates: n of the paper.
        answer_updates: T of the paper.
    """

    def __init__(self, network: nn.Module, *, latent_updates: int, answer_updates: int) -> None:
        super().__init__()
        self.network: RecursiveNetwork = network  # pyright: ignore[reportAttributeAccessIssue]
        self.latent_updates = latent_updates
        self.answer_updates = answer_updates

    @property
    def calls(self) -> int:
        """Sequential network calls of a supervision step, T * (n + 1)."""
        return self.answer_updates * (self.latent_updates + 1)

    def steps_for(self, calls: int) -> int:
        """The supervision steps that come nearest to so many network calls, at least 1."""
        return max(1, round(calls / self.calls))

    def start(self, x: Tensor) -> State:
        """The state before the first supervision step."""
        return State(*self.network.initial_state(x))

    def step(self, x: Tensor, state: State) -> Step:
        """One supervision step: T times (n latent updates, one answer update).

        Args:
            x: the embedded question.
            state: of the step before, or `start(x)`.
        """
        y, z = state.y, state.z
        with torch.no_grad():
            fixed = x.detach()
            for _ in range(self.answer_updates - 1):
                y, z = self._refine(fixed, y, z)
        y, z = self._refine(x, y, z)
        return Step(
            logits=self.network.read_answer(y),
            halt_logit=self.network.read_halt(y),
            state=State(y.detach(), z.detach()),
        )

    def _refine(self, x: Tensor, y: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        """Run n latent updates, then one answer update."""
        for _ in range(self.latent_updates):
            z = self.network.update(z + (y + x))
        y = self.network.update(y + z)  # no x: this is what tells the network to answer
        return y, z
