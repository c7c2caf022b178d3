"""Runs: resumed without repeating or losing an item, cut into shards, merged, stopped."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tinyduo.evals.arms import ArmSettings, make_arms
from tinyduo.evals.endpoint import Patience
from tinyduo.evals.runner import EndpointDown, run
from tinyduo.evals.runs import merge, read_run, whole_lines

CARD = {"suite": "sudoku-4x4", "llm": "none", "seed": 0, "prompts": {}}
TIMES = ("seconds", "usage")


def exact(names=("exact",)):
    return make_arms(list(names), ArmSettings())


def settled(records):
    """Records without what depends on the clock."""
    return {
        (r["item"], r["arm"]): {key: value for key, value in r.items() if key not in TIMES}
        for r in records
    }


def test_a_record_for_every_item_and_arm(small_items, tmp_path):
    told = []
    wrote = run(small_items, exact(("exact", "trm-oracle")), tmp_path, CARD, report=told.append)
    assert wrote == 12
    found = read_run([tmp_path])
    assert len(found.records) == 12
    assert found.arms == ["trm-oracle", "exact"]
    assert (told[-1].arm, told[-1].done, told[-1].total, told[-1].right) == ("trm-oracle", 6, 6, 6)
    assert found.sittings[0]["machine"]["commit"]
    assert any("trace" in record for record in found.records.values())
    assert list(found.items) == [item.id for item in small_items]


def test_a_run_goes_on_where_it_was_cut_off(small_items, tmp_path):
    run(small_items, exact(), tmp_path, CARD)
    path = tmp_path / "records.jsonl"
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]) + lines[3][:20])  # a line that was cut off
    assert run(small_items, exact(), tmp_path, CARD) == 3
    assert settled(whole_lines(path)) == settled(map(json.loads, lines))
    assert run(small_items, exact(), tmp_path, CARD) == 0


@pytest.mark.slow  # two interpreters that import torch
def test_killed_with_signal_9_nothing_is_repeated_or_lost(small_items, tmp_path):
    script = """
import sys, time
from pathlib import Path
from tinyduo.evals.arms import ArmSettings, make_arms
from tinyduo.evals.arms.outcome import Outcome
from tinyduo.evals.runner import run
from tinyduo.evals.suites import load_items
from tinyduo.trm.puzzles import Status
class Slow:
    name, together = "slow", 1
    def takes(self, item): return True
    def answer(self, items):
        time.sleep(0.02)
        return [Outcome(Status.PREDICTED, item.solution) for item in items]
run(load_items("sudoku-4x4", n=40, seed=3), [Slow()], Path(sys.argv[1]),
    {"suite": "sudoku-4x4", "llm": "none"}, concurrency=2)
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": ":".join(sys.path)}
    path = tmp_path / "records.jsonl"
    with subprocess.Popen(command, env=environment) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(list(whole_lines(path))) < 5:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    before = [record["item"] for record in whole_lines(path)]
    assert 5 <= len(before) < 40
    subprocess.run(command, env=environment, check=True, timeout=60)
    after = [record["item"] for record in whole_lines(path)]
    assert after[: len(before)] == before
    assert len(after) == len(set(after)) == 40


def test_shards_make_what_one_run_makes(small_items, tmp_path):
    run(small_items, exact(("exact", "trm-oracle")), tmp_path / "whole", CARD)
    for part in (1, 2, 3):
        folder = tmp_path / f"part-{part % 2}"  # two shards share a folder
        run(small_items, exact(("exact", "trm-oracle")), folder, CARD, shard=(part, 3))
    merge([tmp_path / "part-0", tmp_path / "part-1"], tmp_path / "merged")
    one, all_of = (read_run([tmp_path / name]) for name in ("whole", "merged"))
    assert settled(all_of.records.values()) == settled(one.records.values())
    assert len(all_of.sittings) == 3
    with pytest.raises(ValueError, match="answered twice"):
        read_run([tmp_path / "whole", tmp_path / "merged"])


def test_other_settings_need_another_folder(small_items, tmp_path):
    run(small_items[:1], exact(), tmp_path, CARD)
    with pytest.raises(ValueError, match="another setting of seed"):
        run(small_items[:1], exact(), tmp_path, CARD | {"seed": 1})
    with pytest.raises(ValueError, match="another setting of llm"):
        run(small_items[:1], exact(), tmp_path, CARD | {"llm": "x"}, shard=(1, 2))


def test_several_calls_at_a_time_write_the_same_records(small_items, answering, tmp_path):
    settings = ArmSettings(llm=answering("ANSWER: UNSOLVED"))
    for name, at_once in (("one", 1), ("four", 4)):
        run(small_items, make_arms(["llm"], settings), tmp_path / name, CARD, concurrency=at_once)
    one, four = (read_run([tmp_path / name]).records.values() for name in ("one", "four"))
    assert settled(one) == settled(four)


def test_a_dead_endpoint_stops_the_run_and_its_items_are_asked_again(
    small_items, answering, tmp_path
):
    replies = ["ANSWER: UNSOLVED", *[ConnectionError("refused")] * 5]
    quick = Patience(1)
    llm = answering(*replies, "ANSWER: UNSOLVED")
    with pytest.raises(EndpointDown, match="5 items in a row"):
        run(small_items, make_arms(["llm"], ArmSettings(llm, patience=quick)), tmp_path, CARD)
    assert len(read_run([tmp_path]).records) == 1
    assert (
        run(small_items, make_arms(["llm"], ArmSettings(llm, patience=quick)), tmp_path, CARD) == 5
    )
    assert all(record["error"] is None for record in read_run([tmp_path]).records.values())


def test_a_few_lost_items_are_recorded_as_the_endpoints(small_items, answering, tmp_path):
    llm = answering("ANSWER: UNSOLVED", *[ConnectionError("reset")] * 2, "ANSWER: UNSOLVED")
    arms = make_arms(["llm"], ArmSettings(llm, patience=Patience(1)))
    run(small_items, arms, tmp_path, CARD)
    causes = [record["cause"] for record in read_run([tmp_path]).records.values()]
    assert sorted(causes) == ["endpoint"] * 2 + ["refused"] * 4
