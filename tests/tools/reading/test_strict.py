"""The tools' entries take one puzzle in any notation and refuse all else with a mend."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tinyduo.tools.reading import read_maze, read_sudoku

FIRST = (1, 0, 3, 0)


@pytest.mark.parametrize(
    "grid",
    [
        "1.3..4.22.4..3.1",
        "1.3.\n.4.2\n2.4.\n.3.1",
        [[1, 0, 3, 0], [0, 4, 0, 2], [2, 0, 4, 0], [0, 3, 0, 1]],
        [["1", "", "3", "."], [None, 4, 0, 2.0], [2, "_", 4, 0], (0, 3, "x", 1)],
        ["1.3.", ".4.2", "2.4.", ".3.1"],
    ],
)
def test_one_board_in_any_notation_is_taken(grid: Any) -> None:
    assert read_sudoku(grid).givens[0] == FIRST


def test_the_box_can_be_given() -> None:
    assert read_sudoku([[0] * 6] * 6, (3, 2)).layout.box_rows == 3


@pytest.mark.parametrize(
    ("grid", "message"),
    [
        ([[True, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4], "r1c1 is True"),
        ([[0.5, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4], "r1c1 is 0.5"),
        ([[0] * 4, [0, math.nan, 0, 0], [0] * 4, [0] * 4], "r2c2 is nan"),
        ([[0] * 4, [0] * 4, [0] * 4, [0, 0, 0, 5]], "r4c4 is 5"),
        ([[0] * 4, [0] * 4, [0] * 4, [0, 0, 0, -1]], "r4c4 is -1"),
        ([[0] * 4, [0] * 4, [0] * 3, [0] * 4], "row 3 has 3 cells, expected 4"),
        ([[0] * 9] * 8, "the grid has 8 rows"),
        ([[0] * 4, 7, [0] * 4, [0] * 4], "row 2 is of type int"),
        ([["zz", 0, 0, 0], [0] * 4, [0] * 4, [0] * 4], "r1c1 is 'zz'"),
        (["1.3.", ".4.2", "2.4", ".3.1"], "row 3 has 3 cells"),
        ({"rows": []}, "of type dict"),
        (b"1" * 81, "of type bytes"),
        ("", "no Sudoku in ''"),
        ("hello", "no Sudoku in 'hello'"),
        ("." * 80, "80 cells, expected 81"),
        ("." * 20_001, "20,001 characters"),
        ("1.3..4.22.4..3.1\n\nand\n\n" + "5" + "." * 80, "2 puzzles"),
    ],
)
def test_all_else_is_refused_with_the_place(grid: Any, message: str) -> None:
    with pytest.raises(ValueError, match=r"expected|pass|solved") as caught:
        read_sudoku(grid)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "grid",
    [
        "S.#\n..#\n#.G",
        ["S #", "  #", "# G"],
        [["S", "", "#"], [" ", None, "#"], ["#", ".", "G"]],
        [[2, 0, 1], [0, 0, 1], [1, 0, 3]],
        "S.#..##.G",
    ],
)
def test_one_maze_in_any_notation_is_taken(grid: Any) -> None:
    assert read_maze(grid).rows == ("S #", "  #", "# G")


@pytest.mark.parametrize(
    ("grid", "message"),
    [
        (["S #", "  #", "# "], "row 3 has 2 cells, expected 3"),
        ("hello", "no maze in 'hello'"),
        ([["S", "#"], 7], "row 2 is of type int"),
        ([["S", "wall"], ["#", "G"]], "r1c2 is 'wall'"),
        ({"rows": []}, "of type dict"),
        ("#" * 20_001, "20,001 characters"),
    ],
)
def test_a_maze_that_is_none_is_refused_with_the_place(grid: Any, message: str) -> None:
    with pytest.raises(ValueError, match=r"expected|pass") as caught:
        read_maze(grid)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 300
