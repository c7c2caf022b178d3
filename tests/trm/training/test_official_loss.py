"""The official losses; against the official code itself: networks/test_official_parity.py."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from tinyduo.trm.recursion import State, Step
from tinyduo.trm.training.official_loss import (
    HALT_WEIGHT,
    IGNORED,
    official_losses,
    official_metrics,
    row_losses,
    stablemax_cross_entropy,
)


@pytest.fixture
def labels():
    found = torch.randint(0, 5, (4, 7), generator=torch.Generator().manual_seed(1))
    found[0, :3] = IGNORED
    found[3] = IGNORED  # a row without any label
    return found


@pytest.fixture
def step(labels):
    """Row 1 is exactly right; the halting head is sure of rows 1 and 2."""
    logits = 3 * torch.randn(4, 7, 5, generator=torch.Generator().manual_seed(2))
    logits[1] = 10 * F.one_hot(labels[1], 5)
    halt = torch.tensor([-1.0, 2.0, 3.0, -4.0])
    return Step(logits, halt, State(logits, logits))


def written_out(logits, labels):
    """The cross entropy as the formula says it, one cell at a time."""
    rows = []
    for row, row_labels in zip(logits.double(), labels, strict=True):
        cells = []
        for cell, label in zip(row, row_labels, strict=True):
            mass = torch.tensor([x + 1 if x >= 0 else 1 / (1 - x) for x in cell.tolist()])
            if label != IGNORED:
                cells.append(-(mass[label] / mass.sum()).log())
        rows.append(torch.stack(cells).mean() if cells else torch.zeros(()))
    return torch.stack(rows).double()


def test_stablemax_cross_entropy_is_its_formula(step, labels):
    ours = stablemax_cross_entropy(step.logits, labels)
    assert ours.dtype == torch.float64
    torch.testing.assert_close(ours, written_out(step.logits, labels), atol=1e-6, rtol=1e-6)


def test_its_gradient_is_right_everywhere_and_finite_at_the_seams(labels):
    logits = torch.randn(4, 7, 5, generator=torch.Generator().manual_seed(3)).double()
    logits.requires_grad_()
    assert torch.autograd.gradcheck(lambda x: stablemax_cross_entropy(x, labels), logits)
    # At 0 both branches have the slope 1; at 1 the branch that is not taken would divide by 0.
    seams = torch.tensor([0.0, 1.0, -1.0]).requires_grad_()
    stablemax_cross_entropy(seams.view(1, 1, 3), torch.tensor([[0]])).sum().backward()
    mass, slope = torch.tensor([1, 2, 0.5]), torch.tensor([1, 1, 0.25])
    expected = slope / mass.sum() - torch.tensor([1.0, 0, 0])
    torch.testing.assert_close(seams.grad, expected)


def test_huge_logits_stay_finite():
    logits = torch.tensor([[[1e30, -1e30, 0.0]]], requires_grad=True)
    loss = stablemax_cross_entropy(logits, torch.tensor([[1]])).sum()
    loss.backward()
    assert loss.isfinite()
    assert logits.grad is not None
    assert logits.grad.isfinite().all()


def test_rows_are_judged_as_officially(step, labels):
    rows = row_losses(step, labels)
    assert rows.exact.tolist() == [False, True, False, True]  # no label: right, officially
    assert rows.labelled.tolist() == [True, True, True, False]
    assert rows.accuracy[[1, 3]].tolist() == [1, 0]
    assert rows.answer[3] == 0
    chances = torch.tensor([-1.0, 2, 3, -4]).sigmoid()
    expected = -torch.stack([1 - chances[0], chances[1], 1 - chances[2], chances[3]]).log()
    torch.testing.assert_close(rows.halt, expected)
    total = rows.answer.sum() + HALT_WEIGHT * rows.halt.sum()
    torch.testing.assert_close(rows.total(), total)


def test_a_board_of_the_trainer_gets_means(step, labels):
    losses = official_losses(step, labels.to(torch.int8))  # as carries hold answers
    total = losses.answer + HALT_WEIGHT * losses.halt
    torch.testing.assert_close(total, row_losses(step, labels).total() / len(labels))


def test_metrics_count_halted_rows_with_a_label(step, labels):
    rows = row_losses(step, labels)
    everything = official_metrics(rows, step.halt_logit, torch.ones(4).bool())
    assert [everything[key].item() for key in ("count", "exact", "halt_accuracy")] == [3, 1, 2]
    some = official_metrics(rows, step.halt_logit, torch.tensor([True, False, True, True]))
    assert [some[key].item() for key in ("count", "exact", "halt_accuracy")] == [2, 0, 1]
    torch.testing.assert_close(some["accuracy"], rows.accuracy[[0, 2]].sum())
