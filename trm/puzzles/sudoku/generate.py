"""Making Sudoku puzzles: minimal ones, of a wanted difficulty, and ever harder ones.

A puzzle is *minimal* when no given can be taken away without losing uniqueness. Difficulty
is graded by what our search needs (see search.py): `easy` singles alone, `medium` locked
candidates, `hard` fewer than `EXTREME` guesses, `extreme` more.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import numpy as np

from ..compiled import njit
from .board import Layout, Sudoku
from .search import (
    candidates_of,
    digits_of,
    minimise,
    propagate,
    random_below,
    rate,
    search,
    shuffle,
)
from .tables import tables

EXTREME = 6.0  # mean guesses; 18 % of random minimal 9x9 puzzles need as many (n = 2,000)
_RUNS = 3  # orders averaged in a rating
_MAX_GUESSES = 2_000


class Difficulty(StrEnum):
    """How hard a puzzle is for our search."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    EXTREME = "extreme"


def random_state(seed: int) -> np.ndarray:
    """The random state of a seed, int64 `(1,)`, for the functions here and in search.py."""
    state = np.array([(seed * 2_654_435_761 + 12_345) % 2_147_483_646 + 1], np.int64)
    for _ in range(8):  # neighbouring seeds must not start alike
        random_below(state, 2)
    return state


@njit
def full_grid(size, tables, state):
    """A random complete grid, flat digits `(L,)` int8."""
    n_cells = size * size
    while True:
        masks = np.full(n_cells, (1 << size) - 1, np.int32)
        first = np.arange(size)  # one random row, then search: else the search starts alike
        shuffle(first, state)
        for cell in range(size):
            masks[cell] = 1 << first[cell]
        found, _, solution = search(masks, size, tables, 1, 2000, state)
        if found == 1:
            return digits_of(solution)


@njit
def minimal(size, tables, keep, max_guesses, state):
    """A random puzzle with at least `keep` givens (0: minimal) and its solution."""
    solution = full_grid(size, tables, state)
    digits = solution.copy()
    order = np.arange(size * size)
    shuffle(order, state)
    minimise(digits, solution, order, size, tables, keep, max_guesses, state)
    return digits, solution


@njit
def vary(digits, size, tables, drop, state):
    """A neighbour of a puzzle: drop givens, complete it another way, minimise again."""
    puzzle = digits.copy()
    order = np.arange(size * size)
    shuffle(order, state)
    for cell in order:
        if drop > 0 and puzzle[cell]:
            puzzle[cell] = 0
            drop -= 1
    found, _, masks = search(candidates_of(puzzle, size), size, tables, 1, 2000, state)
    if found != 1:
        return puzzle, puzzle
    solution = digits_of(masks)
    shuffle(order, state)
    _complete(puzzle, solution, order, size, tables, state)
    return puzzle, solution


@njit
def near(digits, solution, size, tables, drop, state):
    """Another puzzle of the same solution: drop givens, add others, minimise again."""
    puzzle = digits.copy()
    order = np.arange(size * size)
    shuffle(order, state)
    for cell in order:
        if drop > 0 and puzzle[cell]:
            puzzle[cell] = 0
            drop -= 1
    shuffle(order, state)
    _complete(puzzle, solution, order, size, tables, state)
    return puzzle


@njit
def _complete(puzzle, solution, order, size, tables, state):
    """Add givens of the solution in an order until it is the only one, then minimise."""
    for cell in order:
        found, _, _ = search(candidates_of(puzzle, size), size, tables, 2, 2000, state)
        if found == 1:
            break
        puzzle[cell] = solution[cell]
    shuffle(order, state)
    minimise(puzzle, solution, order, size, tables, 0, 2000, state)


@njit
def _many(n, size, tables, keep, max_guesses, runs, state):
    puzzles = np.zeros((n, size * size), np.int8)
    solutions = np.zeros((n, size * size), np.int8)
    ratings = np.zeros(n, np.float32)
    for index in range(n):
        puzzle, solution = minimal(size, tables, keep, max_guesses, state)
        puzzles[index], solutions[index] = puzzle, solution
        ratings[index] = rate(puzzle, size, tables, runs, 100_000, state)
    return puzzles, solutions, ratings


@njit
def _climb(puzzles, solutions, ratings, tries, size, tables, runs, state):
    for _ in range(tries):
        index = random_below(state, len(puzzles))
        puzzle, solution = vary(puzzles[index], size, tables, 1 + random_below(state, 4), state)
        rating = rate(puzzle, size, tables, runs, 20_000, state)
        if np.isfinite(rating) and rating >= ratings[index]:
            puzzles[index], solutions[index], ratings[index] = puzzle, solution, rating


@njit
def _neighbours(puzzles, solutions, made, of, least, size, tables, runs, state):
    n = 0
    for _ in range(len(made)):
        source = random_below(state, len(puzzles))
        drop = 1 + random_below(state, 3)
        puzzle = near(puzzles[source], solutions[source], size, tables, drop, state)
        if np.all(puzzle == puzzles[source]):
            continue
        rating = rate(puzzle, size, tables, runs, 20_000, state)
        if np.isfinite(rating) and rating >= least:
            made[n], of[n] = puzzle, source
            n += 1
    return n


def neighbours(
    puzzles: np.ndarray,
    solutions: np.ndarray,
    *,
    tries: int,
    least_rating: float,
    layout: Layout,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Further puzzles of the same solutions, each 1 to 3 givens away from one of `puzzles`.

    Near a hard puzzle there are hard ones: about 1 try in 15 rates a quarter as hard or more.

    Args:
        puzzles: `(n, L)` int8, 0 = blank.
        solutions: their only answers, `(n, L)` int8.
        tries: how many are made before those that are too easy are dropped.
        least_rating: mean guesses from which a puzzle is kept.
        layout: the board.
        seed: the same seed gives the same puzzles.

    Returns:
        Puzzles and solutions, `(m, L)` int8, without repeats.
    """
    made = np.zeros((tries, puzzles.shape[1]), np.int8)
    of = np.zeros(tries, np.int64)
    n = _neighbours(
        puzzles, solutions, made, of, least_rating, layout.size, tables(layout), 2,
        random_state(seed),
    )  # fmt: skip
    kept, first = np.unique(made[:n], axis=0, return_index=True)
    return kept, solutions[of[first]]


def generate_many(
    n: int, *, layout: Layout, seed: int, keep: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Random puzzles with one answer each.

    Args:
        n: how many.
        layout: the board.
        seed: the same seed gives the same puzzles.
        keep: givens at least (0: minimal puzzles; a minimal 16x16 takes very long).

    Returns:
        Puzzles and solutions, each `(n, L)` int8 with 0 = blank, and ratings `(n,)`: mean
        guesses to prove uniqueness.
    """
    state = random_state(seed)
    return _many(n, layout.size, tables(layout), keep, _MAX_GUESSES, _RUNS, state)


def climb(
    puzzles: np.ndarray,
    solutions: np.ndarray,
    ratings: np.ndarray,
    *,
    tries: int,
    layout: Layout,
    seed: int,
) -> None:
    """Make puzzles harder in place by hill climbing: vary one, keep it where it rates higher."""
    state = random_state(seed)
    _climb(puzzles, solutions, ratings, tries, layout.size, tables(layout), 6, state)


def generate(
    difficulty: Difficulty | None = None, *, layout: Layout | None = None, seed: int = 0
) -> tuple[Sudoku, tuple[tuple[int, ...], ...]]:
    """One puzzle and its answer.

    Args:
        difficulty: what it should take; None for whatever comes first. Boards of 4x4 and 6x6
            hardly ever need a guess: ask them for `EASY`.
        layout: the board (default 9x9).
        seed: the same seed gives the same puzzle.

    Raises:
        ValueError: where no puzzle of that difficulty turned up in 5,000 tries.
    """
    layout = layout or Layout()
    for puzzle, solution, grade in _graded(layout, seed):
        if difficulty in (None, grade):
            return Sudoku(_rows(puzzle, layout.size), layout), _rows(solution, layout.size)
    raise ValueError(f"no {difficulty} puzzle found on a {layout.size}x{layout.size} board")


def grade(puzzle: Sudoku) -> Difficulty:
    """The difficulty of a puzzle with one answer."""
    size = puzzle.size
    digits = np.array(puzzle.givens, np.int8).reshape(-1)
    state = random_state(1)
    guesses = rate(digits, size, tables(puzzle.layout), _RUNS, 100_000, state)
    if guesses:
        return Difficulty.EXTREME if guesses >= EXTREME else Difficulty.HARD
    full = (1 << size) - 1
    masks, done = candidates_of(digits, size), np.zeros(size * size, np.bool_)
    no_segments = np.zeros((0, 1), np.int32)
    index = tables(puzzle.layout)
    propagate(masks, done, index.groups, index.peers, *[no_segments] * 3, full)
    solved = bool(np.all(masks & (masks - 1) == 0))
    return Difficulty.EASY if solved else Difficulty.MEDIUM


def _graded(layout: Layout, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray, Difficulty]]:
    state = random_state(seed)
    keep = layout.size**2 * 15 // 32 if layout.size > 9 else 0  # 120 givens on 16x16
    for _ in range(5_000):
        puzzle, solution = minimal(layout.size, tables(layout), keep, _MAX_GUESSES, state)
        yield puzzle, solution, grade(Sudoku(_rows(puzzle, layout.size), layout))


def _rows(digits: np.ndarray, size: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in digits.reshape(size, size).tolist())
