"""Boards whose lines are not its rows: pencil marks three lines a cell, boards side by side."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Sudoku

DIGITS = [[(3 * (r % 3) + r // 3 + c) % 9 + 1 for c in range(9)] for r in range(9)]
GIVENS = [[d if (r + 2 * c) % 3 else 0 for c, d in enumerate(row)] for r, row in enumerate(DIGITS)]


def marks(row: int, col: int, line: int, nothing: str) -> str:
    """One of the three lines of a cell: a given in the middle, or candidates in their places."""
    if digit := GIVENS[row][col]:
        return f"{nothing}{digit}{nothing}" if line == 1 else nothing * 3
    wanted = {DIGITS[row][col], 1 + DIGITS[row][col] % 9}
    return "".join(str(d) if d in wanted else nothing for d in range(3 * line + 1, 3 * line + 4))


@pytest.mark.parametrize(
    ("nothing", "joint", "rule"),
    [(" ", "|", "+---+---+---+"), (".", " ", ""), (".", " | ", "---------"), ("-", " ", "===+===")],
)
def test_pencil_marks_three_lines_a_cell_are_one_board(nothing: str, joint: str, rule: str) -> None:
    """Such a page was once read as nine puzzles, and one of those as a contradiction."""
    lines = ["candidates so far:", rule]
    for row in range(9):
        for line in range(3):
            cells = joint.join(marks(row, col, line, nothing) for col in range(9))
            lines.append(f"|{cells}|" if joint == "|" else cells)
        lines.append(rule)
    (finding,) = read("\n".join(lines)).findings
    assert isinstance(finding.puzzle, Sudoku)
    assert [list(row) for row in finding.puzzle.givens] == GIVENS


@pytest.mark.parametrize("gap", ["    ", "\t", "  \t "])
def test_boards_side_by_side_are_a_puzzle_and_its_attempt(gap: str) -> None:
    """Printed side by side, a puzzle and its answer were rows of 18 cells, so nothing."""
    left = [" ".join(str(d or ".") for d in row) for row in GIVENS]
    right = [" ".join(map(str, row)) for row in DIGITS]
    text = "\n".join(a + gap + b for a, b in zip(left, right, strict=True))
    (finding,) = read(text + "\nright is what I filled in").findings
    assert isinstance(finding.puzzle, Sudoku)
    assert [list(row) for row in finding.puzzle.givens] == GIVENS
    assert finding.attempt == tuple(map(tuple, DIGITS))


def test_a_gap_between_boxes_does_not_part_a_board() -> None:
    rows = [[str(d or ".") for d in row] for row in GIVENS]
    text = "\n".join("   ".join(" ".join(row[at : at + 3]) for at in (0, 3, 6)) for row in rows)
    (finding,) = read(text).findings
    assert isinstance(finding.puzzle, Sudoku)
    assert [list(row) for row in finding.puzzle.givens] == GIVENS
