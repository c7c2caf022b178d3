"""Mazes told in words, in pictures and in frames, and boards that are no plain mazes."""

from __future__ import annotations

import json
import random

import pytest

from tinyduo.tools.reading import Ask, Kind, read
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.maze import Maze

ROWS = ("#.#....#", "#S..##..", "..##..#.", "#.#..G..")
PLAIN = tuple(row.replace(".", " ") for row in ROWS)
BARE = "\n".join(ROWS).replace("S", ".").replace("G", ".")
WALLS = ((0, 1), (1, 1), (2, 3), (3, 3))
TOLD = ("S#   ", " #   ", "   # ", "   #G")


def rows_of(text: str) -> tuple[str, ...]:
    (finding,) = read(text).findings
    assert isinstance(finding.puzzle, Maze), finding.message
    return finding.puzzle.rows


@pytest.mark.parametrize(
    "words",
    [
        "from B2 to F4",
        "Start: b2\nGoal: f4",
        "Start B2, Ziel F4",
        "letters are columns. start B2, end F4",
    ],
)
def test_ends_may_be_named_like_squares_of_a_chess_board(words: str) -> None:
    assert rows_of(f"maze, # = wall\n{BARE}\n{words}") == PLAIN


def test_letters_are_rows_where_only_that_fits() -> None:
    (finding,) = read(f"maze, # = wall\n{BARE}\nstart B2, goal D6").findings
    assert isinstance(finding.puzzle, Maze)
    assert finding.puzzle.rows == PLAIN
    assert finding.doubts == ("took letters as rows and numbers as columns",)


def test_an_end_on_a_wall_is_named_as_it_was_written() -> None:
    (finding,) = read(f"maze, # = wall\n{BARE}\nstart A1, goal A2").findings
    assert finding.status is Status.MALFORMED
    assert "A1" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "A 4x5 grid (4 rows, 5 columns). Walls at "
        + ", ".join(map(str, WALLS))
        + " (0-indexed). Start (0,0), goal (3,4). Shortest path?",
        json.dumps({"rows": 4, "cols": 5, "walls": WALLS, "start": [0, 0], "goal": [3, 4]}),
        "A maze with 4 rows and 5 columns. Walls are at r1c2, r2c2, r3c4 and r4c4. Start is r1c1, "
        "the exit is r4c5.",
        "Maze of 5 columns and 4 rows; walls: B1, B2, D3, D4. Start A1, goal E4.",
        "4 rows, 5 columns, blocked cells: r1c2, r2c2, r3c4, r4c4. From the top left corner to the "
        "bottom right corner.",
    ],
    ids=["pairs", "json", "named", "letters", "corners"],
)
def test_a_maze_may_be_told_by_its_walls(text: str) -> None:
    assert rows_of(text) == TOLD


@pytest.mark.parametrize("seed", range(8))
def test_any_list_of_walls_gives_these_walls(seed: int) -> None:
    rng = random.Random(seed)
    height, width = rng.randint(2, 9), rng.randint(2, 9)
    cells = [(r, c) for r in range(height) for c in range(width)]
    start, goal, *walls = rng.sample(cells, rng.randint(3, len(cells)))
    base = rng.choice((0, 1))
    text = (
        f"{height} rows, {width} columns, counted from {base}. Obstacles: "
        + ", ".join(f"row {r + base} column {c + base}" for r, c in walls)
        + f". Start: row {start[0] + base} column {start[1] + base}; "
        + f"goal: row {goal[0] + base} column {goal[1] + base}."
    )
    expected = [["#" if (r, c) in walls else " " for c in range(width)] for r in range(height)]
    expected[start[0]][start[1]], expected[goal[0]][goal[1]] = "S", "G"
    assert rows_of(text) == tuple(map("".join, expected))


def test_a_wall_outside_the_grid_is_named() -> None:
    (finding,) = read("a 3x3 maze, walls (0,1), (7,2), start (0,0), goal (2,2)").findings
    assert finding.status is Status.MALFORMED
    assert "(7, 2) is outside the 3 rows and 3 columns" in finding.message


@pytest.mark.parametrize(
    "text",
    ["the walls of my flat: start at (3, 4) pm", "walls at (1,2) and (2,3)", "a 4x5 wall, r1c2"],
)
def test_a_few_places_make_no_maze(text: str) -> None:
    assert read(text).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "+--------+\n" + "\n".join(f"|{row}|" for row in ROWS) + "\n+--------+\nS to G",
        "maze\n\\begin{tabular}{cc}\n"
        + "\n".join(" & ".join(row).replace("#", "\\#") + r" \\" for row in ROWS)
        + "\n\\end{tabular}",
        "(S)tart to (G)oal\n" + "\n".join(ROWS),
        json.dumps({"grid": [list(row) for row in ROWS], "task": "shortest path S to G"}),
        "maze: " + "; ".join(ROWS),
        "maze\n" + "\n".join(f"* {row}" for row in ROWS),
        "maze <pre>" + "\n".join(PLAIN).replace(" ", "&nbsp;") + "</pre>",
    ],
    ids=["frame", "latex", "initials", "json task", "semicolons", "bullets", "html"],
)
def test_a_rare_notation_gives_the_maze(text: str) -> None:
    assert rows_of(text) == PLAIN


@pytest.mark.parametrize("words", ["Start S Finish F", "# wall S start F finish", "S to F"])
def test_signs_and_their_names_may_stand_in_either_order(words: str) -> None:
    """In "Start S Finish F" the S was taken for the finish."""
    assert rows_of(f"{words}\n" + "\n".join(ROWS).replace("G", "F")) == PLAIN


@pytest.mark.parametrize("pictures", ["🟥⬜🚗🏁", "🌲🟩🐻🍯"])
def test_a_board_of_pictures_needs_no_word_for_a_maze(pictures: str) -> None:
    board = "\n".join(ROWS).translate(dict(zip(map(ord, "#.SG"), pictures, strict=True)))
    assert rows_of(f"{board}\nhelp!") == PLAIN


@pytest.mark.parametrize(
    "board",
    [
        "########\n#  .   #\n# $$ @ #\n#  .   #\n########",
        "####\n# .#\n#  ###\n#*@  #\n#  $ #\n#  ###\n####",
        "#######\n#@ $ .#\n#  $  #\n# .   #\n#######\nsokoban: push the boxes",
    ],
)
def test_a_sokoban_board_is_refused_by_name(board: str) -> None:
    (finding,) = read(f"solve\n{board}").findings
    assert finding.kind is Kind.UNSUPPORTED
    assert "Sokoban" in finding.message


def test_one_who_looks_for_a_treasure_pushes_no_box() -> None:
    board = "\n".join(ROWS).replace("S", "@").replace("G", "$")
    assert rows_of(f"map: # wall, . floor, @ me, $ treasure. shortest path?\n{board}") == PLAIN


def test_costs_in_the_cells_are_refused_by_name() -> None:
    (finding,) = read("Find the cheapest path from S to G.\nS 1 3 1\n1 9 1 1\n2 1 1 G").findings
    assert finding.kind is Kind.UNSUPPORTED
    assert "costs" in finding.message


@pytest.mark.parametrize("text", ["maze: S...#..G", "corridor maze:\nS....G"])
def test_a_maze_of_one_row_says_what_is_missing(text: str) -> None:
    (finding,) = read(text).findings
    assert finding.status is Status.MALFORMED
    assert "1 row and" in finding.message


@pytest.mark.parametrize(
    ("words", "ask"),
    [("just the first turn, please", Ask.HINT), ("Is RRDD a valid solution?", Ask.CHECK)],
)
def test_what_is_asked_of_a_maze(words: str, ask: Ask) -> None:
    assert read(f"{words}\n" + "\n".join(ROWS)).ask is ask
