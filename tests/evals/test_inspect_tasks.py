"""Suites and arms in inspect-ai itself: its eval(), its log, its models."""

import gc
import json
import subprocess
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tinyduo.evals.arms import ARMS
from tinyduo.evals.suites import SUITES, load_items
from tinyduo.trm.puzzles.sudoku import to_line

pytestmark = [
    pytest.mark.slow,  # importing inspect-ai alone takes seconds
    pytest.mark.skipif(find_spec("inspect_ai") is None, reason="the extra `inspect` is missing"),
    pytest.mark.filterwarnings("ignore"),  # of inspect-ai's own
]


@pytest.fixture(scope="module")
def bridge():
    """Tasks and solvers."""
    from tinyduo.evals import inspect_tasks

    return inspect_tasks


@pytest.fixture
def ran(tmp_path):
    """Run a task with a model that has replies at hand; the log."""
    from inspect_ai import eval as inspect_eval
    from inspect_ai.model import ModelOutput, ModelUsage, get_model

    def run(task, replies=(), **options):
        outputs = [ModelOutput.from_content("mockllm/model", reply) for reply in replies]
        for output in outputs:  # else inspect fetches a tokenizer to count
            output.usage = ModelUsage(input_tokens=10, output_tokens=4, total_tokens=14)
        model = get_model("mockllm/model", custom_outputs=outputs)
        (log,) = inspect_eval(
            task, model=model, log_dir=str(tmp_path), display="none", log_format="json", **options
        )
        gc.collect()  # inspect leaves streams open, which complain when they go
        return log

    return run


def scores(log):
    return {sample.id: sample.scores["judge"] for sample in log.samples or ()}


def test_every_suite_and_arm_has_its_name_in_inspect(bridge):
    assert set(bridge.TASKS) == set(SUITES)
    assert set(bridge.SOLVERS) == set(ARMS)


def test_the_language_model_alone_is_asked_through_inspect(bridge, ran):
    items: Any = load_items("sudoku-4x4", n=2, seed=3)
    replies = [f"ANSWER: {to_line(items[0].solution)}", "ANSWER: UNSOLVED"]
    task = bridge.TASKS["sudoku-4x4"](n=2, seed=3)
    log = ran(task, replies, solver=bridge.SOLVERS["llm"](), max_samples=1)
    found = scores(log)
    assert [found[item.id].value for item in items] == [1.0, 0.0]
    assert found[items[1].id].metadata["cause"] == "refused"
    assert log.results.scores[0].metrics["mean"].value == 0.5
    asked = [event.event for sample in log.samples or () for event in sample.events]
    assert asked.count("model") == 2  # its log has the calls


def test_a_solver_of_inspects_own_is_judged_the_same(bridge, ran):
    from inspect_ai.solver import generate

    item: Any = load_items("sudoku-4x4", n=1, seed=3)[0]
    replies = [f"ANSWER: {to_line(item.solution)}"]
    log = ran(bridge.TASKS["sudoku-4x4"](n=1, seed=3), replies, solver=generate())
    assert scores(log)[item.id].value == 1.0
    assert scores(log)[item.id].metadata["parse"] == "strict"


@pytest.mark.parametrize("arm", ["reader-trm", "hybrid"])
def test_arms_solve_with_the_trm(arm, bridge, ran):
    said = json.dumps({"kind": "sudoku", "ask": "solve", "finding": "p1", "rows": []})
    log = ran(bridge.TASKS["sudoku-4x4"](n=2, seed=3), [said] * 20, solver=bridge.SOLVERS[arm]())
    assert [score.value for score in scores(log).values()] == [1.0, 1.0]
    assert all(score.metadata["verified"] for score in scores(log).values())
    assert not any(score.metadata["false_verified"] for score in scores(log).values())


def test_a_model_that_fails_fails_the_sample_for_inspect_to_see(bridge, ran):
    log = ran(bridge.TASKS["sudoku-4x4"](n=1, seed=3), solver=bridge.SOLVERS["llm"]())
    assert log.status == "error"
    assert "the language model failed" in log.error.message


def test_the_command_of_inspect_finds_them(tmp_path):
    """By the entry point, which an installation from before it has not."""
    if not any(point.name == "tinyduo" for point in entry_points(group="inspect_ai")):
        pytest.skip("installed without the entry point; run: pip install -e .")
    command = [
        str(Path(sys.executable).with_name("inspect")),
        "eval",
        "tinyduo/sudoku_4x4",
        "-T",
        "n=2",
    ]
    command += ["--solver", "tinyduo/reader_trm", "--model", "none"]
    command += ["--log-dir", str(tmp_path), "--log-format", "json", "--display", "plain"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = tmp_path.glob("*.json")
    log = json.loads(file.read_text("utf-8"))
    assert log["results"]["scores"][0]["metrics"]["mean"]["value"] == 1.0
