"""The task network: size-free, told its view, and with a short way for what lies under a cell."""

from dataclasses import replace

import pytest
import torch

from tinyduo.trm.checkpoint import load_weights, save_weights
from tinyduo.trm.networks.task import ArcQuestion, TaskNetwork, TaskNetworkConfig
from tinyduo.trm.puzzles.arc.aligned import NOTHING, PLANES
from tinyduo.trm.recursion import TinyRecursiveModel

SIZES = TaskNetworkConfig(width=16, hidden=24, pooled=4, tasks=3)


@pytest.fixture
def model() -> TinyRecursiveModel:
    torch.manual_seed(0)
    return TinyRecursiveModel(TaskNetwork(SIZES), latent_updates=2, answer_updates=2)


def question(height=4, width=5, rows=2, **changed: torch.Tensor) -> ArcQuestion:
    generator = torch.Generator().manual_seed(1)
    planes = torch.randint(0, NOTHING + 1, (rows, PLANES, height, width), generator=generator)
    inside = torch.ones(rows, height, width, dtype=torch.long)
    asked = ArcQuestion(planes, inside, torch.arange(rows), torch.arange(rows))
    return replace(asked, **changed)


def logits(model, asked):
    x = model.network.embed(asked)
    read = model.step(x, model.start(x)).logits
    return model.network.colour_logits(read, asked)


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (7, 3), (30, 30)])
def test_one_set_of_weights_serves_every_size(model, size):
    assert logits(model, question(*size)).shape == (2, *size, 10)


def test_rows_of_a_batch_do_not_see_each_other(model):
    whole = question()
    alone = ArcQuestion(whole.planes[1:], whole.inside[1:], whole.task[1:], whole.view[1:])
    torch.testing.assert_close(logits(model, whole)[1:], logits(model, alone))


@pytest.mark.parametrize("told", ["view", "inside"])
def test_what_is_told_changes_the_answer(model, told):
    asked = question()
    other = torch.zeros_like(getattr(asked, told)) + (7 if told == "view" else 0)
    changed = replace(asked, **{told: other})
    assert not torch.allclose(logits(model, asked), logits(model, changed))


def test_a_fresh_task_has_no_meaning_of_its_own_yet(model):
    swapped = question(task=torch.tensor([2, 0]))
    torch.testing.assert_close(logits(model, question()), logits(model, swapped))
    with torch.no_grad():
        model.network.tasks[2] += 1
    assert not torch.allclose(logits(model, question()), logits(model, swapped))


def without_words(model, asked):
    """The logits of a network whose state says nothing."""
    read = torch.zeros(*asked.inside.shape, model.network.answer_head.shape[0])
    return model.network.colour_logits(read, asked)


def test_at_first_what_lies_under_a_cell_is_copied(model):
    asked = question()
    asked.planes[:, 1:] = NOTHING
    shown = asked.planes[:, 0]
    assert (without_words(model, asked).argmax(-1) == shown)[shown < NOTHING].all()


def test_a_cell_can_take_the_colour_of_a_plane_or_of_a_neighbour(model):
    asked = question()
    for source in (1, PLANES - 1, PLANES, PLANES + 3):
        with torch.no_grad():
            model.network.copied.zero_()
            model.network.tasks_copied.zero_()
            model.network.tasks_copied[1, source] = 3.0
        found = without_words(model, asked)
        assert (found[0] == 0).all()  # of another task
        if source < PLANES:
            taken = asked.planes[1, source]
        elif source == PLANES:  # above
            taken = torch.full_like(asked.planes[1, 0], NOTHING)
            taken[1:] = asked.planes[1, 0, :-1]
        else:  # right
            taken = torch.full_like(asked.planes[1, 0], NOTHING)
            taken[:, :-1] = asked.planes[1, 0, :, 1:]
        assert torch.equal(found[1], 3.0 * torch.nn.functional.one_hot(taken, 11)[..., :10])


def test_a_tables_row_is_that_of_its_task_plane_and_colour(model):
    asked = question()
    with torch.no_grad():
        model.network.copied.zero_()
        model.network.tasks_shown[1, 2, 5, 7] = 3.0
    found = without_words(model, asked)
    assert (found[0] == 0).all()
    assert torch.equal(found[1, ..., 7], 3.0 * (asked.planes[1, 2] == 5))
    assert (found[1, ..., :7] == 0).all()


def test_a_cell_sees_along_its_row_and_column_at_once(model):
    """The maxima of lines carry what no convolution could in so few layers."""
    asked, far = question(30, 30, 1), question(30, 30, 1)
    far.planes[0, 0, 0, 0] = (far.planes[0, 0, 0, 0] + 1) % 10
    shallow = TinyRecursiveModel(model.network, latent_updates=1, answer_updates=1)
    changed = (logits(shallow, asked) - logits(shallow, far)).abs().amax(-1)[0] > 0
    assert changed[0, 29]
    assert changed[29, 0]


def test_weights_are_saved_and_loaded_with_their_card(model, tmp_path):
    path = tmp_path / "w.safetensors"
    save_weights(model, path, {"puzzles": "arc"})
    loaded = load_weights(str(path))
    assert loaded.puzzles == "arc"
    assert loaded.card["config"]["network"] == "task"
    torch.testing.assert_close(logits(loaded.model, question()), logits(model, question()))
