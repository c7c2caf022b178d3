"""Suites: the same items for the same seed, all of them true; files of several forms."""

import json
from typing import Any

import pytest

from tinyduo.evals.suites import SUITES, fingerprint, load_items
from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Maze, Status, Sudoku
from tinyduo.trm.puzzles.maze import distance
from tinyduo.trm.puzzles.sudoku import Answers, is_solution, rule_on, to_line

GENERATED = ("sudoku-4x4", "sudoku-easy", "sudoku-hard", "maze-10", "maze-30-hard")


@pytest.mark.parametrize("suite", GENERATED)
def test_generated_items_are_true_and_readable(suite):
    items = load_items(suite, n=3, seed=1)
    assert len(items) == 3
    for item in items:
        assert [finding.puzzle for finding in read(item.text).findings] == [item.puzzle]
        if isinstance(item.puzzle, Sudoku):
            assert is_solution(item.puzzle, item.solution)
            assert rule_on(item.puzzle).answers is Answers.ONE
        else:
            assert isinstance(item.puzzle, Maze)
            assert distance(item.puzzle) is not None


def test_the_same_seed_makes_the_same_items():
    one, again, other = (fingerprint(load_items("sudoku-4x4", n=4, seed=s)) for s in (1, 1, 2))
    assert one == again != other


def test_hard_mazes_are_long():
    item = load_items("maze-30-hard", n=1)[0]
    assert isinstance(item.puzzle, Maze)
    assert (distance(item.puzzle) or 0) + 1 >= 110


def test_smoke_holds_every_generated_suite():
    assert {item.difficulty for item in load_items("smoke")} == set(GENERATED)


def test_arc_lists_come_whole_or_drawn_by_the_seed():
    items = load_items("arc-1", n=5, seed=2)
    assert [item.id for item in items] == [item.id for item in load_items("arc-1", n=5, seed=2)]
    assert all(item.statuses == (Status.PREDICTED,) and item.solution for item in items)
    task = items[0].puzzle
    assert [finding.puzzle for finding in read(items[0].text).findings] == [task]


def test_a_csv_in_sudoku_extremes_columns(tmp_path, golden):
    item = golden("easy", "3x3")[0]
    question, answer = to_line(item.puzzle.givens), to_line(item.answer)
    path = tmp_path / "extreme.csv"
    path.write_text(f"source,question,answer,rating\nmine,{question},{answer},23\n")
    found = load_items("sudoku-hard", data=path)[0]
    assert (found.puzzle, found.solution) == (item.puzzle, item.answer)
    assert found.difficulty == "21 to 100 guesses"
    path.write_text(f"source,question,answer\nmine,{question},{answer[::-1]}\n")
    with pytest.raises(ValueError, match=r"extreme\.csv, row 1: the column 'answer'"):
        load_items("csv", data=path)


def test_messages_come_with_what_is_expected(tmp_path):
    grid = [[0, 0, 0, 4], [0, 0, 0, 3], [1, 0, 0, 0], [4, 0, 0, 0]]
    expect = {"kind": "sudoku", "status": "solvable", "grid": grid, "ask": "hint"}
    lines = [
        {"id": "a", "text": "...", "expect": expect},
        {"id": "b", "text": "hi", "expect": {"kind": "none", "status": "none", "grid": None}},
        {"id": "c", "text": "?", "expect": {"kind": "sudoku", "status": "malformed", "grid": None,
                                            "accept": ["none"]}},
    ]  # fmt: skip
    path = tmp_path / "nl.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    a, b, c = load_items("nl", data=path)
    assert (a.statuses, a.ask) == ((Status.SOLVED,), "hint")
    assert isinstance(a.puzzle, Sudoku)
    assert (b.puzzle, b.statuses) == (None, (Status.NONE,))
    assert set(c.statuses) == {Status.MALFORMED, Status.NONE}


def test_what_is_wrong_with_a_request_is_told(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "no expectation"}\n')
    requests: list[tuple[str, dict[str, Any], str]] = [
        ("chess", {}, "no suite 'chess'"),
        ("nl", {}, "needs --data"),
        ("arc-1", {"data": bad}, "takes no --data"),
        ("nl", {"data": bad}, "message 1"),
        ("sudoku-4x4", {"n": 0}, "expected at least 1"),
    ]
    for suite, options, told in requests:
        with pytest.raises(ValueError, match=told):
            load_items(suite, **options)


def test_every_suite_says_what_it_is():
    assert all(suite.title and suite.name == name for name, suite in SUITES.items())
