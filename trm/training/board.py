"""What training trains on: boards, each with a stream of examples and a carry of rows.

A board is a sort and size of puzzles. Its carry keeps every row's state until the row is done;
then a new puzzle takes its place. Under torchrun a carry has the rows of one process alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
import torch
from torch import Tensor

from ..recursion import State, Step
from ..turning import Turning
from .supposing import Guessing


class Stream(Protocol):
    """Where examples come from."""

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` questions and answers, each `(n, *shape)` int8."""
        ...


@runtime_checkable
class Stateful(Protocol):
    """A stream that goes on from somewhere; its place is kept in checkpoints."""

    def state_dict(self) -> dict[str, Any]:
        """Its place."""
        ...

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from a place."""
        ...


class Losses(NamedTuple):
    """What a supervision step is judged by."""

    answer: Tensor  # mean loss of the answer
    halt: Tensor  # mean loss of the halting head
    exact: Tensor  # (B,) rows that are exactly right


@dataclass(frozen=True, slots=True)
class Board:
    """One sort and size of puzzles in training."""

    shape: tuple[int, ...]  # of a question, and of its answer
    share: float  # of the updates
    batch: int  # rows of its carry, of all processes together
    stream: Stream
    question: Callable[[Tensor], Tensor]  # int8 (B, *shape) to what the network embeds
    losses: Callable[[Step, Tensor], Losses]  # of a step and the answers (B, *shape)
    begins: float = 0.0  # share of the run before which this board is left out
    guessing: Guessing | None = None  # suppositions, where answers are digits of cells
    turning: Turning | None = None  # other views of square mazes


@dataclass(slots=True)
class Carry:
    """The rows of one board between updates."""

    questions: Tensor  # (B, *shape) int8
    answers: Tensor  # (B, *shape) int8
    steps: Tensor  # (B,) supervision steps so far
    least: Tensor  # (B,) steps before a row may halt
    done: Tensor  # (B,) rows to be replaced
    y: Tensor | None = None  # the state; None before the first update
    z: Tensor | None = None
    asked: Tensor | None = None  # the questions with suppositions; None where there are none

    @classmethod
    def empty(cls, board: Board, rows: int, device: torch.device) -> Carry:
        """A carry whose rows all wait for a puzzle."""
        cells = torch.zeros(rows, *board.shape, dtype=torch.int8, device=device)
        steps = torch.zeros(rows, dtype=torch.long, device=device)
        done = torch.ones(rows, dtype=torch.bool, device=device)
        asked = cells.clone() if board.guessing else None
        return cls(cells, cells.clone(), steps, steps.clone(), done, asked=asked)

    def __len__(self) -> int:
        return len(self.steps)

    def mapped(self, change: Callable[[Tensor], Tensor]) -> Carry:
        """A carry of the changed tensors."""
        changed: dict[str, Any] = {
            name: None if tensor is None else change(tensor)
            for name, tensor in self.tensors().items()
        }
        return Carry(**changed)

    def tensors(self) -> dict[str, Tensor | None]:
        """Its tensors by name, as checkpoints keep them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def replace_done(self, questions: np.ndarray, answers: np.ndarray, least: np.ndarray) -> None:
        """Put new puzzles where rows are done, as many as there are."""
        device = self.done.device
        self.questions[self.done] = torch.from_numpy(questions).to(device)
        self.answers[self.done] = torch.from_numpy(answers).to(device)
        self.least[self.done] = torch.from_numpy(least).to(device)
        self.steps[self.done] = 0
        if self.asked is not None:
            self.asked[self.done] = self.questions[self.done]

    def state(self, start: State) -> State:
        """The rows' states; those of new puzzles are at their `start`."""
        if self.y is None or self.z is None:
            return start
        return State(self.y, self.z).replaced(self.done, start)

    def advance(self, step: Step, halts: Tensor, *, max_steps: int) -> None:
        """Take in a supervision step after which the rows of `halts` are done.

        Args:
            step: the step.
            halts: `(B,)`; counts from the `least` step of a row on.
            max_steps: after which a row is done in any case.
        """
        self.y, self.z = step.state.y, step.state.z
        self.steps += 1
        self.done = (halts & (self.steps >= self.least)) | (self.steps >= max_steps)
