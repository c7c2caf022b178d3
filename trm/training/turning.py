"""Training with turning: rows of a board go on in another view every few steps.

The rows of a batch are at different steps, so each turns by itself, into a view drawn at random.
The label path's rule knows up from down, so a turned maze is labelled anew.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ..puzzles.maze.label import label
from ..puzzles.maze.tokens import of_tokens
from ..turning import VIEWS, Turning, seen
from .board import Carry


def answer_of(tokens: np.ndarray) -> np.ndarray:
    """A maze's training answer: 1 on the label path, -1 on walls, else 0; `(H, W)` int8."""
    answer = -(tokens == 0).astype(np.int8)
    for row, col in label(of_tokens(tokens)) or ():
        answer[row, col] = 1
    return answer


def turn(carry: Carry, turning: Turning, views: Tensor) -> None:
    """Turn the rows of square mazes that are due; rows that are done are left.

    Args:
        carry: after a step.
        turning: when.
        views: to turn each row by, from what it is now, `(B,)`.
    """
    turns = [turning.turns(steps) > turning.turns(steps - 1) for steps in carry.steps.tolist()]
    due = ~carry.done & torch.tensor(turns, device=carry.done.device)
    for view in range(1, VIEWS):
        rows = (due & (views == view)).nonzero().squeeze(1)
        if not len(rows) or carry.y is None or carry.z is None:
            continue
        carry.questions[rows] = seen(carry.questions[rows], view)
        carry.y[rows], carry.z[rows] = seen(carry.y[rows], view), seen(carry.z[rows], view)
        answers = [answer_of(tokens) for tokens in carry.questions[rows].cpu().numpy()]
        carry.answers[rows] = torch.from_numpy(np.stack(answers)).to(carry.answers)
