"""Further candidates for a puzzle with one answer: passes that suppose as they go.

They set out from where the plain candidate has got to, a few side by side, each with draws of its
own (`tinyduo.trm.supposing`). The verifier looks at all of them after every step.
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
import torch

from ...recursion import State
from ...supposing import Passes, Supposing
from .attempt import Attempt, Line
from .form import knows_suppositions

# Network calls that a supposition stays, and its cells: for networks that were taught to suppose,
# and for those that take a supposition for a given.
TAUGHT, UNTAUGHT = (20, 8), (40, 3)
TOGETHER = 4  # passes side by side: one costs as much on each core


def run_suppositions(attempt: Attempt, *, ends: float) -> None:
    """Run passes until an answer is verified, or the budget or the time ends."""
    while attempt.line is not None and attempt.answer is None:
        room = attempt.budget.candidates - attempt.candidates
        if room <= 0 or perf_counter() > ends:
            return
        _run_passes(attempt, attempt.line, min(TOGETHER, room), ends)


def _run_passes(attempt: Attempt, line: Line, n: int, ends: float) -> None:
    """`n` passes from the plain candidate's state, each to its last step."""
    numbers = range(attempt.candidates, attempt.candidates + n)
    attempt.candidates += n
    calls, cells = TAUGHT if knows_suppositions(attempt.model) else UNTAUGHT
    batch = attempt.batch(
        np.repeat(attempt.givens[None], n, 0),
        state=_copies(line.state, n),
        passes=Passes(
            Supposing(0, attempt.model.steps_for(calls), cells), attempt.request.seed, numbers
        ),
    )
    for step in batch.run(attempt.budget.steps):
        for index, row in enumerate(step.rows):
            assumed = attempt.assumed(step.asked[index])
            if attempt.see(step, index, (numbers[row], step.number), assumed):
                return
        if perf_counter() > ends:
            return


def _copies(state: State, n: int) -> State:
    with torch.inference_mode():
        return State(state.y.repeat_interleave(n, 0), state.z.repeat_interleave(n, 0))
