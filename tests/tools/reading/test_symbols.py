"""Digits of other scripts, letters, emoji and candidates stand for what they stand for."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Sudoku

EXPECTED = ((1, 0, 3, 0), (0, 4, 0, 2), (2, 0, 4, 0), (0, 3, 0, 1))


@pytest.mark.parametrize(
    "text",
    [
        "4x4\n١ . ٣ .\n. ٤ . ٢\n٢ . ٤ .\n. ٣ . ١",
        "4x4\n१.३.\n.४.२\n२.४.\n.३.१",
        "4x4\n1️⃣⬜3️⃣⬜\n⬜4️⃣⬜2️⃣\n2️⃣⬜4️⃣⬜\n⬜3️⃣⬜1️⃣",
        "4x4\n①□③□\n□④□②\n②□④□\n□③□①",
        "4x4 with A to D\nA.C.\n.D.B\nB.D.\n.C.A",
        "🍎=1 🍌=2 🍇=3 🍓=4\n🍎⬜🍇⬜\n⬜🍓⬜🍌\n🍌⬜🍓⬜\n⬜🍇⬜🍎",
        "🍎🍌🍇🍓 = 1234\n🍎 ⬜ 🍇 ⬜\n⬜ 🍓 ⬜ 🍌\n🍌 ⬜ 🍓 ⬜\n⬜ 🍇 ⬜ 🍎",
        "a fruit sudoku of 🍎🍌🍇🍓\n🍎⬜🍇⬜\n⬜🍓⬜🍌\n🍌⬜🍓⬜\n⬜🍇⬜🍎",
        "4x4, q is blank\n1 q 3 q\nq 4 q 2\n2 q 4 q\nq 3 q 1",
        "4x4\n1e3e\ne4e2\n2e4e\ne3e1",
        "4x4\n[1][ ][3][ ]\n[ ][4][ ][2]\n[2][ ][4][ ]\n[ ][3][ ][1]",
        "4x4\n| 1 | 24 | 3 | 24 |\n| 34 | 4 | 13 | 2 |\n| 2 | 13 | 4 | 13 |\n| 34 | 3 | 24 | 1 |",
    ],
)
def test_symbols_become_digits(text: str) -> None:
    (finding,) = read(text).findings
    assert isinstance(finding.puzzle, Sudoku), finding.message
    assert finding.puzzle.givens == EXPECTED


def test_a_guess_about_symbols_is_a_doubt() -> None:
    (finding,) = read("4x4\n1e3e\ne4e2\n2e4e\ne3e1").findings
    assert finding.doubts == ("read 'e' as a blank",)


def test_zero_is_a_digit_beside_another_blank_on_a_hexadecimal_board() -> None:
    row = "0123456789ABCDEF"
    rows = [(row[at:] + row[:at]).replace("7", ".") for at in range(16)]
    (finding,) = read("hex sudoku\n" + "\n".join(rows)).findings
    assert isinstance(finding.puzzle, Sudoku)
    assert finding.puzzle.givens[0][:3] == (16, 1, 2)
    assert any("0-9A-F" in doubt for doubt in finding.doubts)
