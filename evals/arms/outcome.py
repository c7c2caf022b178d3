"""What an arm hands back for one item, before anybody judged it.

The scorer (scoring.py) holds it against the item. An arm that knows nothing of a stage (an LLM
alone calls no tool) leaves that field None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ...trm.puzzles import Status
from ...trm.result import TraceStep
from ..endpoint import Usage
from ..suites import Item


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer and how it came about."""

    status: Status
    answer: Any = None  # a `Grid`, a `Path`, or up to two grids for each ARC test input
    verified: bool = False  # whether the arm itself says that the answer is verified
    reads: bool = False  # whether the arm had to read the message
    kind: str | None = None  # of puzzle, as read
    puzzle: Any = None  # as read
    ask: str | None = None  # as read
    tool_called: bool | None = None  # whether the puzzle reached the solver
    steps: int | None = None  # supervision steps of the candidate that answered
    candidates: int | None = None
    confidence: float | None = None  # halt probability, p_correct, or share of the votes
    trace: Sequence[TraceStep] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)  # by part, "total" among them
    usage: Usage = field(default_factory=Usage)
    llm_agrees: bool | None = None  # hybrid: whether the model's own reading fits the message
    llm_failed: str | None = None  # hybrid: why it did without the model, in plain words
    repairs: int = 0  # turns in which a model was told what it got wrong
    tries: int = 0  # further tries after errors of an endpoint
    parse: str | None = None  # LLM alone: "strict", "lenient" or "none"
    reply: str = ""  # what the model or the hybrid said, cut
    error: str | None = None  # of the model's endpoint, the last
    down: bool = False  # whether that error says that the endpoint is down: no result
    more: tuple[Outcome, ...] = ()  # of further puzzles of the message, without usage and seconds


def of_parts(
    items: Sequence[Item], answer: Callable[[Sequence[Item]], list[Outcome]]
) -> list[Outcome]:
    """One outcome an item, made by a function that answers one puzzle at a time."""
    found = iter(answer([part for item in items for part in item.parts]))
    outcomes = [[next(found) for _ in item.parts] for item in items]
    return [replace(first, more=tuple(more)) for first, *more in outcomes]


class Arm(Protocol):
    """A way of answering."""

    @property
    def name(self) -> str:
        """As the command line says it."""
        ...

    @property
    def together(self) -> int:
        """Items that it likes to answer in one go."""
        ...

    def takes(self, item: Item) -> bool:
        """Whether an item can be asked of it at all."""
        ...

    def answer(self, items: Sequence[Item]) -> list[Outcome]:
        """One outcome an item, in order; called from several threads."""
        ...
