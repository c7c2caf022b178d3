"""The judge agrees with the label search, and gives away nothing but a number."""

import pytest

from tinyduo.trm.puzzles.maze import Maze, distance
from tinyduo.trm.puzzles.maze.label import label


@pytest.mark.parametrize(
    ("rows", "moves"),
    [
        (("SG", "  "), 1),
        (("S ", " G"), 2),
        (("S#", "#G"), None),
        (("  #", " S#", "##G"), None),
        (("S# ", " # ", "  G"), 4),
        (("S G ", "####"), 2),
        (("S   ", "### ", "G   "), 8),
        ((" # G", "S## "), None),  # the end of a row is not beside the next row's beginning
    ],
)
def test_known_distances(rows, moves):
    assert distance(Maze(rows)) == moves


def test_the_judge_and_the_label_search_agree(mazes, noise):
    both = {True: 0, False: 0}
    for maze in [*noise, *(maze for maze, _ in mazes)]:
        path = label(maze)
        assert distance(maze) == (None if path is None else len(path) - 1)
        both[path is None] += 1
    assert min(both.values()) > 20


def test_the_largest_empty_maze():
    rows = ("S" + " " * 63, *[" " * 64] * 62, " " * 63 + "G")
    assert distance(Maze(rows)) == 126
