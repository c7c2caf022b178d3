"""Boards in links, and rows that code or tools put signs around."""

import pytest

from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Status, Sudoku

ROWS = (
    "..52....3", "17...4..8", ".2.917.4.", "85......1", ".3....9..", "2.4.31.57", ".......6.",
    "4..5..7..", "51..96.8.",
)  # fmt: skip
ZEROS = tuple(row.replace(".", "0") for row in ROWS)
BOARD = "".join(ZEROS)


def _lines(message):
    (finding,) = read(message).findings
    assert isinstance(finding.puzzle, Sudoku)
    return tuple("".join(str(digit or ".") for digit in row) for row in finding.puzzle.givens)


@pytest.mark.parametrize(
    "link",
    [
        "https://puzzles.example/play?bd={}&t=00:12:44",
        "https://puzzles.example/play?lvl=3&bd={}",
        "https://puzzles.example/play?bd={}&t=5",
        "https://puzzles.example/{}?t=12",
        "http://puzzles.example/c?s={}#12 what goes where?",
    ],
)
def test_a_link_carries_a_board_among_other_parameters(link):
    assert _lines(link.format(BOARD)) == ROWS


@pytest.mark.parametrize("blank", ["NaN", "NA", "None", "null"])
def test_what_programs_print_for_nothing_is_a_blank(blank):
    rows = [" ".join(blank if sign == "." else sign for sign in row) for row in ROWS]
    assert _lines("sudoku\n" + "\n".join(rows)) == ROWS
    frame = [f"{n}  {row}" for n, row in enumerate(rows)]
    assert _lines("\n".join(["   0 1 2 3 4 5 6 7 8", *frame])) == ROWS


@pytest.mark.parametrize(
    "form",
    [
        "+{row}",
        "  (17, {n}, '{row}'),",
        "('{row}'),",
        'grid.append("{row}")',
        '<div class="row">{row}</div>',
        "row[{n}] = '{row}';",
        "{{'n': {n}, 'cells': '{row}'}},",
    ],
)
@pytest.mark.parametrize("rows", [ROWS, ZEROS], ids=["dots", "zeros"])
def test_the_same_signs_around_every_row_are_no_cells(form, rows):
    text = "\n".join(form.format(row=row, n=n) for n, row in enumerate(rows, start=1))
    assert _lines(text) == ROWS


def test_a_diff_is_read_with_its_head():
    head = "```diff\n--- a/puzzle.txt\n+++ b/puzzle.txt\n@@ -0,0 +1,9 @@\n"
    body = "\n".join(f"+{row}" for row in ZEROS)
    assert _lines(f"{head}{body}\n```\nWhat does that new one solve to?") == ROWS


def test_lines_that_differ_in_more_stay_as_they_are():
    text = "\n".join(f"call{'abcdefghi'[n]}('{row}')" for n, row in enumerate(ROWS))
    assert not any(finding.puzzle for finding in read(text).findings)


def test_a_board_of_12_below_a_sentence_is_refused_by_its_size():
    row = " 1  2  3  .  5  6  7  8  . 10 11 12"
    text = "Can you do 12x12? values 1-12\n" + "\n".join([row] * 12)
    (finding,) = read(text).findings
    assert finding.status is Status.UNSUPPORTED
    assert "12x12" in finding.message
