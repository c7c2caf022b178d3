"""Timing: what a row holds, and the counts that do not depend on the machine."""

import io
import json
import time

import numpy as np
import pytest
import torch
from rich.console import Console

from tinyduo.evals.bench.machine import in_a_line, machine
from tinyduo.evals.bench.meter import PeakMemory, calls_a_step, gflop_a_step, timed
from tinyduo.evals.bench.speed import OFFICIAL_STEPS, SpeedConfig, measure, steps_in_sequence
from tinyduo.evals.bench.table import as_json, show
from tinyduo.trm import Budget, predict, solve
from tinyduo.trm.networks.official import (
    OfficialConfig,
    OfficialNetwork,
    official_maze,
    official_question,
    official_sudoku,
)
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.result import TraceStep

CONFIG = SpeedConfig(n=2, batches=(1, 64), patience=0.1)


@pytest.fixture
def rows(small_kind):
    return list(measure(small_kind, CONFIG, report=lambda line: None))


def test_every_way_and_batch_has_a_row(rows):
    ours = [row for row in rows if not row.scaled]
    assert {(r.puzzles, r.way, r.batch) for r in ours} == {
        (puzzles, way, batch)
        for puzzles in ("golden", "hard")
        for way in ("single pass", "default budget")
        for batch in (1, 2)  # no more than there are puzzles
    }
    assert [(row.way, row.batch) for row in rows if row.scaled] == [
        ("16 steps", 1),
        ("16 steps", 2),
    ]
    for row in rows:
        assert row.p50 > 0
        assert row.per_second > 0
        assert row.peak_mb is None or row.peak_mb > 10


def test_our_rows_count_the_steps_that_were_used(rows, small_kind, shipped):
    puzzles = small_kind.items.puzzles[:2]
    steps = np.mean([one.steps for one in predict(puzzles, weights=shipped)])
    row = next(row for row in rows if row.way == "single pass")
    assert row.steps == steps
    assert row.calls == steps * shipped.parts * calls_a_step(shipped.single_pass)
    assert row.right == row.n == 2


def test_official_rows_are_scaled_to_all_their_steps(rows, small_kind):
    model = small_kind.official("float32")
    row = rows[-1]
    assert row.scaled
    assert row.right is None  # untrained
    assert row.calls == OFFICIAL_STEPS * calls_a_step(model) == 64
    question = small_kind.official_question(small_kind.items.puzzles[:1])
    assert row.gflop == pytest.approx(OFFICIAL_STEPS * gflop_a_step(model, question))


def test_rows_go_into_a_table_and_into_json(rows):
    written = io.StringIO()
    show(rows, Console(width=200, file=written))
    text = written.getvalue()
    assert "9x9 Sudoku on cpu" in text
    assert "official size" in text
    found = json.loads(json.dumps(as_json(rows, machine(), 0)))
    assert len(found["rows"]) == len(rows)
    assert found["machine"]["torch"] == torch.__version__
    assert torch.__version__ in in_a_line(found["machine"])


@pytest.mark.parametrize(
    ("make", "cells", "gflop"),
    [(official_sudoku, 81, 25.6), (official_maze, 900, 239)],
)
def test_operations_of_an_official_step_are_those_computed_by_hand(make, cells, gflop):
    """The figures of reference pages; attention on the CPU is fused and was not counted once."""
    with torch.device("meta"):
        model = make()
        question = official_question(torch.zeros(1, cells))
    assert gflop_a_step(model, question) == pytest.approx(gflop, rel=0.005)


def test_operations_do_not_depend_on_the_mixer_being_fused():
    config = OfficialConfig(
        cells=6, vocabulary=3, mixer="attention", width=8, heads=2, prefix=0, puzzle_width=0
    )
    model = TinyRecursiveModel(OfficialNetwork(config), latent_updates=1, answer_updates=1)
    question = official_question(torch.zeros(1, 6))
    hidden = 256
    by_hand = 2 * 2 * 2 * 6 * (4 * 8 * 8 + 3 * 8 * hidden + 2 * 6 * 8)  # calls, layers, mult-add
    heads = 2 * (6 * 8 * 3 + 8 * 2)
    assert gflop_a_step(model, question) * 1e9 == by_hand + heads


def test_candidates_of_a_round_count_as_one_step_in_sequence():
    numbers = [(0, 1), (0, 2), (1, 1), (2, 1), (3, 1), (1, 2), (3, 2)]
    trace = [TraceStep(candidate, step, (), 0.0, False) for candidate, step in numbers]
    assert steps_in_sequence(trace) == 4
    assert steps_in_sequence([]) == 0


def test_steps_in_sequence_of_a_plain_run_are_its_steps(items, shipped):
    result = solve(items.puzzles[0], weights=shipped, budget=Budget(seconds=None, candidates=1))
    assert steps_in_sequence(result.trace) == result.steps


def test_timing_takes_as_long_as_it_takes():
    found, took = timed(lambda: time.sleep(0.02) or 7, "cpu")
    assert found == 7
    assert took.seconds >= 0.02
    assert took.cpu_seconds < took.seconds


def test_peak_memory_sees_what_was_freed_again():
    peak = PeakMemory("cpu")
    before = peak.megabytes()
    if before is None:
        pytest.skip("this system does not say how much memory a process used")
    block = np.ones(100_000_000, np.uint8)
    del block
    after = peak.megabytes()
    assert after is not None
    assert after >= before + 50


@pytest.mark.parametrize("sizes", [{"n": 0}, {"batches": (0,)}])
def test_nothing_to_time_is_an_error(sizes):
    with pytest.raises(ValueError, match="at least 1"):
        SpeedConfig(**sizes)


@pytest.mark.gpu
def test_a_gpu_has_rows_of_its_own(small_kind):
    config = SpeedConfig(n=2, batches=(2,), devices=("cuda",), patience=0.1)
    rows = list(measure(small_kind, config, report=lambda line: None))
    assert {row.device for row in rows} == {"cuda"}
    assert all(row.right == row.n for row in rows if not row.scaled)
