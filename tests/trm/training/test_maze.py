"""Maze training: it learns small mazes, its losses, and training mazes that never come twice."""

import dataclasses

import numpy as np
import pytest
import torch

from tinyduo.trm.networks.grid import GridNetworkConfig
from tinyduo.trm.puzzles.maze.generate import generate_many
from tinyduo.trm.recursion import State, Step, TinyRecursiveModel
from tinyduo.trm.training import maze as recipe_module
from tinyduo.trm.training.maze import MazeRecipe, is_shortest, label_rate, losses_of, train_maze
from tinyduo.trm.training.maze_data import MazeStream
from tinyduo.trm.training.trainer import TrainingConfig


def test_a_stream_keeps_to_its_ranges_and_repeats_itself_by_seed():
    stream = MazeStream(8, (2, 14))
    tokens, on_path = stream.draw(40, np.random.default_rng(3))
    assert tokens.shape == on_path.shape == (40, 8, 8)
    assert ((on_path == -1) == (tokens == 0)).all()
    cells = (on_path == 1).sum((1, 2))
    assert (cells >= 14).sum() >= 10
    assert (cells < 14).sum() >= 5
    again, _ = stream.draw(40, np.random.default_rng(3))
    assert (again == tokens).all()
    assert len(np.unique(tokens, axis=0)) == 40


def drawn(*rows: str) -> torch.Tensor:
    return torch.tensor([[int(cell == "o") for cell in row] for row in rows])[None]


def test_any_shortest_path_is_right_and_nothing_else():
    label = drawn("o..", "o..", "ooo")
    assert is_shortest(label, label).tolist() == [True]
    assert is_shortest(drawn("ooo", "..o", "..o"), label).tolist() == [True]
    for wrong in (
        drawn("oo.", ".o.", "..o"),  # broken off
        drawn("oo.", ".o.", ".o."),  # another end
        drawn("ooo", "o.o", "o.o"),  # two ways
        drawn("o..", "...", "..o"),
        drawn("...", "...", "..."),
    ):
        assert is_shortest(wrong, label).tolist() == [False]


def test_generated_labels_are_right():
    _, on_path, _ = generate_many(200, height=9, width=9, seed=3)
    labels = torch.from_numpy(on_path).long()
    assert is_shortest(labels, labels).all()


def test_losses_halt_at_right_answers_and_never_through_walls():
    answers = torch.tensor([[1, 0, 0], [1, 0, -1], [1, 1, 1]], dtype=torch.int8).repeat(3, 1, 1)
    other_way = drawn("ooo", "..o", "..o")[0]  # as long, but through the wall
    paths = torch.stack([(answers[0] == 1).long(), other_way, torch.zeros(3, 3).long()])
    logits = torch.stack([-4.0 * (2 * paths - 1), 4.0 * (2 * paths - 1)], dim=-1)
    nothing = State(torch.empty(0), torch.empty(0))
    losses = losses_of(Step(logits, torch.tensor([5.0, -5.0, -5.0]), nothing), answers)
    assert losses.exact.tolist() == [True, False, False]
    assert losses.halt < 0.01
    assert losses_of(Step(logits, torch.full((3,), 5.0), nothing), answers).halt > 3
    assert losses.answer > 1


@pytest.mark.slow
def test_training_learns_small_mazes(monkeypatch, tmp_path):
    monkeypatch.setattr(recipe_module, "HELD_OUT", {"5x5": (5, 2)})
    recipe = MazeRecipe(
        network=GridNetworkConfig(width=16, hidden=32),
        boards={"5x5": (MazeStream(5), 1.0, 64, 0.0)},
        training=TrainingConfig(updates=700, warmup=20, max_steps=6, ema=0.98),
    )
    model, trainer = train_maze(
        recipe, run=tmp_path, compile_network=False, report=lambda line: None
    )
    assert isinstance(model, TinyRecursiveModel)
    tokens, on_path, _ = generate_many(100, height=5, width=5, seed=77)
    rate = label_rate(model, torch.from_numpy(tokens), torch.from_numpy(on_path))
    assert rate > 0.7  # .86 to .92 for three seeds
    assert trainer.update == 700
    assert dataclasses.asdict(recipe)["training"]["updates"] == 700
