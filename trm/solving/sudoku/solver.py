"""Sudokus solved: plain candidates, further ones where those fail, and the judge's word.

The verifier looks at every candidate's answer after every supervision step. The judge says
whether a puzzle has no answer, one, or several; answers come from the TRM alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from time import perf_counter
from typing import Protocol

import numpy as np

from ...checkpoint import Weights
from ...puzzles.status import Status
from ...puzzles.sudoku.board import Grid, Sudoku
from ...puzzles.sudoku.judge import Answers, Ruling, rule_on
from ...puzzles.sudoku.verify import clashes, verify
from ...puzzles.verdict import Cell, Problem, Verdict, cell_name
from ...result import Prediction, Result
from ...supposing import Passes
from ..batch import alike
from ..kind import Kind
from .attempt import Attempt, grid_of
from .candidates import CandidateBatch
from .form import knows_symmetry, misfit
from .open_board import run_bold
from .suppose import run_suppositions
from .view_rounds import STEPS, run_views

JUDGE_AFTER = 80  # network calls of a plain candidate; ordinary puzzles are solved by then
PLAIN_CALLS = 120  # of a plain candidate before others run beside it
OPEN_TIME = 0.25  # of the budget, for a puzzle that has several answers: that is known already


class Judge(Protocol):
    """Says how many answers a puzzle has; `rule_on` is the one we use."""

    def __call__(self, puzzle: Sudoku, *, known: Grid | None) -> Ruling:
        """Rule on a puzzle; `known` is a verified answer, where there is one."""
        ...


def run_plain(attempts: Sequence[Attempt]) -> None:
    """Run the plain candidates of attempts, a batch for each layout."""
    possible = [attempt for attempt in attempts if not clashes(attempt.puzzle)]
    for _, numbers in alike(possible, lambda attempt: attempt.puzzle.layout):
        _run_batch([possible[number] for number in numbers])


def _run_batch(attempts: Sequence[Attempt]) -> None:
    """Run the plain candidates of attempts on boards of one layout as one batch.

    Puzzles not solved after `JUDGE_AFTER` network calls go before the judge: with no answer, or
    with several, more steps of the plain candidate are no use.
    """
    givens = np.stack([attempt.givens for attempt in attempts])
    first = attempts[0]
    seconds = first.budget.seconds
    ends = inf if seconds is None else perf_counter() + seconds * len(attempts)
    batch = CandidateBatch(first.model, first.puzzle.layout, questions=givens, givens=givens)
    plain = first.model.steps_for(PLAIN_CALLS) if knows_symmetry(first.model) else STEPS
    steps = min(plain, first.budget.steps)
    judge_after = first.model.steps_for(JUDGE_AFTER)
    for step in batch.run(steps):
        last = step.number == steps or perf_counter() > ends
        finished = np.zeros(len(step.rows), bool)
        for index, row in enumerate(step.rows):
            attempt = attempts[row]
            if attempt.see(step, index, (0, step.number), ()):
                finished[index] = True
                continue
            if step.number == judge_after or (last and attempt.ruling is None):
                attempt.ruling = _judge_of(attempt)(attempt.puzzle, known=None)
            answers = attempt.ruling.answers if attempt.ruling else Answers.UNKNOWN
            finished[index] = last or answers in (Answers.NONE, Answers.SEVERAL)
            if finished[index]:
                attempt.pause(batch, step, index, (0, step.number))
        batch.finish(finished)
    for attempt in attempts:
        attempt.candidates = 1


def finish(attempt: Attempt, began: float) -> Result[Grid]:
    """What came of an attempt, after further candidates where the plain one did not do.

    Args:
        attempt: after its plain candidate.
        began: when, for the budget in seconds and the result's.
    """
    ruling = _ruling(attempt, began)
    return _result(attempt, ruling, perf_counter() - began)


def _ruling(attempt: Attempt, began: float) -> Ruling:
    """Further candidates where the plain one did not do, and the judge's word."""
    puzzle = attempt.puzzle
    if clashes(puzzle):
        return Ruling(Answers.NONE)
    ruling = attempt.ruling
    if attempt.answer is None and not (ruling and ruling.answers is Answers.NONE):
        _run_further(attempt, began, several=bool(ruling and ruling.answers is Answers.SEVERAL))
    if attempt.answer is not None and not (ruling and ruling.answers is Answers.ONE):
        return _judge_of(attempt)(puzzle, known=attempt.answer)
    return ruling or Ruling(Answers.UNKNOWN)


def _run_further(attempt: Attempt, began: float, *, several: bool) -> None:
    seconds = attempt.budget.seconds
    if several:
        run_bold(attempt, ends=inf if seconds is None else began + OPEN_TIME * seconds)
        return
    run = run_suppositions if knows_symmetry(attempt.model) else run_views
    run(attempt, ends=inf if seconds is None else began + seconds)


def _judge_of(attempt: Attempt) -> Judge:
    return attempt.request.judge or rule_on


def _result(attempt: Attempt, ruling: Ruling, seconds: float) -> Result[Grid]:
    """Put together what the attempt found and what the judge ruled."""
    puzzle, answer, best = attempt.puzzle, attempt.answer, attempt.best
    if answer is not None:
        status = Status.MULTIPLE if ruling.answers is Answers.SEVERAL else Status.SOLVED
        verdict = verify(puzzle, answer)
    elif ruling.answers is Answers.NONE:
        status = Status.CONTRADICTION
        verdict = Verdict(clashes(puzzle) or (_conflict(ruling.culprits),))
    elif ruling.answers is Answers.SEVERAL:
        status, verdict = Status.MULTIPLE, None
    else:
        status = Status.UNSOLVED
        answer = best.grid if best else None
        verdict = verify(puzzle, answer) if answer else None
    return Result(
        status=status,
        answer=answer,
        verdict=verdict,
        unique={Answers.ONE: True, Answers.SEVERAL: False}.get(ruling.answers),
        alternatives=(ruling.other,) if ruling.other else (),
        steps=best.step if best else 0,
        candidates=attempt.candidates,
        halt_probability=best.halt_probability if best else 0.0,
        seconds=seconds,
        weights=attempt.request.weights.name,
        trace=tuple(attempt.trace),
    )


def _conflict(culprits: tuple[Cell, ...]) -> Problem:
    """The hidden contradiction of givens that break no rule by themselves."""
    names = ", ".join(cell_name(cell) for cell in culprits)
    where = f"the givens at {names} cannot all stand" if culprits else "the givens cannot all stand"
    return Problem("contradiction", culprits, f"no answer exists: {where} together")


def predict(
    puzzles: Sequence[Sudoku], weights: Weights, steps: int, seed: int
) -> list[Prediction[Grid]]:
    """One candidate a puzzle, a batch for each layout: its answer at the halting signal."""
    found: dict[int, Prediction[Grid]] = {}
    model, passes = weights.single_pass, passes_of(weights, seed)
    for layout, numbers in alike(puzzles, lambda puzzle: puzzle.layout):
        givens = np.array([puzzles[n].givens for n in numbers], np.int8).reshape(len(numbers), -1)
        batch = CandidateBatch(model, layout, questions=givens, givens=givens, passes=passes)
        for part in batch.run(steps * weights.parts):
            last = part.number == steps * weights.parts
            halts = (part.halt > weights.halt_threshold) | last
            done = -(-part.number // weights.parts)  # supervision steps, the last one not whole
            for index in np.flatnonzero(halts):
                found[numbers[part.rows[index]]] = Prediction(
                    grid_of(part.digits[index], layout.size), done, float(part.halt[index])
                )
            batch.finish(halts)
    return [found[number] for number in range(len(puzzles))]


def passes_of(weights: Weights, seed: int) -> Passes | None:
    """How a single pass of these weights supposes; None where it does not."""
    return Passes(weights.supposing, seed) if weights.supposing else None


def weights_for(puzzle: Sudoku) -> str:
    """Shipped weights: those of the first training stage for boards with groups of one's own.

    What the second stage learned it learned of boxes alone: on windokus with 26 givens (n = 12,
    seed 5) single passes of the first stage's weights are right on 11, the second's on 1.
    """
    return "sudoku" if puzzle.layout.standard else "sudoku-deduce"


SUDOKU = Kind(
    name="sudoku",
    puzzle=Sudoku,
    begin=Attempt,
    run_plain=run_plain,
    finish=finish,
    predict=predict,
    misfit=misfit,
    weights=weights_for,
)
