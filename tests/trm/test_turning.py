"""Turning: views of tensors are those of mazes; passes answer in the maze's own view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tinyduo.trm.checkpoint import load_weights
from tinyduo.trm.puzzles.maze import Maze, Symmetry, verify
from tinyduo.trm.puzzles.maze.generate import generate
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.puzzles.maze.tokens import of_tokens, tokens_of
from tinyduo.trm.recursion import State
from tinyduo.trm.solver import predict
from tinyduo.trm.solving.maze.candidates import CandidateBatch
from tinyduo.trm.training.board import Carry
from tinyduo.trm.training.turning import answer_of, turn
from tinyduo.trm.turning import VIEWS, Turning, seen, told_back

OBLONG = Maze(("S  #  ", " #   #", "   # G"))


@pytest.mark.parametrize("view", range(VIEWS))
def test_a_view_of_tokens_is_the_symmetry_of_the_maze(view):
    symmetry = Symmetry(3, 6, bool(view & 1), bool(view & 2), bool(view & 4))
    turned = seen(torch.from_numpy(tokens_of(OBLONG)), view)
    assert of_tokens(turned.numpy()) == symmetry.apply(OBLONG)
    assert of_tokens(told_back(turned, view).numpy()) == OBLONG


@pytest.mark.parametrize("view", range(VIEWS))
def test_a_state_keeps_its_layout(view):
    state = torch.randn(2, 4, 3, 5).contiguous(memory_format=torch.channels_last)
    turned = seen(state, view)
    assert turned.is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(told_back(turned, view), state)


def test_a_turning_pass_goes_through_all_views_and_begins_again():
    turning = Turning(every=3)
    views = [turning.view(steps) for steps in range(25)]
    assert views[:4] == [0, 0, 0, 1]
    assert set(views) == set(range(VIEWS))
    assert views[24] == 0
    late = Turning(every=1, first=6)
    assert [late.view(steps) for steps in range(9)] == [0, 0, 0, 0, 0, 0, 1, 2, 3]
    assert late.view(13) == 0
    assert Turning.of_card(late.to_json()) == late
    assert Turning.of_card({"every": 3}) == turning
    assert Turning.of_card(None) is None


def test_a_turned_step_is_the_step_of_the_turned_maze():
    """Started in view 5 after a step in view 0, the state is the first step's, turned."""
    model = load_weights("maze").model
    batch = CandidateBatch(model, [OBLONG], turning=Turning(every=1))
    steps = list(batch.run(2))
    x = model.network.embed(torch.from_numpy(tokens_of(OBLONG)).long()[None])
    with torch.inference_mode():
        first = model.step(x, model.start(x)).state
        other = model.network.embed(seen(torch.from_numpy(tokens_of(OBLONG)).long()[None], 1))
        second = model.step(other, State(seen(first.y, 1), seen(first.z, 1)))
    marked = told_back(second.logits.softmax(-1)[..., 1], 1)
    assert np.allclose(steps[1].on_path, marked.numpy(), atol=1e-5)


@pytest.mark.parametrize("every", [1, 2])
def test_paths_of_turning_passes_are_of_the_mazes_as_given(every):
    weights = load_weights("maze")
    card = weights.card | {"single_pass": {"turning": {"every": every}}, "halt_threshold": 2.0}
    turning = replace(weights, card=card)  # never halts: all views are seen
    mazes = [generate(height=5, width=8, seed=seed) for seed in range(12)]
    for steps in (every, 4 * every + 1, 5 * every + 1):
        found = predict(mazes, weights=turning, steps=steps)
        right = [verify(m, p.answer).verified for m, p in zip(mazes, found, strict=True)]
        assert sum(right) >= 10


def test_a_pass_halted_in_another_view_answers_from_its_own():
    weights = load_weights("maze")
    mazes = [generate(height=14, width=14, seed=seed) for seed in range(24)]

    def found(steps, **turning):
        card = {"single_pass": {"turning": {"every": 1} | turning}, "halt_threshold": 0.5}
        return predict(mazes, weights=replace(weights, card=weights.card | card), steps=steps)

    away, home = found(16), found(16, home=2)
    further = [there.steps - here.steps for here, there in zip(away, home, strict=True)]
    halted_turned = [here.steps % VIEWS != 1 for here in away]
    assert any(halted_turned)
    assert {2} <= set(further) <= {0, 2}
    assert all(turned for more, turned in zip(further, halted_turned, strict=True) if more)
    assert all(p.halt_probability > 0.1 for p, more in zip(home, further, strict=True) if more)
    same = [here == there for here, there in zip(away, home, strict=True)]
    assert [not more for more in further] == same
    right = [verify(m, p.answer).verified for m, p in zip(mazes, home, strict=True)]
    assert sum(right) >= 20
    assert max(p.steps for p in found(3, home=2)) <= 3


def test_training_rows_turn_when_due_with_new_labels():
    mazes = [generate(height=9, width=9, seed=seed) for seed in range(4)]
    tokens = np.stack([tokens_of(maze) for maze in mazes]).astype(np.int8)
    answers = np.stack([answer_of(each) for each in tokens])
    y = torch.randn(4, 3, 9, 9)
    carry = Carry(
        torch.from_numpy(tokens.copy()),
        torch.from_numpy(answers.copy()),
        steps=torch.tensor([2, 1, 2, 4]),
        least=torch.zeros(4, dtype=torch.long),
        done=torch.tensor([False, False, True, False]),
        y=y.clone(),
        z=y.clone(),
    )
    turn(carry, Turning(every=2), torch.tensor([5, 5, 5, 0]))
    symmetry = Symmetry(9, 9, upside_down=True, transposed=True)
    turned = symmetry.apply(mazes[0])
    assert of_tokens(carry.questions[0].numpy()) == turned
    assert {tuple(c) for c in (carry.answers[0] == 1).nonzero().tolist()} == set(
        label(turned) or ()
    )
    assert carry.y is not None
    assert torch.equal(carry.y[0], seen(y[:1], 5)[0])
    for row in (1, 2, 3):
        assert np.array_equal(carry.questions[row].numpy(), tokens[row])
        assert np.array_equal(carry.answers[row].numpy(), answers[row])
        assert torch.equal(carry.y[row], y[row])
