"""The maze type: what it takes, what it refuses, and how it says so; tokens and back."""

import numpy as np
import pytest

from tinyduo.trm.puzzles.maze import MAX_SIDE, Maze
from tinyduo.trm.puzzles.maze.tokens import of_tokens, tokens_of


def test_a_maze_knows_its_size_its_ends_and_its_walls():
    maze = Maze(("  #", "G# ", " S#", "   "))
    assert (maze.height, maze.width) == (4, 3)
    assert (maze.start, maze.goal) == ((2, 1), (1, 0))
    assert [maze.is_open(cell) for cell in ((0, 0), (0, 2), (2, 1), (1, 0))] == [1, 0, 1, 1]
    outside = [(-1, 0), (0, -1), (4, 0), (0, 3)]
    assert not any(map(maze.is_open, outside))


def test_a_maze_without_a_path_is_a_maze():
    assert Maze(("S#", "#G")).goal == (1, 1)


def test_the_smallest_and_the_largest_are_taken():
    Maze(("SG", "##"))
    Maze(("S" + " " * (MAX_SIDE - 1), *[" " * MAX_SIDE] * (MAX_SIDE - 2), "G" + "#" * 63))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (("SG",), "1 rows, expected 2 to 64"),
        ((), "0 rows, expected 2 to 64"),
        (("S", "G"), "1 columns, expected 2 to 64"),
        (("", ""), "0 columns"),
        (("S" + " " * 64, "G" + " " * 64), "65 columns"),
        (("SG", *["  "] * 64), "65 rows"),
        (("SG", "   "), "row 2 has 3 cells, expected 2: '   '"),
        (("S.", " G"), r"r1c2 is '\.', expected '#' \(wall\)"),
        (("s ", " G"), "r1c1 is 's'"),
        (("  ", " G"), "0 cells 'S' .start., expected 1$"),
        (("S ", "  "), "0 cells 'G' .goal., expected 1$"),
        (("SS", " G"), "2 cells 'S' .start., expected 1: r1c1, r1c2"),
        (("SG", " G"), "2 cells 'G' .goal., expected 1: r1c2, r2c2"),
        (["SG", "  "], "a tuple of strings"),
        (("SG", None), "a tuple of strings"),
        ("SG", "a tuple of strings"),
    ],
)
def test_what_is_no_maze_is_refused_with_its_place(rows, message):
    with pytest.raises(ValueError, match=message):
        Maze(rows)


def test_tokens_and_back(mazes):
    for maze, _ in mazes:
        tokens = tokens_of(maze)
        assert tokens.dtype == np.int8
        assert tokens.shape == (maze.height, maze.width)
        assert tokens[maze.start] == 2
        assert tokens[maze.goal] == 3
        assert of_tokens(tokens) == maze


@pytest.mark.parametrize("tokens", [[[2, 3], [4, 0]], [[2, 3], [-1, 0]], [2, 3]])
def test_tokens_of_no_maze_are_refused(tokens):
    with pytest.raises(ValueError, match="expected tokens from 0 to 3"):
        of_tokens(np.array(tokens))
