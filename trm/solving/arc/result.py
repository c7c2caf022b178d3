"""What a run on an ARC task is given (`ArcBudget`) and what it gives back (`ArcResult`). No torch.

Nobody can verify an answer to an ARC task: at best it is `predicted`, with a probability of
being right. What was checked, on demonstrations held out of learning, is in `SelfCheck`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...puzzles.arc.answers import Answers
from ...puzzles.arc.official_form import Grid
from ...puzzles.status import Status
from .confidence import Signs

ARC_SECONDS = 45.0  # below the usual time-outs of clients


@dataclass(frozen=True, slots=True)
class ArcBudget:
    """Limits of one run. With `steps` and without `seconds`, the same seed gives the same result.

    Raises:
        ValueError: for limits that are not positive, or where there is none.
    """

    seconds: float | None = ARC_SECONDS  # wall time, learning and voting together; None: no limit
    steps: int | None = None  # training steps in all, of self-check and final learning

    def __post_init__(self) -> None:
        if self.seconds is None and self.steps is None:
            raise ValueError("a budget without seconds and without steps; expected at least one")
        if self.seconds is not None and not self.seconds > 0:
            raise ValueError(f"a budget of {self.seconds} seconds; expected more than 0, or None")
        if self.steps is not None and self.steps < 1:
            raise ValueError(f"a budget of {self.steps} steps; expected at least 1, or None")


@dataclass(frozen=True, slots=True)
class ArcAttempt:
    """An output that the model proposes."""

    grid: Grid
    p_correct: float | None  # calibrated probability of being right; None: nobody can say
    share: float  # of the views that voted for it
    signs: Signs | None = None  # from which the probability was estimated


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What was seen on the demonstrations. None of it verifies an answer."""

    hits: int  # held-out demonstrations whose output was among the two attempts
    folds: int  # held-out demonstrations tried; 0: no time, or a single demonstration
    reproduced: int  # demonstrations that the final model gives again: memory, weak evidence
    demonstrations: int


@dataclass(frozen=True, slots=True)
class ArcProgress:
    """How far a run is, for people who watch."""

    stage: str  # "self-check", "learning" or "voting"
    step: int  # training steps so far, of all stages
    share: float  # of the budget that is used, 0 to 1
    loss: float  # cross entropy a cell, lately
    fitted: float  # share of the views of demonstrations that came out right, lately


@dataclass(frozen=True, slots=True)
class ArcResult:
    """What came of a task: `predicted`, or `unsupported` with the reason."""

    status: Status
    answers: tuple[tuple[ArcAttempt, ...], ...]  # up to two a test input, the best first
    check: SelfCheck | None  # None where nothing was learnt
    sizes: tuple[str, ...]  # a test input: what its output is as large as, in words
    reason: str | None  # why it is unsupported
    steps: int  # training steps made
    seconds: float
    weights: str  # name of the weights that learning began from

    @property
    def grids(self) -> Answers:
        """The attempts alone, for scoring and submissions."""
        return tuple(tuple(attempt.grid for attempt in attempts) for attempts in self.answers)
