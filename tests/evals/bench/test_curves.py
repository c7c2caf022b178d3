"""Accuracy against steps: the three ways to count, and the files they go into."""

import json

import numpy as np
import pytest

from tinyduo.evals.bench.curves import (
    CurveConfig,
    Steps,
    candidates_needed,
    curves,
    step_through,
)
from tinyduo.trm import predict
from tinyduo.trm.checkpoint import Weights

# Few calls a step, many cells supposed: what is supposed then decides the answers.
PASS = {"answer_updates": 1, "parts": 2, "supposing": {"after": 1, "every": 1, "cells": 12}}
CONFIG = CurveConfig(n=4, steps=8, candidates=2)


def test_right_answers_that_turn_wrong_are_lost_until_they_come_back():
    right = np.array([[0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 1, 0], [0, 0, 0, 0]], bool)
    halted = np.array([[0, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 1, 1]], bool)
    steps = Steps(right, halted)
    assert steps.so_far.sum(0).tolist() == [1, 2, 3, 3]
    assert steps.lost.sum(0).tolist() == [0, 0, 1, 1]
    # The first halts at a wrong answer, the third at a right one that is spoilt later.
    assert steps.at_halt.tolist() == [
        [False, True, False, False],
        [False, False, True, True],
        [True, True, True, True],
        [False, False, False, False],
    ]


@pytest.fixture(scope="module")
def nothing():
    return lambda line: None


def test_curves_agree_with_the_single_pass(small_kind, items, shipped, nothing):
    found = curves(small_kind, items, shipped, CONFIG, report=nothing)
    for limit in (1, 2, 8):
        answers = [one.answer for one in predict(items.puzzles, weights=shipped, steps=limit)]
        right = [
            tuple(np.ravel(answer)) == tuple(label)
            for answer, label in zip(answers, items.labels, strict=True)
        ]
        assert found["by_step"]["right_at_halt"][limit - 1] == np.mean(right)
    assert found["n"] == 4
    assert [len(rates) for rates in found["by_step"].values()] == [8] * 4
    assert len(found["by_candidates"]["solved"]) == 2
    assert found["points"]["steps"][8]["right"] == 4
    assert found["overthinking"]["right_at_some_step"] == 4
    json.dumps(found)


def test_curves_suppose_as_the_single_pass_does(small_kind, items, shipped):
    assert shipped.card["single_pass"]["supposing"]
    few = Weights("few", shipped.model, shipped.card | {"single_pass": PASS, "halt_threshold": 1})
    steps = step_through(small_kind, items, few, steps=4)
    for limit in (2, 3, 4):
        answers = [one.answer for one in predict(items.puzzles, weights=few, steps=limit)]
        right = [np.array_equal(np.ravel(a), b) for a, b in zip(answers, items.labels, strict=True)]
        assert steps.right[:, limit - 1].tolist() == right


def test_puzzles_without_a_verified_answer_need_no_number_of_candidates(
    items, shipped, nothing, monkeypatch
):
    needed = candidates_needed(items, shipped, CONFIG, nothing)
    assert needed.tolist() == [1, 1, 1, 1]
    from tinyduo.evals.bench import curves as module

    def unsolved(puzzles, **_):
        for _ in puzzles:
            yield type("R", (), {"verdict": None, "candidates": 600})

    monkeypatch.setattr(module, "solve_many", unsolved)
    assert candidates_needed(items, shipped, CONFIG, nothing).tolist() == [0, 0, 0, 0]


def test_the_drawing_is_the_same_for_the_same_data(small_kind, items, shipped, nothing, tmp_path):
    pytest.importorskip("matplotlib", reason="pip install 'tinyduo[plots]'")
    from tinyduo.evals.bench.plot import plot

    found = curves(small_kind, items, shipped, CONFIG, report=nothing)
    files = [tmp_path / "new" / name for name in ("a.svg", "b.svg")]
    for path in files:
        plot(found, path)
    first, second = (path.read_text() for path in files)
    assert first == second
    assert "right at the halting signal" in first
    assert "n = 4, seed 0, weights sudoku" in first


def test_without_matplotlib_the_message_names_the_extra(monkeypatch, tmp_path):
    import sys

    from tinyduo.evals.bench.plot import plot

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ValueError, match=r"tinyduo\[plots\]"):
        plot({}, tmp_path / "a.svg")


def test_no_steps_are_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        CurveConfig(steps=0)
