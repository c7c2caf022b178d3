"""Reasons for a digit are true, end with it, and give no other cell away than they rest on."""

import re

import pytest

from tinyduo.hybrid.sudoku.entries import Why
from tinyduo.hybrid.sudoku.why import told_chain, why
from tinyduo.trm.puzzles import Status, cell_name
from tinyduo.trm.puzzles.sudoku import chain_to_cell, from_line, to_symbol
from tinyduo.trm.result import Result

SMALL = from_line("...4...31...4...")
ANSWER = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 3, 1))


def result(answer, status=Status.SOLVED):
    return Result(status, answer, None, True, (), 1, 1, 0.5, 0.1, "sudoku")


def blanks(puzzle):
    rows = enumerate(puzzle.givens)
    return [(row, col) for row, digits in rows for col, digit in enumerate(digits) if not digit]


@pytest.mark.parametrize("level", ["easy", "hard", "extreme"])
def test_every_digit_that_a_reason_names_is_the_answers(golden, level):
    one = golden(level)[0]
    for cell in blanks(one.puzzle)[::6]:
        right = one.answer[cell[0]][cell[1]]
        said = why(one.puzzle, result(one.answer), one.puzzle.givens, Why(cell, right))
        if said.startswith("Beyond named techniques"):
            assert f"{cell_name(cell)} is {to_symbol(right)}" in said
            assert chain_to_cell(one.puzzle, cell) == ()
            continue
        for row, col, digit in re.findall(r"r(\d)c(\d) (?:=|can only be) (\d)\b(?! and|,)", said):
            assert one.answer[int(row) - 1][int(col) - 1] == int(digit)
        assert cell_name(cell) in said


def test_a_wrong_digit_is_denied_without_the_right_one():
    said = why(SMALL, result(ANSWER), SMALL.givens, Why((0, 0), 2))
    assert said == "It is not: 2 is not what the verified answer has in r1c1."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Why((0, 3), 4), "r1c4 is given as 4; the puzzle says so."),
        (Why((0, 3), 2, against=True), "r1c4 is given as 4, so it can be nothing else."),
        (Why((0, 0), 4, against=True), "Row 1 has its 4 at r1c4."),
        (Why((0, 0), 3, against=True), "r1c1 can be 3: the verified answer has it there."),
        (Why((0, 0), 7), "Digits go from 1 to 4 on this board."),
    ],
)
def test_short_reasons(asked, said):
    assert why(SMALL, result(ANSWER), SMALL.givens, asked) == said


def test_entries_shorten_a_reason_unless_they_are_wrong(golden):
    one = golden("easy")[0]
    cell = max(blanks(one.puzzle)[::5], key=lambda each: len(chain_to_cell(one.puzzle, each)))
    asked = Why(cell, one.answer[cell[0]][cell[1]])
    far = [list(row) for row in one.answer]
    far[cell[0]][cell[1]] = 0
    near = why(one.puzzle, result(one.answer), tuple(map(tuple, far)), asked)
    long = why(one.puzzle, result(one.answer), one.puzzle.givens, asked)
    assert len(near) < len(long)
    other = next(each for each in blanks(one.puzzle) if each != cell)
    far[other[0]][other[1]] = far[other[0]][other[1]] % 9 + 1
    assert why(one.puzzle, result(one.answer), tuple(map(tuple, far)), asked) == long


def test_a_long_chain_lists_digits_and_tells_its_last_steps(golden):
    one = golden("easy")[1]
    chain = max((chain_to_cell(one.puzzle, each) for each in blanks(one.puzzle)[::4]), key=len)
    said = told_chain(chain)
    assert said.startswith(f"It takes {len(chain)} steps. First come r")
    assert chain[-1].reason in said
    assert said.count("; then ") == 3


def test_without_an_answer_nothing_is_claimed_of_one():
    unsolved = result(None, Status.UNSOLVED)
    assert "only r2c2 can hold 4" in why(SMALL, unsolved, SMALL.givens, Why((1, 1), 4))
    bare = from_line("12..............")
    said = why(bare, unsolved, bare.givens, Why((3, 3), 1))
    assert said.startswith("I cannot say")
