"""The grid network: shapes, no position told, the edge seen, and any size of grid."""

import pytest
import torch

from tinyduo.trm.networks import GridNetwork, GridNetworkConfig
from tinyduo.trm.recursion import TinyRecursiveModel


@pytest.fixture
def network() -> GridNetwork:
    torch.manual_seed(0)
    return GridNetwork(GridNetworkConfig(width=8, hidden=8))


def questions(*shape: int) -> torch.Tensor:
    return torch.randint(0, 4, shape, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(("height", "width"), [(2, 2), (5, 9), (30, 30)])
def test_one_network_serves_every_size(network, height, width):
    x = network.embed(questions(3, height, width))
    y, z = network.initial_state(x)
    y = network.update(y + z + x)
    assert y.shape == x.shape == (3, 8, height, width)
    assert network.read_answer(y).shape == (3, height, width, 2)
    assert network.read_halt(y).shape == (3,)


def test_rows_of_a_batch_do_not_touch_one_another(network):
    asked = questions(4, 6, 7)
    together = network.update(network.embed(asked))
    alone = network.update(network.embed(asked[2:3]))
    torch.testing.assert_close(together[2:3], alone)


def test_moving_the_picture_moves_the_state_away_from_the_edge(network):
    asked = questions(1, 12, 12)
    moved = torch.roll(asked, 1, dims=2)
    state, other = (network.update(network.embed(one)) for one in (asked, moved))
    torch.testing.assert_close(other[..., 3:-3, 4:-3], state[..., 3:-3, 3:-4])


def test_the_edge_is_seen(network):
    state = network.update(network.embed(torch.ones(1, 9, 9, dtype=torch.long)))
    assert not torch.allclose(state[..., 0, 0], state[..., 4, 4])
    torch.testing.assert_close(state[..., 4, 4], state[..., 4, 5])


def test_a_block_reaches_one_cell_further(network):
    asked = torch.ones(1, 9, 9, dtype=torch.long)
    marked = asked.clone()
    marked[0, 4, 4] = 2
    difference = (
        network.update(network.embed(marked)) - network.update(network.embed(asked))
    ).abs()
    touched = difference.sum(1)[0] > 0
    rows, cols = torch.nonzero(touched, as_tuple=True)
    layers = network.config.layers
    assert (rows.min(), rows.max(), cols.min(), cols.max()) == (4 - layers, 4 + layers) * 2


def test_gradient_reaches_every_parameter(network):
    model = TinyRecursiveModel(network, latent_updates=2, answer_updates=2)
    x = network.embed(questions(2, 5, 5))
    step = model.step(x, model.start(x.detach()))
    (step.logits.square().mean() + step.halt_logit.mean()).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
