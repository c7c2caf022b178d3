"""Following the network's marks: where they lead, as far as they lead, and no further."""

import numpy as np
import pytest

from tinyduo.trm.puzzles.maze import Maze, verify
from tinyduo.trm.puzzles.maze.generate import generate_many
from tinyduo.trm.puzzles.maze.tokens import of_tokens, tokens_of
from tinyduo.trm.solving.maze.follow import follow

CROSSING = Maze(("S   ", " ## ", "   G"))


def marks(*cells: tuple[int, int]) -> np.ndarray:
    on_path = np.full((3, 4), 0.1)
    for cell in cells:
        on_path[cell] = 0.9
    return on_path


def test_a_marked_path_is_followed_to_the_goal():
    tokens, on_path, lengths = generate_many(20, height=9, width=12, seed=0, path_cells=(9, 60))
    for maze, mask, length in zip(tokens, on_path, lengths, strict=True):
        path = follow(maze, mask.astype(np.float32))
        assert len(path) == length
        assert verify(of_tokens(maze), path).verified


def test_of_two_ways_the_marks_decide():
    tokens = tokens_of(CROSSING)
    assert follow(tokens, marks((0, 1), (0, 2), (0, 3), (1, 3)))[1] == (0, 1)
    assert follow(tokens, marks((1, 0), (2, 0), (2, 1), (2, 2)))[1] == (1, 0)


def test_where_nothing_is_marked_down_comes_before_the_others():
    assert follow(tokens_of(CROSSING), marks())[1] == (1, 0)


def test_the_goal_next_door_is_entered_whatever_else_is_marked():
    maze = Maze(("SG", "  "))
    assert follow(tokens_of(maze), np.array([[0, 0], [1, 1.0]])) == ((0, 0), (0, 1))


def test_a_dead_end_ends_the_walk_there():
    maze = Maze(("S  #", "## #", "###G"))
    path = follow(tokens_of(maze), np.ones((3, 4)))
    assert path == ((0, 0), (0, 1), (0, 2), (1, 2))


@pytest.mark.parametrize("seed", range(3))
def test_any_marks_give_a_walk_over_open_cells_that_never_comes_back(seed):
    rng = np.random.default_rng(seed)
    tokens, _, _ = generate_many(10, height=8, width=8, seed=seed)
    for one in tokens:
        path = follow(one, rng.normal(size=(8, 8)))
        maze = of_tokens(one)
        assert path[0] == maze.start
        assert {p.rule for p in verify(maze, path).problems} <= {"goal", "length"}
