"""Mazes that the message corrects, and mazes in tables, frames, words, pictures and coordinates."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.maze import Maze

DRAWN = "S.#..\n..#.G\n....."


def rows_of(text: str) -> tuple[str, ...] | None:
    (finding,) = read(text).findings
    return finding.puzzle.rows if isinstance(finding.puzzle, Maze) else None


def doubts_of(text: str) -> str:
    (finding,) = read(text).findings
    return "; ".join(finding.doubts)


@pytest.mark.parametrize(
    "words",
    [
        "Correction: row 3 is ##...",
        "EDIT: the third row is wrong, it should read ##...",
        "the last row should be `##...`, sorry",
        "Korrektur: Zeile 3 muss heißen:\n##...",
        "oops, the third line should be # # . . .",
    ],
)
def test_a_row_said_anew_takes_the_place_of_the_old_one(words: str) -> None:
    """The maze as it stood was once solved, with a wall too few."""
    assert rows_of(f"maze:\n{DRAWN}\n{words}") == ("S #  ", "  # G", "##   ")
    assert rows_of(f"{words}\n\nmaze:\n{DRAWN}") == ("S #  ", "  # G", "##   ")


def test_rows_and_cells_are_corrected_too() -> None:
    assert rows_of(f"maze:\n{DRAWN}\nrows 1 and 2 are swapped") == ("  # G", "S #  ", "     ")
    assert rows_of(f"maze:\n{DRAWN}\noops, r3c3 is a wall") == ("S #  ", "  # G", "  #  ")
    framed = "#####\n#S G#\n#   #\n#####"
    assert rows_of(f'maze\n{framed}\nsorry, row 3 should read "# # #"') == (
        "#####", "#S G#", "# # #", "#####",
    )  # fmt: skip


def test_a_question_changes_nothing_and_a_bare_complaint_leaves_a_doubt() -> None:
    plain = ("S #  ", "  # G", "     ")
    assert rows_of(f"maze:\n{DRAWN}\nis row 3 wrong?") == plain
    assert doubts_of(f"maze:\n{DRAWN}\nis row 3 wrong?") == ""
    assert rows_of(f"maze:\n{DRAWN}\nrow 3 is wrong") == plain
    assert "row 3" in doubts_of(f"maze:\n{DRAWN}\nrow 3 is wrong")


@pytest.mark.parametrize("mark", ["-", "_"])
def test_a_row_of_floor_alone_is_no_line_across_the_page(mark: str) -> None:
    text = "-----\n--X-S\n-GXX-\n-----".replace("-", mark)
    expected = ("     ", "  # S", " G## ", "     ")
    assert rows_of(f"maze, X is wall and {mark} is floor\n{text}") == expected
    assert doubts_of(f"maze, X is wall and {mark} is floor\n{text}") == ""
    assert rows_of(f"maze\n{text}") == expected
    assert "one mark" in doubts_of(f"maze\n{text}")


def test_a_line_across_the_page_stays_one() -> None:
    assert rows_of("maze\n-----\nS.#.G\n.....\n-----") == ("S # G", "     ")


def test_the_empty_head_of_a_table_is_no_row() -> None:
    table = "| | | |\n|---|---|---|\n| S | {0} | # |\n| {0} | # | # |\n| {0} | {0} | G |"
    expected = ("S #", " ##", "  G")
    assert rows_of("solve the maze\n" + table.format(".")) == expected
    assert doubts_of("solve the maze\n" + table.format(".")) == ""
    assert rows_of("solve the maze\n" + table.format(" ")) == expected
    assert "head" in doubts_of("solve the maze\n" + table.format(" "))


@pytest.mark.parametrize("frame", ["╔═════╗|║|╚═════╝", "┌─────┐|│|└─────┘"])
def test_a_frame_around_blocks_is_no_cell(frame: str) -> None:
    top, side, bottom = frame.split("|")
    inner = ("S ▓  ", "     ", "▓▓  G")
    drawn = "\n".join((top, *(f"{side}{row}{side}" for row in inner), bottom))
    assert rows_of(f"{drawn}\nfrom S to G") == ("S #  ", "     ", "##  G")


def test_cells_as_words() -> None:
    expected = ("S #", " # ", "  G")
    rows = '[["start", "path", "wall"], ["path", "wall", "path"], ["path", "path", "end"]]'
    assert rows_of(f'{{"cells": {rows}}}') == expected
    assert rows_of("maze\nstart,path,wall\npath,wall,path\npath,path,end") == expected


def test_a_pbm_image() -> None:
    image = "P1\n# mine\n4 3\n0 0 1 0\n1 0 1 0\n0 0 0 0\n"
    text = f"{image}\nwalls are black, way from x=0, y=0 to x=3, y=0 (zero-based)"
    assert rows_of(text) == ("S #G", "# # ", "    ")


@pytest.mark.parametrize(
    "text",
    [
        "walls = {(0, 2), (1, 1)}\nrows, cols = 3, 4\nstart, end = (0, 0), (2, 3)\nway?",
        "columns A-D, rows 1-3, blocked: C1, B2. How do I get from A1 to D3?",
        "4 columns x 3 rows, origin (0,0) in the bottom left, x right, y up. "
        "Obstacles at (2,2) (1,1). Start (0,2), goal (3,0). shortest route?",
    ],
)
def test_walls_told_by_coordinates(text: str) -> None:
    assert rows_of(text) == ("S #.".replace(".", " "), " #  ", "   G")


def test_ends_are_counted_from_below_where_the_message_says_so() -> None:
    drawn = "#..\n...\n..#"
    below = "maze, (0,0) is the bottom left, x to the right. from (0,0) to (2,2)"
    assert rows_of(f"{below}\n{drawn}") == ("# G", "   ", "S #")
    numbered = "maze, rows are numbered from the bottom. start r1c1, goal r3c3"
    assert rows_of(f"{numbered}\n{drawn}") == ("# G", "   ", "S #")


def test_underscores_and_bars_are_refused_by_name() -> None:
    (finding,) = read(" _____\n|S  | |\n| |_  |\n|____G|\nfrom S to G?").findings
    assert finding.status is Status.MALFORMED
    assert "underscores" in finding.message


def test_an_end_that_stands_twice_is_told_without_the_word_maze() -> None:
    (finding,) = read("S..#.\n....G\n#.#..\n#.#S.\nget from S to G").findings
    assert finding.status is Status.MALFORMED
    assert "2 starts" in finding.message
