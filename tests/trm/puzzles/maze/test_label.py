"""The label path: valid, shortest, and by the rule down, left, right, up."""

from itertools import pairwise

from tinyduo.trm.puzzles.maze import Maze, Path, distance, verify
from tinyduo.trm.puzzles.maze.label import label

SIDE = 5


def steps(path: Path | None) -> str:
    """The path as letters: which way each step goes."""
    assert path is not None
    names = {(1, 0): "D", (0, -1): "L", (0, 1): "R", (-1, 0): "U"}
    return "".join(names[there[0] - here[0], there[1] - here[1]] for here, there in pairwise(path))


def empty(start: tuple[int, int], goal: tuple[int, int]) -> Maze:
    rows = [[" "] * SIDE for _ in range(SIDE)]
    rows[start[0]][start[1]], rows[goal[0]][goal[1]] = "S", "G"
    return Maze(tuple(map("".join, rows)))


def test_ties_are_broken_down_then_left_then_right_then_up():
    assert steps(label(empty((0, 0), (4, 4)))) == "DDDDRRRR"
    assert steps(label(empty((0, 4), (4, 0)))) == "DDDDLLLL"
    assert steps(label(empty((4, 4), (0, 0)))) == "LLLLUUUU"
    assert steps(label(empty((4, 0), (0, 4)))) == "RRRRUUUU"


def test_the_rule_holds_at_every_step(mazes):
    """From the goal back it would be another path: the rule looks from the start."""
    for maze, path in mazes:
        if maze.height > 8:
            continue
        for here, there in pairwise(path):
            for row, col in ((1, 0), (0, -1), (0, 1), (-1, 0)):
                cell = (here[0] + row, here[1] + col)
                if cell == there:
                    break
                rest = _moved(maze, cell)
                assert rest is None or (distance(rest) or 0) >= len(path) - 1 - path.index(here)


def _moved(maze: Maze, start: tuple[int, int]) -> Maze | None:
    """The maze with another start; None for a wall, or a cell outside."""
    if not maze.is_open(start) or start == maze.goal:
        return None
    rows = [list(row.replace("S", " ")) for row in maze.rows]
    rows[start[0]][start[1]] = "S"
    return Maze(tuple(map("".join, rows)))


def test_every_label_verifies_and_is_plain_data(mazes):
    for maze, path in mazes:
        assert verify(maze, path).verified
        assert all(type(place) is int for cell in path for place in cell)


def test_no_path_has_no_label():
    assert label(Maze(("S#", "#G"))) is None
