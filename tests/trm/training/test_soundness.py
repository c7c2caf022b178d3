"""Verifying weights: trained ones must solve, imported ones must be whole."""

import pytest
import torch

from tinyduo.trm import Budget, Weights, load_weights
from tinyduo.trm.checkpoint import parameters_of
from tinyduo.trm.importing import import_weights
from tinyduo.trm.training.soundness import problems_of

BUDGET = Budget(seconds=None, candidates=2, steps=2)


@pytest.fixture
def imported(fabricated, own_cache):
    import_weights(fabricated())
    return load_weights("run")


def test_imported_weights_are_sound_though_they_solve_nothing(imported):
    told = []
    assert problems_of(imported, budget=BUDGET, report=told.append) == []
    assert [line.split(",")[0] for line in told] == ["4x4: unsolved"], "of their size alone"


def test_weights_trained_here_must_solve(tiny_weights):
    card = {"parameters": parameters_of(tiny_weights.model)}
    weights = Weights("tiny", tiny_weights.model, card)
    problems = problems_of(weights, budget=BUDGET, report=lambda line: None)
    assert "an easy 9x9 puzzle is unsolved" in problems


def test_a_card_of_other_parameters_is_a_problem(imported):
    weights = Weights("run", imported.model, imported.card | {"parameters": 5})
    problems = problems_of(weights, budget=BUDGET, report=lambda line: None)
    assert problems == [f"{parameters_of(imported.model)} parameters, but the card says 5"]


def test_numbers_that_are_not_finite_are_a_problem(fabricated, own_cache):
    import_weights(fabricated())
    weights = load_weights("run")
    with torch.no_grad():
        next(weights.model.parameters())[0, 0] = torch.inf
    assert problems_of(weights, report=print) == ["some parameters are not finite"]


def test_arc_weights_are_stepped_once(fabricated, own_cache):
    import_weights(
        fabricated(
            "official-arc/step_1", cells=900, vocabulary=12, mixer="attention", positions="rotary"
        )
    )
    told = []
    assert problems_of(load_weights("official-arc"), report=told.append) == []
    assert told == ["whole and finite; no arc puzzle was tried, for none fits or is known"]
