"""Symmetries keep shortest paths shortest, commute with the verifier, and have inverses."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.trm.puzzles.maze import Maze, Symmetry, distance, verify

MAZE = Maze(("S # ", "    ", "# G#"))
PATH = ((0, 0), (1, 0), (1, 1), (2, 1), (2, 2))


def test_there_are_sixteen_and_the_first_changes_nothing():
    views = {Symmetry.apply(view, MAZE) for view in Symmetry.all_of(MAZE)}
    assert len(views) == 16
    assert Symmetry.all_of(MAZE)[0].apply(MAZE) == MAZE


def test_the_inverse_undoes():
    for view in Symmetry.all_of(MAZE):
        assert view.inverse().apply(view.apply(MAZE)) == MAZE
        assert view.inverse().apply(view.apply(PATH)) == PATH
        assert view.inverse().inverse() == view


def test_a_turned_maze_by_hand():
    view = Symmetry(3, 4, upside_down=True, transposed=True)
    assert view.apply(MAZE).rows == ("# S", "   ", "G #", "#  ")
    swapped = Symmetry(3, 4, swapped=True)
    assert swapped.apply(MAZE).rows == ("G # ", "    ", "# S#")
    assert swapped.apply(PATH) == PATH[::-1]


def test_a_shortest_path_on_any_view_is_one_on_the_maze(mazes):
    for maze, path in mazes:
        for view in Symmetry.all_of(maze):
            seen = view.apply(maze)
            assert verify(seen, view.apply(path)).verified
            if maze.height < 30:
                assert distance(seen) == len(path) - 1


@settings(deadline=None, max_examples=80)
@given(seed=st.integers(0, 10**6), changes=st.integers(0, 5))
def test_symmetries_commute_with_the_verifier(mazes, seed, changes):
    """Wrong paths break the same rules on every view; the ends trade places when swapped."""
    rng = random.Random(seed)
    maze, path = rng.choice(mazes)
    cells = list(path)
    for _ in range(changes):
        cells[rng.randrange(len(cells))] = (rng.randrange(maze.height), rng.randrange(maze.width))
    before = verify(maze, cells)
    for view in Symmetry.all_of(maze):
        after = verify(view.apply(maze), view.apply(tuple(cells)))
        ends = {"start": "goal", "goal": "start"} if view.swapped else {}
        expected = sorted(ends.get(found.rule, found.rule) for found in before.problems)
        assert sorted(found.rule for found in after.problems) == expected


def test_a_maze_or_cell_of_another_size_is_refused():
    view = Symmetry(4, 3)
    with pytest.raises(ValueError, match="the maze is 3x4, expected 4x3"):
        view.apply(MAZE)
    with pytest.raises(ValueError, match="outside a maze of 4x3 cells"):
        view.apply(((0, 3),))
