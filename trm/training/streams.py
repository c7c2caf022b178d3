"""Streams of examples for the presets, and how official data augment Sudokus.

All give puzzles as our own networks read them: digits, or maze tokens, in answers with
`ON_PATH` for a cell on the path. Official tokens are one more. A negative number in an answer
stands for a cell without a label.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..puzzles.maze.tokens import SYMBOLS
from ..puzzles.sudoku.board import Layout
from .board import Stream

ON_PATH = len(SYMBOLS)  # in answers, a cell on the path between S and G


@dataclass(frozen=True, slots=True)
class Pairs:
    """Draws from an array of examples, each equally often."""

    pairs: np.ndarray  # (n, 2, *shape) int8: questions and answers

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples: questions and answers."""
        chosen = self.pairs[rng.integers(len(self.pairs), size=n)]
        return chosen[:, 0], chosen[:, 1]


@dataclass(frozen=True, slots=True)
class Listed:
    """Draws examples to measure on: none twice, so fewer than asked for where there are fewer."""

    pairs: np.ndarray  # (n, 2, *shape) int8: questions and answers

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples at most: questions and answers."""
        chosen = rng.permutation(len(self.pairs))[:n]
        return self.pairs[chosen, 0], self.pairs[chosen, 1]


@dataclass(frozen=True, slots=True)
class Augmented:
    """A stream of Sudokus, each turned by a symmetry drawn evenly: the official augmentation.

    Digits are relabelled, bands, stacks, and the rows and columns inside them permuted, and
    boards with square boxes transposed with probability 1/2.
    """

    stream: Stream
    layout: Layout

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples: questions and answers, each `(n, L)`."""
        questions, answers = self.stream.draw(n, rng)
        cells, digits = self._cells(n, rng), self._digits(n, rng)
        turned = (np.take_along_axis(part, cells, 1) for part in (questions, answers))
        question, answer = (np.take_along_axis(digits, part, 1) for part in turned)
        return question.astype(np.int8), answer.astype(np.int8)

    def _cells(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """For each cell of the results the one it is taken from, `(n, L)`."""
        size = self.layout.size
        rows = _lines(n, self.layout.box_rows, size, rng)
        cols = _lines(n, self.layout.box_cols, size, rng)
        cells = rows[:, :, None] * size + cols[:, None, :]
        if self.layout.box_rows == self.layout.box_cols:
            turned = rng.random(n) < 0.5
            cells = np.where(turned[:, None, None], cells.transpose(0, 2, 1), cells)
        return cells.reshape(n, size * size)

    def _digits(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """What each digit becomes, `(n, 1 + size)`; a blank stays blank."""
        size = self.layout.size
        digits = rng.permuted(np.tile(np.arange(1, size + 1), (n, 1)), axis=1)
        return np.concatenate([np.zeros((n, 1), digits.dtype), digits], axis=1)


def _lines(n: int, together: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """`n` orders of lines in which those of one band stay together, `(n, size)`."""
    bands = rng.permuted(np.tile(np.arange(size // together), (n, 1)), axis=1)
    inside = rng.permuted(np.tile(np.arange(together), (n, size // together, 1)), axis=2)
    return (bands[:, :, None] * together + inside).reshape(n, size)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stream of mazes with 1 on the label path, with whole mazes for answers instead."""

    stream: Stream  # MazeStream

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples: tokens, and tokens with the path drawn, each `(n, L)`."""
        tokens, paths = self.stream.draw(n, rng)
        between = (paths == 1) & (tokens == SYMBOLS.index(" "))
        answers = np.where(between, ON_PATH, tokens).astype(np.int8)
        return tokens.reshape(n, -1), answers.reshape(n, -1)
