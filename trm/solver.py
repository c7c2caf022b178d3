"""Puzzle in, judged answer out: TRM candidates until the verifier accepts one.

The plain candidate runs first; the verifier looks at its answer after every supervision
step. If none is right, rounds of further candidates follow (attempt.py) until one is
verified or the budget ends. The judge then says whether the puzzle has no answer, one, or
several; answers come from the TRM alone. `predict` is the other way to ask: one candidate,
no verifier, no judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np

from .attempt import Attempt, grid_of
from .candidates import CandidateBatch
from .checkpoint import Weights, load_weights
from .puzzles.status import Status
from .puzzles.sudoku.board import Grid, Layout, Sudoku
from .puzzles.sudoku.judge import Answers, Ruling, rule_on
from .puzzles.sudoku.verify import clashes, verify
from .puzzles.verdict import Cell, Problem, Verdict, cell_name
from .result import Budget, Result, TraceStep

BATCH = 32  # puzzles whose plain candidates run together in `solve_many`
JUDGE_AFTER = 8  # steps of a plain candidate; ordinary puzzles are solved by then
SINGLE_PASS_STEPS = 64  # of `predict`; the paper evaluates at 16


class Judge(Protocol):
    """Says how many answers a puzzle has; `rule_on` is the one we use."""

    def __call__(self, puzzle: Sudoku, *, known: Grid | None) -> Ruling:
        """Rule on a puzzle; `known` is a verified answer, where there is one."""
        ...


def solve(
    puzzle: Sudoku,
    *,
    budget: Budget | None = None,
    seed: int = 0,
    weights: str | Weights = "sudoku",
    device: str = "cpu",
    judge: Judge = rule_on,
    on_step: Callable[[TraceStep], None] | None = None,
) -> Result:
    """Solve one puzzle.

    Args:
        puzzle: the puzzle.
        budget: limits; without `seconds` the result depends on the seed alone.
        seed: of noise and bold hypotheses.
        weights: shipped name, path, or loaded weights.
        device: where the TRM runs, if the weights are not loaded yet.
        judge: says how many answers there are; never the source of one.
        on_step: called with every step of the trace as it happens.

    Returns:
        `solved`, `unsolved`, `contradiction` or `multiple`, with the trace.

    Raises:
        ValueError: for weights that are not there, or a device that cannot be used.
    """
    return next(
        solve_many(
            [puzzle],
            budget=budget,
            seed=seed,
            weights=weights,
            device=device,
            judge=judge,
            on_step=on_step,
        )
    )


def solve_many(
    puzzles: Sequence[Sudoku],
    *,
    budget: Budget | None = None,
    seed: int = 0,
    weights: str | Weights = "sudoku",
    device: str = "cpu",
    judge: Judge = rule_on,
    on_step: Callable[[TraceStep], None] | None = None,
) -> Iterator[Result]:
    """Solve puzzles in order, the plain candidates of each `BATCH` of them together.

    Arguments, statuses and errors are those of `solve`; the budget is each puzzle's own, and
    `seconds` of a result is its share of the batch plus what it took alone.
    """
    loaded = weights if isinstance(weights, Weights) else load_weights(weights, device=device)
    for some in _batched(puzzles, BATCH):
        began = perf_counter()
        attempts = [
            Attempt(puzzle, loaded, budget or Budget(), seed=seed, on_step=on_step)
            for puzzle in some
        ]
        possible = [attempt for attempt in attempts if not clashes(attempt.puzzle)]
        for _, numbers in _by_layout([attempt.puzzle for attempt in possible]):
            run_plain([possible[number] for number in numbers], judge)
        share = (perf_counter() - began) / len(attempts)
        for attempt in attempts:
            began = perf_counter() - share
            ruling = _finish(attempt, judge, began)
            yield _result(attempt, ruling, perf_counter() - began)


def run_plain(attempts: Sequence[Attempt], judge: Judge) -> None:
    """Run the plain candidates of attempts on boards of one layout as one batch.

    Puzzles not solved after `JUDGE_AFTER` steps go before the judge: with no answer, or with
    several, more steps of the plain candidate are no use.
    """
    givens = np.stack([attempt.givens for attempt in attempts])
    first = attempts[0]
    seconds = first.budget.seconds
    ends = float("inf") if seconds is None else perf_counter() + seconds * len(attempts)
    batch = CandidateBatch(
        first.weights.model, first.puzzle.layout, questions=givens, givens=givens
    )
    for step in batch.run(first.budget.steps):
        last = step.number == first.budget.steps or perf_counter() > ends
        finished = np.zeros(len(step.rows), bool)
        for index, row in enumerate(step.rows):
            attempt = attempts[row]
            if attempt.see(step, index, 0, ()):
                finished[index] = True
                continue
            if step.number == JUDGE_AFTER or (last and attempt.ruling is None):
                attempt.ruling = judge(attempt.puzzle, known=None)
            answers = attempt.ruling.answers if attempt.ruling else Answers.UNKNOWN
            finished[index] = last or answers in (Answers.NONE, Answers.SEVERAL)
            if finished[index]:
                attempt.keep_parent(step, index, givens[row])
        batch.finish(finished)
    for attempt in attempts:
        attempt.candidates = 1


def _finish(attempt: Attempt, judge: Judge, began: float) -> Ruling:
    """Further candidates where the plain one did not do, and the judge's word."""
    puzzle = attempt.puzzle
    if clashes(puzzle):
        return Ruling(Answers.NONE)
    ruling = attempt.ruling
    if attempt.answer is None and not (ruling and ruling.answers is Answers.NONE):
        attempt.run_further(began)
    if attempt.answer is not None and not (ruling and ruling.answers is Answers.ONE):
        return judge(puzzle, known=attempt.answer)
    return ruling or Ruling(Answers.UNKNOWN)


def _result(attempt: Attempt, ruling: Ruling, seconds: float) -> Result:
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
        weights=attempt.weights.name,
        trace=tuple(attempt.trace),
    )


def _conflict(culprits: tuple[Cell, ...]) -> Problem:
    """The hidden contradiction of givens that break no rule by themselves."""
    names = ", ".join(cell_name(cell) for cell in culprits)
    where = f"the givens at {names} cannot all stand" if culprits else "the givens cannot all stand"
    return Problem("contradiction", culprits, f"no answer exists: {where} together")


@dataclass(frozen=True, slots=True)
class Prediction:
    """One candidate's answer that nobody verified."""

    answer: Grid
    steps: int  # supervision steps until the halting signal, or all
    halt_probability: float


def predict(
    puzzles: Sequence[Sudoku],
    *,
    steps: int = SINGLE_PASS_STEPS,
    weights: str | Weights = "sudoku",
    device: str = "cpu",
) -> list[Prediction]:
    """One candidate a puzzle: its answer at the halting signal, or after `steps` steps.

    No verifier, no retry, no judge: what the network alone can do. Puzzles of one layout run
    as one batch, and leave it when they halt.

    Args:
        puzzles: any boards.
        steps: supervision steps at most.
        weights: shipped name, path, or loaded weights.
        device: where to run, if the weights are not loaded yet.
    """
    loaded = weights if isinstance(weights, Weights) else load_weights(weights, device=device)
    found: dict[int, Prediction] = {}
    for layout, numbers in _by_layout(puzzles):
        givens = np.array([puzzles[n].givens for n in numbers], np.int8).reshape(len(numbers), -1)
        batch = CandidateBatch(loaded.model, layout, questions=givens, givens=givens)
        for step in batch.run(steps):
            halts = (step.halt > loaded.halt_threshold) | (step.number == steps)
            for index in np.flatnonzero(halts):
                found[numbers[step.rows[index]]] = Prediction(
                    grid_of(step.digits[index], layout.size), step.number, float(step.halt[index])
                )
            batch.finish(halts)
    return [found[number] for number in range(len(puzzles))]


def _by_layout(puzzles: Sequence[Sudoku]) -> Iterator[tuple[Layout, list[int]]]:
    """The numbers of the puzzles of each layout."""
    layouts = dict.fromkeys(puzzle.layout for puzzle in puzzles)
    for layout in layouts:
        yield layout, [n for n, puzzle in enumerate(puzzles) if puzzle.layout == layout]


def _batched(puzzles: Sequence[Sudoku], n: int) -> Iterator[Sequence[Sudoku]]:
    for start in range(0, len(puzzles), n):
        yield puzzles[start : start + n]
