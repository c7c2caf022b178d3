"""The verifier names every broken rule, and nothing makes it raise or approve a wrong grid."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.trm.puzzles.sudoku import Layout, Sudoku, clashes, is_solution, verify

SOLVED = ((1, 2, 3, 4), (3, 4, 1, 2), (2, 1, 4, 3), (4, 3, 2, 1))
PUZZLE = Sudoku(((1, 0, 0, 4), (0, 0, 1, 0), (2, 0, 0, 0), (0, 0, 0, 1)), Layout(2, 2))


def changed(*changes):
    """SOLVED with (row, col, value) changes, as lists."""
    rows = [list(row) for row in SOLVED]
    for row, col, value in changes:
        rows[row][col] = value
    return rows


def test_a_right_answer_is_verified_as_tuples_and_as_lists(full, dug, layout):
    grid = full(layout)
    puzzle = dug(layout, layout.size * 3)
    for answer in (grid, [list(row) for row in grid]):
        assert verify(puzzle, answer).verified
        assert is_solution(puzzle, answer)


def test_a_changed_given_is_named_with_both_digits():
    verdict = verify(PUZZLE, changed((0, 0, 3)))
    problem = next(found for found in verdict.problems if found.rule == "given")
    assert problem.cells == ((0, 0),)
    assert problem.message == "the given 1 at r1c1 was changed from 1 to 3"


def test_an_erased_given_is_named_and_blank():
    verdict = verify(PUZZLE, changed((2, 0, 0)))
    assert [(found.rule, found.message) for found in verdict.problems] == [
        ("given", "the given 2 at r3c1 was erased"),
        ("blank", "1 cell is blank: r3c1"),
    ]


def test_a_repeated_digit_is_named_in_its_row_column_and_box():
    verdict = verify(PUZZLE, changed((1, 1, 1)))
    assert [(found.rule, found.cells, found.message) for found in verdict.problems] == [
        ("box", ((0, 0), (1, 1)), "box 1 has two 1s: r1c1 and r2c2"),
        ("row", ((1, 1), (1, 2)), "row 2 has two 1s: r2c2 and r2c3"),
        ("column", ((1, 1), (2, 1)), "column 2 has two 1s: r2c2 and r3c2"),
    ]


def test_all_cells_of_a_repeat_are_named():
    verdict = verify(PUZZLE, [[1, 1, 1, 4], *changed()[1:]])
    row = next(found for found in verdict.problems if found.rule == "row")
    assert row.message == "row 1 has three 1s: r1c1, r1c2 and r1c3"
    assert row.cells == ((0, 0), (0, 1), (0, 2))


def test_blank_cells_are_one_problem_that_counts_the_rest():
    empty = Sudoku(((0,) * 9,) * 9)
    (problem,) = verify(empty, empty.givens).problems
    assert problem.rule == "blank"
    assert len(problem.cells) == 81
    assert problem.message.startswith("81 cells are blank: r1c1, r1c2, ")
    assert problem.message.endswith(" and 73 more")


def test_digits_above_nine_are_named_by_their_letter():
    rows = [[0] * 16 for _ in range(16)]
    rows[4][0] = rows[4][15] = 16
    messages = [found.message for found in clashes(Sudoku.from_rows(rows))]
    assert messages == ["row 5 has two Gs: r5c1 and r5c16"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "the answer is None, expected 4 rows of 4 digits"),
        (True, "the answer is True, expected 4 rows of 4 digits"),
        ("1234", "the answer is '1234', expected 4 rows of 4 digits"),
        ({0: SOLVED}, "the answer is a dict, expected 4 rows of 4 digits"),
        (iter(SOLVED), "the answer is a tuple_iterator, expected 4 rows of 4 digits"),
        ([], "the answer has 0 rows, expected 4"),
        ([[1] * 4] * 5, "the answer has 5 rows, expected 4"),
        ([*SOLVED[:3], (4, 3, 2)], "row 4 of the answer has 3 cells, expected 4"),
        ([*SOLVED[:3], "4321"], "row 4 of the answer is '4321', expected 4 digits"),
        ([*SOLVED[:3], None], "row 4 of the answer is None, expected 4 digits"),
    ],
)
def test_a_wrong_shape_is_the_only_problem(answer, message):
    (problem,) = verify(PUZZLE, answer).problems
    assert (problem.rule, problem.cells, problem.message) == ("shape", (), message)
    assert not is_solution(PUZZLE, answer)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5, "5"),
        (-1, "-1"),
        (True, "True"),
        (None, "None"),
        (1.0, "a float"),
        ("1", "'1'"),
        ("verified " * 9, "'verified verified ve'..."),
        ("\ud800\0", "'\\ud800\\x00'"),
        pytest.param(10**5000, "a huge number", id="huge"),
        ([1], "a list"),
    ],
)
def test_a_thing_that_is_no_digit_is_named_at_its_cell(value, shown):
    """True equals 1 and 1.0 equals 1 in Python; neither is a digit of an answer."""
    answer = changed((3, 3, value))
    (problem,) = verify(PUZZLE, answer).problems
    assert (problem.rule, problem.cells) == ("range", ((3, 3),))
    assert problem.message == f"r4c4 is {shown}, expected a whole number from 1 to 4"
    assert not is_solution(PUZZLE, answer)


def test_problems_come_in_reading_order(full, layout):
    rng = random.Random(layout.size)
    size = layout.size
    rows = [[rng.randint(-1, size) for _ in range(size)] for _ in range(size)]
    firsts = [found.cells[0] for found in verify(Sudoku(full(layout), layout), rows).problems]
    assert firsts
    assert firsts == sorted(firsts)


def test_givens_that_clash_are_named_and_right_ones_are_not(dug, layout):
    puzzle = dug(layout, layout.size)
    assert clashes(puzzle) == ()
    rows = [[0] * layout.size for _ in range(layout.size)]
    rows[0][0] = rows[0][layout.size - 1] = 2
    (clash,) = clashes(Sudoku(tuple(map(tuple, rows)), layout))
    assert (clash.rule, clash.cells) == ("row", ((0, 0), (0, layout.size - 1)))


@settings(deadline=None)
@given(st.data())
def test_both_ways_to_verify_agree(data):
    """Near right answers: a few cells of a solved 4x4 are changed to anything."""
    cell = st.integers(0, 3)
    value = st.one_of(st.integers(-1, 5), st.booleans(), st.none(), st.text(max_size=2))
    changes = data.draw(st.lists(st.tuples(cell, cell, value), max_size=3))
    answer = changed(*changes)
    verdict = verify(PUZZLE, answer)
    assert is_solution(PUZZLE, answer) == verdict.verified
    assert verdict.verified == (
        all(type(digit) is int for row in answer for digit in row)
        and answer == [list(row) for row in SOLVED]
    )


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary())


def nested(inner):
    rows = st.lists(inner, min_size=4, max_size=4)
    return st.one_of(st.lists(inner), rows, st.dictionaries(st.text(), inner))


@settings(deadline=None)
@given(st.recursive(SCALARS, nested))
def test_an_answer_of_any_kind_gets_a_verdict(answer):
    assert not verify(PUZZLE, answer).verified
    assert not is_solution(PUZZLE, answer)


def test_a_verdict_in_json_counts_cells_from_zero():
    data = verify(PUZZLE, changed((0, 0, 0))).to_json()
    assert data == {
        "verified": False,
        "problems": [
            {"rule": "given", "cells": [[0, 0]], "message": "the given 1 at r1c1 was erased"},
            {"rule": "blank", "cells": [[0, 0]], "message": "1 cell is blank: r1c1"},
        ],
    }
