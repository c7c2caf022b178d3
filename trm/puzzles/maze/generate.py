"""Making mazes as Maze-Hard's were made: independent noise, kept if the path is long enough.

The share of walls is drawn evenly from a range, walls are thrown independently, the start is
any open cell, and the goal is any open cell whose shortest path has the wanted length. On
30x30 with 110 cells or more on the path the share of walls is as in Maze-Hard (median 0.37);
the paths are a little shorter (mean 112 cells, not 114).

Numba compiles this where it is installed, at 140 such mazes a second; without it the same
mazes take 0.7 s each. The search is exact: nothing that answers puzzles may import it.
"""

from __future__ import annotations

import numpy as np

from ..compiled import njit
from .label import flood, walk
from .maze import MAX_SIDE, MIN_SIDE, Maze
from .tokens import of_tokens

WALLS = (0.28, 0.45)  # the least and the greatest share in Maze-Hard
_STARTS = 8  # starts tried on a grid before the next one is drawn
_MAX_GRIDS = 1_000_000  # grids without a maze before giving up: 15 s of 30x30 ones


@njit
def _throw(is_open, height, width, share, rng):
    """Throw walls; returns how many cells are open. The frame stays closed."""
    opened = 0
    for row in range(height):
        for col in range(width):
            free = rng.random() >= share
            is_open[(row + 1) * (width + 2) + col + 1] = free
            opened += free
    return opened


@njit
def _some_open(is_open, height, width, rng):
    """An open cell, each as likely; there must be one."""
    while True:
        row = int(rng.random() * height)
        col = int(rng.random() * width)
        cell = (row + 1) * (width + 2) + col + 1
        if is_open[cell]:
            return cell


@njit
def _some_goal(moves, queue, reached, least, most, rng):
    """A reached cell from `least` to `most` moves away, each as likely; -1 for none."""
    first = reached
    while first > 0 and moves[queue[first - 1]] >= least:  # the queue is sorted by moves
        first -= 1
    last = reached
    while last > first and moves[queue[last - 1]] > most:
        last -= 1
    return queue[first + int(rng.random() * (last - first))] if last > first else -1


@njit
def _place(is_open, height, width, opened, least, most, moves, queue, rng):
    """A start and a goal on the grid, (-1, -1) where a few starts have none in range."""
    stride = width + 2
    hopeful = False  # whether we know of two cells that are far enough apart
    for _ in range(_STARTS):
        start = _some_open(is_open, height, width, rng)
        reached = flood(is_open, start, stride, moves, queue)
        goal = _some_goal(moves, queue, reached, least, most, rng)
        if goal >= 0:
            return start, goal
        if not hopeful and reached * 2 > opened:  # else a small pocket: try elsewhere
            far = queue[reached - 1]
            if moves[far] * 2 < least:  # no two cells here are further apart than that
                break
            # The cell farthest from the farthest: nearly always as far apart as any two are
            # (30x30, 110 cells: in each of 2,159 grids).
            flood(is_open, far, stride, moves, queue)
            if moves[queue[reached - 1]] < least:
                break
            hopeful = True
    return -1, -1


@njit
def _many(tokens, on_path, lengths, low, high, least, most, max_grids, rng):
    """Fill the arrays; returns how many mazes were made before the grids ran out."""
    n, height, width = tokens.shape
    stride = width + 2
    is_open = np.zeros((height + 2) * stride, np.bool_)
    moves = np.empty(len(is_open), np.int32)
    queue = np.empty(len(is_open), np.int32)
    for index in range(n):
        start, goal = -1, -1
        for _ in range(max_grids):
            share = low + (high - low) * rng.random()
            opened = _throw(is_open, height, width, share, rng)
            if opened < 2:
                continue
            start, goal = _place(is_open, height, width, opened, least, most, moves, queue, rng)
            if goal >= 0:
                break
        if goal < 0:
            return index
        flood(is_open, goal, stride, moves, queue)
        length = walk(start, stride, moves, queue)
        for row in range(height):
            for col in range(width):
                tokens[index, row, col] = is_open[(row + 1) * stride + col + 1]
        for cell in queue[:length]:
            on_path[index, cell // stride - 1, cell % stride - 1] = True
        tokens[index, start // stride - 1, start % stride - 1] = 2
        tokens[index, goal // stride - 1, goal % stride - 1] = 3
        lengths[index] = length
    return n


def generate_many(
    n: int,
    *,
    height: int,
    width: int,
    seed: int,
    walls: tuple[float, float] = WALLS,
    path_cells: tuple[int, int] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Random mazes with their label paths.

    Args:
        n: how many.
        height: rows.
        width: columns.
        seed: the same seed gives the same mazes.
        walls: the range of the share of walls.
        path_cells: the range of the shortest path's cells, start and goal included, both ends
            allowed; None for any.

    Returns:
        Tokens `(n, H, W)` int8 (see tokens.py); the cells of the label path, start and goal
        included, `(n, H, W)` bool; the path's cells `(n,)` int32.

    Raises:
        ValueError: for a size or range we do not do, or where no such maze turns up.
    """
    if not (MIN_SIDE <= height <= MAX_SIDE and MIN_SIDE <= width <= MAX_SIDE):
        raise ValueError(f"mazes of {height}x{width} are not made; {MIN_SIDE} to {MAX_SIDE} a side")
    if not 0 <= walls[0] <= walls[1] < 1:
        raise ValueError(f"walls are {walls}, expected a range of shares from 0 to below 1")
    low, high = path_cells or (2, height * width)
    if not 2 <= low <= high or low > height * width:
        raise ValueError(
            f"path_cells are {(low, high)}, expected a range within 2 to {height * width} cells"
        )
    tokens = np.zeros((n, height, width), np.int8)
    on_path = np.zeros((n, height, width), np.bool_)
    lengths = np.zeros(n, np.int32)
    rng = np.random.default_rng(seed)
    made = _many(tokens, on_path, lengths, *walls, low - 1, high - 1, _MAX_GRIDS, rng)
    if made < n:
        raise ValueError(
            f"no {height}x{width} maze with {low} to {high} cells on the path turned up "
            f"in {_MAX_GRIDS} grids"
        )
    return tokens, on_path, lengths


def generate(
    *,
    height: int = 30,
    width: int = 30,
    seed: int = 0,
    path_cells: tuple[int, int] | None = None,
) -> Maze:
    """One random maze.

    Args:
        height: rows.
        width: columns.
        seed: the same seed gives the same maze.
        path_cells: the range of the shortest path's cells; None for any.

    Raises:
        ValueError: as `generate_many`.
    """
    tokens, _, _ = generate_many(1, height=height, width=width, seed=seed, path_cells=path_cells)
    return of_tokens(tokens[0])
