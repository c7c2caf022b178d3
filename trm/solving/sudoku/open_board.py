"""Further candidates for a puzzle with several answers: bold hypotheses, one after another.

Nothing in such a puzzle is certain, so candidates follow one another to an answer: each
fixes part of what the one before was most confident of.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from .attempt import Attempt
from .hypotheses import bold

# Tried on empty boards (seed 0): 30 calls with these shares 0.2 s (9x9) and 3.4 s (16x16); 20, 40
# and 80 calls with smaller or larger shares found no 16x16 answer in 9 s.
CALLS = 30  # network calls of a candidate
SHARES = (0.1, 0.2, 0.35)  # of the blanks that its bold hypotheses fix


@dataclass(frozen=True, slots=True)
class _Parent:
    """A hypothesis that did not lead to an answer, to be narrowed further."""

    broken: int  # groups that its answer breaks
    digits: np.ndarray  # (L,) givens and assumptions
    probabilities: np.ndarray  # (L, V) at its last step


def run_bold(attempt: Attempt, *, ends: float) -> None:
    """Run rounds until an answer is verified, or the budget or the time ends."""
    if attempt.line is None:
        return
    plain = _Parent(attempt.line.broken, attempt.givens, attempt.line.probabilities)
    parents = [plain]  # in the order in which they were found
    while attempt.answer is None:
        room = attempt.budget.candidates - attempt.candidates
        if room <= 0 or perf_counter() > ends:
            return
        best = min(parents, key=lambda parent: parent.broken)
        if best is not plain:
            parents.remove(best)  # if it leads nowhere, the next best comes next
        n = max(1, max(2 * len(SHARES), attempt.round // 4) // (2 * len(SHARES)))
        questions = [
            bold(
                parent.digits,
                parent.probabilities,
                layout=attempt.puzzle.layout,
                share=share,
                rng=attempt.rng,
            )
            for share in SHARES
            for parent in [plain, best] * n
        ]
        parents += _run_round(attempt, np.stack(questions[:room]), ends)


def _run_round(attempt: Attempt, questions: np.ndarray, ends: float) -> list[_Parent]:
    """Run hypotheses a few steps; those that are not full come back as parents."""
    first = attempt.candidates
    attempt.candidates += len(questions)
    batch = attempt.batch(questions)
    assumed = [attempt.assumed(question) for question in questions]
    steps = min(attempt.model.steps_for(CALLS), attempt.budget.steps)
    for step in batch.run(steps):
        for index, row in enumerate(step.rows):
            if attempt.see(step, index, (first + int(row), step.number), assumed[row]):
                return []
        if step.number == steps:
            return [
                _Parent(attempt.broken(step, index), questions[row], step.probabilities[index])
                for index, row in enumerate(step.rows)
                if (questions[row] == 0).any()
            ]
        if perf_counter() > ends:
            return []
    return []
