"""A widened network does at first what the narrow one did, and can learn with what is new."""

from typing import Any

import pytest
import torch

from tinyduo.trm.networks import GroupNetwork, GroupNetworkConfig
from tinyduo.trm.networks.group import question_of
from tinyduo.trm.networks.widen import widen
from tinyduo.trm.recursion import TinyRecursiveModel

NARROW = GroupNetworkConfig(width=8, message=4, hidden=12)
WIDE = GroupNetworkConfig(width=12, message=6, hidden=20)


def model_of(config: GroupNetworkConfig, seed: int) -> TinyRecursiveModel:
    torch.manual_seed(seed)
    network = GroupNetwork(config)
    torch.nn.init.normal_(network.halt_head)
    return TinyRecursiveModel(network, latent_updates=3, answer_updates=2)


def network_of(model: TinyRecursiveModel) -> Any:
    return model.network


def run(model: TinyRecursiveModel, steps: int = 3):
    givens = torch.randint(0, 5, (3, 16), generator=torch.Generator().manual_seed(0))
    x = model.network.embed(question_of(givens, (2, 2)))
    state, step = model.start(x.detach()), None
    for _ in range(steps):
        step = model.step(x, state)
        state = step.state
    assert step is not None
    return step


def test_the_wide_network_answers_as_the_narrow_one():
    narrow, wide = model_of(NARROW, 1), model_of(WIDE, 2)
    widen(network_of(wide), network_of(narrow).state_dict(), NARROW)
    before, after = run(narrow), run(wide)
    torch.testing.assert_close(after.logits, before.logits, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(after.halt_logit, before.halt_logit, rtol=1e-3, atol=1e-3)


def test_what_is_new_gets_a_gradient():
    narrow, wide = model_of(NARROW, 1), model_of(WIDE, 2)
    widen(network_of(wide), network_of(narrow).state_dict(), NARROW)
    run(wide).logits.square().mean().backward()
    for block in network_of(wide).blocks:
        assert (block.down.grad[NARROW.hidden :].abs().sum(1) > 0).all()
        assert (block.line.grad[NARROW.message :].abs().sum(1) > 0).all()
    last = network_of(wide).blocks[0]
    assert (last.down.grad[:, NARROW.width :].abs().sum(0) > 0).all()


def test_a_network_that_is_too_narrow_is_refused():
    with pytest.raises(ValueError, match="cannot be widened"):
        widen(network_of(model_of(NARROW, 1)), network_of(model_of(WIDE, 2)).state_dict(), WIDE)
