"""An ARC task in, two attempts a test input out: the model learns the task while it runs.

Two copies of the pretrained model learn side by side. The first sees plain boards, the second
also what is derived from them, with which it finds more rules, but also more false ones. The
second does without one demonstration at first and is then asked for it: the self-check; after
that it learns from all, as the first does. The views of both vote on a test input. How likely an
attempt is right is estimated from what was seen on the way (confidence.py); nobody can verify it.

Anytime: what has been learned when the budget ends, votes. With a budget in steps alone, the
same seed gives the same result on the same machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock
from time import perf_counter

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
VOTERS = 16  # views that vote, of each learner
CHECK_AT = 0.6  # of its budget the second learner does without one demonstration


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
    learners, checked = run.learn()
    answers = run.vote(learners, checked, guesses)
    demonstrations = len(task.demonstrations)
    return ArcResult(
        status=Status.PREDICTED,
        answers=answers,
        check=SelfCheck(checked.hits, checked.folds, run.reproduced(learners), demonstrations),
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

    def learn(self) -> tuple[list[Learner], _Checked]:
        """Learn twice, side by side; the second learner checks itself on the way."""
        self.views = Views(self.task.demonstrations)
        self.boards = [self._board(pair) for pair in self.task.demonstrations]
        jobs: list[Callable[[], tuple[Learner, _Checked]]] = [self._first, self._second]
        (first, _), (second, checked) = side_by_side(jobs, self.stop.set)
        return [first, second], checked

    def _first(self) -> tuple[Learner, _Checked]:
        boards = [board.plain for board in self.boards]
        learner, clock = self._learner(0, boards, self.views), self._clock()
        learner.learn(clock, self._watch("learning", learner, clock))
        return learner, _Checked()

    def _second(self) -> tuple[Learner, _Checked]:
        """Learn without one demonstration, answer it, and go on with all."""
        pairs, clock, checked = self.task.demonstrations, self._clock(), _Checked()
        held = int(np.random.default_rng(self.seed).integers(len(pairs)))
        rest = [number for number in range(len(pairs)) if number != held]
        views = Views([pairs[number] for number in rest]) if rest else self.views
        learner = self._learner(1, [self.boards[number] for number in rest], views)
        watch = self._watch("self-check", learner, clock)
        if rest:
            learner.learn(clock, watch, until=CHECK_AT)
            asked = pairs[held]
            found = self._candidates([None, learner], views, asked.input, size(asked.output))
            checked = _Checked([each.grid for each in found[:ATTEMPTS]].count(asked.output), 1)
        learner.boards, learner.views = self.boards, self.views
        learner.learn(clock, watch)
        return learner, checked

    def _clock(self) -> Clock:
        """A learner's own: half of the steps, the same seconds."""
        steps, seconds = self.budget.steps, self.budget.seconds
        end = self.began + seconds * (1 - VOTING_SHARE) if seconds else None
        return Clock(max(1, steps // 2) if steps else None, self.began, end)

    def _learner(self, number: int, boards: Sequence[Board], views: Views) -> Learner:
        return Learner(self.model, boards, views, LearningConfig(), (self.seed, number))

    def _watch(self, stage: str, learner: Learner, clock: Clock) -> Callable[[], None]:
        """What a learner calls after each training step."""

        def watch() -> None:
            if self.stop.is_set():
                raise _Stopped
            self.done[stage] = clock.made
            if self.report:
                with self.lock:
                    made = sum(self.done.values())
                    self.report(ArcProgress(stage, made, clock.share, learner.loss, learner.fitted))

        return watch

    def vote(
        self, learners: Sequence[Learner], checked: _Checked, guesses: Sequence[Sequence[SizeGuess]]
    ) -> tuple[tuple[ArcAttempt, ...], ...]:
        """The attempts at each test input; none where no rule tells the size of its output."""
        loss, fitted = (
            sum(values) / len(learners)
            for values in zip(*((each.loss, each.fitted) for each in learners), strict=True)
        )
        if self.report:
            self.report(ArcProgress("voting", sum(self.done.values()), 1.0, loss, fitted))
        return tuple(
            self._attempts(
                fitted, checked, self._candidates(learners, self.views, grid, found[0].size)
            )
            if found
            else ()
            for grid, found in zip(self.task.tests, guesses, strict=True)
        )

    def reproduced(self, learners: Sequence[Learner]) -> int:
        """How many demonstrations the learners give again, as their first attempt."""
        return sum(
            self._candidates(learners, self.views, pair.input, size(pair.output), few=True)[0].grid
            == pair.output
            for pair in self.task.demonstrations
        )

    def _attempts(
        self, fitted: float, checked: _Checked, candidates: Sequence[Candidate]
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
                fitted=fitted,
                halt=candidate.halt,
                attempt=float(rank),
            )
            probability = self.confidence.probability(signs) if self.confidence else None
            attempts.append(ArcAttempt(candidate.grid, probability, candidate.share, signs))
        return tuple(attempts)

    def _candidates(
        self,
        learners: Sequence[Learner | None],
        views: Views,
        grid: Grid,
        sides: Size,
        *,
        few: bool = False,
    ) -> list[Candidate]:
        """What the first learner, the second, or both make of an input."""
        drawn = views.all_turns(VOTERS // 2 if few else VOTERS, np.random.default_rng(self.seed))
        board = board_of(grid, sides, self.aligners)
        seen = zip(learners, (board.plain, board), strict=True)
        return candidates_of([(each.model, shown) for each, shown in seen if each], drawn)

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
