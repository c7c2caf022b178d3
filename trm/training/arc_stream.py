"""Batches for pretraining on ARC: boards of one size, of many tasks, in random views.

Boards are kept by size, so nothing in a batch is padded. A size comes up as often as its boards
count, where every task counts the same; inside a size so do boards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from ..networks.task import VIEWS
from ..puzzles.arc.aligned import Board, aligners_of, board_of
from ..puzzles.arc.official_form import COLOURS, Grid
from ..puzzles.arc.size_rules import size_rules
from ..puzzles.arc.task import ArcItem
from ..solving.arc.batch import ArcBatch, stacked

Pair = tuple[np.ndarray, np.ndarray]  # input and output, each uint8 (H, W)

MAX_CELLS = 400  # of a board that is pretrained on
BOARDS = (6, 48)  # of a batch, at least and at most
# Pairs of which a colour is on all but a few plays a role of its own (solving/arc/views.py).
_ROLE = 0.9


class ArcStream:
    """Draws batches.

    Args:
        items: the tasks by id, whose demonstrations tell the rules of sizes.
        pairs: of each task, to draw from.
    """

    def __init__(self, items: Mapping[str, ArcItem], pairs: Mapping[str, Sequence[Pair]]) -> None:
        self.tasks = list(items)
        self.boards: list[Board] = []
        self.free: list[np.ndarray] = []  # of each task: colours that may be exchanged
        of_task, weights, sides = [], [], []
        for number, name in enumerate(self.tasks):
            mine = [pair for pair in pairs[name] if _cells(pair) <= MAX_CELLS]
            aligners = aligners_of(size_rules(items[name].task.demonstrations))
            self.free.append(_free_colours(mine))
            for given, output in mine:
                board = board_of(_grid(given), output.shape, aligners, _grid(output))
                self.boards.append(board)
                of_task.append(number)
                weights.append(1 / len(mine))
                sides.append(tuple(sorted(board.inside.shape)))
        self.of_task, self.weights = np.array(of_task), np.array(weights)
        sizes: dict[tuple[int, int], list[int]] = {}
        for number, size in enumerate(sides):
            sizes.setdefault(size, []).append(number)
        # A size with few boards would show them again and again.
        self.sizes = {k: np.array(v) for k, v in sizes.items() if len(v) >= 2 * BOARDS[0]}
        shares = np.array([self.weights[members].sum() for members in self.sizes.values()])
        self.shares = shares / shares.sum()

    def draw(
        self, cells: int, rng: np.random.Generator, device: torch.device | str = "cpu"
    ) -> ArcBatch:
        """A batch of about so many cells."""
        height, width = list(self.sizes)[rng.choice(len(self.sizes), p=self.shares)]
        members = self.sizes[height, width]
        weights = self.weights[members]
        count = int(np.clip(cells // (height * width), *BOARDS))
        chosen = rng.choice(members, size=count, p=weights / weights.sum())
        boards, turns = [], []
        for number in chosen.tolist():
            board, turn = self.boards[number], int(rng.integers(VIEWS))
            lies = board.inside.shape != (height, width)  # and must be turned by a quarter
            if height != width and lies != bool(turn % 2):
                turn ^= 1
            colours = np.arange(COLOURS + 1, dtype=np.uint8)
            free = self.free[self.of_task[number]]
            colours[free] = rng.permutation(free)
            boards.append(board.seen(turn, colours))
            turns.append(turn)
        return stacked(boards, turns, self.of_task[chosen].tolist(), device)


def _cells(pair: Pair) -> int:
    rows, cols = np.maximum(pair[0].shape, pair[1].shape)
    return int(rows) * int(cols)


def _grid(cells: np.ndarray) -> Grid:
    return tuple(map(tuple, cells.tolist()))


def _free_colours(pairs: Sequence[Pair]) -> np.ndarray:
    """Colours that neither most inputs show nor most outputs."""
    if not pairs:
        return np.empty(0, np.uint8)
    shown = [
        np.mean([np.bincount(pair[side].ravel(), minlength=COLOURS) > 0 for pair in pairs], 0)
        for side in (0, 1)
    ]
    return np.flatnonzero(np.maximum(*shown) <= _ROLE).astype(np.uint8)
