"""What the batcher and its workers say to one another; all of it can be sent to a process."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import Any, Protocol

from ...tools.errors import TinyduoError
from ...trm.checkpoint import Weights
from ...trm.puzzles import Maze, Sudoku
from ...trm.result import Budget, Result, TraceStep


class Ended(Exception):
    """Nobody waits for the answer any more."""


class FaultError(TinyduoError):
    """The solver failed on a puzzle: a bug. The message tells nothing of the inside."""


@dataclass(frozen=True, slots=True)
class Task:
    """A puzzle to be solved."""

    number: int  # its own
    puzzle: Sudoku | Maze
    weights: int  # number of weights that the worker knows
    budget: Budget
    seed: int
    tells: bool  # every step of the network, as it is made


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started, or its batch of plain candidates has ended: it takes another."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step was made for a task."""

    number: int
    step: TraceStep[Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A task is done."""

    number: int
    result: Result[Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """The solver failed on a task."""

    number: int
    error: str  # name of its type
    place: str  # in the code; never the error's message, which may hold a person's words


@dataclass(frozen=True, slots=True)
class Stopped:
    """The worker is no more, nor are its tasks."""

    why: str


def place_of(error: BaseException) -> str:
    """The line that an error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "nowhere"


Event = Ready | Stepped | Answered | Failed | Stopped


class Worker(Protocol):
    """What runs tasks and tells events of them, from any thread."""

    def know(self, number: int, weights: Weights) -> None:
        """Keep weights that tasks name by a number."""
        ...

    def take(self, tasks: list[Task]) -> None:
        """Begin with tasks of one size and the same weights, after `Ready`."""
        ...

    def leave(self, number: int) -> None:
        """End a task at its next step: nobody waits for it."""
        ...

    def close(self) -> None:
        """End all tasks."""
        ...
