"""Symmetries commute with the verifier, and each has an inverse."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.trm.puzzles.sudoku import Layout, Sudoku, Symmetry, verify


def draw(layout, seed):
    return Symmetry.random(layout, random.Random(seed))


def rules(verdict):
    """How often each rule is broken; rows and columns may trade places, and boxes move."""
    counts = Counter(found.rule for found in verdict.problems)
    lines = counts.pop("row", 0) + counts.pop("column", 0)
    return counts, lines


def test_the_identity_changes_nothing(dug, layout):
    puzzle = dug(layout, layout.size)
    assert Symmetry.identity(layout).apply(puzzle) == puzzle


def test_the_inverse_undoes(dug, full, layout):
    puzzle = dug(layout, layout.size)
    for seed in range(20):
        symmetry = draw(layout, seed)
        assert symmetry.inverse().apply(symmetry.apply(puzzle)) == puzzle
        assert symmetry.apply(symmetry.inverse().apply(full(layout))) == full(layout)
        assert symmetry.inverse().inverse() == symmetry


def test_a_right_answer_stays_right(dug, full, layout):
    puzzle = dug(layout, layout.size * 2)
    for seed in range(20):
        symmetry = draw(layout, seed)
        assert verify(symmetry.apply(puzzle), symmetry.apply(full(layout))).verified


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), changes=st.integers(0, 6))
def test_symmetries_commute_with_the_verifier(layout, dug, full, seed, changes):
    """Wrong answers break as many rules after a rearrangement as before."""
    rng = random.Random(seed)
    size = layout.size
    puzzle = dug(layout, size * 2)
    rows = [list(row) for row in full(layout)]
    for _ in range(changes):
        rows[rng.randrange(size)][rng.randrange(size)] = rng.randint(0, size)
    answer = tuple(map(tuple, rows))
    symmetry = Symmetry.random(layout, rng)
    before = verify(puzzle, answer)
    after = verify(symmetry.apply(puzzle), symmetry.apply(answer))
    assert rules(after) == rules(before)


def test_blanks_stay_blank_and_move_with_their_cells(dug, layout):
    puzzle = dug(layout, layout.size)
    moved = draw(layout, 3).apply(puzzle)
    assert moved.n_givens == puzzle.n_givens


def test_a_transposed_six_by_six_changes_its_boxes():
    seen = {draw(Layout(2, 3), seed).target for seed in range(30)}
    assert seen == {Layout(2, 3), Layout(3, 2)}


def test_square_boxes_keep_their_layout():
    for layout in (Layout(2, 2), Layout(3, 3), Layout(4, 4)):
        assert {draw(layout, seed).target for seed in range(10)} == {layout}


def test_the_group_of_the_smallest_board_is_drawn_whole():
    """4x4: 2 transposes x (2! x 2! x 2!)**2 line orders x 4! relabellings."""
    rng = random.Random(0)
    drawn = [Symmetry.random(Layout(2, 2), rng) for _ in range(3000)]
    assert len({symmetry.cells for symmetry in drawn}) == 2 * 8 * 8
    assert len({symmetry.digits for symmetry in drawn}) == 24


def test_the_same_seed_draws_the_same_symmetry(layout):
    assert draw(layout, 5) == draw(layout, 5)


@pytest.mark.parametrize(
    ("cells", "digits", "message"),
    [
        ((1, *range(1, 16)), range(5), "each of 0..15 once"),
        (range(15), range(5), "each of 0..15 once"),
        (range(16), (0, 1, 2, 3, 3), "each of 1..4 once"),
        (range(16), (1, 0, 2, 3, 4), "each of 1..4 once"),
        (range(16), (), "each of 1..4 once"),
        ((4, 1, 2, 3, 0, *range(5, 16)), range(5), "do not stay together"),
        ((*range(4, 8), *range(8, 12), *range(4), *range(12, 16)), range(5), "stay together"),
    ],
)
def test_a_map_that_is_no_symmetry_is_refused(cells, digits, message):
    layout = Layout(2, 2)
    with pytest.raises(ValueError, match=message):
        Symmetry(layout, layout, tuple(cells), tuple(digits))


def test_a_map_between_sizes_is_refused():
    with pytest.raises(ValueError, match="do not correspond"):
        Symmetry(Layout(2, 2), Layout(3, 3), tuple(range(16)), tuple(range(5)))


def test_a_board_of_another_layout_is_refused(full):
    symmetry = Symmetry.identity(Layout(2, 3))
    other = Layout(3, 2)
    with pytest.raises(ValueError, match="expected Layout"):
        symmetry.apply(Sudoku(full(other), other))
    with pytest.raises(ValueError, match="not 6 rows of 6 cells"):
        symmetry.apply(full(Layout()))
