"""How good weights are: exact rates on freshly generated puzzles, with intervals.

The puzzles come from the generators under a seed of their own, so anyone can make them
again; none is a training puzzle. Every number comes with n and a Wilson interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..checkpoint import Weights
from ..intervals import wilson
from ..puzzles import Status
from ..result import Budget
from ..solver import misfit, predict, solve_many

SCORE_SEED = 9_000  # far from the seeds of training and held-out puzzles
SINGLE_PASS_STEPS = (16, 64)  # the paper evaluates at 16

Check = Callable[[Any], bool]  # whether an answer will do


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """Puzzles of one sort, and what their answers are held against."""

    name: str
    puzzles: Sequence[Any]  # of one kind
    checks: Mapping[str, Sequence[Check]]  # by what they say of an answer; one a puzzle


def score(
    weights: Weights, *, n: int = 200, seed: int = SCORE_SEED, report: Callable[[str], None] = print
) -> dict[str, Any]:
    """Score weights on every set that they are for: single passes and the default budget.

    Args:
        weights: to score.
        n: puzzles a set (fewer where a puzzle takes long).
        seed: of the generator.
        report: gets a line a set.

    Returns:
        JSON-ready: seed, n, and for each set and way of solving `{"right", "n", "interval"}`.
    """
    from .maze_scores import maze_sets
    from .sudoku_scores import sudoku_sets

    rows: dict[str, Any] = {}
    sets = {"sudoku": sudoku_sets, "maze": maze_sets}[weights.puzzles](n, seed)
    for one in sets:
        if any(misfit(puzzle, weights) for puzzle in one.puzzles[:1]):
            continue
        row: dict[str, Any] = {}
        for steps in SINGLE_PASS_STEPS:
            answers = [p.answer for p in predict(one.puzzles, weights=weights, steps=steps)]
            for says, checks in one.checks.items():
                way = f"single pass, {steps} steps" + ("" if says == "right" else f", {says}")
                right = sum(check(answer) for check, answer in zip(checks, answers, strict=True))
                row[way] = rate(right, len(answers))
        results = solve_many(one.puzzles, weights=weights, budget=Budget())
        solved = sum(result.status is Status.SOLVED for result in results)
        row["default budget"] = rate(solved, len(one.puzzles))
        rows[one.name] = row
        shown = ", ".join(f"{way} {found['right']}/{found['n']}" for way, found in row.items())
        report(f"{one.name}: {shown}")
    return {"seed": seed, "n": n, "sets": rows}


def rate(right: int, n: int) -> dict[str, Any]:
    """A rate with its interval, JSON-ready."""
    return {"right": right, "n": n, "interval": [round(end, 4) for end in wilson(right, n)]}
