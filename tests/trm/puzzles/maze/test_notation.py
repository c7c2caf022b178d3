"""The one-line form: there and back, spaces are cells, and paths are drawn."""

import pytest

from tinyduo.trm.puzzles.maze import Maze, drawn, from_line, to_line

MAZE = Maze((" S ", "## ", "G  "))
PATH = ((0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0))


def test_there_and_back(mazes):
    for maze, _ in mazes:
        if maze.height == maze.width:
            assert from_line(to_line(maze)) == maze


def test_spaces_at_the_ends_are_cells_and_line_ends_are_not():
    assert from_line(" S ## G  \r\n") == MAZE


def test_the_path_is_drawn_and_the_ends_stay():
    assert to_line(MAZE, PATH) == " So##oGoo"
    assert drawn(MAZE, PATH) == (" So", "##o", "Goo")


def test_a_wrong_path_is_drawn_as_it_is_and_nothing_wraps_around():
    assert drawn(MAZE, ((0, 1), (1, 1), (-1, -1), (3, 0), (0, 3), (5, 5))) == (" S ", "#o ", "G  ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("S G", "3 characters, expected a square number"),
        ("S ## G ", "7 characters.*spaces at the ends are open cells"),
        ("", "0 characters"),
        ("S", "1 rows"),
        ("S#.G", "r2c1 is '.'"),
        ("SooG", "r1c2 is 'o'"),
        ("S   ", "0 cells 'G'"),
        ("S" + " " * (65 * 65 - 2) + "G", "65 rows, expected 2 to 64"),
    ],
)
def test_what_is_no_line_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        from_line(text)
