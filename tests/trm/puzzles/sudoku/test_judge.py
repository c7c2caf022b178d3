"""The judge agrees with counting by hand, keeps to its limits, and gives no answer away."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.trm.puzzles.sudoku import (
    Answers,
    Layout,
    Sudoku,
    Symmetry,
    is_solution,
    judge,
    rule_on,
)

SMALL = Layout(2, 2)


def count(puzzle, limit=2):
    """How many answers, up to `limit`, by trying every digit in every blank cell."""

    def fill(flat):
        if 0 not in flat:
            return 1
        cell = flat.index(0)
        near = {
            flat[other]
            for group in puzzle.layout.groups
            if cell in group.cells
            for other in group.cells
        }
        found = 0
        for digit in set(range(1, puzzle.size + 1)) - near:
            found += fill([*flat[:cell], digit, *flat[cell + 1 :]])
            if found >= limit:
                break
        return found

    flat = [digit for row in puzzle.givens for digit in row]
    for group in puzzle.layout.groups:
        digits = [flat[cell] for cell in group.cells if flat[cell]]
        if len(set(digits)) < len(digits):
            return 0
    return min(fill(flat), limit)


def with_only(puzzle, cells):
    """The puzzle with the givens of these cells alone."""
    size = range(puzzle.size)
    rows = (tuple(puzzle.givens[r][c] if (r, c) in cells else 0 for c in size) for r in size)
    return Sudoku(tuple(rows), puzzle.layout)


SPARSE = st.dictionaries(st.integers(0, 15), st.integers(1, 4), max_size=9)  # cell: digit


@settings(deadline=None, max_examples=200)
@given(SPARSE)
def test_the_judge_counts_as_brute_force_does(filled):
    flat = [0] * 16
    for cell, digit in filled.items():
        flat[cell] = digit
    puzzle = Sudoku.from_rows([flat[start : start + 4] for start in range(0, 16, 4)])
    ruling = rule_on(puzzle)
    assert ruling.answers == (Answers.NONE, Answers.ONE, Answers.SEVERAL)[count(puzzle)]
    if ruling.answers is Answers.NONE:
        assert count(with_only(puzzle, ruling.culprits)) == 0
        for spared in ruling.culprits:
            assert count(with_only(puzzle, set(ruling.culprits) - {spared})) > 0
    else:
        assert ruling.culprits == ()


def test_a_full_right_grid_is_its_own_only_answer(full, layout):
    grid = full(layout)
    assert rule_on(Sudoku(grid, layout)).answers is Answers.ONE
    assert rule_on(Sudoku(grid, layout), known=grid).answers is Answers.ONE


def test_an_empty_board_has_several_answers(layout):
    assert rule_on(Sudoku(((0,) * layout.size,) * layout.size, layout)).answers is Answers.SEVERAL


def test_another_answer_is_shown_only_to_those_who_have_one(full, layout):
    """Two digits that trade places in two rows of a band make a puzzle with two answers."""
    grid = full(layout)
    rng = random.Random(1)
    digits = set(rng.sample(range(1, layout.size + 1), 2))
    givens = tuple(tuple(0 if digit in digits else digit for digit in row) for row in grid)
    puzzle = Sudoku(givens, layout)
    assert rule_on(puzzle).other is None
    ruling = rule_on(puzzle, known=grid)
    assert ruling.answers is Answers.SEVERAL
    assert ruling.other is not None
    assert ruling.other != grid
    assert is_solution(puzzle, ruling.other)


def test_both_ways_to_ask_agree(full, dug, layout):
    for seed in range(10):
        puzzle = dug(layout, layout.size**2 * 6 // 10, seed)
        assert rule_on(puzzle).answers is rule_on(puzzle, known=full(layout)).answers


def test_givens_that_clash_are_the_culprits():
    rows = [[0] * 9 for _ in range(9)]
    rows[3][1] = rows[3][7] = 6
    assert rule_on(Sudoku.from_rows(rows)) == judge.Ruling(Answers.NONE, ((3, 1), (3, 7)))


def test_culprits_that_do_not_clash_are_found_among_other_givens(full):
    """A blank corner of row 1 may hold only a 9, and column 9 has its 9 elsewhere."""
    rows = [[0] * 9 for _ in range(9)]
    rows[0][:8] = range(1, 9)
    rows[5][8] = 9
    rows[8][0] = 5
    ruling = rule_on(Sudoku.from_rows(rows))
    assert ruling.answers is Answers.NONE
    assert ruling.culprits == (*((0, col) for col in range(8)), (5, 8))


def test_a_ruling_does_not_depend_on_the_rulings_before(full, dug):
    layout = Layout()
    puzzle = dug(layout, 60)
    first = rule_on(puzzle, known=full(layout))
    for seed in range(20):
        rule_on(dug(layout, 50, seed))
    assert rule_on(puzzle, known=full(layout)) == first


def test_relabelled_and_turned_puzzles_get_the_same_ruling(dug, layout):
    puzzle = dug(layout, layout.size**2 * 6 // 10)
    turned = Symmetry.random(layout, random.Random(4)).apply(puzzle)
    assert rule_on(turned).answers is rule_on(puzzle).answers


def test_a_known_answer_must_be_one(full):
    grid = full(SMALL)
    wrong = (grid[1], grid[0], *grid[2:])
    with pytest.raises(ValueError, match="verify it before asking"):
        rule_on(Sudoku(grid, SMALL), known=wrong)


@pytest.mark.parametrize("limits", [{"seconds": 0.0}, {"conflicts": 0}])
def test_without_time_or_conflicts_the_judge_does_not_know(dug, full, limits):
    puzzle = dug(Layout(), 50)
    assert rule_on(puzzle, **limits) == judge.Ruling(Answers.UNKNOWN)
    assert rule_on(puzzle, known=full(Layout()), **limits) == judge.Ruling(Answers.UNKNOWN)


def test_sixteen_rows_with_few_givens_keep_to_the_limit(dug):
    layout = Layout(4, 4)
    for blanks in (256, 240, 200, 160, 140):
        start = monotonic()
        rule_on(dug(layout, blanks), seconds=0.5)
        assert monotonic() - start < 1.5


def test_a_solver_that_is_replaced_rules_alike(dug, monkeypatch):
    puzzles = [dug(SMALL, 10, seed) for seed in range(12)]
    before = [rule_on(puzzle) for puzzle in puzzles]
    monkeypatch.setattr(judge, "_MAX_USES", 2)
    assert [rule_on(puzzle) for puzzle in puzzles] == before


def test_a_failure_inside_a_ruling_does_not_spoil_the_next(dug, monkeypatch):
    puzzle = dug(SMALL, 8)
    before = rule_on(puzzle)
    with monkeypatch.context() as patch:
        patch.setattr(judge._Oracle, "solve", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rule_on(puzzle)
    assert rule_on(puzzle) == before


def test_threads_get_the_rulings_that_one_thread_gets(dug):
    puzzles = [dug(Layout(), blanks, seed) for blanks in (30, 50, 60) for seed in range(10)]
    alone = [rule_on(puzzle) for puzzle in puzzles]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(rule_on, puzzles)) == alone


def test_the_module_is_walled_off():
    """No grid leaves it but `other`, and `other` only for a caller who knows an answer."""
    assert judge.__all__ == ["Answers", "Ruling", "rule_on"]
    assert [field.name for field in fields(judge.Ruling)] == ["answers", "culprits", "other"]
