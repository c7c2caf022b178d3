"""Pretraining for ARC: it learns, a killed run goes on as it was, and batches are what they say."""

import dataclasses

import numpy as np
import pytest
import torch

from tinyduo.trm.networks.task import TaskNetworkConfig
from tinyduo.trm.puzzles.arc import ArcItem, ArcTask, Demonstration, as_grid
from tinyduo.trm.puzzles.arc.aligned import NOTHING
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.training import arc
from tinyduo.trm.training.arc import ArcRecipe, ArcTrainer, train_arc
from tinyduo.trm.training.arc_stream import ArcStream
from tinyduo.trm.training.config import TrainingConfig
from tinyduo.trm.training.log import RunOptions

RECIPE = ArcRecipe(
    network=TaskNetworkConfig(width=16, hidden=24, pooled=4),
    latent_updates=1,
    answer_updates=2,
    cells=200,
    tasks_rate=0.1,
    training=TrainingConfig(updates=60, learning_rate=3e-3, muon_rate=0.02, warmup=5),
)
QUIET = RunOptions(log_every=4, checkpoint_seconds=0.0)


def pairs(rule, sides, count=20, seed=0):
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        given = rng.integers(0, 4, sides).astype(np.uint8)
        made.append((given, rule(given)))
    return made


def item(name, some):
    shown = tuple(
        Demonstration(as_grid(given.tolist()), as_grid(output.tolist())) for given, output in some
    )
    return ArcItem(name, ArcTask(shown, (shown[0].input,)))


@pytest.fixture
def data():
    rules = {
        "mirror": pairs(lambda grid: grid[:, ::-1].copy(), (4, 3)),
        "cover": pairs(lambda grid: np.full_like(grid, 5), (4, 3), seed=1),
    }
    return {name: item(name, some[:3]) for name, some in rules.items()}, rules


@pytest.fixture
def trainer(data, tmp_path):
    def make(run="run", **changed) -> ArcTrainer:
        training = dataclasses.replace(RECIPE.training, **changed)
        recipe = dataclasses.replace(RECIPE, training=training)
        stream = ArcStream(*data)
        return ArcTrainer(recipe.build(2), stream, recipe, run=tmp_path / run)

    return make


def silent(line):
    pass


def test_it_learns(trainer):
    lines = []
    trainer(updates=200).train(dataclasses.replace(QUIET, log_every=40), lines.append)
    losses = [float(line.split("loss ")[1]) for line in lines]
    assert losses[-1] < 0.75 * losses[0]


def test_a_run_that_was_stopped_goes_on_along_the_same_curve(trainer):
    whole = trainer("whole", updates=20)
    whole.train(QUIET, silent)
    trainer("parts", updates=8).train(QUIET, silent)
    rest = trainer("parts", updates=20)
    assert rest.update == 8
    # The rate follows the length, so the first part of the longer run was another; only that the
    # draws go on is compared.
    rest.train(QUIET, silent)
    assert rest.puzzles == whole.puzzles
    assert rest.rng.bit_generator.state == whole.rng.bit_generator.state


def test_a_checkpoint_of_other_settings_is_refused(trainer):
    trainer(updates=2).train(QUIET, silent)
    with pytest.raises(ValueError, match="other settings"):
        trainer(updates=2, learning_rate=1e-4)


def test_batches_are_of_one_size_and_say_their_task_and_view(data):
    stream, rng = ArcStream(*data), np.random.default_rng(0)
    for _ in range(20):
        batch = stream.draw(200, rng)
        assert batch.target.shape[1:] == (3, 4)
        covers = batch.question.task == 1
        assert (batch.target[covers] == batch.target[covers][:1]).all()
        odd = batch.question.view % 2 == 1
        assert odd.all()  # of boards that are 4x3
        assert (batch.question.inside == 1).all()


def test_colours_that_play_a_role_stay(data):
    _, cover = ArcStream(*data).free
    assert 5 not in cover
    assert {6, 7, 8, 9} <= set(cover.tolist())


def test_boards_that_are_too_large_are_left_out(data):
    items, rules = data
    rules["cover"] += pairs(lambda grid: grid, (21, 20), count=15)
    assert {board.inside.size for board in ArcStream(items, rules).boards} == {12}


def test_training_begins_from_weights_of_the_same_sizes(data, tmp_path, monkeypatch):
    items, rules = data
    monkeypatch.setattr(arc, "load_suite", lambda name: items)
    monkeypatch.setattr(arc, "gathered", lambda recipe, report: rules)
    short = dataclasses.replace(RECIPE, training=dataclasses.replace(RECIPE.training, updates=2))
    first, _ = train_arc(short, run=tmp_path / "a", options=QUIET, report=silent)
    assert isinstance(first, TinyRecursiveModel)
    again, _ = train_arc(short, run=tmp_path / "b", start=first, options=QUIET, report=silent)
    assert any(
        not torch.equal(one, other)
        for one, other in zip(first.parameters(), again.parameters(), strict=True)
    )
    wide = dataclasses.replace(short, network=TaskNetworkConfig(width=32, hidden=24, pooled=4))
    with pytest.raises(ValueError, match="of other sizes"):
        train_arc(wide, run=tmp_path / "c", start=first, options=QUIET, report=silent)


def test_targets_lie_inside_alone():
    grow = pairs(lambda grid: grid.repeat(2, 0).repeat(2, 1), (2, 2))
    stream = ArcStream({"grow": item("grow", grow[:3])}, {"grow": grow})
    batch = stream.draw(200, np.random.default_rng(0))
    inside = batch.question.inside.bool()
    assert (batch.target[inside] < NOTHING).all()
    assert inside.all()
