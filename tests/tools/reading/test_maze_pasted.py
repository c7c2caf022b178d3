"""Mazes pasted back as we draw them, labels that look like cells, and lines that are no maze."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import Ask, read, read_maze
from tinyduo.trm.puzzles.maze import Maze, verify

ROWS = ("#####", "#S  #", "# # #", "#  G#", "#####")


def only(text: str) -> Maze:
    (finding,) = read(text).findings
    assert isinstance(finding.puzzle, Maze), finding.message
    return finding.puzzle


@pytest.mark.parametrize(
    "drawing",
    [
        "██████████\n██S · · ██\n██· ██· ██\n██· · G ██\n██████████",
        "##########\n##S . . ##\n##. ##. ##\n##. . G ##\n##########",
        "  1 2 3 4 5\n1 ██████████\n2 ██S · · ██\n3 ██· ██· ██\n4 ██· · G ██\n5 ██████████",
        "  12345\n1 █████\n2 █S··█\n3 █·█·█\n4 █··G█\n5 █████",
    ],
)
def test_our_own_drawing_is_the_maze_it_shows(drawing: str) -> None:
    """Dots beside doubled walls were once taken for a path through a maze twice as wide."""
    assert only(drawing).rows == ROWS
    assert only(f"solve this maze\n{drawing}").rows == ROWS


def test_the_smallest_drawing_is_read_too() -> None:
    assert only("G S \n· ██").rows == ("GS", " #")


def test_a_path_in_our_own_drawing_is_the_attempt() -> None:
    text = "is my path right?\n██████████\n██S o o ██\n██· ██o ██\n██· · G ██\n██████████"
    reading = read(text)
    (finding,) = reading.findings
    assert reading.ask is Ask.CHECK
    assert finding.attempt == ((1, 1), (1, 2), (1, 3), (2, 3), (3, 3))


def test_a_path_through_all_that_is_open_is_an_attempt_where_it_is_spoken_of() -> None:
    corridor = "#####\n#Soo#\n###o#\n#Goo#\n#####"
    (finding,) = read(f"is my path right?\n{corridor}").findings
    assert isinstance(finding.puzzle, Maze)
    assert finding.attempt
    assert verify(finding.puzzle, finding.attempt).verified


def test_row_numbers_do_not_take_the_first_cell_with_them() -> None:
    """The dot after "1 " was read as a part of the number."""
    rows = [". . .", ". # G", "S . ."]
    text = "maze\n" + "\n".join(f"{number} {row}" for number, row in enumerate(rows, start=1))
    assert only(text).rows == ("   ", " #G", "S  ")


@pytest.mark.parametrize("label", ["{}. ", "{:<3}", "{:>2} ", "{} "])
def test_row_numbers_of_one_and_two_digits_stand_before_equal_rows(label: str) -> None:
    rows = ("#####", "S  G#", *("#   #",) * 8, "#####")
    lines = [label.format(number) + row for number, row in enumerate(rows, start=1)]
    assert only("maze\n" + "\n".join(lines)).rows == rows


def test_spaces_that_may_be_open_cells_are_a_doubt() -> None:
    (finding,) = read("S #\n# G").findings
    assert "spaces" in " ".join(finding.doubts)
    (sure,) = read("# # #\n# S .\n# G #").findings
    assert sure.doubts == ()


@pytest.mark.parametrize("text", ["# S\n## G\n### Heading", "# S\n# G\n#\n#\n"])
def test_headings_and_comments_are_no_maze(text: str) -> None:
    assert read(text).findings == ()


def test_a_path_drawn_through_every_cell_is_no_wall() -> None:
    text = "is my path right?\nSooo\n" + "\n".join(["oooo"] * 4) + "\noooG"
    assert not any(isinstance(finding.puzzle, Maze) for finding in read(text).findings)


def test_a_head_of_numbers_and_marks_is_no_fault() -> None:
    """A first row such as `12,#,S` raised a TypeError."""
    assert not any(finding.puzzle for finding in read("maze\n12,#,S\n#,.,.\n#,.,G").findings)


def test_many_drawn_mazes_are_read_in_linear_time() -> None:
    """Big filled areas and thousands of small mazes took minutes."""
    filled = "\n".join(["#" * 64, "#S" + "o " * 31, *["o" * 63 + " "] * 61, "G" + "#" * 63])
    small = "#####\n#Soo#\n#oGo#\n#####"
    assert len(read(f"maze\n{filled}").findings) == 1
    assert len(read("maze\n" + "\n\n".join([small] * 300)).findings) > 0


@pytest.mark.parametrize(
    ("grid", "rows"),
    [
        (["S #", "# G"], ("S #", "# G")),
        ([[2, 0], [1, 3]], ("S ", "#G")),
        (["S  ", "  G"], ("S  ", "  G")),
        (["# # # #", "# S . #", "# . G #", "# # # #"], ("####", "#S #", "# G#", "####")),
        (["2 0 0", "1 1 0", "3 0 0"], ("S  ", "## ", "G  ")),
    ],
)
def test_rows_of_a_tool_call_are_taken_as_documented(grid: list, rows: tuple[str, ...]) -> None:
    assert read_maze(grid).rows == rows


def test_a_line_of_a_tool_call_without_walls_is_a_maze() -> None:
    assert read_maze("S" + " " * 14 + "G").height == 4


def test_rows_without_a_goal_say_so() -> None:
    with pytest.raises(ValueError, match=r"\(goal\), expected 1"):
        read_maze(["S  ", "   "])
