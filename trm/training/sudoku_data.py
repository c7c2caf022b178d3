"""Training puzzles for Sudoku, all from our own generator, cached by their settings.

Three sources a board: random minimal puzzles, the hard ones among them, and (9x9) puzzles
made harder by hill climbing. Some draws get extra givens, so that easy, nearly full and
nearly solved grids are learned too. A fourth source is yours: a file of hard puzzles, joined
by other puzzles that the generator finds near them on the same solutions.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..cache import cache_root
from ..puzzles.compiled import COMPILED
from ..puzzles.sudoku.board import Layout
from ..puzzles.sudoku.generate import climb, generate_many, neighbours
from .answers import wrong_sudoku


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


@dataclass(frozen=True, slots=True)
class Seeds:
    """A file of hard 9x9 puzzles that training may use, and what is made from them."""

    path: Path  # CSV with the columns question and answer
    skip: int = 0  # rows at the top that are left out, to measure on
    tries: int = 90_000  # of the generator near them
    least_rating: float = 40.0  # mean guesses from which a puzzle found there is kept
    seed: int = 7

    def card(self) -> dict[str, Any]:
        """What the weights' card says of them."""
        return asdict(self) | {"path": self.path.name, "sha256": self._sha256()}

    def _sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def seed_puzzles(seeds: Seeds, report: Callable[[str], None]) -> tuple[np.ndarray, np.ndarray]:
    """The puzzles of the file and those found near them, each `(n, 2, 81)` int8.

    Raises:
        ValueError: where the file cannot be read, or is not what is expected.
    """
    given = _read_pairs(seeds.path)[seeds.skip :]
    if not len(given):
        raise ValueError(f"{seeds.path} has no puzzle after the first {seeds.skip} rows")
    key = hashlib.sha256(json.dumps(seeds.card(), sort_keys=True).encode()).hexdigest()[:12]
    path = cache_root() / "data" / f"sudoku-9-near-{key}.npz"
    if path.exists():
        with np.load(path) as file:
            return given, file["near"]
    report(f"looking for hard puzzles near {len(given)} of {seeds.path.name}")
    near = neighbours(
        given[:, 0], given[:, 1], tries=seeds.tries, least_rating=seeds.least_rating,
        layout=Layout(), seed=seeds.seed,
    )  # fmt: skip
    _save(path, {"near": np.stack(near, axis=1)})
    return given, np.stack(near, axis=1)


def left_out(seeds: Seeds) -> np.ndarray:
    """The puzzles of the file that training leaves out, `(n, 2, 81)` int8."""
    return _read_pairs(seeds.path)[: seeds.skip]


def _read_pairs(path: Path) -> np.ndarray:
    """Questions and answers of a CSV, `(n, 2, 81)` int8."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        lines = [[row["question"], row["answer"]] for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise ValueError(
            f"{path} cannot be read as a CSV with the columns question and answer: {error}"
        ) from error
    for number, pair in enumerate(lines, 2):
        if any(len(text) != 81 or set(text) - set(".0123456789") for text in pair):
            raise ValueError(f"{path}, line {number}: expected 81 digits in question and answer")
    digits = [[[int(c) for c in text.replace(".", "0")] for text in pair] for pair in lines]
    pairs = np.array(digits, np.int8).reshape(-1, 2, 81)
    if wrong := wrong_sudoku(pairs, Layout()):
        number, why = wrong
        raise ValueError(
            f"{path}, line {number + 2}: the answer does not solve the question: {why}"
        )
    return pairs


class SudokuStream:
    """Draws training examples of one board.

    Args:
        data: how to draw.
        puzzles: as `puzzles_of` gives them.
        extra: pools of further pairs `(n, 2, L)`, and the share of the draws each has.
    """

    def __init__(
        self,
        data: BoardData,
        puzzles: dict[str, np.ndarray],
        extra: Sequence[tuple[np.ndarray, float]] = (),
    ) -> None:
        self.data = data
        self.extra = tuple(extra)
        self.random = puzzles["random"]
        self.hard = self.random[puzzles["ratings"] >= data.hard_rating]
        self.climbed = puzzles["climbed"]

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples: questions and answers, each `(n, L)` int8."""
        pairs = np.stack([self._draw_one(rng) for _ in range(n)])
        return pairs[:, 0], pairs[:, 1]

    def _draw_one(self, rng: np.random.Generator) -> np.ndarray:
        pool = self._extra_pool(rng)
        if pool is not None:
            question, answer = pool[rng.integers(len(pool))]
            return np.stack([question, answer])
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

    def _extra_pool(self, rng: np.random.Generator) -> np.ndarray | None:
        """The extra pool that a draw comes from, None for the board's own puzzles."""
        share = rng.random() if self.extra else 1.0
        for pool, part in self.extra:
            if share < part:
                return pool
            share -= part
        return None
