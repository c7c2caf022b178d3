"""The Sudoku type and its groups."""

from __future__ import annotations

import pytest

from tinyduo.trm.puzzles.sudoku import Layout, Sudoku


def test_every_cell_is_in_one_row_one_column_and_one_box(layout):
    for kind in ("row", "column", "box"):
        cells = [cell for group in layout.groups if group.kind == kind for cell in group.cells]
        assert sorted(cells) == list(range(layout.size**2))
    assert all(len(group.cells) == layout.size for group in layout.groups)


def test_boxes_are_blocks_of_the_layout_s_shape(layout):
    for group in layout.groups:
        if group.kind == "box":
            rows = {cell // layout.size for cell in group.cells}
            cols = {cell % layout.size for cell in group.cells}
            assert (len(rows), len(cols)) == (layout.box_rows, layout.box_cols)
            row, col = divmod(group.cells[0], layout.size)
            assert layout.box_of(row, col) == group.number - 1


def test_groups_are_named_from_one():
    names = [group.name for group in Layout(2, 2).groups]
    assert names[0] == "row 1"
    assert names[4] == "column 1"
    assert names[-1] == "box 4"


def test_a_board_of_six_rows_has_boxes_of_two_rows_unless_told():
    assert Layout.of_size(6) == Layout(2, 3)
    assert Layout.of_size(6, (3, 2)) == Layout(3, 2)


@pytest.mark.parametrize(
    ("size", "box", "message"),
    [
        (5, None, "size 5 is not supported"),
        (9, (2, 3), "has 6 cells"),
        (12, (3, 4), "not supported"),
        (10, (2, 5), "not supported"),
    ],
)
def test_other_sizes_and_boxes_are_refused(size, box, message):
    with pytest.raises(ValueError, match=message):
        Layout.of_size(size, box)


def test_givens_are_counted(full, layout):
    grid = full(layout)
    assert Sudoku(grid, layout).n_givens == layout.size**2
    assert Sudoku(((0,) * layout.size,) * layout.size, layout).n_givens == 0


def test_givens_that_clash_still_make_a_puzzle():
    assert Sudoku.from_rows([[1, 1, 0, 0]] + [[0] * 4] * 3).n_givens == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([1, 2, 3], "row 2 has 3 cells, expected 4"),
        ([0, 0, 5, 0], "r2c3 is 5, expected an integer from 0"),
        ([0, -1, 0, 0], "r2c2 is -1"),
        ([True, 0, 0, 0], "r2c1 is True"),
        (["1", 0, 0, 0], "r2c1 is '1'"),
        ([None, 0, 0, 0], "r2c1 is None"),
        ([1.0, 0, 0, 0], r"r2c1 is 1\.0"),
    ],
)
def test_a_grid_that_is_no_grid_is_refused_and_the_place_is_named(row, message):
    with pytest.raises(ValueError, match=message):
        Sudoku.from_rows([[0] * 4, row, [0] * 4, [0] * 4])


def test_a_puzzle_can_be_a_key(dug, layout):
    assert len({dug(layout, 5), dug(layout, 5)}) == 1
