"""Advice to a person who draws a path: true, and no more than was asked."""

import pytest

from tinyduo.hybrid.maze.coach import check_path, next_turn, without_jump
from tinyduo.trm.puzzles import Maze, Status

OPEN = Maze(("S   ", "    ", "   G"))  # many shortest paths of 5 moves


def walked(maze, moves):
    steps = {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}
    path = [maze.start]
    for move in moves:
        path.append((path[-1][0] + steps[move][0], path[-1][1] + steps[move][1]))
    return tuple(path)


@pytest.mark.parametrize("moves", ["drdrr", "rrrdd", "ddrrr"])
def test_any_shortest_path_is_right(result_of, moves):
    advice = check_path(OPEN, result_of(OPEN), walked(OPEN, moves))
    assert (
        advice.text == "Your path is right: it is verified, takes 5 moves, and no path is shorter."
    )
    assert advice.final


@pytest.mark.parametrize(
    ("moves", "said", "wrong"),
    [
        ("dddd", "Move 3, from r3c1 to r4c1, leaves the maze. The 2 moves before", set()),
        ("rl", "Move 2, from r1c2 to r1c1, comes back to where", {(0, 0)}),
        ("drul", "move 3, from r2c2 to r1c2, is the first that does not fit", {(0, 1)}),
        ("rrrdddd", "Move 6, from r3c4 to r4c4, leaves", set()),
        ("rdlddrrr", "move 3, from r2c2 to r2c1, is the first that does not fit", {(1, 0)}),
        ("rdldrrr", "takes 7 moves, and 5 are enough. Move 3, from r2c2", {(1, 0)}),
    ],
)
def test_the_first_wrong_move_is_named(result_of, moves, said, wrong):
    advice = check_path(OPEN, result_of(OPEN), walked(OPEN, moves))
    assert said in advice.text
    assert advice.wrong == wrong
    assert advice.final


def test_walls_jumps_and_a_wrong_beginning_are_named(small, result_of):
    result = result_of(small)
    through = check_path(small, result, walked(small, "rrr"))
    assert through.text.startswith("Move 3, from r2c4 to r2c5, runs into a wall.")
    assert through.wrong == {(1, 4)}
    jump = check_path(small, result, ((1, 1), (1, 3), (1, 2)))
    assert "Move 1, from r2c2 to r2c4, is not one cell" in jump.text
    for advise in (check_path, next_turn):
        assert "begins at r2c3, but the start is at r2c2" in advise(small, result, ((1, 2),)).text


def test_a_path_that_breaks_off_is_unfinished_and_not_wrong(small, result_of):
    """The reader closes a drawn path with a jump to the goal."""
    drawn = ((1, 1), (1, 2), (1, 3), (3, 7))
    assert without_jump(small, drawn) == drawn[:3]
    advice = check_path(small, result_of(small), drawn)
    assert advice.text.startswith("Right so far: your 2 moves, to r2c4,")
    assert advice.text.endswith("10 moves to go.")
    assert not advice.final


def test_a_dead_end_is_told_where_it_begins(small, result_of):
    advice = check_path(small, result_of(small), walked(small, "dd"))
    assert "move 1, from r2c2 to r3c2," in advice.text
    assert "right" not in advice.text


def test_a_hint_goes_no_further_than_the_next_turn(small, way, result_of):
    advice = next_turn(small, result_of(small))
    assert advice.text == "From the start at r2c2 go right, 2 moves, to r2c4."
    assert advice.walk == ((1, 2), (1, 3))
    advice = next_turn(small, result_of(small), walked(small, "rrd"))
    assert advice.text == "From r3c4 go down, 1 move, to r4c4."
    last = next_turn(small, result_of(small), way[:-1])
    assert last.text == "From r3c8 go down, 1 move, to the goal."


def test_hints_lead_to_the_goal(winding, result_of):
    path, result = (winding.start,), result_of(winding)
    for _ in range(60):
        path += next_turn(winding, result, path).walk
    assert check_path(winding, result, path).text.startswith("Your path is right")


def test_a_hint_from_a_wrong_path_names_the_wrong_move_instead(small, result_of):
    advice = next_turn(small, result_of(small), walked(small, "d"))
    assert advice.walk == ()
    assert "first that does not fit" in advice.text


def test_beside_the_verified_path_it_is_said_where_that_one_goes_on(result_of):
    advice = next_turn(OPEN, result_of(OPEN), walked(OPEN, "rr"))
    assert advice.walk == ()
    assert "leaves it at r1c1, going down" in advice.text


def test_without_an_answer_nothing_is_made_up(small, result_of):
    unsolved = result_of(small, Status.UNSOLVED, answer=((1, 1), (2, 1)))
    assert "no verified path" in next_turn(small, unsolved).text
    assert "Right so far" in check_path(small, unsolved, walked(small, "rr")).text
    closed = Maze(("S#G", "###"))
    for advise in (check_path, next_turn):
        text = advise(closed, result_of(closed, Status.CONTRADICTION), ((0, 0), (0, 1))).text
        assert "no path from the start" in text
