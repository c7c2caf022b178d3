"""Learned models answer one board in many views, and the views vote.

Each view's answer, brought back, is a candidate; it is taken after the first supervision step,
as in learning (later ones agreed less). Candidates rank by how many views voted for them and, of
equals, by the probability that all views together give them (the mean of their log
probabilities, a product of experts: Franzen et al. 2025, arXiv 2505.07859).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as F

from ...puzzles.arc.aligned import Board
from ...puzzles.arc.derived import turned_back
from ...puzzles.arc.official_form import COLOURS, Grid
from ...recursion import TinyRecursiveModel
from .batch import stacked, task_network
from .views import View


@dataclass(frozen=True, slots=True)
class Candidate:
    """An output that views voted for."""

    grid: Grid
    share: float  # of the views
    log_probability: float  # of its cells, mean over cells and views
    halt: float  # mean halting probability of the views that voted for it


@torch.no_grad()
def candidates_of(
    asked: Sequence[tuple[TinyRecursiveModel, Board]], views: Sequence[View]
) -> list[Candidate]:
    """The candidates for an output, best first.

    Args:
        asked: models that have learned the task, each with the board as it sees it; its target is
            not looked at.
        views: that vote, all of them with each model.
    """
    said = [_asked(model, board, views) for model, board in asked]
    logs = np.concatenate([log for log, _ in said])
    halts = np.concatenate([halt for _, halt in said])
    grids = logs.argmax(-1)
    mean = logs.mean(0)
    votes: dict[bytes, list[int]] = {}
    for number, grid in enumerate(grids):
        votes.setdefault(grid.astype(np.uint8).tobytes(), []).append(number)
    candidates = [
        _candidate(grids[voters[0]], mean, len(voters) / len(grids), float(halts[voters].mean()))
        for voters in votes.values()
    ]
    if len(candidates) == 1:  # all views agree, and two attempts may be made
        candidates.append(_candidate(_second(mean), mean, 0.0, candidates[0].halt))
    return sorted(candidates, key=lambda each: (each.share, each.log_probability), reverse=True)


def _candidate(grid: np.ndarray, mean: np.ndarray, share: float, halt: float) -> Candidate:
    """A candidate of a grid `(H, W)`, given the views' mean log probabilities `(H, W, 10)`."""
    log = float(np.take_along_axis(mean, grid[..., None], -1).mean())
    return Candidate(tuple(map(tuple, grid.tolist())), share, log, halt)


def _second(mean: np.ndarray) -> np.ndarray:
    """The second most probable grid: the best, but for the cell that is least certain."""
    order = np.argsort(mean, -1)
    best, next_best = order[..., -1], order[..., -2]
    lead = np.take_along_axis(mean, best[..., None], -1)
    lead -= np.take_along_axis(mean, next_best[..., None], -1)
    grid = best.copy()
    cell = np.unravel_index(lead.argmin(), best.shape)
    grid[cell] = next_best[cell]
    return grid


def _asked(
    model: TinyRecursiveModel, board: Board, views: Sequence[View]
) -> tuple[np.ndarray, np.ndarray]:
    """Log probabilities `(V, h, w, 10)` of the output as it lies, and halting probabilities."""
    logs, halts = np.empty((len(views), *board.inside.shape, COLOURS)), np.empty(len(views))
    for parity in (0, 1):  # even turns of a board are all of one size, odd ones too
        chosen = [number for number, view in enumerate(views) if view.turn % 2 == parity]
        if chosen:
            found, halt = _run(model, board, [views[number] for number in chosen])
            for number, log in zip(chosen, found, strict=True):
                logs[number] = _brought_back(log, views[number])
            halts[chosen] = halt
    rows, cols = _size(board)
    return logs[:, :rows, :cols], halts


def _run(
    model: TinyRecursiveModel, board: Board, views: Sequence[View]
) -> tuple[np.ndarray, np.ndarray]:
    """Log probabilities `(V, H, W, 10)` of views of one size, and halting probabilities."""
    network = task_network(model)
    boards = [board.seen(view.turn, view.colours) for view in views]
    turns = [view.turn for view in views]
    batch = stacked(boards, turns, [0] * len(views), network.tasks.device)
    x = network.embed(batch.question)
    step = model.step(x, model.start(x))
    log = F.log_softmax(network.colour_logits(step.logits, batch.question).float(), -1)
    return log.cpu().numpy(), step.halt_logit.sigmoid().float().cpu().numpy()


def _brought_back(log: np.ndarray, view: View) -> np.ndarray:
    """Log probabilities `(H, W, 10)` of the board as it is, from those of a view of it."""
    turned = turned_back(np.moveaxis(log, -1, 0), view.turn)
    return np.moveaxis(turned[view.colours[:-1]], 0, -1)


def _size(board: Board) -> tuple[int, int]:
    """Rows and columns of the output."""
    return int(board.inside.any(1).sum()), int(board.inside.any(0).sum())
