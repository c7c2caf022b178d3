"""Mazes solved: plain candidates, then views and noise where those fail.

The verifier looks at every candidate's path after every supervision step. The judge says how
long a shortest path is and passes nothing else on, so paths come from the TRM alone. Several
shortest paths are no `multiple`: any of them is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import numpy as np

from ...checkpoint import Weights
from ...puzzles.maze import Maze, Path, verify
from ...puzzles.status import Status
from ...puzzles.verdict import Problem, Verdict, cell_name
from ...result import Prediction, Result
from ..batch import alike
from ..kind import Kind
from .attempt import Attempt
from .candidates import CandidateBatch
from .form import misfit

JUDGE_AFTER = 8  # steps of a plain candidate, after which a maze may be found to have no path
STAYS = 0.1  # halt probability above which the own view's answer replaces a turned view's


def run_plain(attempts: Sequence[Attempt]) -> None:
    """Run the plain candidates of attempts, a batch for each size."""
    for _, numbers in alike(attempts, lambda attempt: _size(attempt.puzzle)):
        _run_batch([attempts[number] for number in numbers])


def _run_batch(attempts: Sequence[Attempt]) -> None:
    """Run the plain candidates of attempts on mazes of one size as one batch."""
    first = attempts[0]
    seconds = first.budget.seconds
    ends = float("inf") if seconds is None else perf_counter() + seconds * len(attempts)
    weights = first.request.weights
    mazes = [attempt.puzzle for attempt in attempts]
    batch = CandidateBatch(weights.model, mazes, turning=weights.turning)
    for step in batch.run(first.budget.steps):
        last = step.number == first.budget.steps or perf_counter() > ends
        finished = np.full(len(step.rows), last)
        for index, row in enumerate(step.rows):
            attempt, halt = attempts[row], float(step.halt[index])
            path = batch.path(step, index)
            solved = attempt.see(path, candidate=0, step=step.number, halt=halt)
            hopeless = (last or step.number == JUDGE_AFTER) and attempt.moves is None
            finished[index] |= solved or hopeless
        if last:
            break
        batch.finish(finished)
    for attempt in attempts:
        attempt.candidates = 1


def finish(attempt: Attempt, began: float) -> Result[Path]:
    """What came of an attempt, after further candidates where the plain one did not do.

    Args:
        attempt: after its plain candidate.
        began: when, for the budget in seconds and the result's.
    """
    maze = attempt.puzzle
    if attempt.answer is None and attempt.moves is not None:
        attempt.run_further(began)
    answer, best = attempt.answer, attempt.best
    if answer is not None:
        status, verdict = Status.SOLVED, verify(maze, answer)
    elif attempt.moves is None:
        status, verdict = Status.CONTRADICTION, Verdict((_no_path(maze),))
    else:
        status, answer = Status.UNSOLVED, attempt.best_path
        verdict = verify(maze, answer)
    return Result(
        status=status,
        answer=answer,
        verdict=verdict,
        unique=None,
        alternatives=(),
        steps=best.step if best else 0,
        candidates=attempt.candidates,
        halt_probability=best.halt_probability if best else 0.0,
        seconds=perf_counter() - began,
        weights=attempt.request.weights.name,
        trace=tuple(attempt.trace),
    )


def _no_path(maze: Maze) -> Problem:
    ends = f"the start at {cell_name(maze.start)} to the goal at {cell_name(maze.goal)}"
    message = f"no answer exists: no path leads from {ends}"
    return Problem("contradiction", (maze.start, maze.goal), message)


def predict(
    puzzles: Sequence[Maze], weights: Weights, steps: int, seed: int
) -> list[Prediction[Path]]:
    """One candidate a maze, a batch for each size: its path at the halting signal. No draws.

    A candidate that halts while turned goes on in the maze's own view, as its card says, and
    answers from there, unless its halting head then doubts.
    """
    del seed
    found: dict[int, Prediction[Path]] = {}
    model = weights.single_pass
    for _, numbers in alike(puzzles, _size):
        mazes = [puzzles[number] for number in numbers]
        batch = CandidateBatch(model, mazes, turning=weights.turning)
        for step in batch.run(steps):
            halts = (step.halt > weights.halt_threshold) | (step.number == steps)
            for index in np.flatnonzero(halts).tolist():
                found[numbers[step.rows[index]]] = Prediction(
                    batch.path(step, index), step.number, float(step.halt[index])
                )
            home = min(weights.turning.home, steps - step.number) if weights.turning else 0
            if home and batch.view and halts.any():
                told = batch.home(step, halts, home)
                for index in np.flatnonzero(told.halt > STAYS).tolist():
                    found[numbers[told.rows[index]]] = Prediction(
                        batch.path(told, index), told.number, float(told.halt[index])
                    )
            batch.finish(halts)
    return [found[number] for number in range(len(puzzles))]


def _size(maze: Maze) -> tuple[int, int]:
    return maze.height, maze.width


MAZE = Kind(
    name="maze",
    puzzle=Maze,
    begin=Attempt,
    run_plain=run_plain,
    finish=finish,
    predict=predict,
    misfit=misfit,
    weights=lambda maze: "maze",
)
