"""The command line's way to official ARC checkpoints."""

import argparse

import pytest

from tinyduo.hybrid.commands.arc_official import (
    add_official_options,
    official_weights,
    solve_official,
)
from tinyduo.hybrid.commands.options import add_solver_options
from tinyduo.trm.importing import import_weights
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration
from tinyduo.trm.solving.arc.result import ArcBudget
from tinyduo.trm.solving.arc_official import VIEWS

TASK = ArcTask((Demonstration(((1,),), ((2,),)),), (((1,),),))
ARC = {"cells": 900, "vocabulary": 12, "mixer": "attention", "positions": "rotary", "layers": 1}


@pytest.fixture
def parsed():
    parser = argparse.ArgumentParser()
    add_solver_options(parser)
    add_official_options(parser)
    return lambda *words: parser.parse_args(words)


@pytest.fixture
def imported(fabricated, own_cache):
    """The name of imported weights of an official ARC network, with no row of any puzzle."""
    return import_weights(fabricated("official-arc/step_1", **ARC)).stem


def test_official_arc_weights_are_told_from_others(imported, fabricated):
    assert official_weights(None, "cpu") is None
    assert official_weights("maze", "cpu") is None
    assert official_weights(str(import_weights(fabricated()).stem), "cpu") is None
    loaded = official_weights(imported, "cpu")
    assert loaded is not None
    assert loaded.name == imported
    with pytest.raises(ValueError, match="no weights 'nothing'"):
        official_weights("nothing", "cpu")


def test_a_new_task_is_refused_on_a_cpu_unless_forced(imported, parsed):
    budget = ArcBudget(seconds=None, steps=1)
    args = parsed("--weights", imported)
    refused = solve_official(TASK, args, name=None, budget=None)
    assert refused.status is Status.UNSUPPORTED
    args = parsed("--weights", imported, "--force", "--views", "2")
    forced = solve_official(TASK, args, name=None, budget=budget)
    assert forced.status is Status.PREDICTED
    assert forced.steps == 1


def test_the_help_names_the_usual_number_of_views():
    parser = argparse.ArgumentParser()
    add_official_options(parser)
    assert f"default: {VIEWS}" in parser.format_help()
