"""A small maze with its only shortest path."""

import pytest

from tinyduo.trm.puzzles import Maze, Path, Status
from tinyduo.trm.puzzles.maze import verify
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.result import Result


@pytest.fixture
def small() -> Maze:
    """A shortest path of 12 moves: right 2, down 2, right 2, up 2, right 2, down 2."""
    return Maze(("#########", "#S  #   #", "# # # # #", "# #   #G#", "#########"))


@pytest.fixture
def way(small: Maze) -> Path:
    """The path of the small maze."""
    path = label(small)
    assert path is not None
    return path


@pytest.fixture
def result_of():
    """Make a result; of the label path where no other answer is given."""

    def make(maze, status=Status.SOLVED, answer=None):
        if status is Status.CONTRADICTION:
            return Result(status, None, None, None, (), 1, 1, 0.5, 0.1, "maze")
        answer = answer or label(maze)
        return Result(status, answer, verify(maze, answer), None, (), 2, 7, 0.5, 0.1, "maze")

    return make
