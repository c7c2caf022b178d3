"""The one-line form."""

from __future__ import annotations

import pytest

from tinyduo.trm.puzzles.sudoku import Layout, from_line, to_line, to_symbol


def test_a_line_read_back_is_the_same_puzzle(dug, layout):
    puzzle = dug(layout, layout.size * 2)
    box = (layout.box_rows, layout.box_cols)
    assert from_line(to_line(puzzle.givens), box) == puzzle


def test_zero_and_dot_are_blanks_and_spaces_around_are_ignored():
    assert from_line(" 12.4" + "0" * 12 + "\n") == from_line("1204" + "." * 12)


def test_digits_above_nine_are_letters_of_either_case():
    assert [to_symbol(digit) for digit in (0, 1, 9, 10, 16)] == [".", "1", "9", "A", "G"]
    line = "123456789ABCDEFG" + "." * 240
    assert from_line(line.lower()) == from_line(line)
    assert from_line(line).givens[0] == tuple(range(1, 17))


def test_a_line_of_36_takes_its_boxes_from_the_caller():
    line = "123456" + "." * 30
    assert from_line(line).layout == Layout(2, 3)
    assert from_line(line, (3, 2)).layout == Layout(3, 2)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "has 0 characters"),
        ("." * 80, "has 80 characters"),
        ("." * 25, "has 25 characters"),
        ("5" + "." * 15, "r1c1 is '5', expected 1 to 4"),
        ("." * 9 + "x" + "." * 6, "r3c2 is 'x'"),
        ("." * 80 + "A", "r9c9 is 'A', expected 1 to 9"),
        ("." * 15 + "\0", "r4c4"),
        ("." * 15 + "\ud800", "r4c4"),
        ("." * 15 + "²", "r4c4"),
        ("." * 15 + "ß", "r4c4"),
    ],
)
def test_a_line_that_is_no_puzzle_is_refused_and_the_place_is_named(line, message):
    with pytest.raises(ValueError, match=message):
        from_line(line)
