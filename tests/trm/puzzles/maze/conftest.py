"""Mazes for the maze tests, made here: nothing is copied from a data set."""

from __future__ import annotations

import numpy as np
import pytest

from tinyduo.trm.puzzles.maze import Maze, Path
from tinyduo.trm.puzzles.maze.generate import generate_many
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.puzzles.maze.tokens import of_tokens

SIZES = ((2, 2), (2, 9), (5, 5), (7, 4), (14, 14), (30, 30))


@pytest.fixture(scope="session")
def mazes() -> list[tuple[Maze, Path]]:
    """Generated mazes of several sizes, each with its label path."""
    made = []
    for height, width in SIZES:
        for tokens in generate_many(8, height=height, width=width, seed=7)[0]:
            maze = of_tokens(tokens)
            path = label(maze)
            assert path is not None
            made.append((maze, path))
    return made


@pytest.fixture(scope="session")
def noise() -> list[Maze]:
    """Small mazes with the goal anywhere open: with and without a path."""
    rng = np.random.default_rng(3)
    made = []
    for _ in range(150):
        height, width = rng.integers(2, 8, 2)
        tokens = (rng.random((height, width)) < rng.uniform(0.4, 0.9)).astype(np.int8)
        start, goal = rng.choice(height * width, 2, replace=False)
        tokens.flat[start], tokens.flat[goal] = 2, 3
        made.append(of_tokens(tokens))
    return made
