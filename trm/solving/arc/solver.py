"""An ARC task in, two attempts a test input out: the model learns the task while it runs.

Two copies of the pretrained model learn side by side. One sees all demonstrations but one and is
then asked for that one: the self-check. The other sees all, and its views of a test input vote.
How likely an attempt is right is estimated from both (confidence.py); nobody can verify it.

Anytime: what has been learned when the budget ends, votes. With a budget in steps alone, the
same seed gives the same result on the same machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock
from time import perf_counter
from typing import Any

import numpy as np

from ...checkpoint import Weights, load_weights
from ...networks.task import TaskNetwork
from ...puzzles.arc.aligned import Board, aligners_of, board_of
from ...puzzles.arc.measures import Size, size
from ...puzzles.arc.official_form import Grid
from ...puzzles.arc.size_rules import SizeGuess, output_sizes, size_rules
from ...puzzles.arc.task import ArcTask, Demonstration
from ...puzzles.arc.vote import ATTEMPTS
from ...puzzles.status import Status
from ..threads import side_by_side
from .confidence import Confidence, Signs
from .learning import Clock, Learner, LearningConfig
from .result import ArcAttempt, ArcBudget, ArcProgress, ArcResult, SelfCheck
from .views import Views
from .voting import Candidate, candidates_of

Watch = Callable[[ArcProgress], None]

NO_SIZE = (
    "no rule that all demonstrations keep says how large the output is, so there is no grid to "
    "fill in"
)

VOTING_SHARE = 0.12  # of the budget, kept for the vote
VOTERS = 16  # views that vote
SUPERVISION_STEPS = 3  # of a view that votes


def solve_arc(
    task: ArcTask,
    *,
    budget: ArcBudget | None = None,
    seed: int = 0,
    weights: str | Weights | None = None,
    device: str = "cpu",
    report: Watch | None = None,
) -> ArcResult:
    """Learn a task from its demonstrations and apply the rule to its test inputs.

    Args:
        task: the task; it has no place for test outputs.
        budget: limits; the default is `ARC_SECONDS` of wall time.
        seed: of views and batches.
        weights: shipped name, path, or loaded weights to begin from; None: the shipped ones.
        device: where to learn, if the weights are not loaded yet.
        report: told how far the run is, from the threads that learn, one at a time.

    Returns:
        `predicted` with up to two attempts a test input, or `unsupported` with the reason where
        no rule tells the size of any output.

    Raises:
        ValueError: for weights that are not there or not for ARC, or a device that cannot be used.
    """
    began = perf_counter()
    loaded = (
        weights if isinstance(weights, Weights) else load_weights(weights or "arc", device=device)
    )
    if not isinstance(loaded.model.network, TaskNetwork):
        raise ValueError(
            f"weights {loaded.name!r} are for puzzles of kind {loaded.puzzles!r}, expected some "
            "that learn an ARC task"
        )
    guesses = [output_sizes(task.demonstrations, grid) for grid in task.tests]
    if not any(guesses):
        return _unsupported(loaded, began, NO_SIZE)
    run = _Run(task, loaded, budget or ArcBudget(), seed, report, began)
    learner, checked = run.learn()
    answers = run.vote(learner, checked, guesses)
    demonstrations = len(task.demonstrations)
    return ArcResult(
        status=Status.PREDICTED,
        answers=answers,
        check=SelfCheck(checked.hits, checked.folds, run.reproduced(learner), demonstrations),
        sizes=tuple(found[0].rules[0].words if found else "" for found in guesses),
        reason=None,
        steps=sum(run.done.values()),
        seconds=perf_counter() - began,
        weights=loaded.name,
    )


class _Stopped(Exception):
    """The run was interrupted; whoever learns ends too."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the self-check found: whether held-out demonstrations came out right."""

    hits: int = 0
    folds: int = 0


class _Run:
    """One task while it is being solved."""

    def __init__(
        self,
        task: ArcTask,
        weights: Weights,
        budget: ArcBudget,
        seed: int,
        report: Watch | None,
        began: float,
    ) -> None:
        self.task = task
        self.model = weights.model
        self.confidence = Confidence.of_card(weights.card)
        self.budget = budget
        self.seed = seed
        self.report = report
        self.began = began
        self.aligners = aligners_of(size_rules(task.demonstrations))
        self.stop = Event()
        self.lock = Lock()
        self.done = {"learning": 0, "self-check": 0}  # training steps

    def learn(self) -> tuple[Learner, _Checked]:
        """Learn from all demonstrations, and beside that from all but one for the self-check."""
        pairs = self.task.demonstrations
        clocks = [self._clock(2 if len(pairs) > 1 else 1) for _ in range(2)]
        jobs: list[Callable[[], Any]] = [lambda: self._learner("learning", pairs, clocks[0])]
        if len(pairs) > 1:
            jobs.append(lambda: self._self_check(pairs, clocks[1]))
        learner, *checked = side_by_side(jobs, self.stop.set)
        return learner, checked[0] if checked else _Checked()

    def _clock(self, learners: int) -> Clock:
        """A learner's own: half of the steps where two learn, the same seconds."""
        steps, seconds = self.budget.steps, self.budget.seconds
        end = self.began + seconds * (1 - VOTING_SHARE) if seconds else None
        return Clock(max(1, steps // learners) if steps else None, self.began, end)

    def _learner(self, stage: str, pairs: Sequence[Demonstration], clock: Clock) -> Learner:
        """A learner that has learned from pairs."""
        boards = [self._board(pair) for pair in pairs]
        learner = Learner(self.model, boards, Views(pairs), LearningConfig(), self.seed)

        def watch() -> None:
            if self.stop.is_set():
                raise _Stopped
            self.done[stage] = clock.made
            if self.report:
                with self.lock:
                    made = sum(self.done.values())
                    self.report(ArcProgress(stage, made, clock.share, learner.loss, learner.fitted))

        learner.learn(clock, watch)
        return learner

    def _self_check(self, pairs: Sequence[Demonstration], clock: Clock) -> _Checked:
        """Learn without one demonstration, then answer it."""
        held = int(np.random.default_rng(self.seed).integers(len(pairs)))
        rest = [pair for number, pair in enumerate(pairs) if number != held]
        learner = self._learner("self-check", rest, clock)
        asked = pairs[held]
        found = self._candidates(learner, asked.input, size(asked.output))
        return _Checked([each.grid for each in found[:ATTEMPTS]].count(asked.output), 1)

    def vote(
        self, learner: Learner, checked: _Checked, guesses: Sequence[Sequence[SizeGuess]]
    ) -> tuple[tuple[ArcAttempt, ...], ...]:
        """The attempts at each test input; none where no rule tells the size of its output."""
        if self.report:
            made = sum(self.done.values())
            self.report(ArcProgress("voting", made, 1.0, learner.loss, learner.fitted))
        return tuple(
            self._attempts(learner, checked, self._candidates(learner, grid, found[0].size))
            if found
            else ()
            for grid, found in zip(self.task.tests, guesses, strict=True)
        )

    def reproduced(self, learner: Learner) -> int:
        """How many demonstrations the learner gives again, as its first attempt."""
        return sum(
            self._candidates(learner, pair.input, size(pair.output), few=True)[0].grid
            == pair.output
            for pair in self.task.demonstrations
        )

    def _attempts(
        self, learner: Learner, checked: _Checked, candidates: Sequence[Candidate]
    ) -> tuple[ArcAttempt, ...]:
        shares = [*(each.share for each in candidates), 0.0]
        attempts = []
        for rank, candidate in enumerate(candidates[:ATTEMPTS]):
            signs = Signs(
                hit=checked.hits / checked.folds if checked.folds else 0.0,
                miss=1 - checked.hits / checked.folds if checked.folds else 0.0,
                share=candidate.share,
                ahead=candidate.share - (shares[1] if rank == 0 else shares[0]),
                log_probability=candidate.log_probability,
                fitted=learner.fitted,
                halt=candidate.halt,
                attempt=float(rank),
            )
            probability = self.confidence.probability(signs) if self.confidence else None
            attempts.append(ArcAttempt(candidate.grid, probability, candidate.share, signs))
        return tuple(attempts)

    def _candidates(
        self, learner: Learner, grid: Grid, sides: Size, *, few: bool = False
    ) -> list[Candidate]:
        rng = np.random.default_rng(self.seed)
        views = learner.views.all_turns(VOTERS // 2 if few else VOTERS, rng)
        board = board_of(grid, sides, self.aligners)
        return candidates_of(learner.model, board, views, steps=SUPERVISION_STEPS)

    def _board(self, pair: Demonstration) -> Board:
        return board_of(pair.input, size(pair.output), self.aligners, pair.output)


def _unsupported(loaded: Weights, began: float, reason: str) -> ArcResult:
    return ArcResult(
        status=Status.UNSUPPORTED,
        answers=(),
        check=None,
        sizes=(),
        reason=reason,
        steps=0,
        seconds=perf_counter() - began,
        weights=loaded.name,
    )
