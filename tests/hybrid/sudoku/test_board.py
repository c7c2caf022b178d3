"""Drawings of boards."""

import io

import pytest
from rich.console import Console

from tinyduo.hybrid import kinds
from tinyduo.hybrid.reply import PuzzleReply
from tinyduo.hybrid.sudoku.board import Picture, draw, picture_of
from tinyduo.tools.reading import Ask, Kind, read
from tinyduo.trm.puzzles import Layout, Problem, Status, Sudoku, Verdict
from tinyduo.trm.puzzles.sudoku import from_line
from tinyduo.trm.result import Result

SMALL = from_line("...4...31...4...")
ANSWER = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 3, 1))
BOXES = [(2, 2), (2, 3), (3, 2), (3, 3), (4, 4)]


def reply_with(status: Status, *, answer=ANSWER, verdict=None, **fields) -> PuzzleReply:
    result = Result(status, answer, verdict, True, (), 1, 1, 0.5, 0.1, "sudoku")
    return PuzzleReply(Kind.SUDOKU, status, "words", puzzle=SMALL, result=result, **fields)


@pytest.mark.parametrize("box", BOXES)
def test_every_row_has_the_same_width_and_every_digit_is_there(box):
    layout = Layout(*box)
    size = layout.size
    grid = tuple(tuple((row + col) % size + 1 for col in range(size)) for row in range(size))
    for labels in (False, True):
        lines = draw(grid, layout, labels=labels).plain.splitlines()
        boards = [line for line in lines if "│" in line]
        assert len(boards) == size
        assert len({len(line) for line in lines[labels:]}) == 1
        assert len([line for line in lines if "─" in line]) == size // box[0] + 1


@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_drawing_can_be_pasted_back_as_a_puzzle(ascii_only, golden):
    for item in (golden("hard")[0], golden(box="2x3")[0]):
        text = Picture(item.puzzle, item.puzzle.givens).drawn(ascii_only=ascii_only).plain
        (finding,) = read(text).findings
        assert finding.puzzle == item.puzzle
        assert text.isascii() or not ascii_only


def test_a_board_too_wide_for_the_terminal_is_drawn_without_spaces():
    grid = ((0,) * 16,) * 16
    assert max(map(len, draw(grid, Layout(4, 4), width=80).plain.splitlines())) == 41
    assert max(map(len, draw(grid, Layout(4, 4), width=30).plain.splitlines())) == 21


def test_givens_are_bold_and_faults_red_only_on_a_terminal():
    picture = Picture(SMALL, ANSWER, wrong=frozenset({(3, 3)}))
    shown = {}
    for terminal in (True, False):
        file = io.StringIO()
        Console(
            file=file, force_terminal=terminal, color_system="standard" if terminal else "auto"
        ).print(picture.drawn())
        shown[terminal] = file.getvalue()
    assert "\x1b[1m4\x1b[0m" in shown[True]
    assert "\x1b[1;4;31m1\x1b[0m" in shown[True]
    assert "\x1b" not in shown[False]


def test_a_hint_and_a_question_do_not_draw_the_answer():
    for ask in (Ask.HINT, Ask.QUESTION, Ask.COUNT):
        picture = picture_of(reply_with(Status.SOLVED), ask)
        assert picture is not None
        assert picture.grid == SMALL.givens
    picture = picture_of(reply_with(Status.SOLVED), Ask.SOLVE)
    assert picture is not None
    assert picture.grid == ANSWER


def test_a_contradiction_draws_the_givens_with_the_offending_cells():
    verdict = Verdict((Problem("row", ((0, 0), (0, 3)), "row 1 has two 4s"),))
    picture = picture_of(reply_with(Status.CONTRADICTION, answer=None, verdict=verdict), Ask.SOLVE)
    assert picture == Picture(SMALL, SMALL.givens, wrong=frozenset({(0, 0), (0, 3)}))


def test_a_check_draws_the_persons_grid_and_its_wrong_cells():
    attempt = ((3, 2, 0, 4), *SMALL.givens[1:])
    picture = picture_of(reply_with(Status.SOLVED, attempt=attempt), Ask.CHECK)
    assert picture is not None
    assert (picture.grid, picture.wrong) == (attempt, {(0, 1)})


def test_two_answers_are_drawn_side_by_side_where_there_is_room():
    """The words spoke of "another beside it", and only one board was drawn."""
    other = tuple(reversed(ANSWER))
    result = Result(Status.MULTIPLE, ANSWER, Verdict(), False, (other,), 1, 1, 0.5, 0.1, "sudoku")
    reply = PuzzleReply(Kind.SUDOKU, Status.MULTIPLE, "words", puzzle=SMALL, result=result)
    picture = picture_of(reply, Ask.SOLVE)
    assert picture is not None
    beside = picture.drawn(width=40, ascii_only=True).plain.splitlines()
    below = picture.drawn(width=20, ascii_only=True).plain.splitlines()
    assert beside[1] == "| 3 1 | 2 4 |   | 4 2 | 3 1 |"
    assert below[1] == "| 3 1 | 2 4 |"
    assert "| 4 2 | 3 1 |" in below[7:]
    assert {len(line) for line in beside} == {29}


def test_a_grid_only_the_model_read_is_drawn_beside_its_answer():
    reply = reply_with(Status.PREDICTED, grid_source="llm, unconfirmed")
    picture = picture_of(reply, Ask.SOLVE)
    assert picture == Picture(SMALL, SMALL.givens, other=ANSWER)


def test_without_a_puzzle_there_is_nothing_to_draw():
    assert kinds.picture_of(PuzzleReply(Kind.MAZE, Status.UNSUPPORTED, ""), Ask.SOLVE) is None
    assert isinstance(SMALL, Sudoku)
