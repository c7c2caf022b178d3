"""30x30 mazes in the bench.

Ordinary mazes have any path; hard ones have a path of at least 110 cells, as Maze-Hard's. Any
shortest path is right, as the verifier has it; published figures for TRM ask for one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from ...trm.networks.official import official_maze, official_question
from ...trm.puzzles import Verdict
from ...trm.puzzles.maze import Maze, Path
from ...trm.puzzles.maze.generate import generate_many
from ...trm.puzzles.maze.notation import from_line
from ...trm.puzzles.maze.tokens import of_tokens, tokens_of
from ...trm.puzzles.maze.verify import verify
from ...trm.recursion import TinyRecursiveModel
from ...trm.solving.maze.follow import follow
from .kind import Items, Kind

_SIDE = 30
_HARD_PATH = (110, _SIDE * _SIDE)  # cells; Maze-Hard's rule
_ON_PATH = "SoG"


class MazeKind(Kind):
    """30x30 mazes."""

    name = "maze"
    title = "30x30 mazes"

    def generate(self, n: int, *, seed: int) -> tuple[Items, Items]:
        """`n` mazes with any path, and `n` with a long one."""
        ordinary, hard = (
            Items(name, tuple(of_tokens(tokens) for tokens in made), on_path)
            for name, cells in (("ordinary", None), ("hard", _HARD_PATH))
            for made, on_path, _ in [
                generate_many(n, height=_SIDE, width=_SIDE, seed=seed, path_cells=cells)
            ]
        )
        return ordinary, hard

    def from_lines(self, name: str, questions: Sequence[str], answers: Sequence[str]) -> Items:
        """Square mazes of one size; `o` marks the path of an answer."""
        mazes = tuple(from_line(line) for line in questions)
        if len({(maze.height, maze.width) for maze in mazes}) > 1:
            raise ValueError(f"{name}: mazes of several sizes; expected one size a file")
        for maze, line in zip(mazes, answers, strict=True):
            if len(line) != maze.height * maze.width:
                raise ValueError(
                    f"{name}: an answer of {len(line)} characters to a maze of "
                    f"{maze.height}x{maze.width}"
                )
        labels = [
            np.array([symbol in _ON_PATH for symbol in line]).reshape(maze.height, maze.width)
            for maze, line in zip(mazes, answers, strict=True)
        ]
        return Items(name, mazes, np.stack(labels))

    def verify(self, puzzle: Maze, answer: Path) -> Verdict:
        """The verifier's word on a path."""
        return verify(puzzle, answer)

    def question(self, puzzles: Sequence[Maze]) -> Tensor:
        """`(B, H, W)` for the grid network."""
        return torch.from_numpy(np.stack([tokens_of(maze) for maze in puzzles])).long()

    def right(self, logits: Tensor, items: Items) -> np.ndarray:
        """The path drawn reaches the goal in as few cells as the label, by whatever way."""
        on_path = logits.softmax(-1)[..., 1].numpy()
        paths = map(follow, map(tokens_of, items.puzzles), on_path)
        return np.array(
            [
                path[-1] == maze.goal and len(path) == label.sum()
                for path, maze, label in zip(paths, items.puzzles, items.labels, strict=True)
            ]
        )

    def official(self, dtype: str) -> TinyRecursiveModel:
        """The attention network of 6.8 million parameters."""
        return official_maze(dtype)

    def official_question(self, puzzles: Sequence[Maze]) -> Tensor:
        """Tokens: ours, one higher (0 is padding)."""
        return official_question(self.question(puzzles).flatten(1) + 1)
