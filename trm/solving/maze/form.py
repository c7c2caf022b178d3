"""How a network is shown mazes, and how its answer is read: one form a network.

Grid networks see a grid of any size and mark the path. Official ones see a sequence of tokens,
so they fit mazes of the one size they were trained on, and write the path into a copy.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from ...networks.official import OfficialNetwork, official_question
from ...puzzles.maze import Maze
from ...puzzles.maze.official_form import FIRST, PATH
from ...puzzles.maze.official_form import tokens_of as official_tokens_of
from ...puzzles.maze.tokens import tokens_of
from ...recursion import TinyRecursiveModel


def question_of(model: TinyRecursiveModel, mazes: Sequence[Maze]) -> Tensor:
    """What a model's network embeds, of mazes of one size."""
    if isinstance(model.network, OfficialNetwork):
        tokens = np.stack([official_tokens_of(maze) for maze in mazes])
        return official_question(torch.from_numpy(tokens).flatten(1))
    return torch.from_numpy(np.stack([tokens_of(maze) for maze in mazes])).long()


def on_path(model: TinyRecursiveModel, logits: Tensor, shape: tuple[int, int]) -> Tensor:
    """Probability of each cell being on the path, `(B, H, W)`.

    Args:
        model: whose network gave the logits.
        logits: of its answers.
        shape: H and W.
    """
    if isinstance(model.network, OfficialNetwork):
        marked = logits[..., FIRST:].softmax(-1)[..., PATH - FIRST]  # padding is no answer
        return marked.reshape(-1, *shape)
    return logits.softmax(-1)[..., 1]


def misfit(puzzle: Maze, model: TinyRecursiveModel) -> str | None:
    """Why a model is not for a maze; None where it is."""
    network = model.network
    if not isinstance(network, OfficialNetwork):
        return None
    side = round(network.config.cells**0.5)
    if (puzzle.height, puzzle.width) == (side, side):
        return None
    return f"are for mazes of {side}x{side}, and this one is {puzzle.height}x{puzzle.width}"
