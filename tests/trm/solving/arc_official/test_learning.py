"""A task that an official network does not know is learnt from its demonstrations, or refused."""

import random
from dataclasses import replace

import numpy as np
import pytest
import torch

from tinyduo.trm.checkpoint import Weights, load_weights
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.arc import ArcTask, Augmentation, Demonstration, Grid, of_tokens
from tinyduo.trm.solving.arc.result import ArcBudget
from tinyduo.trm.solving.arc_official import solve_arc_official
from tinyduo.trm.training.arc_finetune import DemonstrationStream, FineTuning, fine_tune

NO_LIMIT = ArcBudget(seconds=None, steps=1000)
SMALL = FineTuning(batch=4)
# From random weights, so with a larger rate than where a network knows a thousand tasks.
QUICK = replace(
    SMALL,
    config=replace(SMALL.config, updates=90, learning_rate=2e-2, warmup=10, decay_to=0.0, ema=0.8),
)


def grid_of(rows: str) -> Grid:
    return tuple(tuple(map(int, row)) for row in rows.split())


BLACK = grid_of("000 000 000")


@pytest.fixture
def blackens() -> ArcTask:
    """Every cell becomes black."""
    pairs = (Demonstration(grid_of(rows), BLACK) for rows in ("112 121 221", "222 112 111"))
    return ArcTask(tuple(pairs), (grid_of("333 331 131"), grid_of("212 121 333")))


def test_a_small_task_is_learnt_and_predicted(imported, blackens):
    file = imported(fresh=True)
    told = []
    state = load_weights(str(file)).model.state_dict()
    before = {key: value.clone() for key, value in state.items()}
    result = solve_arc_official(
        blackens,
        name="0c0c0c0c",
        weights=str(file),
        budget=NO_LIMIT,
        views=2,
        force=True,
        report=told.append,
        recipe=QUICK,
    )
    assert result.status is Status.PREDICTED
    assert [attempts[0].grid for attempts in result.answers] == [BLACK, BLACK]
    assert result.check is not None
    assert (result.check.hits, result.check.folds) == (0, 0)
    assert result.check.reproduced == result.check.demonstrations == 2
    assert result.steps == 90
    assert result.reason is not None
    assert "no puzzle embedding of the task '0c0c0c0c'; learnt it in 90 of 90" in result.reason
    assert list(dict.fromkeys(progress.stage for progress in told)) == ["learning", "voting"]
    assert told[8].loss < told[0].loss / 2
    assert told[8].fitted > 0.5
    assert [progress.share for progress in told] == sorted(progress.share for progress in told)
    after = load_weights(str(file)).model.state_dict()  # shared, so they must be as they were
    assert all(torch.equal(value, after[key]) for key, value in before.items())


def test_on_a_cpu_the_cost_is_named_and_the_task_refused(imported, blackens):
    file = str(imported(fresh=True))
    for name, what in (("0c0c0c0c", "the task '0c0c0c0c'"), (None, "a task without an id")):
        result = solve_arc_official(blackens, name=name, weights=file)
        assert result.status is Status.UNSUPPORTED
        assert result.answers == ()
        assert result.steps == 0
        assert result.reason is not None
        assert what in result.reason
        assert "20,000 rows of learning at" in result.reason
        assert "of voting at" in result.reason
    loaded = load_weights(file)
    moved = Weights("elsewhere", loaded.model, loaded.card)
    result = solve_arc_official(blackens, name="0c0c0c0c", weights=moved, views=1)
    assert result.reason is not None
    assert "beside weights given by name or path" in result.reason


def test_the_budget_of_steps_and_of_seconds_ends_learning(imported, blackens):
    file = str(imported(fresh=True))
    for budget, steps in ((ArcBudget(seconds=None, steps=2), 2), (ArcBudget(seconds=1e-9), 1)):
        result = solve_arc_official(
            blackens, weights=file, budget=budget, views=1, force=True, recipe=SMALL
        )
        assert result.steps == steps
        assert len(result.answers) == 2


def test_the_same_seed_learns_the_same(imported, blackens):
    model = load_weights(str(imported(fresh=True))).model
    recipe = SMALL.of(3)
    tuned = [
        fine_tune(
            model, blackens.demonstrations, [Augmentation()] * 3, torch.zeros(3, 16),
            recipe=recipe, seed=seed,
        )
        for seed in (0, 0, 1)
    ]  # fmt: skip
    same, again, other = (one.model.state_dict() for one in tuned)
    assert all(torch.equal(same[key], again[key]) for key in same)
    assert not all(torch.equal(same[key], other[key]) for key in same)
    assert torch.equal(tuned[0].rows, tuned[1].rows)
    assert tuned[0].rows.abs().max() > 0


def test_pairs_are_copies_of_demonstrations_moved_alike(task):
    augmentations = [Augmentation(), Augmentation.random(random.Random(3))]
    stream = DemonstrationStream(task.demonstrations, augmentations)
    questions, answers = stream.draw(60, np.random.default_rng(0))
    assert questions.shape == (60, 901)
    assert answers.shape == (60, 900)
    corners = []
    for question, answer in zip(questions, answers, strict=True):
        undo = augmentations[question[0]].undo
        places = [np.argwhere(one.reshape(30, 30) > 1).min(0) for one in (question[1:], answer)]
        assert (places[0] == places[1]).all()
        corners.append(tuple(places[0]))
        grids = [
            undo(of_tokens(np.roll(one.reshape(30, 30), -places[0], (0, 1))))
            for one in (question[1:], answer)
        ]
        assert Demonstration(*grids) in task.demonstrations
    assert 15 < corners.count((0, 0)) < 45  # one in two demonstrations
    assert len(set(corners)) > 15


def test_a_run_that_diverges_ends(imported, blackens):
    model = load_weights(str(imported(fresh=True))).model
    rows = torch.full((1, 16), torch.nan)
    with pytest.raises(ValueError, match="no longer finite after 2 updates"):
        fine_tune(model, blackens.demonstrations, [Augmentation()], rows, recipe=SMALL.of(2))


@pytest.mark.gpu
def test_a_gpu_learns_without_being_forced(imported, blackens):
    result = solve_arc_official(
        blackens,
        weights=str(imported(fresh=True)),
        device="cuda",
        budget=NO_LIMIT,
        views=2,
        recipe=QUICK,
    )
    assert result.status is Status.PREDICTED
    assert [attempts[0].grid for attempts in result.answers] == [BLACK, BLACK]
