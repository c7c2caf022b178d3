"""`check_answer`: what is wrong is said, what is right is not given away."""

import json

import pytest

from tinyduo.tools import ToolInputError, check_answer
from tinyduo.tools.check import check_content

SMALL = "...4 ...3 1... 4..."
RIGHT = "3124 2413 1342 4231"
MAZE = ["S #", "# G"]
TRAIN = [
    {"input": [[0, 1], [2, 0]], "output": [[2, 0], [0, 1]]},
    {"input": [[0, 3], [4, 4]], "output": [[4, 4], [0, 3]]},
]
TEST = [{"input": [[5, 0], [0, 6]]}]


def arc(answer, test=TEST):
    return check_answer("arc", answer, train=TRAIN, test=test)


def failed(record):
    return [each["check"] for each in record["checked"] if each["holds"] is False]


@pytest.mark.parametrize(
    "answer", [RIGHT, [[int(c) for c in row] for row in RIGHT.split()], RIGHT.split()]
)
def test_a_right_sudoku_is_verified_in_any_notation(answer):
    record = check_answer("sudoku", answer, grid=SMALL)
    assert json.loads(json.dumps(record)) == record
    assert record["verdict"] == {"verified": True, "problems": []}
    assert "verified" in record["summary"]


def test_what_is_wrong_in_a_sudoku_is_named_and_the_answer_is_not_given_away():
    record = check_answer("sudoku", RIGHT.replace("3124", "3144"), grid=SMALL)
    assert record["verdict"]["verified"] is False
    assert "two 4s" in record["summary"]
    assert "2" not in record["summary"].replace("r1c2", "").replace("column 3", "").split("two")[0]
    record = check_answer("sudoku", SMALL, grid=SMALL)
    assert record["verdict"]["problems"][0]["rule"] == "blank"


@pytest.mark.parametrize(
    "answer",
    [
        [[0, 0], [0, 1], [1, 1], [1, 2]],
        "right 1, down 1, right 1",
        "RDR",
        "R1 D1 R1",
        "So#\n#oG",
    ],
)
def test_a_path_is_verified_in_any_notation(answer):
    assert check_answer("maze", answer, grid=MAZE)["verdict"]["verified"] is True


def test_what_is_wrong_in_a_path_is_named():
    record = check_answer("maze", "right 2, down", grid=MAZE)
    assert record["verdict"]["verified"] is False
    assert "wall at r1c3" in record["summary"]
    record = check_answer("maze", [[0, 0], "x"], grid=MAZE)
    assert record["verdict"]["problems"][0]["rule"] == "shape"


def test_an_arc_answer_is_looked_at_and_never_verified():
    record = arc([[0, 6], [5, 0]])
    assert record["verdict"] is None
    assert failed(record) == []
    assert {each["check"] for each in record["checked"]} == {"size", "colours", "change", "counts"}
    assert "cannot be checked" in record["summary"]
    assert "verified" not in json.dumps(record | {"verdict": 0})


@pytest.mark.parametrize(
    ("answer", "speaks"),
    [
        ([[5, 0, 0], [0, 6, 0]], ["size", "counts"]),
        ([[5, 9], [0, 6]], ["colours", "counts"]),
        ([[5, 0], [0, 6]], ["change"]),
        ([[5, 5], [0, 6]], ["counts"]),
    ],
)
def test_what_speaks_against_an_arc_answer_is_named(answer, speaks):
    record = arc(answer)
    assert failed(record) == speaks
    assert record["summary"].startswith("Against it: ")


def test_outputs_that_are_their_own_mirror_image_are_expected_again():
    train = [{"input": [[1, 2]], "output": [[1, 1]]}, {"input": [[2, 3]], "output": [[2, 2]]}]
    record = check_answer("arc", [[5, 6]], train=train, test=[{"input": [[5, 6]]}])
    assert "mirror" in failed(record)


def test_several_tests_need_as_many_grids_and_are_told_apart():
    two = [*TEST, {"input": [[7, 0], [0, 0]]}]
    record = arc([[[0, 6], [5, 0]], [[8, 0], [0, 0]]], two)
    assert "Test 2: colour 8" in record["summary"]
    with pytest.raises(ToolInputError, match="1 grids, expected 2"):
        arc([[0, 6], [5, 0]], two)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"kind": "chess", "answer": "x"}, "kind is 'chess'"),
        ({"kind": "sudoku", "answer": RIGHT}, "grid: the sudoku as written is needed"),
        ({"kind": "sudoku", "answer": "12", "grid": SMALL}, "answer: "),
        ({"kind": "sudoku", "answer": RIGHT, "grid": "12"}, "grid: "),
        ({"kind": "maze", "answer": "some way", "grid": MAZE}, "answer: no path"),
        ({"kind": "maze", "answer": "right 9999", "grid": MAZE}, "more than 4096 moves"),
        ({"kind": "maze", "answer": "R" * 20_001, "grid": MAZE}, "20,000"),
        ({"kind": "arc", "answer": [[1]]}, "train and test"),
        ({"kind": "arc", "answer": [[1], [1, 2]], "train": TRAIN, "test": TEST}, "answer: row 2"),
        (
            {"kind": "arc", "answer": "x", "train": TRAIN, "test": TEST},
            "answer, grid 1 is 'x'",
        ),
        ({"kind": "arc", "answer": [], "train": TRAIN, "test": TEST}, "answer: 0 grids|0 rows"),
        ({"kind": "arc", "answer": [[1]], "train": [], "test": TEST}, "no demonstrations"),
    ],
)
def test_what_cannot_be_checked_is_a_one_line_error(given, expected):
    with pytest.raises(ToolInputError, match=expected) as caught:
        check_answer(**given)
    assert "\n" not in str(caught.value)


def test_the_content_stays_short():
    comb = ["S" + " " * 63, *[" " * 64] * 62, " " * 63 + "G"]
    record = check_answer("maze", [[0, 0]] * 300, grid=comb)
    assert len(json.dumps(check_content(record))) <= 1000
    assert check_content(record)["verified"] is False
