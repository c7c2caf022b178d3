"""`next_step`: the next step with its reason, checked first, and nothing else of the answer."""

from dataclasses import replace

import pytest

from tinyduo.tools import ToolInputError, hint, next_step
from tinyduo.tools.hint import next_step_content
from tinyduo.trm import solve
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.sudoku import to_line

SMALL = "...4 ...3 1... 4..."  # its answer: 3124 2413 1342 4231
MAZE = ["S  #", "## #", "   G"]  # right 2, down 2, right 1


def test_a_step_of_logic_comes_with_its_reason_and_holds_in_the_answer(golden):
    for one in golden("medium")[:4]:
        step = next_step("sudoku", to_line(one.puzzle.givens))
        assert (step["outcome"], step["source"]) == ("step", "logic")
        row, col = step["cell"]
        assert step["digit"] == one.answer[row][col]
        assert f"r{row + 1}c{col + 1}" in step["reason"]


def test_hints_alone_solve_a_puzzle_one_digit_at_a_time(golden):
    one = golden(box="2x3")[0]
    filled = [list(row) for row in one.puzzle.givens]
    line, told = to_line(one.puzzle.givens), 0
    while (said := next_step("sudoku", line, so_far=filled, told=told))["outcome"] == "step":
        told = told + 1 if said["more"] else 0
        if said["cell"]:
            filled[said["cell"][0]][said["cell"][1]] = said["digit"]
    assert said["outcome"] == "complete"
    assert tuple(map(tuple, filled)) == one.answer


def test_a_step_gives_nothing_else_away(golden):
    one = golden("easy")[0]
    said = next_step("sudoku", to_line(one.puzzle.givens))
    assert set(next_step_content(said)) == {"outcome", "reason", "source"}
    assert sum(map(len, (said["ruled_out"], said["cells"]))) == 0
    assert "grid" not in said
    assert "answer" not in said


@pytest.mark.parametrize(
    ("so_far", "cells"),
    [
        ("4..4 ...3 1... 4...", [[0, 0]]),  # clashes with a given
        ("2..4 ...3 1... 4...", [[0, 0]]),  # clashes with nothing, and is wrong
    ],
)
def test_wrong_entries_are_named_before_any_step(so_far, cells):
    said = next_step("sudoku", SMALL, so_far=so_far)
    assert (said["outcome"], said["cells"], said["digit"]) == ("mend", cells, None)


def test_a_puzzle_without_an_answer_and_one_with_several_are_told_so():
    assert next_step("sudoku", "44.. .... .... ....")["outcome"] == "contradiction"
    said = next_step("sudoku", "1... .2.. ..3. ...4")
    assert said["outcome"] == "several"
    hidden = next_step("sudoku", "123. .... .... ...4")  # r1c4 has no digit left
    assert hidden["outcome"] == "contradiction"
    assert hidden["cells"]


def test_a_cell_is_revealed_only_where_logic_ends_and_only_if_asked(golden, monkeypatch):
    one = golden("easy")[0]
    line = to_line(one.puzzle.givens)
    monkeypatch.setattr(hint, "chain_to_next_digit", lambda puzzle, filled: ())
    said = next_step("sudoku", line)
    assert (said["outcome"], said["cell"], said["digit"]) == ("beyond", None, None)
    told = next_step("sudoku", line, reveal=True)
    row, col = told["cell"]
    assert (told["outcome"], told["source"]) == ("reveal", "trm")
    assert told["digit"] == one.answer[row][col]
    assert "not from a step of logic" in told["reason"]


def test_nothing_is_revealed_from_an_answer_that_is_not_verified(golden, monkeypatch):
    monkeypatch.setattr(hint, "chain_to_next_digit", lambda puzzle, filled: ())
    line = to_line(golden("easy")[0].puzzle.givens)

    def fail(read, **options):
        return read(), replace(solve(read()), status=Status.UNSOLVED)

    monkeypatch.setattr(hint, "read_and_solve", fail)
    said = next_step("sudoku", line, reveal=True)
    assert (said["outcome"], said["cell"], said["digit"]) == ("unsolved", None, None)


@pytest.mark.parametrize(
    ("so_far", "reason"),
    [
        (None, "From r1c1 go right, 2 moves, to r1c3."),
        ("right", "From r1c2 go right, 1 move, to r1c3."),
        ([[0, 0], [0, 1], [0, 2]], "From r1c3 go down, 2 moves, to r3c3."),
        ("Soo#\n##o#\n  oG", "Complete: the path is verified, and none is shorter."),
        ("right 2, down 2, left 1", "From r3c2 go right, 2 moves, to the goal."),
    ],
)
def test_the_next_turn_in_a_maze(draws, so_far, reason):
    said = next_step("maze", MAZE, so_far=so_far)
    assert said["reason"].startswith(reason)
    if "left" in str(so_far):
        assert "a detour: it costs 2 moves more" in said["reason"]


@pytest.mark.parametrize(
    ("so_far", "cells"), [("down 1", [[1, 0]]), ([[0, 0], [0, 2]], [[0, 0], [0, 2]])]
)
def test_a_way_that_cannot_be_gone_is_to_be_mended_first(so_far, cells):
    said = next_step("maze", MAZE, so_far=so_far)
    assert (said["outcome"], said["cells"], said["move"]) == ("mend", cells, None)


def test_a_maze_without_a_path_and_one_not_solved_in_time(draws, winding):
    assert next_step("maze", ["S#", "#G"])["outcome"] == "contradiction"
    draws(lambda maze: False)
    said = next_step("maze", winding.rows, budget_s=0.1)
    assert (said["outcome"], said["move"]) == ("unsolved", None)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("chess", SMALL), "kind is 'chess'"),
        (("sudoku", "53..7"), "grid: "),
        (("maze", "S#"), "grid: "),
    ],
)
def test_what_cannot_be_read_names_the_argument(arguments, expected):
    with pytest.raises(ToolInputError, match=expected):
        next_step(*arguments)


def test_a_grid_of_another_puzzle_is_refused():
    with pytest.raises(ToolInputError, match="so_far: it changes what is given at r1c4"):
        next_step("sudoku", SMALL, so_far="...1 ...3 1... 4...")
    with pytest.raises(ToolInputError, match="so_far: no path could be read"):
        next_step("maze", MAZE, so_far="north by northwest")
