"""From the network's probabilities to a path: walk where the path most likely is.

No search: from the start, always on to the likeliest neighbour, never back, until the goal or
a dead end. So a path is right only if the network has marked it from end to end.
"""

from __future__ import annotations

import numpy as np

from ...puzzles.maze import Path

_START, _GOAL = 2, 3  # tokens of puzzles/maze/tokens.py; 0 is a wall
_CLOSED, _CERTAIN = -1.0, 2.0  # below and above every probability


def follow(tokens: np.ndarray, on_path: np.ndarray) -> Path:
    """The walk from the start, as far as it goes.

    Args:
        tokens: of the maze, `(H, W)`.
        on_path: probability of each cell being on the path, `(H, W)`.

    Returns:
        Open cells, each next to the one before; the last is the goal, where it was reached.
        Of equally likely neighbours it takes the first of down, left, right, up, as the
        labels do that the network learns from.
    """
    height, width = tokens.shape
    framed = np.full((height + 2, width + 2), _CLOSED)
    inner = np.where(tokens == 0, _CLOSED, np.clip(on_path, 0.0, 1.0))
    framed[1:-1, 1:-1] = np.where(tokens == _GOAL, _CERTAIN, inner)
    scores: list[float] = framed.reshape(-1).tolist()  # plain floats: a walk is no array work
    stride = width + 2
    row, col = divmod(int(np.argmax(tokens == _START)), width)
    cell = (row + 1) * stride + col + 1
    cells = [cell]
    while scores[cell] != _CERTAIN:
        scores[cell] = _CLOSED
        beside = (cell + stride, cell - 1, cell + 1, cell - stride)
        cell = max(beside, key=scores.__getitem__)
        if scores[cell] == _CLOSED:
            break
        cells.append(cell)
    return tuple((cell // stride - 1, cell % stride - 1) for cell in cells)
