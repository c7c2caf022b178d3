"""Advice to a person who solves by hand: true, and no more than was asked."""

import pytest

from tinyduo.hybrid.sudoku.coach import HintLevel, check_cell, check_entries, hint, next_digit
from tinyduo.trm.puzzles import Status, Sudoku
from tinyduo.trm.puzzles.sudoku import chain_to_next_digit, from_line
from tinyduo.trm.result import Result

SMALL = from_line("...4...31...4...")
ANSWER = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 3, 1))
BARE = from_line("12..............")


def result(status, answer=None, unique=None):
    return Result(status, answer, None, unique, (), 1, 1, 0.5, 0.1, "sudoku")


SOLVED = result(Status.SOLVED, ANSWER, unique=True)


def with_entries(puzzle, entries):
    grid = [list(row) for row in puzzle.givens]
    for (row, col), digit in entries.items():
        grid[row][col] = digit
    return tuple(map(tuple, grid))


def test_a_hint_from_a_wrong_grid_names_the_wrong_cell_instead():
    """A hint went on from wrong entries and told a step that was not true."""
    filled = with_entries(SMALL, {(0, 0): 2})
    advice = next_digit(SMALL, SOLVED, filled)
    assert advice.cell is None
    assert advice.wrong == {(0, 0)}


def test_a_hint_never_goes_on_from_entries_that_no_answer_has():
    filled = with_entries(BARE, {(1, 2): 3, (1, 3): 4})
    advice = next_digit(BARE, result(Status.MULTIPLE), filled)
    assert "no answer has all these entries" in advice.text
    assert advice.cell is None


def test_a_right_grid_is_right_although_there_are_other_answers():
    """Checking a full grid of such a puzzle said that nothing could be said."""
    filled = ((1, 2, 3, 4), (3, 4, 1, 2), (2, 1, 4, 3), (4, 3, 2, 1))
    assert "verified" in check_entries(BARE, result(Status.MULTIPLE), filled).text


def test_an_attempt_may_leave_givens_blank_but_not_change_them():
    blank = with_entries(SMALL, {(0, 3): 0})
    assert "Right so far" in check_entries(SMALL, SOLVED, blank).text
    changed = check_entries(SMALL, SOLVED, with_entries(SMALL, {(0, 3): 1}))
    assert "changes what is given at r1c4" in changed.text
    assert changed.wrong == {(0, 3)}


@pytest.mark.parametrize("difficulty", ["hard", "extreme"])
def test_a_hint_tells_every_step_it_rests_on(golden, difficulty):
    """The steps that ruled digits out were left out, so that the last one looked false."""
    for one in golden(difficulty):
        filled = one.puzzle.givens
        while path := chain_to_next_digit(one.puzzle, filled):
            assert all(step.cell is None for step in path[:-1])
            cell, digit = path[-1].cell, path[-1].digit
            assert cell is not None
            if len(path) == 1:  # then it follows from the digits that stand in the grid
                assert _follows_at_once(Sudoku(filled, one.puzzle.layout), cell, digit)
            grid = [list(row) for row in filled]
            grid[cell[0]][cell[1]] = digit
            filled = tuple(map(tuple, grid))


def _follows_at_once(puzzle, cell, digit):
    """Whether a digit is the only one of a cell, or has no other place in one of its groups."""
    number = cell[0] * puzzle.size + cell[1]
    grid = [digit for row in puzzle.givens for digit in row]
    mine = [group.cells for group in puzzle.layout.groups if number in group.cells]

    def may_hold(place, value):
        seen = {grid[peer] for g in puzzle.layout.groups if place in g.cells for peer in g.cells}
        return not grid[place] and value not in seen

    only_digit = all(not may_hold(number, v) for v in range(1, puzzle.size + 1) if v != digit)
    only_place = any(
        all(not may_hold(place, digit) for place in cells if place != number) for cells in mine
    )
    return only_digit or only_place


def test_unsolved_gives_no_digit_beyond_logic():
    advice = next_digit(BARE, result(Status.UNSOLVED, ANSWER), BARE.givens)
    assert advice.cell is None
    assert "no verified answer" in advice.text


def test_a_hint_is_one_step_and_a_stronger_one_leads_to_the_digit(golden):
    """A hint told every step up to the digit at once."""
    one = next(each for each in golden("hard") if len(_chain_after_singles(each)[1]) > 1)
    filled, chain = _chain_after_singles(one)
    solved = result(Status.SOLVED, one.answer, unique=True)
    first, second = (hint(one.puzzle, solved, filled, told=told) for told in (0, 1))
    assert chain[0].reason[1:] in first.text
    assert first.cell is None
    assert chain[1].reason[1:] not in first.text
    assert chain[1].reason[1:] in second.text
    last = hint(one.puzzle, solved, filled, told=99)
    assert last.cell == chain[-1].cell
    strong = hint(one.puzzle, solved, filled, HintLevel.DIGIT)
    assert chain[-1].reason in strong.text
    place = hint(one.puzzle, solved, filled, HintLevel.PLACE)
    assert place.text.startswith("Look ")
    assert "can hold" not in place.text


def _chain_after_singles(one):
    """How far single steps lead, and the chain from there to the next digit."""
    filled = one.puzzle.givens
    while len(chain := chain_to_next_digit(one.puzzle, filled)) == 1:
        cell, digit = chain[0].cell, chain[0].digit
        assert cell is not None
        grid = [list(row) for row in filled]
        grid[cell[0]][cell[1]] = digit
        filled = tuple(map(tuple, grid))
    return filled, chain


def test_a_cell_is_checked_without_telling_its_digit():
    filled = with_entries(SMALL, {(0, 0): 2, (0, 1): 1})
    assert check_cell(SMALL, SOLVED, filled, (0, 0)) == "Your 2 in r1c1 is not right."
    assert check_cell(SMALL, SOLVED, filled, (0, 1)) == "Your 1 in r1c2 is right."
    assert "blank" in check_cell(SMALL, SOLVED, filled, (0, 2))
    assert "given as 4" in check_cell(SMALL, SOLVED, filled, (0, 3))
