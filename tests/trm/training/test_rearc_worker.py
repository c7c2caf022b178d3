"""The worker that draws pairs from generators: which it takes, and that a seed decides."""

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tinyduo.trm.training import rearc_worker
from tinyduo.trm.training.rearc_worker import REASONING_GYM, TRIES, draw

ROOT = Path(__file__).parents[3]


def flip(grid):
    return tuple(row[::-1] for row in grid)


def line(rng, low, high):
    """A row of seven cells and its mirror image."""
    row = tuple(rng.randint(0, 9) for _ in range(7))
    return {"input": (row,), "output": (row[::-1],)}


def drawn(generate, verify=flip, *, pairs=20, seed=0):
    return draw("task", generate, verify, pairs=pairs, difficulty=(0.0, 0.3), seed=seed)


def test_a_seed_gives_the_same_pairs_and_more_pairs_begin_with_them():
    pairs, refused = drawn(line)
    assert len({question for question, _ in pairs}) == 20
    assert not refused
    assert drawn(line, pairs=30)[0][:20] == pairs
    assert drawn(line, seed=1)[0] != pairs


def test_pairs_that_the_rule_does_not_give_are_refused():
    def sometimes(rng, low, high):
        pair = line(rng, low, high)
        return pair if rng.random() < 0.5 else {"input": pair["input"], "output": ((1, 2, 3),)}

    pairs, refused = drawn(sometimes)
    assert all(flip(question) == answer for question, answer in pairs)
    assert (len(pairs), list(refused)) == (20, ["not what the rule gives"])


def test_repeated_inputs_are_refused_and_tries_end():
    pairs, refused = drawn(lambda rng, low, high: line(rng, low, high) | {"input": ((0,),)}, dict)
    assert not pairs
    one = {"input": ((1, 2),), "output": ((2, 1),)}
    pairs, refused = drawn(lambda rng, low, high: one)
    assert pairs == [(one["input"], one["output"])]
    assert refused == Counter({"drawn before": 20 * TRIES - 1})


def test_few_pairs_have_their_input_as_output():
    def often(rng, low, high):
        row = (rng.randint(0, 9), rng.randint(0, 9), rng.randint(0, 9))
        row += row[::-1] if rng.random() < 0.8 else (0,)
        return {"input": (row,), "output": (row[::-1],)}

    pairs, _ = drawn(often, pairs=50)
    places = [number for number, (question, answer) in enumerate(pairs) if question == answer]
    assert len(pairs) == 50
    assert 1 <= len(places) <= 5
    assert all(after - before > 1 for before, after in pairwise(places))


@pytest.mark.parametrize(
    "pair",
    [
        {"input": ((1, 10),), "output": ((0,),)},
        {"input": ((1,), (1, 2)), "output": ((0,),)},
        {"input": (), "output": ((0,),)},
        {"input": ((0,) * 31,), "output": ((0,),)},
        {"input": ((0,),)},
        {"input": 3, "output": ((0,),)},
    ],
)
def test_what_is_no_grid_is_refused(pair):
    pairs, refused = drawn(lambda rng, low, high: pair, pairs=1)
    assert not pairs
    assert refused.total() == TRIES


def test_a_generator_that_fails_or_hangs_costs_the_draw_alone(monkeypatch):
    monkeypatch.setattr(rearc_worker, "CPU_SECONDS", 0.05)

    moods = iter(["hangs", "works", "fails", *["works"] * 19])

    def moody(rng, low, high):
        mood = next(moods)
        while mood == "hangs":
            pass
        if mood == "fails":
            raise IndexError("no room")
        return line(rng, low, high)

    pairs, refused = drawn(moody)
    assert len(pairs) == 20
    assert refused == Counter({"TimeoutError": 1, "IndexError": 1})


@pytest.fixture
def gym(tmp_path):
    """Run the worker with a package that looks like reasoning-gym, of any version."""
    package = tmp_path / "reasoning_gym"
    (package / "arc" / "rearc_utils").mkdir(parents=True)
    (package / "__init__.py").write_text("import dependencies_that_are_not_there\n")
    (package / "arc" / "rearc_utils" / "__init__.py").touch()
    (package / "arc" / "rearc_utils" / "verifiers.py").write_text(
        "def verify_0000000a(grid): return tuple(row[::-1] for row in grid)\n"
    )
    (package / "arc" / "rearc_utils" / "generators.py").write_text(
        "def generate_0000000a(rng, low, high):\n"
        "    print('chatter')\n"
        "    row = tuple(rng.randint(0, 9) for _ in range(4))\n"
        "    return {'input': (row, row), 'output': (row[::-1], row[::-1])}\n"
    )

    def run(*arguments, version=REASONING_GYM):
        if version:
            (tmp_path / "reasoning_gym.dist-info").mkdir(exist_ok=True)
            (tmp_path / "reasoning_gym.dist-info" / "METADATA").write_text(
                f"Metadata-Version: 2.1\nName: reasoning-gym\nVersion: {version}\n"
            )
        return subprocess.run(
            [sys.executable, "-P", rearc_worker.__file__, *arguments],
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_it_writes_pairs_and_a_count_for_each_task_and_needs_no_dependencies(gym):
    told = gym("--tasks", "0000000a", "--pairs", "3", "--seed", "5", "--difficulty", "0", "1")
    *pairs, count = map(json.loads, told.stdout.splitlines())
    assert count == {"task": "0000000a", "made": 3, "refused": {}}
    assert [pair["task"] for pair in pairs] == ["0000000a"] * 3
    for pair in pairs:
        row, again = pair["input"].split("/")
        assert row == again
        assert pair["output"] == f"{row[::-1]}/{row[::-1]}"
    assert "chatter" in told.stderr


@pytest.mark.parametrize(
    ("task", "version", "message"),
    [
        ("0000000a", "0.1.0", f"reasoning-gym {REASONING_GYM} is needed, found 0.1.0; run: make"),
        ("0000000a", None, f"reasoning-gym {REASONING_GYM} is needed, found none; run: make"),
        ("0000000b", REASONING_GYM, "RE-ARC has no generator of 0000000b"),
    ],
)
def test_what_is_missing_is_said(gym, task, version, message):
    told = gym("--tasks", task, "--pairs", "1", version=version)
    assert told.returncode == 1
    assert not told.stdout
    assert message in told.stderr


def test_the_makefile_installs_the_version_that_the_worker_wants():
    assert f"REASONING_GYM := {REASONING_GYM}\n" in (ROOT / "Makefile").read_text()
