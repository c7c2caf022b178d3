"""The strict score of ARC answers: two attempts a test output, over the list that was asked for.

A task scores the share of its test outputs that an attempt equals in every cell; the score is the
mean over all tasks asked for. A task without an answer scores 0 and counts: official scoring
divides by the tasks that were handed in, and believes an answer about which test it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...intervals import wilson
from .answers import Answers, Submission
from .official_form import Grid
from .task import ArcItem
from .vote import ATTEMPTS


@dataclass(frozen=True, slots=True)
class TaskScore:
    """How one task was answered."""

    solved: tuple[bool, ...]  # for each test output, whether an attempt is right
    attempts: int  # grids among the attempts that counted; 0 where nothing was handed in

    @property
    def share(self) -> float:
        """The task's score, 0 to 1."""
        return sum(self.solved) / len(self.solved)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of n with its 95 % Wilson interval."""

    hits: float  # of n; whole but for means of shares
    n: int

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval; for a mean of shares it is rather too wide than too narrow.

        >>> [round(end, 3) for end in Rate(8, 10).interval]
        [0.49, 0.943]
        """
        return wilson(self.hits, self.n)

    def to_json(self) -> dict[str, Any]:
        """The rate as JSON-ready data."""
        return {
            "value": round(self.value, 6),
            "hits": round(self.hits, 6),
            "n": self.n,
            "interval": [round(end, 4) for end in self.interval],
        }


@dataclass(frozen=True, slots=True)
class Score:
    """The score over the tasks asked for."""

    tasks: Mapping[str, TaskScore]  # all that were asked for
    missing: tuple[str, ...]  # of them, those without an answer
    unasked: tuple[str, ...]  # handed in, but not asked for: they count for nothing

    @property
    def mean(self) -> Rate:
        """The score: the mean over tasks of the share of test outputs solved."""
        return Rate(sum(task.share for task in self.tasks.values()), len(self.tasks))

    @property
    def fully_solved(self) -> Rate:
        """The tasks of which all test outputs are solved."""
        return Rate(sum(all(task.solved) for task in self.tasks.values()), len(self.tasks))

    @property
    def outputs(self) -> Rate:
        """The test outputs solved."""
        solved = [one for task in self.tasks.values() for one in task.solved]
        return Rate(sum(solved), len(solved))

    def to_json(self) -> dict[str, Any]:
        """The score as JSON-ready data."""
        return {
            "score": self.mean.to_json(),
            "tasks_fully_solved": self.fully_solved.to_json(),
            "outputs_solved": self.outputs.to_json(),
            "attempts": ATTEMPTS,
            "missing": list(self.missing),
            "unasked": list(self.unasked),
            "tasks": {name: task.share for name, task in self.tasks.items()},
        }


def score(submission: Submission, items: Mapping[str, ArcItem]) -> Score:
    """Score answers.

    Args:
        submission: the answers by task id.
        items: every task asked for, by id, with its test outputs.

    Raises:
        ValueError: where nothing is asked for, test outputs are not known, or a task has more
            answers than test inputs.
    """
    if not items:
        raise ValueError("no tasks to score, expected at least 1")
    return Score(
        {name: score_task(submission.get(name, ()), item) for name, item in items.items()},
        tuple(name for name in items if name not in submission),
        tuple(name for name in submission if name not in items),
    )


def score_task(answers: Answers, item: ArcItem) -> TaskScore:
    """Score the answers to one task; test inputs without an answer are not solved.

    Raises:
        ValueError: where test outputs are not known, or there are more answers than test inputs.
    """
    if item.targets is None:
        raise ValueError(f"{item.name}: the test outputs are not known, nothing to score against")
    if len(answers) > len(item.targets):
        raise ValueError(
            f"{item.name}: {len(answers)} answers, expected {len(item.targets)}, one a test input"
        )
    none: tuple[Grid | None, ...] = ()
    padded = (*answers, *[none] * (len(item.targets) - len(answers)))
    return TaskScore(
        tuple(
            target in attempts[:ATTEMPTS]
            for attempts, target in zip(padded, item.targets, strict=True)
        ),
        sum(grid is not None for attempts in answers for grid in attempts[:ATTEMPTS]),
    )
