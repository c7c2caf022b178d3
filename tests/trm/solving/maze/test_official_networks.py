"""Official networks on mazes: tokens in, cells marked as path out, one size only."""

import pytest
import torch
from torch import Tensor

from tinyduo.trm import Budget, Maze, Status, Weights, predict, solve
from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.puzzles.maze.official_form import FIRST, PATH, tokens_of
from tinyduo.trm.puzzles.maze.tokens import of_tokens
from tinyduo.trm.recursion import TinyRecursiveModel

MAZE = Maze(("S#  ", "  # ", "#   ", "  #G"))
CONFIG = OfficialConfig(
    cells=16, vocabulary=6, mixer="attention", positions="rotary", width=8, heads=2, prefix=2,
    puzzle_width=8, hidden_multiple=8,
)  # fmt: skip


def weights_of(network: OfficialNetwork) -> Weights:
    model = TinyRecursiveModel(network, latent_updates=1, answer_updates=1)
    return Weights("tiny", model.eval().requires_grad_(False), {"puzzles": "maze"})


class Labelling(OfficialNetwork):
    """Writes the label path of mazes whose start is in a certain row; padding scores more."""

    def __init__(self, row: int) -> None:
        super().__init__(CONFIG)
        self.row = row

    def embed(self, question: Tensor) -> Tensor:
        return question[:, 1:, None].float()

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return torch.zeros_like(x), torch.zeros_like(x)

    def update(self, state: Tensor) -> Tensor:
        """Walls are the smallest tokens, so that a state can be scaled back to tokens."""
        return state / state.amin((1, 2), keepdim=True)

    def read_answer(self, y: Tensor) -> Tensor:
        logits = torch.zeros(len(y), 16, 6)
        logits[..., 0] = 99
        for row, tokens in enumerate(y[..., 0].round().int().numpy()):
            maze = of_tokens(tokens.reshape(4, 4) - FIRST)
            path = label(maze)
            if maze.start[0] == self.row and path:
                for r, c in path[1:-1]:
                    logits[row, 4 * r + c, PATH] = 9
        return logits

    def read_halt(self, y: Tensor) -> Tensor:
        return y.new_zeros(len(y))


def test_cells_marked_as_path_become_a_path():
    result = solve(MAZE, weights=weights_of(Labelling(0)))
    assert result.status is Status.SOLVED
    assert result.candidates == 1
    assert result.answer == label(MAZE)
    assert predict([MAZE], weights=weights_of(Labelling(0)))[0].answer == result.answer


def test_views_are_tried_and_undone():
    result = solve(MAZE, weights=weights_of(Labelling(3)), budget=Budget(None, 40, 2))
    assert result.status is Status.SOLVED
    assert result.candidates > 1
    assert result.verdict is not None
    assert result.verdict.verified


def test_an_untrained_network_solves_nothing():
    torch.manual_seed(0)
    weights = weights_of(OfficialNetwork(CONFIG))
    result = solve(MAZE, weights=weights, budget=Budget(None, 20, 2))
    assert result.verdict is not None
    assert (result.status is Status.SOLVED) == result.verdict.verified
    assert predict([MAZE], weights=weights, steps=2)[0].answer[0] == MAZE.start


@pytest.mark.parametrize("rows", [("S  ", "   ", "  G"), ("S    ", "    G")])
def test_mazes_of_other_sizes_are_refused_by_name(rows):
    what = f"'tiny' are for mazes of 4x4, and this one is {len(rows)}x{len(rows[0])}"
    with pytest.raises(ValueError, match=what):
        solve(Maze(rows), weights=weights_of(OfficialNetwork(CONFIG)))


def test_tokens_are_the_official_ones():
    path = label(MAZE)
    assert path is not None
    answer = tokens_of(MAZE, path)
    assert tokens_of(MAZE)[0].tolist() == [3, 1, 2, 2]
    assert (answer == PATH).sum() == len(path) - 2
    assert answer[path[-1]] == 4
