"""The label of a maze: the one shortest path that a network is trained to draw.

Most mazes have very many shortest paths. The labels of Maze-Hard pick one by a fixed rule:
from the start, step to the first of down, left, right, up that comes closer to the goal. A
network that learns the rule has one target per maze; the verifier takes any shortest path.

This is an exact search, for training and for measuring. Nothing that answers puzzles may
import this module. Numba compiles it where it is installed, as it does for Sudoku.
"""

from __future__ import annotations

import numpy as np

from ..compiled import njit
from .maze import Maze, Path
from .tokens import tokens_of

# Cells are numbers in a grid with a frame of walls, flat: cell + stride is one row down.


@njit
def framed(tokens):
    """Whether each cell is open, flat `((H + 2) * (W + 2),)`, with a frame of walls."""
    height, width = tokens.shape
    is_open = np.zeros((height + 2) * (width + 2), np.bool_)
    for row in range(height):
        for col in range(width):
            is_open[(row + 1) * (width + 2) + col + 1] = tokens[row, col] != 0
    return is_open


@njit
def flood(is_open, source, stride, moves, queue):
    """Breadth-first search from `source`.

    Args:
        is_open: as `framed` gives it.
        source: an open cell.
        stride: cells in a framed row.
        moves: int32, as long as `is_open`; becomes the moves from the source, -1 where it
            does not reach.
        queue: int32, as long; becomes the reached cells, nearest first.

    Returns:
        How many cells were reached.
    """
    moves[:] = -1
    moves[source] = 0
    queue[0] = source
    reached = 1
    head = 0
    while head < reached:
        cell = queue[head]
        head += 1
        further = moves[cell] + 1
        for step in (stride, -1, 1, -stride):
            other = cell + step
            if is_open[other] and moves[other] < 0:
                moves[other] = further
                queue[reached] = other
                reached += 1
    return reached


@njit
def walk(start, stride, moves, path):
    """Write the label path into `path`; `moves` are those to the goal. Returns its cells."""
    cell = start
    path[0] = cell
    length = 1
    while moves[cell] > 0:
        for step in (stride, -1, 1, -stride):  # down, left, right, up: the rule of Maze-Hard
            if moves[cell + step] == moves[cell] - 1:
                cell += step
                break
        path[length] = cell
        length += 1
    return length


def label(maze: Maze) -> Path | None:
    """The label path of a maze, None where there is no path.

    >>> label(Maze(("S ", " G")))
    ((0, 0), (1, 0), (1, 1))
    """
    stride = maze.width + 2
    is_open = framed(tokens_of(maze))
    moves = np.empty(len(is_open), np.int32)
    cells = np.empty(len(is_open), np.int32)
    start, goal = ((row + 1) * stride + col + 1 for row, col in (maze.start, maze.goal))
    flood(is_open, goal, stride, moves, cells)
    if moves[start] < 0:
        return None
    length = walk(start, stride, moves, cells)
    return tuple((cell // stride - 1, cell % stride - 1) for cell in cells[:length].tolist())
