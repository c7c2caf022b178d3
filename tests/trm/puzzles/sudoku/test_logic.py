"""Steps are sound, and their reasons say what a person can check."""

from __future__ import annotations

import random

import pytest

from tinyduo.trm.puzzles.sudoku import (
    Answers,
    Layout,
    Sudoku,
    Symmetry,
    Technique,
    next_step,
    rule_on,
    solve_by_logic,
    steps,
    verify,
)
from tinyduo.trm.puzzles.sudoku.logic import candidates_left


def empty(size=9):
    return [[0] * size for _ in range(size)]


def test_candidates_are_what_row_column_and_box_leave():
    options = candidates_left(Sudoku.from_rows([[1, 0, 0, 0], [0, 0, 0, 2], [0] * 4, [0] * 4]))
    assert options[0] == [set(), {2, 3, 4}, {3, 4}, {3, 4}]
    assert options[3][3] == {1, 3, 4}


def minimal(full, layout, seed):
    """A puzzle with one answer in which few givens could be spared, and the answer."""
    rng = random.Random(seed)
    answer = Symmetry.random(layout, rng).apply(full(layout))
    if layout.box_rows != layout.box_cols:
        answer = full(layout)
    rows = [list(row) for row in answer]
    for cell in rng.sample(range(layout.size**2), min(layout.size**2, 110)):
        row, col = divmod(cell, layout.size)
        rows[row][col] = 0
        if rule_on(Sudoku(tuple(map(tuple, rows)), layout)).answers is not Answers.ONE:
            rows[row][col] = answer[row][col]
    return Sudoku(tuple(map(tuple, rows)), layout), answer


def test_every_step_is_true_of_the_only_answer(full, layout):
    used = set()
    for seed in range(3):
        puzzle, answer = minimal(full, layout, seed)
        for step in steps(puzzle):
            used.add(step.technique)
            if step.cell is not None:
                assert answer[step.cell[0]][step.cell[1]] == step.digit
            assert all(answer[row][col] != digit for (row, col), digit in step.removed)
            assert (step.cell is None) == bool(step.removed)
    assert Technique.HIDDEN_SINGLE in used


def test_logic_alone_finishes_easy_puzzles(full, dug, layout):
    puzzle = dug(layout, layout.size)
    path, grid = solve_by_logic(puzzle)
    assert grid == full(layout)
    assert verify(puzzle, grid).verified
    assert sum(step.cell is not None for step in path) == layout.size


def test_where_logic_ends_the_rest_is_blank():
    path, grid = solve_by_logic(Sudoku.from_rows(empty()))
    assert path == ()
    assert grid == ((0,) * 9,) * 9


def test_a_last_blank_is_named_with_its_group(full):
    rows = [list(row) for row in full(Layout())]
    rows[4][6] = 0
    step = next_step(Sudoku.from_rows(rows))
    assert step is not None
    assert step.technique is Technique.LAST_BLANK
    assert (step.cell, step.digit) == ((4, 6), full(Layout())[4][6])
    digit = step.digit
    assert step.reason == f"r5c7 is the last blank cell of box 6, and the {digit} is missing there"


def test_a_hidden_single_is_named_with_its_group():
    rows = empty()
    rows[0][0] = rows[4][6] = rows[7][7] = 7  # box 3 has r2 and r3 of column 9 left
    rows[1][3] = 7  # and now only r3
    step = next_step(Sudoku.from_rows(rows))
    assert step is not None
    assert step.technique is Technique.HIDDEN_SINGLE
    assert (step.cell, step.digit, step.cells) == ((2, 8), 7, ((2, 8),))
    assert step.reason == "in box 3 only r3c9 can hold 7"


def test_a_naked_single_is_named_with_the_reason():
    rows = empty()
    rows[4][0], rows[4][1], rows[4][6] = 1, 2, 3
    rows[0][4], rows[8][4] = 4, 5
    rows[3][3], rows[3][5], rows[5][3] = 6, 7, 8
    path = list(steps(Sudoku.from_rows(rows)))
    single = next(step for step in path if step.technique is Technique.NAKED_SINGLE)
    assert (single.cell, single.digit) == ((4, 4), 9)
    assert single.reason == (
        "r5c5 can only be 9: every other digit is already in its row, column or box"
    )


def test_locked_candidates_clear_the_rest_of_the_line():
    rows = empty()
    rows[1][0:3] = [1, 2, 3]
    rows[2][0:3] = [4, 5, 6]
    step = next_step(Sudoku.from_rows(rows))
    assert step is not None
    assert step.technique is Technique.POINTING
    assert step.cells == ((0, 0), (0, 1), (0, 2))
    assert step.removed == tuple(((0, col), 7) for col in range(3, 9))
    assert step.reason == (
        "in box 1 the 7 must be in r1c1, r1c2 or r1c3, all in row 1, "
        "so no other cell of row 1 can hold it"
    )


def test_a_naked_pair_clears_the_rest_of_its_group():
    rows = empty()
    rows[0][0:4] = [1, 2, 3, 4]
    rows[3][6], rows[6][6] = 5, 6
    rows[4][8], rows[8][8] = 6, 5
    rows[0][7] = 7
    path = list(steps(Sudoku.from_rows(rows)))
    pair = next(step for step in path if step.technique is Technique.NAKED_PAIR)
    assert pair.cells == ((0, 6), (0, 8))
    assert pair.reason == (
        "r1c7 and r1c9 can only be 8 and 9, so no other cell of box 3 can hold 8 or 9"
    )
    assert ((1, 6), 8) in pair.removed


def test_steps_go_on_from_what_is_filled(full, dug):
    layout = Layout()
    puzzle, answer = dug(layout, 9), full(layout)
    first = next_step(puzzle)
    assert first is not None
    assert first.cell is not None
    filled = [list(row) for row in puzzle.givens]
    filled[first.cell[0]][first.cell[1]] = answer[first.cell[0]][first.cell[1]]
    second = next_step(puzzle, tuple(map(tuple, filled)))
    assert second == list(steps(puzzle))[1]
    assert next_step(puzzle, answer) is None


def test_a_given_missing_from_the_filled_grid_is_put_back(dug):
    puzzle = dug(Layout(2, 2), 4)
    assert next_step(puzzle, ((0,) * 4,) * 4) == next_step(puzzle)


def test_nothing_is_deduced_from_a_grid_that_cannot_be_completed():
    twice = Sudoku.from_rows([[1, 0, 0, 1], [0, 0, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]])
    assert next_step(twice) is None
    no_digit = Sudoku.from_rows([[1, 2, 3, 0], [0] * 4, [0, 0, 0, 4], [0] * 4])
    assert next_step(no_digit) is None
    no_place = Sudoku.from_rows([[0, 0, 0, 2], [1, 0, 0, 0], [0, 0, 1, 0], [0] * 4])
    assert next_step(no_place) is None  # row 1 has three blanks, none of which can hold 1


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        (((2, 0, 0, 0), *((0,) * 4,) * 3), "r1c1 is 2, but 1 is given there"),
        (((1, 0, 0, 9), *((0,) * 4,) * 3), "r1c4 is 9"),
        (((0,) * 4,) * 3, "has 3 rows"),
    ],
)
def test_a_filled_grid_of_another_puzzle_is_refused(filled, message):
    with pytest.raises(ValueError, match=message):
        next_step(Sudoku.from_rows([[1, 0, 0, 0]] + [[0] * 4] * 3), filled)
