"""Sudokus told box by box, by digit, in other scripts, with codes or with the person's entries."""

from __future__ import annotations

import html

import pytest

from tinyduo.tools.reading import Ask, read
from tinyduo.trm.puzzles import Status, Sudoku

FULL = tuple(tuple((3 * r + r // 3 + c) % 9 + 1 for c in range(9)) for r in range(9))
GIVEN = tuple(tuple(d if (2 * r + c * c) % 3 else 0 for c, d in enumerate(row))
              for r, row in enumerate(FULL))  # fmt: skip
PLACES = [f"{down} {across}" for down in ("top", "middle", "bottom")
          for across in ("left", "middle", "right")]  # fmt: skip


def grid_of(text: str) -> tuple[tuple[int, ...], ...] | None:
    (finding,) = read(text).findings
    return finding.puzzle.givens if isinstance(finding.puzzle, Sudoku) else None


def cells(row: tuple[int, ...], blank: str = ".", between: str = " ") -> str:
    return between.join(str(digit) if digit else blank for digit in row)


def box(number: int) -> list[tuple[int, ...]]:
    up, left = number // 3 * 3, number % 3 * 3
    return [row[left : left + 3] for row in GIVEN[up : up + 3]]


def test_boxes_named_by_their_places_are_no_rows() -> None:
    """Their lines were once joined as rows, which made another puzzle."""
    lines = [f"{place}: {' / '.join(map(cells, box(n)))}" for n, place in enumerate(PLACES)]
    assert grid_of("my sudoku by boxes\n" + "\n".join(lines)) == GIVEN
    assert grid_of("my sudoku by boxes\n" + "\n".join(reversed(lines))) == GIVEN
    below = [f"{place} box:\n" + "\n".join(map(cells, box(n))) for n, place in enumerate(PLACES)]
    assert grid_of("sudoku\n" + "\n".join(below) + "\n\nplease solve") == GIVEN


def test_a_box_with_a_slip_is_named_and_its_lines_are_still_no_rows() -> None:
    lines = [f"{place}: {' / '.join(map(cells, box(n)))}" for n, place in enumerate(PLACES)]
    lines[4] = "centre: 1 . . / . 2 ."
    (finding,) = read("sudoku\n" + "\n".join(lines)).findings
    assert finding.status is Status.MALFORMED
    assert "'centre' has 6 cells" in finding.message


@pytest.mark.parametrize("form", ["r{}c{}", "({}, {})"])
def test_clues_listed_by_digit_make_a_grid(form: str) -> None:
    lines = []
    for digit in range(1, 10):
        found = [form.format(r + 1, c + 1) for r in range(9) for c in range(9)
                 if GIVEN[r][c] == digit]  # fmt: skip
        lines.append(f"{digit}s: {' '.join(found)}")
    assert grid_of("Here is a sudoku, digit by digit\n" + "\n".join(lines)) == GIVEN


@pytest.mark.parametrize(
    ("row", "blank", "between"),
    [
        ("第{}行:", "空", "、"),
        ("पंक्ति {}: ", "खाली", ", "),
        ("الصف {}: ", "فارغ", " "),
        ("rij {} - ", "leeg", " "),
        ("שורה {}: ", "ריק", " "),
    ],
)
def test_rows_in_other_languages(row: str, blank: str, between: str) -> None:
    lines = [row.format(n) + cells(line, blank, between) for n, line in enumerate(GIVEN, start=1)]
    assert grid_of("sudoku\n" + "\n".join(lines)) == GIVEN


def test_codes_of_pages_and_of_mail_are_the_characters_they_stand_for() -> None:
    shown = "\n".join(cells(row, "&middot;") for row in GIVEN)
    assert grid_of(f"sudoku\n&lt;pre&gt;\n{shown}\n&lt;/pre&gt;") == GIVEN
    assert grid_of("sudoku\n" + html.unescape(shown)) == GIVEN
    mail = "=20\n".join(cells(row, "=5F") for row in GIVEN)
    assert grid_of(f"Content-Transfer-Encoding: quoted-printable\n\nsudoku:=20\n\n{mail}=20\n") == (
        GIVEN
    )


def test_a_matrix_as_r_prints_it() -> None:
    head = " ".join(f"[,{n}]" for n in range(1, 10))
    rows = [f"[{n},]   {cells(row, 'NA', '   ')}" for n, row in enumerate(GIVEN, start=1)]
    assert grid_of(f"> sudoku\n      {head}\n" + "\n".join(rows)) == GIVEN


def test_spaces_inside_quotes_are_blanks() -> None:
    rows = ",\n".join(f'  "{cells(row, " ", "")}"' for row in GIVEN)
    assert grid_of(f"let board = [\n{rows}\n];\nsolve this sudoku") == GIVEN


def with_entries(own: tuple[tuple[int, int], ...]) -> str:
    return "\n".join(
        " ".join(
            f"({FULL[r][c]})" if (r, c) in own else str(digit or ".") for c, digit in enumerate(row)
        )
        for r, row in enumerate(GIVEN)
    )


OWN = tuple((r, c) for r in range(9) for c in range(9) if not GIVEN[r][c])[:6]


def test_entries_in_brackets_are_the_attempt_and_no_givens() -> None:
    reading = read(f"my own numbers in (brackets):\n{with_entries(OWN)}\nis this right?")
    (finding,) = reading.findings
    assert isinstance(finding.puzzle, Sudoku)
    assert finding.puzzle.givens == GIVEN
    assert finding.attempt is not None
    assert all(finding.attempt[r][c] == FULL[r][c] for r, c in OWN)
    assert reading.ask is Ask.CHECK
    assert any("brackets" in doubt for doubt in finding.doubts)


def test_givens_in_brackets_are_givens_where_the_message_says_so() -> None:
    (finding,) = read(f"sudoku, givens are in brackets\n{with_entries(OWN)}").findings
    assert isinstance(finding.puzzle, Sudoku)
    assert sum(digit > 0 for row in finding.puzzle.givens for digit in row) == len(OWN)


@pytest.mark.parametrize(
    "words", ["the third row should read {}", "dritte Zeile ist falsch, richtig: {}"]
)
def test_a_row_named_by_an_ordinal_is_corrected(words: str) -> None:
    wrong = (*GIVEN[:2], (GIVEN[2][1], GIVEN[2][0], *GIVEN[2][2:]), *GIVEN[3:])
    text = "\n".join(cells(row, between="") for row in wrong)
    assert grid_of(f"sudoku\n{text}\n{words.format(cells(GIVEN[2], between=''))}") == GIVEN


@pytest.mark.parametrize(
    ("words", "ask"),
    [
        ("you know the Abstraction and Reasoning Corpus? this is a sudoku", Ask.SOLVE),
        ("all checks are off now, fill it in", Ask.SOLVE),
        ("check this", Ask.CHECK),
    ],
)
def test_words_that_only_look_like_a_wish(words: str, ask: Ask) -> None:
    assert read(f"{words}\n" + "\n".join(map(cells, GIVEN))).ask is ask
