"""Messages with several puzzles: each is judged, by the outcome that is about it."""

import json
from dataclasses import replace

import pytest

from tinyduo.evals.arms import ArmSettings, Outcome, make_arms
from tinyduo.evals.scoring import record_of
from tinyduo.evals.suites import load_items
from tinyduo.trm.puzzles import Status, Sudoku

EASY = [[0, 0, 0, 4], [0, 0, 0, 3], [1, 0, 0, 0], [4, 0, 0, 0]]
CLASH = [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 3, 0], [0, 0, 0, 0]]
TEXT = "Two for today:\n\n...4\n...3\n1...\n4...\n\nand this one:\n\n11..\n....\n..3.\n....\n"


@pytest.fixture(scope="module")
def item(tmp_path_factory):
    """A solvable Sudoku, and one that contradicts itself."""
    puzzles = [
        {"kind": "sudoku", "status": "solvable", "grid": EASY},
        {"kind": "sudoku", "status": "contradiction", "grid": CLASH},
    ]
    line = {"id": "two", "text": TEXT, "expect": puzzles[0] | {"ask": "solve", "puzzles": puzzles}}
    path = tmp_path_factory.mktemp("nl") / "nl.jsonl"
    path.write_text(json.dumps(line) + "\n")
    return load_items("nl", data=path)[0]


def answer(item, name="reader-trm"):
    arm = make_arms([name], ArmSettings())[0]
    return arm.answer([item])[0]


def test_every_puzzle_of_a_message_is_an_expectation(item):
    assert [part.id for part in item.parts] == ["two", "two#2"]
    assert [part.statuses for part in item.parts] == [(Status.SOLVED,), (Status.CONTRADICTION,)]
    assert item.to_json()["more"][0]["puzzle"] == CLASH


def test_a_message_is_right_where_all_of_it_is(item):
    record = record_of(item, "reader-trm", answer(item))
    assert (record["score"], record["right"], record["read_exact"]) == (1.0, True, True)
    assert [part["status"] for part in record["puzzles"]] == ["solved", "contradiction"]
    assert [part["expected"] for part in record["puzzles"]] == [["solved"], ["contradiction"]]


def test_a_missed_second_puzzle_costs_its_share(item):
    record = record_of(item, "reader-trm", replace(answer(item), more=()))
    assert (record["score"], record["right"], record["cause"]) == (0.5, False, "read")
    assert [part["read_exact"] for part in record["puzzles"]] == [True, False]


def test_outcomes_are_matched_by_their_puzzle_not_by_their_place(item):
    whole = answer(item)
    (second,) = whole.more
    record = record_of(item, "reader-trm", replace(second, more=()))
    assert [part["score"] for part in record["puzzles"]] == [0.0, 1.0]
    turned = replace(second, more=(replace(whole, more=()),))
    assert record_of(item, "reader-trm", turned)["score"] == 1.0


def test_one_false_verified_among_several_is_one(item):
    wrong = Outcome(
        Status.SOLVED, ((1, 2, 3, 4),) * 4, verified=True, reads=True, kind="sudoku",
        puzzle=item.more[0].puzzle, tool_called=True,
    )  # fmt: skip
    record = record_of(item, "reader-trm", replace(answer(item), more=(wrong,)))
    assert (record["false_verified"], record["verified"]) == (True, True)


def test_told_arms_answer_all_and_a_model_alone_takes_messages_with_one(item, answering):
    record = record_of(item, "exact", answer(item, "exact"))
    assert [part["score"] for part in record["puzzles"]] == [1.0, 1.0]
    alone = make_arms(["llm"], ArmSettings(llm=answering("ANSWER: NONE")))[0]
    assert not alone.takes(item)
    assert alone.takes(replace(item, more=()))


def test_an_answer_to_another_kind_of_puzzle_is_wrong_and_no_error(mazes):
    board = Sudoku.from_rows(EASY)
    grid = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 2, 3, 4), (4, 3, 2, 1))
    said = Outcome(
        Status.SOLVED, grid, verified=True, reads=True, kind="sudoku", puzzle=board,
        tool_called=True,
    )  # fmt: skip
    record = record_of(mazes[0], "reader-trm", said)
    assert (record["score"], record["cause"], record["false_verified"]) == (0.0, "read", True)


def test_long_messages_are_left_out_before_the_draw():
    short = load_items("arc-1", n=20, max_characters=1500)
    assert len(short) == 20
    assert max(len(item.text) for item in short) <= 1500
    with pytest.raises(ValueError, match="no message of 'arc-1' has at most 10 characters"):
        load_items("arc-1", max_characters=10)
