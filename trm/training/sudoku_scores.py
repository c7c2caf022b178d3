"""Sudokus to score weights on, by size and by the guesses that they need."""

from __future__ import annotations

import numpy as np

from ..puzzles.sudoku.board import Grid, Layout, Sudoku
from ..puzzles.sudoku.generate import EXTREME, climb, generate_many
from .scores import ScoreSet

_CLIMB_TRIES = 100  # of the hill climbing, a puzzle


def sudoku_sets(n: int, seed: int) -> list[ScoreSet]:
    """9x9 by guesses needed, nearly solved 9x9, and the other sizes (16x16: a tenth of `n`)."""
    nine = Layout()
    many = generate_many(40 * n, layout=nine, seed=seed)  # 18 % of these are extreme
    ratings = many[2]
    ranges = {
        "9x9, no guess": ratings == 0,
        "9x9, up to 6 guesses": (ratings > 0) & (ratings < EXTREME),
        "9x9, 6 guesses and more": ratings >= EXTREME,
    }
    sets = [_set(name, many, np.flatnonzero(chosen)[:n], nine) for name, chosen in ranges.items()]
    sets.append(_climbed(many, n, seed))
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


def _climbed(made: tuple, n: int, seed: int) -> ScoreSet:
    """The hardest of the random puzzles, made harder by hill climbing."""
    hardest = np.argsort(-made[2], kind="stable")[:n]
    puzzles, answers, ratings = (array[hardest].copy() for array in made)
    climb(puzzles, answers, ratings, tries=_CLIMB_TRIES * n, layout=Layout(), seed=seed)
    name = f"9x9, hill-climbed to {ratings.mean():.0f} guesses"
    return _set(name, (puzzles, answers), np.arange(n), Layout())


def _set(name: str, made: tuple, chosen: np.ndarray, layout: Layout) -> ScoreSet:
    puzzles, answers = (_grids(digits[chosen], layout.size) for digits in made[:2])
    return ScoreSet(
        name,
        [Sudoku(puzzle, layout) for puzzle in puzzles],
        {"right": [lambda answer, only=only: answer == only for only in answers]},
    )


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
