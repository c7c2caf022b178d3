"""Mazes as strangers write them: pictures of any kind, asides, sentences for legends, and words."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import Finding, Kind, read
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.maze import Maze

FRAMED = ("#######", "#S#   #", "# # # #", "#   #G#", "#######")
OPEN = (" #  S", "   # ", "## # ", "G    ")
GRID = "\n".join(FRAMED)


def only(text: str) -> Finding:
    (finding,) = read(text).findings
    return finding


def rows_of(text: str) -> tuple[str, ...]:
    finding = only(text)
    assert isinstance(finding.puzzle, Maze), finding.message
    return finding.puzzle.rows


def drawn(rows: tuple[str, ...], signs: str, joint: str = "") -> str:
    table = dict(zip("# SG", signs, strict=True))
    return "\n".join(joint.join(table[cell] for cell in row) for row in rows)


@pytest.mark.parametrize(
    "signs", ["🌲🟫🐰🥕", "🧱🟫SG", "🟦⬛🐸🏁", "🟩🟫🚶🏁", "🌊🟩🚤🏠", "🌵🟨🐪💧"]
)
@pytest.mark.parametrize("rows", [FRAMED, OPEN])
def test_the_ground_of_pictures_is_told_by_the_whole_grid(signs: str, rows: tuple) -> None:
    """Brown ground between trees was taken for walls, so that nobody could take a step."""
    if rows is OPEN and "⬛" in signs:
        return  # black squares in the open are walls
    assert rows_of(f"help me\n{drawn(rows, signs)}") == rows


def test_of_two_colours_the_one_that_leaves_a_path_is_the_ground() -> None:
    rows = ("  #  ", "S# # ", "   #G", "##   ")
    for signs in ("🟥🟦SG", "🟦🟥SG", "🟪🟧SG", "🟧🟪SG"):
        finding = only(f"maze\n{drawn(rows, signs)}")
        assert isinstance(finding.puzzle, Maze)
        assert finding.puzzle.rows == rows
    assert "leaves a path" in " ".join(finding.doubts)


@pytest.mark.parametrize("signs", ["🌲🟩SG", "🧱⬜SG", "⬛⬜SG", "🟥⬜SG", "🟦🟨SG"])
def test_a_maze_of_pictures_without_a_path_stays_one(signs: str) -> None:
    rows = ("######", "#S # #", "#  #G#", "# ####", "######")
    assert rows_of(f"maze\n{drawn(rows, signs)}") == rows


def test_what_the_words_say_of_a_picture_counts() -> None:
    rows = ("S#  ", "  # ", "# # ", "   G")
    assert rows_of("🌊 is the sea, I cannot swim\n" + drawn(rows, "🌊🟩🧍🏠")) == rows
    assert rows_of("sail on the 🌊, 🟩 is land in the way\n" + drawn(rows, "🟩🌊🚤🏁")) == rows


WALLS = "(0,1), (1,1), (2,3), (3,3)"
TOLD = ("S#   ", " #   ", "   # ", "   #G")


@pytest.mark.parametrize(
    "aside", ["(row,col counted from 0)", "(row, column; zero-based)", "[r, c]", "(4 of them)"]
)
@pytest.mark.parametrize("colon", [": ", " are ", " - "])
def test_an_aside_before_the_list_of_walls_is_none_of_them(aside: str, colon: str) -> None:
    text = f"Grid of 4 rows and 5 columns. Blocked cells {aside}{colon}{WALLS}."
    assert rows_of(f"{text} Start (0,0), goal (3,4). It moves up, down, left, right.") == TOLD
    assert only(f"{text} Start (0,0), goal (3,4). It moves up, down, left, right.").attempt is None


def test_how_an_aside_counts_is_obeyed() -> None:
    text = "A 4x5 maze. Walls (row, col, {}): (1,2), (2,2), (3,4). Start (1,1), goal (3,3)."
    assert rows_of(text.format("counted from 0")) == ("     ", " S#  ", "  #  ", "   G#")
    assert rows_of(text.format("counting from 1")) == ("S#   ", " #   ", "  G# ", "     ")
    finding = only(text.replace("(3,4)", "(4,5)").format("counting starts at 0"))
    assert finding.status is Status.MALFORMED
    assert "(4, 5) is outside" in finding.message
    flipped = text.format("").replace("(row, col, )", "(x, y; counted from 0)")
    assert rows_of(flipped.replace("4x5", "5x5")) == ("     ", " S   ", " ##  ", "   G ", "   # ")


@pytest.mark.parametrize(
    "legend",
    [
        "1 means you CAN walk, 0 means wall.",
        "1 = cells you can walk on, 0 = cells you cannot enter",
        "1 is where one may go; 0: it can't be crossed",
        "0s are walls, 1s are open",
        "0 = not walkable, 1 = walkable",
    ],
)
def test_a_sentence_may_say_what_a_digit_means(legend: str) -> None:
    """The 1 of "1 means you can walk" was taken for the start."""
    board = drawn(OPEN, "0111", " ")
    ends = "from row 1, column 5 to row 4, column 1 (counting from 1)"
    assert rows_of(f"Careful: {legend}\n{board}\n{ends}") == OPEN


def test_digits_that_the_message_makes_ends_need_no_word_for_a_maze() -> None:
    told = "1 = you can walk on it, 0 = you cannot enter. Start is 2, finish is 3.\n"
    assert rows_of(told + drawn(OPEN, "0123", " ")) == OPEN


def test_where_you_enter_and_where_you_exit_are_the_ends() -> None:
    text = "E is where you enter, X is where you exit\n" + drawn(OPEN, "#.EX")
    assert rows_of(text) == OPEN


@pytest.mark.parametrize("mark", [",", ";", ", "])
def test_empty_fields_are_open_cells(mark: str) -> None:
    """Rows with one mark or none among the separators were lost."""
    rows = ("  #G  ", "     #", "      ", "#  # #", " S#   ", "  # # ")
    text = "\n".join(mark.join(cell.strip() for cell in row) for row in rows)
    assert rows_of(f"maze as CSV, S start, G goal\n{text}") == rows
    assert rows_of(f"wall,free -> #, (nothing)\n{text}\nshortest path from S to G") == rows


def test_a_row_of_a_table_may_be_empty() -> None:
    rows = ("S # # ", "  #G  ", " #    ", " # #  ", "      ")
    table = "\n".join(f"|{n}|{'|'.join(row)}|" for n, row in enumerate(rows, start=1))
    assert rows_of(f"maze, S to G\n| |A|B|C|D|E|F|\n|-|-|-|-|-|-|-|\n{table}") == rows


@pytest.mark.parametrize("way", ["S->G", "S=>G", "S→G?", "S --> G", "go S->G"])
@pytest.mark.parametrize("rows", [FRAMED, OPEN])
def test_a_line_that_says_the_way_is_no_row(way: str, rows: tuple) -> None:
    board = "\n".join(rows).replace(" ", ".")
    for text in (f"solve\n{board}\n{way}", f"{way}\n{board}", f"hi\n{way}\n{board}\nthanks"):
        assert rows_of(text) == rows


def test_pictures_above_and_below_a_board_are_no_rows() -> None:
    assert rows_of(f"🐭➡🧀\n{drawn(FRAMED, '🧱⬜🐭🧀')}\n🙏🙏🙏") == FRAMED


@pytest.mark.parametrize(
    "words",
    [
        "@ is me, > the stairs. fastest way down?",
        "the 3D printer made this maze, > is the exit",
        "level 3 of the dungeon, the stairs down are >",
        "@ is the bottom of the stairs, > the exit",
    ],
)
def test_stairs_and_printers_are_no_third_dimension(words: str) -> None:
    assert rows_of(f"{words}\n{drawn(FRAMED, '#.@>')}") == FRAMED


@pytest.mark.parametrize(
    "words",
    ["two floors, S to G", "U = stairs up, D = stairs down", "floor 1:\n#S#\n\nfloor 2:",
     "stairs lead to the upper floor", "a 3D maze"],
)  # fmt: skip
def test_floors_with_stairs_between_them_are_one(words: str) -> None:
    assert {finding.kind for finding in read(f"{words}\n{GRID}").findings} == {Kind.UNSUPPORTED}


@pytest.mark.parametrize("words", ["Path to the goal G??", "G is the exit, how do I get there?"])
def test_a_maze_without_a_start_says_so(words: str) -> None:
    for rows in (FRAMED, OPEN):
        finding = only(f"{words}\n" + "\n".join(rows).replace(" ", ".").replace("S", "."))
        assert (finding.kind, finding.status) == (Kind.MAZE, Status.MALFORMED)
        assert "no start" in finding.message


def test_letters_that_the_legend_makes_ground_make_rows() -> None:
    rows = ("S #   ", "  # # ", " #    ", "    #G")
    text = "F frozen, H hole, S start, G goal\n" + drawn(rows, "HFSG")
    assert rows_of(text) == rows


def test_who_walks_is_no_house() -> None:
    maze = only(drawn(FRAMED, "🟦🟨🐸🏠")).puzzle
    assert isinstance(maze, Maze)
    assert maze.rows == FRAMED


@pytest.mark.parametrize(
    "text",
    [
        "🎉🎉🎉🎉\n🎉🎂🎁🎉\n🎉🎉🎉🎉",
        "Wordle 1,234 4/6\n\n⬛🟨⬛⬛⬛\n⬛🟩⬛🟨⬛\n🟩🟩🟩🟩🟩",
        "😀😀😀\n😀😡😀",
        "a path to the goal G\n###\n###",
        ",,,\n,,,\n,,,",
        "the exit is # 5\n# G\n# 3",
    ],
)
def test_what_only_looks_like_a_board_is_none(text: str) -> None:
    assert read(text).findings == ()
