"""Groups of one's own: ready-made and given, on boards that verifier and judge then honour."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

from tinyduo.trm.puzzles.sudoku import (
    Answers,
    Layout,
    Sudoku,
    Symmetry,
    clashes,
    is_solution,
    judge,
    rule_on,
    steps,
    verify,
)
from tinyduo.trm.puzzles.sudoku.board import Group
from tinyduo.trm.puzzles.sudoku.generate import generate_many
from tinyduo.trm.puzzles.sudoku.tables import tables
from tinyduo.trm.puzzles.sudoku.variants import jigsaw, latin_square, windoku, x_sudoku

REGIONS = ["aabb", "acbb", "accd", "cddd"]
OWN = {
    "x": x_sudoku(),
    "small x": x_sudoku(Layout(2, 2)),
    "windoku": windoku(),
    "jigsaw": jigsaw(REGIONS),
    "jigsaw with diagonals": x_sudoku(jigsaw(["aabb", "aabb", "ccdd", "ccdd"])),
    "latin": latin_square(7),
}


def blank(layout: Layout, cells: dict[tuple[int, int], int]) -> Sudoku:
    """A board that is blank but for some cells."""
    size = range(layout.size)
    return Sudoku(tuple(tuple(cells.get((r, c), 0) for c in size) for r in size), layout)


@pytest.fixture(params=OWN)
def own(request) -> Layout:
    return OWN[request.param]


def test_ready_made_boards_have_their_groups():
    kinds = {name: Counter(group.kind for group in layout.groups) for name, layout in OWN.items()}
    lines = {"row": 9, "column": 9}
    assert kinds["x"] == lines | {"box": 9, "diagonal": 2}
    assert kinds["windoku"] == lines | {"box": 9, "window": 4}
    assert kinds["jigsaw"] == {"row": 4, "column": 4, "region": 4}
    assert kinds["latin"] == {"row": 7, "column": 7}
    assert OWN["x"].groups[-1].cells == tuple(range(8, 80, 8))
    assert OWN["windoku"].groups[-4].cells == (10, 11, 12, 19, 20, 21, 28, 29, 30)
    assert [group.name for group in OWN["jigsaw"].groups[-4:]] == [
        "region a", "region b", "region c", "region d"
    ]  # fmt: skip
    assert not any(layout.standard for layout in OWN.values())
    assert Layout().standard


def test_groups_may_be_given_names_or_none():
    corners = [(0, 0), (0, 3), (3, 0), (3, 3)]
    named = Layout.of_groups(4, {"the corners": corners}, box=(2, 2))
    assert [group.name for group in named.groups[-2:]] == ["box 4", "the corners"]
    assert named.groups[-1].cells == (0, 3, 12, 15)
    plain = Layout.of_groups(4, [corners, [(1, 1), (1, 2), (2, 1), (2, 2)]])
    assert [group.name for group in plain.groups[-3:]] == ["column 4", "group 1", "group 2"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Layout.of_groups(4, [[(0, 0)]]), "group 1 has 1 cells, expected 4"),
        (lambda: Layout.of_groups(4, {"g": [(0, 0)] * 4}), "g has r1c1 twice"),
        (lambda: Layout.of_groups(4, [[(0, 4)] * 4]), r"group 1 has the cell \(0, 4\)"),
        (lambda: Layout.of_groups(4, [[(-1, 0)] * 4]), r"group 1 has the cell \(-1, 0\)"),
        (lambda: Layout.of_groups(9, [], box=(2, 3)), "has 6 cells"),
        (lambda: Layout(2, 2, (Group("band", 1, (0, 1, 2, 16)),)), "band 1 has cell 16"),
        (lambda: jigsaw(["aab", "abb", "ccb"]), "region b has 4 cells, expected 3|region a has"),
        (lambda: jigsaw(["ab", "b"]), "row 2 of the map has 1 cells, expected 2"),
        (lambda: latin_square(1), "1 rows without boxes is not supported; expected 2 to 16"),
        (lambda: latin_square(17), "17 rows without boxes is not supported"),
    ],
)
def test_groups_that_cannot_be_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_boards_without_boxes_are_not_read_by_chance():
    """A message that says "boxes of 1x9" must not become a Latin square."""
    with pytest.raises(ValueError, match="boxes of 1x9 cells are not supported"):
        Layout.of_size(9, (1, 9))


def test_tables_hold_the_peers_and_what_two_groups_share(own):
    found = tables(own)
    groups = [set(group.cells) for group in own.groups]
    for cell, peers in enumerate(found.peers.tolist()):
        assert set(peers) == set().union(*(g for g in groups if cell in g)) - {cell}
    segments = [{cell for cell in row if cell >= 0} for row in found.segments.tolist()]
    assert sorted(map(sorted, segments)) == sorted(
        sorted(one & other) for one, other in combinations(groups, 2) if len(one & other) > 1
    )


@pytest.mark.parametrize(
    ("board", "cells", "rule", "message"),
    [
        (x_sudoku(), ((0, 0), (8, 8)), "diagonal", "diagonal 1 has two 5s: r1c1 and r9c9"),
        (windoku(), ((1, 1), (3, 2)), "window", "window 1 has two 5s: r2c2 and r4c3"),
        (
            Layout.of_groups(9, {"the edge": [(0, c) for c in range(8)] + [(1, 8)]}),
            ((0, 0), (1, 8)),
            "group",
            "the edge has two 5s: r1c1 and r2c9",
        ),
    ],
)
def test_verdicts_name_the_group(board, cells, rule, message):
    puzzle = blank(board, dict.fromkeys(cells, 5))
    (clash,) = clashes(puzzle)
    assert (clash.rule, clash.cells, clash.message) == (rule, cells, message)
    assert message in [problem.message for problem in verify(puzzle, puzzle.givens).problems]
    assert rule_on(puzzle).culprits == cells


def test_generated_puzzles_have_one_answer_that_keeps_every_group(own):
    givens, solutions, _ = generate_many(2, layout=own, seed=5)
    size = own.size
    for flat, solution in zip(givens, solutions, strict=True):
        puzzle, answer = (
            tuple(map(tuple, digits.reshape(size, size).tolist())) for digits in (flat, solution)
        )
        asked = Sudoku(puzzle, own)
        assert is_solution(asked, answer)
        assert verify(asked, answer).verified
        assert rule_on(asked, known=answer).answers is Answers.ONE


def test_a_right_grid_of_the_usual_board_is_wrong_where_a_diagonal_repeats(full):
    grid = full(Layout())
    puzzle = blank(x_sudoku(), {})
    assert not is_solution(puzzle, grid)
    assert {problem.rule for problem in verify(puzzle, grid).problems} == {"diagonal"}


def test_the_judge_keeps_no_solver_for_layouts_without_end():
    for number in range(40):
        cells = [(0, 0), (1, 2), (2, 1), (3, 3)]
        layout = Layout.of_groups(4, {f"group named {number}": cells})
        assert rule_on(blank(layout, {})).answers is Answers.SEVERAL
    assert judge._bench.cache_info().currsize <= 16


def test_symmetries_are_not_drawn_for_boards_with_groups_of_ones_own():
    with pytest.raises(ValueError, match="usual boards only"):
        Symmetry.random(x_sudoku(), random.Random(0))


def test_a_reason_names_the_kinds_of_groups_there_are():
    """r1c1 is 1: its row and its diagonal hold the rest, and no group leaves 1 one place."""
    board = [[0] * 9 for _ in range(9)]
    board[0][5:9] = [2, 3, 4, 5]
    for place, digit in zip((3, 4, 5, 6), (6, 7, 8, 9), strict=True):
        board[place][place] = digit
    found = {step.cells[0]: step.reason for step in steps(Sudoku(_rows(board), x_sudoku()))}
    assert "row, column, box or diagonal" in found[0, 0]


def _rows(board: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in board)
