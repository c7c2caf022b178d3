"""Training mazes, drawn from our own generator as training goes: no maze comes twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..puzzles.maze.generate import generate_many


@dataclass(frozen=True, slots=True)
class MazeStream:
    """Draws mazes of one size; each range of path lengths equally often."""

    side: int  # rows and columns
    least_cells: tuple[int, ...] = (2,)  # the ranges: paths of this many cells or more

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples: tokens, and 1 on the label path, -1 on walls; each `(n, H, W)` int8."""
        pairs = [self._draw(rng) for _ in range(n)]
        return np.stack([tokens for tokens, _ in pairs]), np.stack([path for _, path in pairs])

    def _draw(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        least = self.least_cells[rng.integers(len(self.least_cells))]
        tokens, on_path, _ = generate_many(
            1,
            height=self.side,
            width=self.side,
            seed=int(rng.integers(2**62)) | _TRAINING,
            path_cells=(least, self.side**2),
        )
        return tokens[0], on_path[0].astype(np.int8) - (tokens[0] == 0)


_TRAINING = 1 << 62  # seeds of training mazes; those of held-out and scored mazes are below
