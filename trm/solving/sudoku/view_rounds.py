"""Further candidates for networks that answer symmetric copies of a puzzle differently.

In each round the plain candidate goes on, as long as it has steps left. Beside it run copies:
in the first round each on a symmetry of its own; later some of them with noise on the start,
and some with uncertain cells supposed. Most puzzles that such a network gets wrong it gets
right under another relabelling (89 % of them in one study, github.com/jvdillon/sic).
"""

from __future__ import annotations

import random
from time import perf_counter

import numpy as np
import torch

from ...puzzles.sudoku.board import Layout
from ...puzzles.sudoku.symmetry import Symmetry
from ...recursion import State
from .attempt import Attempt, Line
from .hypotheses import supposed

STEPS = 16  # supervision steps of a candidate; what the paper trains and evaluates with
ROUND = 8  # copies in a round
NOISE = 0.3  # standard deviation on the start of every third copy (PTRM, arXiv 2605.19943)
CELLS = 2  # that every third copy supposes


def run_views(attempt: Attempt, *, ends: float) -> None:
    """Run rounds until an answer is verified, or the budget or the time ends."""
    rng = random.Random(attempt.request.seed)
    first = True
    while attempt.line is not None and attempt.answer is None:
        room = attempt.budget.candidates - attempt.candidates
        if room <= 0 or perf_counter() > ends:
            return
        views = [_drawn(attempt.puzzle.layout, rng) for _ in range(min(ROUND, room))]
        _run_round(attempt, attempt.line, views, ends, bare=first)
        first = False


def _drawn(layout: Layout, rng: random.Random) -> Symmetry:
    """A symmetry from a layout to itself: transposing would turn the boxes of a 6x6 board."""
    while True:
        symmetry = Symmetry.random(layout, rng)
        if symmetry.target == layout:
            return symmetry


def _run_round(
    attempt: Attempt, line: Line, views: list[Symmetry], ends: float, *, bare: bool
) -> None:
    """The plain candidate and copies; `bare` ones have neither noise nor suppositions."""
    kinds = np.zeros(len(views), int) if bare else np.arange(len(views)) % 3
    questions = [
        supposed(attempt.givens, line.probabilities, n=CELLS, rng=attempt.rng)
        if kind == 2
        else attempt.givens
        for kind in kinds
    ]
    steps = min(STEPS, attempt.budget.steps)
    goes_on = line.steps + steps <= attempt.budget.steps
    first = attempt.candidates
    numbers = [*range(first, first + len(views))]
    attempt.candidates += len(views)
    noise = np.where(kinds == 1, NOISE, 0.0)
    states = [attempt.batch(attempt.givens[None]).state(0)] * len(views)  # fresh ones
    if goes_on:
        views = [Symmetry.identity(attempt.puzzle.layout), *views]
        questions, numbers = [attempt.givens, *questions], [line.candidate, *numbers]
        states, noise = [line.state, *states], np.concatenate([[0.0], noise])
    batch = attempt.batch(np.stack(questions), noise=noise, state=_joined(states), views=views)
    assumed = [attempt.assumed(question) for question in questions]
    for step in batch.run(steps):
        for index, row in enumerate(step.rows):
            before = line.steps if goes_on and row == 0 else 0
            if attempt.see(step, index, (numbers[row], before + step.number), assumed[row]):
                return
        if goes_on and step.number == steps:
            attempt.pause(batch, step, 0, (line.candidate, line.steps + steps))
        elif perf_counter() > ends:
            return


def _joined(states: list[State]) -> State:
    """States as the rows of one."""
    with torch.inference_mode():
        return State(
            torch.cat([state.y for state in states]), torch.cat([state.z for state in states])
        )
