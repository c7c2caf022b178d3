"""The vote over augmented copies of an ARC task: two attempts a test input, and their score.

Predictions are brought back to the task's own frame (`Augmentation.undo`) before they vote.
Equal grids are one candidate; candidates rank by how many voted for them, then by how sure the
halting head was on average. Nothing here knows whether an answer is right but the score, which
needs the targets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from .official_form import Grid

ATTEMPTS = 2  # answers that may be handed in for a test input


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a network answered to one augmented copy, in the task's own frame."""

    grid: Grid
    halt_logit: float  # of that answer being right


@dataclass(frozen=True, slots=True)
class Candidate:
    """A grid that was predicted, and how often."""

    grid: Grid
    votes: int  # predictions
    confidence: float  # their mean halting probability


def ranked(predictions: Iterable[Prediction]) -> list[Candidate]:
    """The candidates of one test input, best first; of equals, the one predicted first."""
    halts: dict[Grid, list[float]] = {}
    for prediction in predictions:
        halts.setdefault(prediction.grid, []).append(_sigmoid(prediction.halt_logit))
    candidates = [
        Candidate(grid, len(chances), sum(chances) / len(chances))
        for grid, chances in halts.items()
    ]
    return sorted(candidates, key=lambda each: (each.votes, each.confidence), reverse=True)


def share_solved(
    tests: Sequence[Sequence[Candidate]], targets: Sequence[Grid], *, attempts: int = ATTEMPTS
) -> float:
    """A task's score: the share of its test inputs whose target is among the first attempts.

    Args:
        tests: the ranked candidates of each test input.
        targets: the right answer of each.
        attempts: how many candidates count.
    """
    solved = [
        target in [candidate.grid for candidate in candidates[:attempts]]
        for candidates, target in zip(tests, targets, strict=True)
    ]
    return sum(solved) / len(solved)


def submission_of(
    tasks: Mapping[str, Sequence[Sequence[Candidate]]],
) -> dict[str, list[dict[str, list[list[int]]]]]:
    """What is handed in: for each task and test input, `attempt_1` and `attempt_2`.

    Args:
        tasks: by name, the ranked candidates of each test input. Where there are fewer than
            attempts, the first is handed in again; where there is none, a single black cell.
    """
    return {
        name: [
            {
                f"attempt_{number + 1}": list(map(list, grid))
                for number, grid in enumerate(_attempts(candidates))
            }
            for candidates in tests
        ]
        for name, tests in tasks.items()
    }


def _attempts(candidates: Sequence[Candidate]) -> list[Grid]:
    grids = [candidate.grid for candidate in candidates[:ATTEMPTS]] or [((0,),)]
    return grids + [grids[0]] * (ATTEMPTS - len(grids))


def _sigmoid(logit: float) -> float:
    # Either way exp of something below zero: that of a large number overflows.
    return 1 / (1 + exp(-logit)) if logit >= 0 else exp(logit) / (1 + exp(logit))
