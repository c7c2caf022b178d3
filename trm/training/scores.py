"""How good Sudoku weights are: exact rates on freshly generated puzzles, with intervals.

The puzzles come from the generator under a seed of their own, so anyone can make them again;
none is a training puzzle. Every number comes with n and a Wilson interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from ..checkpoint import Weights
from ..puzzles import Status
from ..puzzles.sudoku.board import Grid, Layout, Sudoku
from ..puzzles.sudoku.generate import EXTREME, generate_many
from ..result import Budget
from ..solver import predict, solve_many

SCORE_SEED = 9_000  # far from the seeds of training and held-out puzzles
SINGLE_PASS_STEPS = (16, 64)  # the paper evaluates at 16


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """Puzzles of one sort, with their only answers."""

    name: str
    puzzles: list[Sudoku]
    answers: list[Grid]


def score(
    weights: Weights, *, n: int = 200, seed: int = SCORE_SEED, report: Callable[[str], None] = print
) -> dict[str, Any]:
    """Score weights on every set: single passes and the default budget.

    Args:
        weights: to score.
        n: puzzles a set (16x16: a tenth).
        seed: of the generator.
        report: gets a line a set.

    Returns:
        JSON-ready: seed, n, and for each set and way of solving `{"right", "n", "interval"}`.
    """
    rows: dict[str, Any] = {}
    for one in score_sets(n, seed):
        row = {
            f"single pass, {steps} steps": _rate(
                sum(p.answer == a for p, a in zip(predictions, one.answers, strict=True)),
                len(one.puzzles),
            )
            for steps in SINGLE_PASS_STEPS
            for predictions in [predict(one.puzzles, weights=weights, steps=steps)]
        }
        results = solve_many(one.puzzles, weights=weights, budget=Budget())
        row["default budget"] = _rate(
            sum(result.status is Status.SOLVED for result in results), len(one.puzzles)
        )
        rows[one.name] = row
        shown = ", ".join(f"{way} {rate['right']}/{rate['n']}" for way, rate in row.items())
        report(f"{one.name}: {shown}")
    return {"seed": seed, "n": n, "sets": rows}


def score_sets(n: int, seed: int) -> list[ScoreSet]:
    """The sets: 9x9 by guesses needed, nearly solved 9x9, and the other sizes."""
    nine = Layout()
    many = generate_many(40 * n, layout=nine, seed=seed)  # 18 % of these are extreme
    ratings = many[2]
    ranges = {
        "9x9, no guess": ratings == 0,
        "9x9, up to 6 guesses": (ratings > 0) & (ratings < EXTREME),
        "9x9, 6 guesses and more": ratings >= EXTREME,
    }
    sets = [_set(name, many, np.flatnonzero(chosen)[:n], nine) for name, chosen in ranges.items()]
    sets.append(_nearly_solved(many, n, np.random.default_rng(seed)))
    for layout, share, keep in (
        (Layout(2, 2), 1, 0),
        (Layout(2, 3), 1, 0),
        (Layout(3, 2), 1, 0),
        (Layout(4, 4), 10, 120),
    ):
        made = generate_many(max(1, n // share), layout=layout, seed=seed, keep=keep)
        boxes = f"{layout.size}x{layout.size}, boxes {layout.box_rows}x{layout.box_cols}"
        sets.append(_set(boxes, made, np.arange(len(made[0])), layout))
    return sets


def _set(name: str, made: tuple, chosen: np.ndarray, layout: Layout) -> ScoreSet:
    puzzles, answers = (_grids(digits[chosen], layout.size) for digits in made[:2])
    return ScoreSet(name, [Sudoku(puzzle, layout) for puzzle in puzzles], answers)


def _nearly_solved(made: tuple, n: int, rng: np.random.Generator) -> ScoreSet:
    """Full grids with 1 to 3 blanks; two answers need 4 at least.

    Published HRM weights fail on these (arXiv 2601.10679).
    """
    answers = made[1][-n:]
    puzzles = answers.copy()
    for puzzle in puzzles:
        puzzle[rng.permutation(puzzle.size)[: rng.integers(1, 4)]] = 0
    return _set("9x9, nearly solved", (puzzles, answers), np.arange(n), Layout())


def _grids(digits: np.ndarray, size: int) -> list[Grid]:
    return [tuple(tuple(row) for row in flat.reshape(size, size).tolist()) for flat in digits]


def _rate(right: int, n: int) -> dict[str, Any]:
    return {"right": right, "n": n, "interval": [round(end, 4) for end in wilson(right, n)]}


def wilson(right: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % Wilson interval of a proportion.

    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    if n == 0:
        return 0.0, 1.0
    p, shrink = right / n, 1 + z * z / n
    middle = (p + z * z / (2 * n)) / shrink
    half = z / shrink * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
