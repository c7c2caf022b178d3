"""Muon in float32: PyTorch's in all but precision, and matrices of one shape together."""

from copy import deepcopy

import pytest
import torch

from tinyduo.trm.training.muon import Muon, orthogonal

SHAPES = (24, 8), (8, 24), (24, 8), (16, 16), (24, 8)


def matrices() -> list[torch.nn.Parameter]:
    torch.manual_seed(3)
    return [torch.nn.Parameter(torch.randn(shape)) for shape in SHAPES]


def follow(optimizer: torch.optim.Optimizer, parameters: list[torch.nn.Parameter]) -> None:
    draws = torch.Generator().manual_seed(4)
    for _ in range(6):
        for parameter in parameters:
            parameter.grad = torch.randn(parameter.shape, generator=draws)
        parameters[3].grad = None  # as where a part of the network did not run
        optimizer.step()


def test_it_goes_where_pytorchs_goes_but_for_the_rounding_of_bfloat16():
    ours, theirs, start = matrices(), matrices(), matrices()
    follow(Muon(ours, lr=0.1, weight_decay=0.2), ours)
    follow(torch.optim.Muon(theirs, lr=0.1, weight_decay=0.2), theirs)
    for mine, other, before in zip(ours, theirs, start, strict=True):
        moved = (other - before).norm()
        assert (mine - other).norm() <= 0.02 * moved
    assert torch.equal(ours[3], start[3])
    assert not torch.equal(ours[0], start[0])


def test_its_state_is_that_of_pytorchs():
    theirs = matrices()
    other = torch.optim.Muon(theirs, lr=0.1)
    follow(other, theirs)
    ours = [torch.nn.Parameter(each.detach().clone()) for each in theirs]
    mine = Muon(ours, lr=0.5)
    mine.load_state_dict(deepcopy(other.state_dict()))
    assert mine.param_groups[0]["lr"] == 0.1
    follow(mine, ours)
    follow(other, theirs)
    for one, two in zip(ours, theirs, strict=True):
        assert (one - two).norm() <= 0.02 * two.norm()


@pytest.mark.parametrize("shape", [(3, 12, 5), (1, 5, 12), (2, 7, 7)])
def test_singular_values_become_about_one_and_directions_stay(shape):
    torch.manual_seed(0)
    given = torch.randn(shape)
    found = orthogonal(given)
    values = torch.linalg.svdvals(found)
    assert values.min() > 0.6
    assert values.max() < 1.3
    u, _, v = torch.linalg.svd(given, full_matrices=False)
    torch.testing.assert_close(
        u.mT @ found @ v.mT,
        (u.mT @ found @ v.mT).diagonal(dim1=1, dim2=2).diag_embed(),
        atol=1e-3,
        rtol=0.0,
    )
    assert orthogonal(torch.zeros(shape)).isfinite().all()


def test_what_is_no_matrix_is_refused_with_its_shape():
    with pytest.raises(ValueError, match=r"shape \(4,\)"):
        Muon([torch.nn.Parameter(torch.zeros(4))])
