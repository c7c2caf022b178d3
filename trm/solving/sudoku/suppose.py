"""Further candidates for a puzzle with one answer: the plain one goes on, beside suppositions.

In each round the plain candidate runs a few steps more. Beside it run copies that go on from
its state with a few uncertain cells fixed to digits drawn by its probabilities: a right
supposition is solved within steps, a wrong one is dropped after as many. Then the next round
draws from where the plain candidate has got to.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import numpy as np
import torch

from ...recursion import State
from .attempt import Attempt, Line
from .hypotheses import supposed

# Tried on puzzles of the hardest sort with a narrower network (10 puzzles unsolved after 80
# calls, 24 candidates each): a supposition of 1, 2, 3, 5 cells was solved within 40 calls in 0.8,
# 2.5, 3.3, 2.5 % of the draws; 80 calls added next to nothing. Going on from the plain
# candidate's state saves about 10 calls against starting anew.
CELLS = (3, 2, 3, 1)  # cells of a supposition, in turn
CALLS = 40  # network calls of one
FIRST_ROUND = 8  # candidates; most puzzles that get here need few
NOISE = 0.3  # standard deviation on the start of a new plain candidate (PTRM, arXiv 2605.19943)


def run_suppositions(attempt: Attempt, *, ends: float) -> None:
    """Run rounds until an answer is verified, or the budget or the time ends."""
    size = min(FIRST_ROUND, attempt.round)
    while attempt.line is not None and attempt.answer is None:
        room = attempt.budget.candidates - attempt.candidates
        if room <= 0 or perf_counter() > ends:
            return
        anew = attempt.line.steps >= attempt.budget.steps  # the plain candidate had its steps
        _run_round(attempt, attempt.line, min(size, room - anew), ends, anew=anew)
        size = attempt.round


def _run_round(attempt: Attempt, line: Line, n: int, ends: float, *, anew: bool) -> None:
    """The plain candidate, a new one if `anew`, and `n` suppositions, a few steps."""
    questions = [attempt.givens] + [
        supposed(
            attempt.givens, line.probabilities, n=CELLS[k % len(CELLS)], rng=attempt.rng
        )
        for k in range(n)
    ]  # fmt: skip
    plain = attempt.candidates if anew else line.candidate
    first = attempt.candidates + anew
    attempt.candidates += n + anew
    before = 0 if anew else line.steps
    batch = attempt.batch(np.stack(questions), state=_states(attempt, line, n, anew=anew))
    assumed = [attempt.assumed(question) for question in questions]
    steps = min(attempt.model.steps_for(CALLS), attempt.budget.steps)
    for step in batch.run(steps):
        for index, row in enumerate(step.rows):
            shown_as = (first + int(row) - 1, step.number)
            if row == 0:
                shown_as = (plain, before + step.number)
            if attempt.see(step, index, shown_as, assumed[row]):
                return
        if step.number == steps:
            attempt.pause(batch, step, 0, (plain, before + steps))
        elif perf_counter() > ends:
            return


def _states(attempt: Attempt, line: Line, n: int, *, anew: bool) -> State:
    """The plain candidate's state, `n + 1` times; the first one fresh and noisy if `anew`."""
    first = line.state
    if anew:
        noise = np.full(1, NOISE)
        first = attempt.batch(attempt.givens[None], noise=noise).state(0)
    parts = [first] + [line.state] * n
    return State(_joined([part.y for part in parts]), _joined([part.z for part in parts]))


def _joined(rows: Sequence[torch.Tensor]) -> torch.Tensor:
    with torch.inference_mode():
        return torch.cat(list(rows))
