"""Maze training: it learns small mazes, its losses, and training mazes that never come twice."""

import dataclasses

import numpy as np
import pytest
import torch

from tinyduo.trm.networks.grid import GridNetworkConfig
from tinyduo.trm.puzzles.maze.generate import generate_many
from tinyduo.trm.recursion import State, Step
from tinyduo.trm.training import maze as recipe_module
from tinyduo.trm.training.maze import MazeRecipe, label_rate, losses_of, train_maze
from tinyduo.trm.training.maze_data import MazeStream
from tinyduo.trm.training.trainer import TrainingConfig


def test_a_stream_keeps_to_its_ranges_and_repeats_itself_by_seed():
    stream = MazeStream(8, (2, 14))
    tokens, on_path = stream.draw(40, np.random.default_rng(3))
    assert tokens.shape == on_path.shape == (40, 8, 8)
    cells = on_path.sum((1, 2))
    assert (cells >= 14).sum() >= 10
    assert (cells < 14).sum() >= 5
    again, _ = stream.draw(40, np.random.default_rng(3))
    assert (again == tokens).all()
    assert len(np.unique(tokens, axis=0)) == 40


def test_losses_weigh_the_path_more_and_count_whole_mazes():
    answers = torch.zeros(2, 3, 3, dtype=torch.int8)
    answers[:, 1] = 1
    logits = torch.zeros(2, 3, 3, 2)
    logits[..., 1] = torch.where(answers == 1, 4.0, -4.0)
    logits[1, 0, 0] = torch.tensor([0.0, 9.0])  # one cell of the second maze is wrong
    nothing = State(torch.empty(0), torch.empty(0))
    losses = losses_of(Step(logits, torch.tensor([5.0, -5.0]), nothing), answers)
    assert losses.exact.tolist() == [True, False]
    assert losses.halt < 0.01
    flipped = losses_of(Step(logits, torch.tensor([-5.0, 5.0]), nothing), answers)
    assert flipped.halt > 4
    assert 0.2 < losses.answer < 1.5


@pytest.mark.slow
def test_training_learns_small_mazes(monkeypatch, tmp_path):
    monkeypatch.setattr(recipe_module, "HELD_OUT", {"5x5": (5, 2)})
    recipe = MazeRecipe(
        network=GridNetworkConfig(width=16, hidden=32),
        boards={"5x5": (MazeStream(5), 1.0, 64, 0.0)},
        training=TrainingConfig(updates=450, warmup=20, max_steps=6, ema=0.98),
    )
    model, trainer = train_maze(
        recipe, run=tmp_path, compile_network=False, report=lambda line: None
    )
    tokens, on_path, _ = generate_many(100, height=5, width=5, seed=77)
    rate = label_rate(model, torch.from_numpy(tokens), torch.from_numpy(on_path))
    assert rate > 0.6
    assert trainer.update == 450
    assert dataclasses.asdict(recipe)["training"]["updates"] == 450
