"""Answers are found in replies however a model writes them; nothing is found where none is."""

import pytest

from tinyduo.evals.replies import parse
from tinyduo.trm.puzzles import Maze, Status, Sudoku
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration

SMALL = Sudoku.from_rows([[0, 0, 0, 4], [0, 0, 0, 3], [1, 0, 0, 0], [4, 0, 0, 0]])
GRID = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 3, 1))
MAZE = Maze(("S #", "  #", "#  ", "# G"))
PATH = ((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2))
TASK = ArcTask((Demonstration(((1,),), ((2,),)),), (((3,),),))


@pytest.mark.parametrize(
    ("reply", "mode"),
    [
        ("ANSWER:\n3124\n2413\n1342\n4231", "strict"),
        ("ANSWER: 3124241313424231", "strict"),
        ("First 1111\n2222\n3333\n4444, no.\nAnswer:\n3 1 2 4\n2 4 1 3\n1 3 4 2\n4 2 3 1",
         "strict"),
        ("Here it is:\n| 3 1 | 2 4 |\n| 2 4 | 1 3 |\n+---+---+\n| 1 3 | 4 2 |\n| 4 2 | 3 1 |",
         "lenient"),
        ("```\n[[3,1,2,4],[2,4,1,3],[1,3,4,2],[4,2,3,1]]\n```", "lenient"),
        ("ANSWER: see above. \n3124\n2413\n1342\n4231\nDone.", "strict"),
    ],
)  # fmt: skip
def test_sudokus(reply, mode):
    found = parse(reply, SMALL)
    assert (found.answer, found.mode, found.status) == (GRID, mode, Status.PREDICTED)


@pytest.mark.parametrize(
    "reply",
    [
        "ANSWER: DRDRD",
        "answer: D, R, D, R, D",
        "Go down, right, down, right and down.",
        "ANSWER: [[0, 0], [1, 0], [1, 1], [2, 1], [2, 2], [3, 2]]",
        "(1,1) (2,1) (2,2) (3,2) (3,3) (4,3)",
    ],
)
def test_paths_as_moves_words_or_cells(reply):
    assert parse(reply, MAZE).answer == PATH


@pytest.mark.parametrize(
    "reply",
    [
        "The rule is [[1]] to [[2]].\nANSWER: [[0, 1], [2, 3]]",
        "ANSWER:\n0 1\n2 3",
        "So it is\n01\n23",
        "Output: [[0,\n 1],\n [2, 3]] as asked",
    ],
)
def test_arc_grids(reply):
    assert parse(reply, TASK).answer == ((0, 1), (2, 3))


@pytest.mark.parametrize("puzzle", [SMALL, MAZE, TASK, None])
def test_words_in_the_place_of_an_answer(puzzle):
    assert parse("ANSWER: CONTRADICTION", puzzle).status is Status.CONTRADICTION
    assert parse("**Multiple**.", puzzle).status is Status.MULTIPLE
    nothing = parse("I like puzzles.", puzzle)
    assert (nothing.status, nothing.answer, nothing.mode) == (Status.UNSOLVED, None, "none")


def test_a_hostile_reply_costs_no_time():
    for reply in ("[" * 200_000, "[[" * 5_000 + "1", "UDLR" * 50_000, "1\n" * 90_000):
        for puzzle in (SMALL, MAZE, TASK):
            parse(reply, puzzle)
