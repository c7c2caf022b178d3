"""Pairs for pretraining: made once, read back as they were, and nothing held out among them."""

import subprocess
import sys

import numpy as np
import pytest

from tinyduo.trm.puzzles.arc import load_suite
from tinyduo.trm.puzzles.arc.held_out import HELD_OUT
from tinyduo.trm.training import arc_pairs
from tinyduo.trm.training.arc_pairs import REARC_PYTHON, data_card, pretraining_pairs

_WORKER = """#!{python}
# Stands in for the other Python: called with the worker's path and what the worker is asked.
import json, sys
asked = sys.argv[1:]
tasks = asked[asked.index("--tasks") + 1:]
wanted = int(asked[asked.index("--pairs") + 1])
print(" ".join(asked[2:8]), file=open({calls!r}, "a"))
for task in tasks:
    for number in range(wanted):
        pair = dict(task=task, input=f"12/3{{number}}", output=f"{{number}}45")
        print(json.dumps(pair))
    print(json.dumps(dict(task=task, made=wanted, refused={{}})))
"""


@pytest.fixture
def worker(tmp_path):
    """A stand-in for the other Python; `calls` is what it was called with."""

    def make(source: str = _WORKER):
        path = tmp_path / "python"
        calls = tmp_path / "calls"
        path.write_text(source.format(python=sys.executable, calls=str(calls)))
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def few(monkeypatch):
    """Three tasks instead of all 335."""
    tasks = dict(list(load_suite("arc-1-pretrain").items())[:3])
    monkeypatch.setattr(arc_pairs, "load_suite", lambda name: tasks)
    return tasks


def rows(array):
    return tuple(map(tuple, array.tolist()))


def test_a_task_has_its_own_pairs_first_then_generated_ones(few, worker, tmp_path):
    made = pretraining_pairs(pairs_per_task=4, python=worker(), cache_dir=tmp_path)
    assert list(made) == list(few)
    for name, item in few.items():
        own = [(pair.input, pair.output) for pair in item.task.demonstrations]
        own += zip(item.task.tests, item.targets or (), strict=True)
        pairs = made[name]
        assert (pairs.own, len(pairs)) == (len(own), len(own) + 4)
        assert [(rows(a), rows(b)) for a, b in pairs[: pairs.own]] == own
        for number, (question, answer) in enumerate(pairs[pairs.own :]):
            assert rows(question) == ((1, 2), (3, number))
            assert rows(answer) == ((number, 4, 5),)
            assert question.dtype == answer.dtype == np.uint8
        assert rows(pairs[-1][1]) == ((3, 4, 5),)
        with pytest.raises(IndexError):
            pairs[len(pairs)]


def test_pairs_are_made_once_for_the_same_settings(few, worker, own_cache, tmp_path):
    python = worker()
    lines: list[str] = []
    first = pretraining_pairs(pairs_per_task=2, python=python, report=lines.append)
    said = len(lines)
    again = pretraining_pairs(pairs_per_task=2, python=tmp_path / "gone", report=lines.append)
    assert said == len(lines) > 0
    for name in few:
        np.testing.assert_array_equal(first[name].shapes, again[name].shapes)
        np.testing.assert_array_equal(first[name].cells, again[name].cells)
    pretraining_pairs(pairs_per_task=2, seed=1, difficulty=(0.1, 1.0), python=python)
    assert len(list((own_cache / "data").glob("rearc-*.npz"))) == 2
    assert (tmp_path / "calls").read_text().splitlines() == [
        "--seed 0 --pairs 2 --difficulty 0.0",
        "--seed 1 --pairs 2 --difficulty 0.1",
    ]


def test_no_held_out_task_is_asked_for_or_taken(worker, tmp_path):
    made = pretraining_pairs(pairs_per_task=1, python=worker(), cache_dir=tmp_path)
    assert not set(made) & set(HELD_OUT)
    assert len(made) == 335
    assert data_card(pairs_per_task=1)["tasks"] == 335


def test_a_held_out_task_stops_it_before_anything_is_generated(few, worker, tmp_path, monkeypatch):
    tasks = few | {HELD_OUT[0]: few[next(iter(few))]}
    monkeypatch.setattr(arc_pairs, "load_suite", lambda name: tasks)
    with pytest.raises(ValueError, match=f"{HELD_OUT[0]} is held out of pretraining"):
        pretraining_pairs(pairs_per_task=1, python=worker(), cache_dir=tmp_path)
    assert not (tmp_path / "calls").exists()


def test_a_held_out_task_in_the_cache_is_not_read(few, worker, tmp_path, monkeypatch):
    pretraining_pairs(pairs_per_task=1, python=worker(), cache_dir=tmp_path)
    (path,) = tmp_path.glob("*.npz")
    with np.load(path) as file:
        data = dict(file)
    data["names"][1] = HELD_OUT[3]
    np.savez(path, allow_pickle=False, **data)
    with pytest.raises(ValueError, match=f"{HELD_OUT[3]} is held out"):
        pretraining_pairs(pairs_per_task=1, python=worker(), cache_dir=tmp_path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (_WORKER.replace("in tasks", f"in ['{HELD_OUT[0]}']"), "expected pairs of"),
        (_WORKER.replace("in tasks", "in tasks[:2]"), "ended at 2 of 3 tasks"),
        (_WORKER.replace("in tasks", "in tasks * 2"), "wrote"),
        (_WORKER.replace("made=wanted", "made=1 + wanted"), "other than the pairs that came"),
        (_WORKER.replace("{{number}}45", "4x5"), "of the digits 0 to 9"),
        (_WORKER.replace("{{number}}45", "45/4"), "rows of one length"),
        (_WORKER.replace("{{number}}45", "4" * 31), "expected 1 to 30 rows and columns"),
        (_WORKER.replace("{{number}}45", ""), "expected 1 to 30 rows and columns"),
        (_WORKER.replace("print(json.dumps(pair))", "print('hello')"), "wrote 'hello"),
        (_WORKER + "sys.exit('no room')\n", "the RE-ARC generators failed: no room"),
        (_WORKER + "sys.exit(3)\n", "the RE-ARC generators failed: exit code 3"),
    ],
)
def test_a_worker_that_goes_wrong_leaves_nothing_in_the_cache(
    few, worker, tmp_path, source, message
):
    with pytest.raises(RuntimeError, match=message):
        pretraining_pairs(pairs_per_task=2, python=worker(source), cache_dir=tmp_path)
    assert not list(tmp_path.glob("*.npz"))


def test_tasks_with_fewer_pairs_are_told(few, worker, tmp_path):
    source = _WORKER.replace("range(wanted)", "range(1)").replace("made=wanted", "made=1")
    lines: list[str] = []
    made = pretraining_pairs(
        pairs_per_task=5, python=worker(source), cache_dir=tmp_path, report=lines.append
    )
    assert [len(pairs) - pairs.own for pairs in made.values()] == [1, 1, 1]
    assert lines[1:] == [f"{name}: 1 of 5 pairs" for name in few]


def test_a_missing_environment_says_how_to_make_it(few, tmp_path):
    with pytest.raises(ValueError, match=r"no Python with the RE-ARC generators at .*make rearc"):
        pretraining_pairs(pairs_per_task=1, python=tmp_path / "python", cache_dir=tmp_path)


@pytest.mark.parametrize(
    "settings",
    [
        {"pairs_per_task": 0},
        {"pairs_per_task": 1, "difficulty": (0.3, 0.1)},
        {"pairs_per_task": 1, "difficulty": (0.0, 1.5)},
    ],
)
def test_settings_that_make_no_sense_are_said(settings, tmp_path):
    with pytest.raises(ValueError, match="expected at least 1, and difficulties from 0 to 1"):
        pretraining_pairs(cache_dir=tmp_path, **settings)


def test_it_needs_no_torch():
    code = "import sys, tinyduo.trm.training.arc_pairs; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


@pytest.mark.slow
@pytest.mark.skipif(not REARC_PYTHON.exists(), reason="no .venv-rearc; run: make rearc")
def test_every_generator_gives_pairs_and_a_seed_gives_the_same_ones(tmp_path):
    first, again = (
        pretraining_pairs(pairs_per_task=5, seed=3, cache_dir=tmp_path / name) for name in "ab"
    )
    assert len(first) == 335
    for name, pairs in first.items():
        assert len(pairs) == pairs.own + 5, name
        assert len({question.tobytes() for question, _ in pairs[pairs.own :]}) == 5
        np.testing.assert_array_equal(pairs.shapes, again[name].shapes)
    (a, b) = (next(iter(made.values())).cells for made in (first, again))
    np.testing.assert_array_equal(a, b)
