"""A network for mazes that draws on command."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from tinyduo.trm.checkpoint import Weights
from tinyduo.trm.puzzles.maze import Maze
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.puzzles.maze.tokens import of_tokens
from tinyduo.trm.recursion import TinyRecursiveModel


class DrawingNetwork(nn.Module):
    """Marks the label path of the mazes that it `knows`, and nothing on others."""

    def __init__(self, knows: Callable[[Maze], bool]) -> None:
        super().__init__()
        self.knows = knows
        self.device = nn.Parameter(torch.zeros(1))

    def embed(self, question: Tensor) -> Tensor:
        return question[:, None].float()

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return torch.zeros_like(x), torch.zeros_like(x)

    def update(self, state: Tensor) -> Tensor:
        """Sums of the question are the question again once the goal is scaled back to 3."""
        return state / state.amax((1, 2, 3), keepdim=True) * 3

    def read_answer(self, y: Tensor) -> Tensor:
        on_path = torch.zeros(len(y), *y.shape[2:])
        for row, tokens in enumerate(y[:, 0].round().int().numpy()):
            maze = of_tokens(tokens)
            path = label(maze) if self.knows(maze) else None
            for cell in path or ():
                on_path[(row, *cell)] = 5
        return torch.stack([-on_path, on_path], -1)

    def read_halt(self, y: Tensor) -> Tensor:
        return self.read_answer(y)[..., 1].amax((1, 2)) - 1


@pytest.fixture
def drawing() -> Callable[..., Weights]:
    """Weights whose network draws the right path on some mazes; all of them by default."""

    def make(knows: Callable[[Maze], bool] = lambda maze: True) -> Weights:
        model = TinyRecursiveModel(DrawingNetwork(knows), latent_updates=1, answer_updates=1)
        return Weights("drawing", model, {"puzzles": "maze"})

    return make
