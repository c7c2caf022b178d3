"""What is no whole grid is said plainly, with the place, counted from 1."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import Kind, read
from tinyduo.trm.puzzles import Status, Sudoku

ROWS = [
    "1.3.5.7.9", "4.6.8.1.3", "7.9.2.4.6", "2.4.6.8.1", "5.7.9.2.4", "8.1.3.5.7",
    "3.5.7.9.2", "6.8.1.3.5", "9.2.4.6.8",
]  # fmt: skip
LINE = "".join(ROWS)


def spaced(rows: list[str]) -> str:
    return "\n".join(" ".join(row) for row in rows)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LINE[:79], "79 cells, expected 81"),
        ("solve " + LINE + ".", "82 cells, expected 81"),
        ("\n".join(ROWS[:8]), "8 rows, expected 9"),
        ("\n".join([*ROWS, ROWS[0]]), "10 rows, expected 9"),
        (spaced([*ROWS[:3], ROWS[3][:8], *ROWS[4:]]), "row 4 has 8 cells, expected 9"),
        (str([[1] * 9] * 4 + [[1] * 7] + [[0] * 9] * 4), "row 5 has 7 cells, expected 9"),
        (LINE[:10] + "k" + LINE[11:], "r2c2 is 'k'"),
        (str([[0] * 9] * 8 + [[12, 1, 2, 3, 0, 0, 0, 0, 0]]), "r9c1 is '12'"),
        (str([[0] * 9] * 8 + [[True, 1, 2, 3, 0, 0, 0, 0, 0]]), "r9c1 is 'True'"),
        ("6x6\n1.....\n.2....\n..3...\n...4..\n....5.\n.....7", "r6c6 is '7', expected 1 to 6"),
        ("givens: r1c1=5, r1c1=7, r2c2=3, r4c4=1", "r1c1 is given twice, as 5 and as 7"),
        ("givens: r1c1=5, r10c1=7, r2c2=3, r4c4=1", "r10c1 is outside a 9x9 board"),
    ],
)
def test_a_slip_is_named(text: str, message: str) -> None:
    (finding,) = read("my sudoku\n" + text).findings
    assert (finding.kind, finding.puzzle) == (Kind.SUDOKU, None)
    assert finding.status is Status.MALFORMED
    assert message in finding.message


@pytest.mark.parametrize("size", [5, 8, 25])
def test_a_board_of_another_size_is_unsupported_by_size(size: int) -> None:
    rows = [" ".join(str(1 + (col * row) % size) for col in range(size)) for row in range(size)]
    (finding,) = read("my sudoku\n" + "\n".join(rows)).findings
    assert finding.status is Status.UNSUPPORTED
    assert f"{size}x{size}" in finding.message


def test_a_whole_grid_and_a_broken_one_are_both_reported() -> None:
    text = "\n".join(ROWS) + "\n\nand\n\n" + "\n".join(ROWS[:8])
    whole, broken = read(text).findings
    assert (whole.id, whole.status) == ("p1", None)
    assert (broken.id, broken.message) == ("p2", "8 rows, expected 9")


def test_a_board_of_blanks_is_a_puzzle() -> None:
    (finding,) = read("0" * 81).findings
    assert isinstance(finding.puzzle, Sudoku)
    assert finding.puzzle.n_givens == 0


NINE = """530070000
600195000
098000060
800060003
400803001
70002006
060000280
000419005
000080079"""


@pytest.mark.parametrize("text", [NINE, " ".join(NINE).replace(" \n ", "\n")])
def test_a_row_that_lacks_a_digit_is_not_filled_up(text):
    """Zeros are the blanks there, so the row's end is none."""
    (found,) = read(f"Please solve:\n{text}").findings
    assert found.status is Status.MALFORMED
    assert "row 6 has 8 cells, expected 9" in found.message


def test_a_filled_row_that_lacks_its_last_digit_is_not_taken_for_a_blank():
    rows = ["534678912", "672195348", "198342567", "859761423", "42685379", "713924856"]
    rows += ["961537284", "287419635", "345286179"]
    (found,) = read("is this sudoku right?\n" + "\n".join(rows)).findings
    assert found.status is Status.MALFORMED
