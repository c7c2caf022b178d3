"""The recursion against the paper's loop written out, and where its gradient flows."""

import torch

from tinyduo.trm.networks.group import question_of
from tinyduo.trm.recursion import State, TinyRecursiveModel


def question() -> torch.Tensor:
    digits = torch.randint(0, 5, (3, 16), generator=torch.Generator().manual_seed(1))
    return question_of(digits, (2, 2))


def test_a_step_is_the_papers_loop(tiny_model: TinyRecursiveModel):
    net = tiny_model.network
    x = net.embed(question())
    y, z = net.initial_state(x)
    for _ in range(tiny_model.answer_updates):
        for _ in range(tiny_model.latent_updates):
            z = net.update(z + y + x)
        y = net.update(y + z)
    step = tiny_model.step(x, tiny_model.start(x))
    torch.testing.assert_close(step.logits, net.read_answer(y))
    torch.testing.assert_close(step.state.y, y)
    torch.testing.assert_close(step.state.z, z)


def test_a_step_calls_the_network_t_times_n_plus_1(tiny_model, monkeypatch):
    calls = []
    update = tiny_model.network.update
    monkeypatch.setattr(
        tiny_model.network,
        "update",
        lambda h: (calls.append(torch.is_grad_enabled()), update(h))[1],
    )
    x = tiny_model.network.embed(question())
    tiny_model.step(x, tiny_model.start(x))
    assert calls == [False] * 3 + [True] * 3  # T = 2, n = 2: only the last T has gradient


def test_the_state_carries_no_gradient_but_the_logits_do(tiny_model):
    x = tiny_model.network.embed(question())
    step = tiny_model.step(x, tiny_model.start(x))
    assert not step.state.y.requires_grad
    assert not step.state.z.requires_grad
    assert step.logits.requires_grad
    assert step.logits.shape == (3, 2, 2, 2, 2, 4)
    assert step.halt_logit.shape == (3,)


def test_replaced_takes_masked_rows_from_the_fresh_state():
    old, fresh = (
        State(torch.zeros(3, 2), torch.zeros(3, 2)),
        State(torch.ones(3, 2), torch.ones(3, 2)),
    )
    mixed = old.replaced(torch.tensor([True, False, True]), fresh)
    assert mixed.y[:, 0].tolist() == [1, 0, 1]
    assert mixed.z[:, 1].tolist() == [1, 0, 1]


def test_calls_of_a_step_and_the_steps_nearest_to_some_calls():
    model = TinyRecursiveModel(torch.nn.Identity(), latent_updates=4, answer_updates=2)
    assert model.calls == 10
    assert [model.steps_for(calls) for calls in (1, 40, 46, 120)] == [1, 4, 5, 12]
