"""Drawings of mazes."""

import io

import pytest
from rich.console import Console

from tinyduo.hybrid.kinds import drawn_step, picture_of
from tinyduo.hybrid.maze.board import MazePicture, draw
from tinyduo.hybrid.reply import PuzzleReply
from tinyduo.tools.reading import Ask, Kind, read
from tinyduo.trm.puzzles import Maze, Status
from tinyduo.trm.puzzles.maze import drawn
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.result import TraceStep


def reply_with(maze, result, **fields) -> PuzzleReply:
    return PuzzleReply(Kind.MAZE, result.status, "words", puzzle=maze, result=result, **fields)


@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [200, 80, 24])
def test_every_row_has_the_same_width_and_every_cell_is_there(winding, labels, ascii_only, width):
    path = label(winding) or ()
    picture = MazePicture(winding, path)
    lines = picture.drawn(labels=labels, width=width, ascii_only=ascii_only).plain.splitlines()
    rows = lines[2:] if labels else lines
    assert len(rows) == 14
    assert len({len(line) for line in rows}) == 1
    assert max(map(len, lines)) <= width
    text = "".join(rows)
    assert text.count("o") == len(path) - 2
    assert (text.count("S"), text.count("G")) == (1, 1)
    assert text.isascii() or not ascii_only


def test_the_largest_maze_fits_an_ordinary_terminal():
    rows = ("S" + " " * 63, *[" " * 64] * 62, "#" * 63 + "G")
    lines = MazePicture(Maze(rows)).drawn(labels=True, width=80).plain.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[-1] == "64 " + "█" * 63 + "G"


def test_column_numbers_stand_above_their_columns(winding):
    tens, ones, first, *_ = MazePicture(winding).drawn(labels=True).plain.splitlines()
    assert ones.split() == [*"1234567890", *"1234"]
    assert tens.index("1") == ones.index("0")
    assert first.startswith(" 1 ")


def test_a_narrow_drawing_can_be_pasted_back(winding):
    text = MazePicture(winding).drawn(width=20, ascii_only=True).plain
    (finding,) = read(f"solve this maze\n{text}").findings
    assert finding.puzzle == winding


def test_colours_are_for_terminals_and_faults_show_without_them(small):
    picture = MazePicture(small, ((1, 1), (1, 2), (1, 3), (1, 4)), wrong=frozenset({(1, 4)}))
    shown = {}
    for terminal in (True, False):
        file = io.StringIO()
        Console(
            file=file, force_terminal=terminal, color_system="standard" if terminal else "auto"
        ).print(picture.drawn())
        shown[terminal] = file.getvalue()
    assert "\x1b[1;36mo" in shown[True]
    assert "\x1b[1;4;31mx" in shown[True]
    assert "\x1b" not in shown[False]
    assert "S o o x" in shown[False]


def test_only_who_asks_for_the_path_sees_it(small, way, result_of):
    reply = reply_with(small, result_of(small))
    for ask in (Ask.HINT, Ask.QUESTION, Ask.COUNT, Ask.CHECK):
        assert picture_of(reply, ask) in (
            MazePicture(small),
            MazePicture(small, style="bold green"),
        )
    assert picture_of(reply, Ask.SOLVE) == MazePicture(small, way)


def test_a_check_draws_the_persons_path_and_its_wrong_cell(small, result_of):
    attempt = ((1, 1), (2, 1), (3, 1))
    picture = picture_of(reply_with(small, result_of(small), attempt=attempt), Ask.CHECK)
    assert isinstance(picture, MazePicture)
    assert (picture.path, picture.wrong) == (attempt, {(2, 1)})


def test_a_maze_without_a_path_is_drawn_as_it_is(result_of):
    closed = Maze(("S#G", "###"))
    picture = picture_of(reply_with(closed, result_of(closed, Status.CONTRADICTION)), Ask.SOLVE)
    assert picture == MazePicture(closed, wrong=frozenset({(0, 0), (0, 2)}))


def test_a_step_of_the_trace_shows_what_is_new(small, way):
    steps = [TraceStep(0, n, drawn(small, way[:n]), 0.5, False) for n in (3, 5)]
    text = drawn_step(steps[1], steps[0], 80)
    assert text.plain == draw(drawn(small, way[:5])).plain
    assert sum("yellow" in str(span.style) for span in text.spans) == 2
    other = TraceStep(0, 1, ("S ", " G"), 0.5, False)
    assert drawn_step(other, steps[0], 80).plain.count("S") == 1
