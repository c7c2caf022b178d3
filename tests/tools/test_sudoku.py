"""`solve_sudoku` the function: records as in the contract, and errors an agent can act on."""

import json

import pytest

from tinyduo.tools import ToolInputError, solve_sudoku
from tinyduo.trm.puzzles.sudoku import is_solution, to_line


def test_a_record_is_json_and_its_answer_is_verified(golden):
    one = golden("hard")[0]
    record = solve_sudoku(to_line(one.puzzle.givens))
    assert json.loads(json.dumps(record)) == record
    assert record["status"] == "solved"
    assert record["kind"] == "sudoku"
    assert record["verdict"] == {"verified": True, "problems": []}
    assert record["unique"] is True
    assert record["weights"] == "sudoku"
    assert is_solution(one.puzzle, record["answer"])


def test_rows_and_text_give_the_same(golden):
    one = golden(box="3x2")[0]
    rows = [list(row) for row in one.puzzle.givens]
    text = "\n".join("".join(map(str, row)) for row in rows)
    by_rows, by_text = (solve_sudoku(grid, box=(3, 2)) for grid in (rows, text))
    assert by_rows["answer"] == by_text["answer"] == [list(row) for row in one.answer]
    assert by_rows["box"] == [3, 2]


def test_several_answers_label_the_judges_grid():
    record = solve_sudoku("." * 16)
    assert record["status"] == "multiple"
    assert record["alternatives"][0]["source"] == "judge"
    assert record["alternatives"][0]["grid"] != record["answer"]


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        ("", "grid"),
        ("." * 80, "80"),
        ([[0] * 9] * 8, "8"),
        ([[0] * 9] * 8 + [[0] * 8], "row 9"),
        ([[True] + [0] * 3] + [[0] * 4] * 3, "r1c1"),
        ([[7] + [0] * 3] + [[0] * 4] * 3, "7"),
        ([[float("nan")] + [0] * 3] + [[0] * 4] * 3, "r1c1"),
        ("5" * 20_001, "20,000"),
        ("\0\ud800", "grid"),
        (None, "grid"),
        (17, "grid"),
    ],
)
def test_input_that_cannot_be_processed_is_a_one_line_error(grid, expected):
    with pytest.raises(ToolInputError, match=expected) as caught:
        solve_sudoku(grid)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("budget", [0, -1, 1e9, float("nan")])
def test_a_budget_out_of_range_is_refused(budget):
    with pytest.raises(ToolInputError, match="budget_s"):
        solve_sudoku("." * 16, budget_s=budget)
