"""Accuracy against steps and candidates: what more thinking gives, and when it spoils.

By step: every puzzle's single pass goes on to the last step, whatever it says. "Lost" is a
right answer that is wrong at a later step. By candidates: the solver with its verifier, without
a time limit. Rates are of one set of puzzles, so curves can be compared point by point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...trm import Budget, solve_many
from ...trm.checkpoint import Weights
from ...trm.intervals import wilson
from ...trm.stepping import raw_steps
from .kind import Items, Kind

_BATCH = 32  # puzzles stepped together
_REPORT_EVERY = 64  # puzzles
_POINTS = (1, 2, 4, 8, 16, 32, 64, 128, 256)  # steps and candidates whose intervals are given


@dataclass(frozen=True, slots=True)
class CurveConfig:
    """How far the curves go."""

    n: int = 100  # puzzles
    steps: int = 256  # supervision steps of the plain candidate
    candidates: int = 256  # of the solver
    seed: int = 0  # of the puzzles and the solver

    def __post_init__(self) -> None:
        if min(self.n, self.steps, self.candidates) < 1:
            raise ValueError("expected at least 1 puzzle, 1 step and 1 candidate")


@dataclass(frozen=True, slots=True)
class Steps:
    """The plain candidates of n puzzles over S steps."""

    right: np.ndarray  # (n, S) whether the answer is right after the step
    halted: np.ndarray  # (n, S) whether the halting signal has come by then

    @property
    def so_far(self) -> np.ndarray:
        """`(n, S)`: right after this step or one before."""
        return np.logical_or.accumulate(self.right, axis=1)

    @property
    def at_halt(self) -> np.ndarray:
        """`(n, S)`: right at the halting signal, or at this step where it has not come."""
        first = self.halted.argmax(1)  # 0 where it never comes, which then is not used
        right_then = np.take_along_axis(self.right, first[:, None], axis=1)
        return np.where(self.halted, right_then, self.right)

    @property
    def lost(self) -> np.ndarray:
        """`(n, S)`: right after some step before, wrong after this one."""
        return self.so_far & ~self.right


def step_through(kind: Kind, items: Items, weights: Weights, *, steps: int) -> Steps:
    """Run the plain candidates of all puzzles through all steps."""
    right = np.zeros((len(items), steps), bool)
    signal = np.zeros((len(items), steps), bool)
    for start in range(0, len(items), _BATCH):
        rows = slice(start, start + _BATCH)
        some = items.part(rows)
        question = kind.question(some.puzzles)
        revise = kind.revise(weights, some.puzzles)
        parts = weights.parts
        run = raw_steps(
            weights.single_pass,
            question,
            steps=steps * parts,
            revise=revise,
            turning=weights.turning,
        )
        for number, part in enumerate(run):
            step = number // parts
            halted = signal[rows, step]  # in a part before: what it answered then counts
            now = kind.right(part.logits.float().cpu(), some)
            right[rows, step] = np.where(halted, right[rows, step], now)
            halt = part.halt_logit.sigmoid().cpu().numpy()
            signal[rows, step] = halted | (halt > weights.halt_threshold)
    return Steps(right, np.logical_or.accumulate(signal, axis=1))


def candidates_needed(
    items: Items, weights: Weights, config: CurveConfig, report: Callable[[str], None]
) -> np.ndarray:
    """Candidates `(n,)` that the solver had run when it found a verified answer; 0: none."""
    budget = Budget(seconds=None, candidates=config.candidates)
    needed = np.zeros(len(items), int)
    found = solve_many(items.puzzles, weights=weights, budget=budget, seed=config.seed)
    for index, result in enumerate(found):
        if result.verdict is not None and result.verdict.verified:
            needed[index] = result.candidates
        if (index + 1) % _REPORT_EVERY == 0:
            report(f"{index + 1}/{len(items)} puzzles with further candidates")
    return needed


def curves(
    kind: Kind,
    items: Items,
    weights: Weights,
    config: CurveConfig,
    *,
    report: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Measure both curves on one set of puzzles.

    Args:
        kind: of the puzzles.
        items: the puzzles.
        weights: of our network.
        config: how far to go.
        report: gets a line now and then.

    Returns:
        JSON-ready: what was measured on, `by_step` and `by_candidates` with rates for plotting,
        and `points` with counts and 95 % Wilson intervals.
    """
    n = len(items)
    report(f"{kind.title}, {items.name}: {n} puzzles through {config.steps} steps")
    steps = step_through(kind, items, weights, steps=config.steps)
    report(f"{kind.title}, {items.name}: up to {config.candidates} candidates")
    needed = candidates_needed(items, weights, config, report)
    solved = [int(((needed > 0) & (needed <= k)).sum()) for k in range(1, config.candidates + 1)]
    so_far, lost = steps.so_far, steps.lost
    return {
        "kind": kind.title,
        "puzzles": items.name,
        "n": n,
        "seed": config.seed,
        "weights": weights.name,
        "by_step": {
            "right": _rates(steps.right),
            "right_so_far": _rates(so_far),
            "right_at_halt": _rates(steps.at_halt),
            "lost": _rates(lost),
        },
        "overthinking": {
            "right_at_some_step": int(so_far[:, -1].sum()),
            "of_those_wrong_later": int(lost.any(1).sum()),
            "of_those_wrong_at_the_end": int(lost[:, -1].sum()),
        },
        "by_candidates": {"solved": [round(count / n, 4) for count in solved]},
        "points": {
            "steps": {k: _point(int(steps.right[:, k - 1].sum()), n) for k in _upto(config.steps)},
            "candidates": {k: _point(solved[k - 1], n) for k in _upto(config.candidates)},
        },
    }


def _rates(rows: np.ndarray) -> list[float]:
    return [round(rate, 4) for rate in rows.mean(0).tolist()]


def _upto(last: int) -> list[int]:
    return sorted({*(k for k in _POINTS if k <= last), last})


def _point(right: int, n: int) -> dict[str, Any]:
    return {"right": right, "n": n, "interval": [round(end, 4) for end in wilson(right, n)]}
