"""The verifier: every rule, any shortest path, and garbage that must not crash it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.trm.puzzles.maze import Maze, distance, verify

MAZE = Maze(("S  #", " # #", "   G"))
DOWN = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (2, 3)]
RIGHT = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 3)]
HUGE = 10**5000  # more digits than Python prints


def rules(path: object, maze: Maze = MAZE) -> list[str]:
    return [found.rule for found in verify(maze, path).problems]


def messages(path: object, maze: Maze = MAZE) -> list[str]:
    return [found.message for found in verify(maze, path).problems]


def test_any_shortest_path_is_right_as_tuples_or_as_lists():
    for path in (DOWN, RIGHT):
        assert verify(MAZE, path).verified
        assert verify(MAZE, tuple(path)).verified
        assert verify(MAZE, [list(cell) for cell in path]).verified


@pytest.mark.parametrize(
    ("path", "rule", "cells", "message"),
    [
        (DOWN[1:], "start", ((1, 0),), "the path begins at r2c1, but the start is at r1c1"),
        (DOWN[:-1], "goal", ((2, 2),), "the path ends at r3c3, but the goal is at r3c4"),
        (
            [*DOWN[:2], *DOWN[3:]],
            "step",
            ((1, 0), (2, 1)),
            "the path goes from r2c1 to r3c2, not one cell up, down, left or right",
        ),
        (
            [(0, 0), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3)],
            "wall",
            ((1, 1),),
            "the path runs through a wall at r2c2",
        ),
        (
            [(0, 0), (0, 1), *RIGHT],
            "repeat",
            ((0, 0), (0, 1)),
            "the path comes to r1c1 and r1c2 more than once",
        ),
    ],
)
def test_each_rule_names_its_cells(path, rule, cells, message):
    found = [problem for problem in verify(MAZE, path).problems if problem.rule == rule]
    assert [problem.message for problem in found] == [message]
    assert found[0].cells == cells


def test_a_path_that_stays_or_goes_back_breaks_step_or_repeat():
    assert rules([DOWN[0], *DOWN]) == ["step", "repeat"]
    assert rules([*DOWN[:3], DOWN[1], *DOWN[2:]]) == ["repeat"]


def test_a_valid_path_that_is_longer_breaks_length_alone():
    maze = Maze(("SG", "  "))
    verdict = verify(maze, [(0, 0), (1, 0), (1, 1), (0, 1)])
    assert [found.rule for found in verdict.problems] == ["length"]
    assert verdict.problems[0].message == "the path has 3 moves, but a path of 1 move exists"


def test_length_is_not_asked_of_a_path_that_is_wrong_anyway():
    assert rules([*DOWN[:3], DOWN[1], *DOWN[2:]]) == ["repeat"]
    assert rules([(0, 0), (1, 1)], Maze(("S#", "#G"))) == ["step"]


def test_outside_is_named_in_words_and_never_in_cells():
    """A drawing that marks the cells at fault must not be led outside the board."""
    verdict = verify(MAZE, [(0, 0), (-1, 0), (0, 4), (HUGE, -HUGE)])
    assert [found.rule for found in verdict.problems] == ["range", "goal", "step"]
    assert verdict.problems[0].message == (
        "the path leaves the maze of 3 rows and 4 columns at row 0, column 1, r1c5 "
        "and row a huge number, column a huge number"
    )
    for found in verdict.problems:
        assert all(0 <= row < 3 and 0 <= col < 4 for row, col in found.cells)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (None, "the path is None, expected a list of cells [row, column]"),
        ("DDRRR", "the path is 'DDRRR', expected a list"),
        ({"path": DOWN}, "the path is a dict"),
        (7, "the path is 7"),
        ([], "the path is empty"),
        ([(0, 0), 5], "cell 2 of the path is 5"),
        ([(0, 0), (1,)], "cell 2 of the path is a tuple of 1 items"),
        ([[0, 0, 0]], "cell 1 of the path is a list of 3 items"),
        ([(0, 0), (True, 0)], "cell 2 of the path is [True, 0]"),
        ([(0.0, 0)], "cell 1 of the path is [a float, 0], expected [row, column] in whole"),
        (["ab"], "cell 1 of the path is 'ab'"),
        ([None], "cell 1 of the path is None"),
    ],
)
def test_what_is_no_path_is_a_finding(path, message):
    (found,) = verify(MAZE, path).problems
    assert found.rule == "shape"
    assert found.cells == ()
    assert found.message.startswith(message)


def test_messages_stay_short_however_long_the_path():
    long = [(0, 0), (2, 3)] * 50_000 + [(99, 99), (1, 1), (0, 3)]
    found = messages(long)
    assert len(found) == 5
    assert max(map(len, found)) < 250


def test_every_label_verifies_and_no_damaged_one_does(mazes):
    for maze, path in mazes:
        assert verify(maze, path).verified
        if len(path) > 2:
            middle = len(path) // 2
            assert not verify(maze, path[:middle] + path[middle + 1 :]).verified
        assert not verify(maze, path[1:]).verified
        assert not verify(maze, path[:-1]).verified
        assert not verify(maze, path[::-1]).verified
        assert not verify(maze, (*path, path[-1])).verified


def walk(maze: Maze, rng: random.Random) -> list[tuple[int, int]]:
    """A random walk from the start over open cells, now and then through a wall."""
    path = [maze.start]
    while path[-1] != maze.goal and len(path) < 60:
        row, col = path[-1]
        ways = [(row + 1, col), (row, col - 1), (row, col + 1), (row - 1, col)]
        free = [way for way in ways if maze.is_open(way)]
        path.append(rng.choice(ways if rng.random() < 0.05 or not free else free))
    return path


def test_random_walks_are_verified_only_where_they_are_shortest(noise):
    rng = random.Random(0)
    verified = 0
    for maze in noise:
        for _ in range(20):
            path = walk(maze, rng)
            verdict = verify(maze, path)
            legal = path[-1] == maze.goal and all(map(maze.is_open, path))
            assert verdict.verified == (legal and len(path) - 1 == distance(maze))
            verified += verdict.verified
    assert verified > 100


CELLS = st.tuples(st.integers(-3, 8), st.integers(-3, 8)) | st.lists(st.integers(), max_size=3)
JUNK: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(path=st.lists(CELLS, max_size=8) | JUNK)
def test_garbage_is_never_verified_and_never_crashes(path):
    verdict = verify(MAZE, path)
    known = [tuple(cell) for cell in path] if rules(path) == [] else None
    assert verdict.verified == (known in (DOWN, RIGHT))
    assert all(found.message for found in verdict.problems)
    verdict.to_json()
