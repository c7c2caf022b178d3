"""`read_puzzle`: what stands in a text, as the solve tools take it."""

import json

import pytest

from tinyduo.tools import ToolInputError, read_puzzle, solve_sudoku
from tinyduo.tools.texts import read_content

SMALL = "...4\n...3\n1...\n4..."


def test_a_grid_is_read_with_its_place_and_goes_into_the_solve_tool_as_it_is():
    text = f"Hello! A hint for this one, please:\n{SMALL}\nThanks"
    found = read_puzzle(text)
    (puzzle,) = found["puzzles"]
    assert (puzzle["kind"], puzzle["status"], puzzle["box"]) == ("sudoku", None, "2x2")
    assert text[slice(*puzzle["span"])].strip() == SMALL
    assert found["ask"] == "hint"
    assert solve_sudoku(puzzle["grid"])["status"] == "solved"


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("maze:\nS #\n# G", "maze", None),
        ("sudoku:\n...4\n...3\n1..\n4...", "sudoku", "malformed"),
        (f"a killer sudoku with cages:\n{SMALL}", "unsupported", "unsupported"),
    ],
)
def test_what_is_no_plain_sudoku_is_told_as_what_it_is(text, kind, status):
    (puzzle,) = read_puzzle(text)["puzzles"]
    assert (puzzle["kind"], puzzle["status"]) == (kind, status)
    assert bool(puzzle["message"]) == (status is not None)


def test_a_text_without_a_puzzle_is_a_result():
    record = read_puzzle("good morning")
    assert record["puzzles"] == []
    assert read_content(record)["note"] == "No puzzle was found in the text."


def test_the_content_stays_short_however_much_there_is():
    for text in (
        "\n\nand\n\n".join([SMALL] * 200),
        "maze:\n" + "\n".join(["S" + " " * 63, *[" " * 64] * 62, " " * 63 + "G"]),
    ):
        content = read_content(read_puzzle(text))
        assert len(json.dumps(content)) <= 1000
        assert content["count"] >= 1


def test_longer_texts_and_other_things_are_refused():
    with pytest.raises(ToolInputError, match="at most 20,000"):
        read_puzzle("x" * 20_001)
    with pytest.raises(ToolInputError, match="expected a string"):
        read_puzzle(7)  # pyright: ignore[reportArgumentType]
