"""Tiny models and puzzles for the tests of the recursion, the solver and training."""

import pytest
import torch

from tinyduo.trm.checkpoint import Weights
from tinyduo.trm.networks import (
    GridNetwork,
    GridNetworkConfig,
    GroupNetwork,
    GroupNetworkConfig,
)
from tinyduo.trm.recursion import TinyRecursiveModel


@pytest.fixture
def tiny_model() -> TinyRecursiveModel:
    """An untrained model, D = 8, seeded."""
    torch.manual_seed(0)
    network = GroupNetwork(GroupNetworkConfig(width=8, message=4, hidden=8))
    return TinyRecursiveModel(network, latent_updates=2, answer_updates=2).eval()


@pytest.fixture
def tiny_weights(tiny_model: TinyRecursiveModel) -> Weights:
    """The untrained model as weights: it answers, but not rightly."""
    return Weights("tiny", tiny_model.requires_grad_(False), {})


@pytest.fixture
def tiny_grid() -> Weights:
    """An untrained grid network, D = 8, seeded, as weights."""
    torch.manual_seed(0)
    network = GridNetwork(GridNetworkConfig(width=8, hidden=8))
    model = TinyRecursiveModel(network, latent_updates=2, answer_updates=2)
    return Weights("tiny", model.eval().requires_grad_(False), {})
