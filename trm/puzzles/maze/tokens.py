"""Mazes as arrays of small integers: what the generator makes and a network reads."""

from __future__ import annotations

import numpy as np

from .maze import GOAL, OPEN, START, WALL, Maze

SYMBOLS = WALL + OPEN + START + GOAL  # token 0 is a wall, 1 open, 2 the start, 3 the goal


def tokens_of(maze: Maze) -> np.ndarray:
    """The maze as tokens, int8 `(H, W)`.

    >>> tokens_of(Maze(("S#", " G"))).tolist()
    [[2, 0], [1, 3]]
    """
    return np.array([[SYMBOLS.index(symbol) for symbol in row] for row in maze.rows], np.int8)


def of_tokens(tokens: np.ndarray) -> Maze:
    """The maze of tokens `(H, W)`.

    Raises:
        ValueError: for a token that is not 0 to 3, or tokens that are no maze.
    """
    if tokens.ndim != 2 or not ((tokens >= 0) & (tokens < len(SYMBOLS))).all():
        raise ValueError(f"expected tokens from 0 to {len(SYMBOLS) - 1} in rows and columns")
    return Maze(tuple("".join(SYMBOLS[token] for token in row) for row in tokens.tolist()))
