"""Training puzzles for Sudoku, all from our own generator, cached by their settings.

Three sources a board: random minimal puzzles, the hard ones among them, and (9x9) puzzles
made harder by hill climbing. Some draws get extra givens, so that easy, nearly full and
nearly solved grids are learned too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ..cache import cache_root
from ..puzzles.sudoku.board import Layout
from ..puzzles.sudoku.generate import climb, generate_many
from ..puzzles.sudoku.search import COMPILED


@dataclass(frozen=True, slots=True)
class BoardData:
    """How many puzzles of one board to make, and how to draw from them."""

    box: tuple[int, int]  # rows, columns of a box
    random: int  # random puzzles
    keep: int = 0  # givens at least in these (0: minimal)
    climbed: int = 0  # of the hardest, made harder by hill climbing
    climb_tries: int = 0
    hard_rating: float = 4.0  # mean guesses from which a puzzle counts as hard
    hard_share: float = 0.0  # of the draws
    climbed_share: float = 0.0
    extra_share: float = 0.15  # draws that get a random number of extra givens
    seed: int = 1

    @property
    def layout(self) -> Layout:
        """The board."""
        return Layout(*self.box)


def puzzles_of(data: BoardData, report: Callable[[str], None]) -> dict[str, np.ndarray]:
    """The puzzles of one board, made or read from the cache.

    Returns:
        `random`, `climbed`: `(n, 2, L)` int8, puzzle and solution; `ratings` of `random`.
    """
    made_by = {k: v for k, v in asdict(data).items() if not k.endswith("_share")}
    key = hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()[:12]
    path = cache_root() / "data" / f"sudoku-{data.layout.size}-{key}.npz"
    if path.exists():
        with np.load(path) as file:
            return dict(file)
    report(f"making {data.random} puzzles of {data.layout.size}x{data.layout.size}")
    if not COMPILED:
        report("numba is not installed, so this takes days; run: pip install 'tinyduo[train]'")
    puzzles = _make(data)
    _save(path, puzzles)
    return puzzles


def _make(data: BoardData) -> dict[str, np.ndarray]:
    layout = data.layout
    puzzles, solutions, ratings = generate_many(
        data.random, layout=layout, seed=data.seed, keep=data.keep
    )
    hardest = np.argsort(-ratings, kind="stable")[: data.climbed]
    harder, harder_solutions = puzzles[hardest].copy(), solutions[hardest].copy()
    if data.climb_tries:
        climb(
            harder,
            harder_solutions,
            ratings[hardest].copy(),
            tries=data.climb_tries,
            layout=layout,
            seed=data.seed,
        )
    return {
        "random": np.stack([puzzles, solutions], axis=1),
        "ratings": ratings,
        "climbed": np.stack([harder, harder_solutions], axis=1),
    }


def _save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    np.savez_compressed(part, allow_pickle=False, **arrays)
    part.replace(path)


class SudokuStream:
    """Draws training examples of one board."""

    def __init__(self, data: BoardData, puzzles: dict[str, np.ndarray]) -> None:
        self.data = data
        self.random = puzzles["random"]
        self.hard = self.random[puzzles["ratings"] >= data.hard_rating]
        self.climbed = puzzles["climbed"]

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples: questions and answers, each `(n, L)` int8."""
        pairs = np.stack([self._draw_one(rng) for _ in range(n)])
        return pairs[:, 0], pairs[:, 1]

    def _draw_one(self, rng: np.random.Generator) -> np.ndarray:
        share = rng.random()
        pool = self.random
        if share < self.data.climbed_share:
            pool = self.climbed
        elif share < self.data.climbed_share + self.data.hard_share:
            pool = self.hard
        question, answer = pool[rng.integers(len(pool))]
        if rng.random() < self.data.extra_share:
            blanks = np.flatnonzero(question == 0)
            extra = rng.permutation(blanks)[: rng.integers(1, len(blanks))]
            question = question.copy()
            question[extra] = answer[extra]
        return np.stack([question, answer])
