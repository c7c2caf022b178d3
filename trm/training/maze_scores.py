"""Mazes to score weights on, by size and by the length of the path.

An answer is `right` when it is a shortest path, whichever; `label` when it is the one that
the labels of Maze-Hard pick among them.
"""

from __future__ import annotations

from functools import partial

from ..puzzles.maze import Maze, verify
from ..puzzles.maze.generate import generate_many
from ..puzzles.maze.label import label
from ..puzzles.maze.tokens import of_tokens
from .scores import Check, ScoreSet

# side, cells on the shortest path at least, share of n
_SETS = (
    (5, 2, 1.0),
    (10, 2, 1.0),
    (14, 20, 1.0),
    (20, 40, 1.0),
    (30, 2, 1.0),
    (30, 110, 1.0),  # Maze-Hard
    (40, 140, 0.1),
    (50, 170, 0.05),
)


def maze_sets(n: int, seed: int) -> list[ScoreSet]:
    """Square mazes from 5x5 to 50x50."""
    return [_set(max(1, round(n * share)), side, least, seed) for side, least, share in _SETS]


def _set(n: int, side: int, least: int, seed: int) -> ScoreSet:
    made, _, _ = generate_many(n, height=side, width=side, seed=seed, path_cells=(least, side**2))
    mazes = [of_tokens(tokens) for tokens in made]
    name = f"{side}x{side}" + (f", path of {least} cells and more" if least > 2 else "")
    shortest: list[Check] = [partial(_verified, maze) for maze in mazes]
    labels: list[Check] = [partial(_same, label(maze)) for maze in mazes]
    return ScoreSet(name, mazes, {"right": shortest, "label": labels})


def _verified(maze: Maze, answer: object) -> bool:
    return verify(maze, answer).verified


def _same(wanted: object, answer: object) -> bool:
    return answer == wanted
