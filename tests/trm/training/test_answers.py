"""Answers of data made elsewhere: every sort of wrong one is found, and right ones pass."""

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout
from tinyduo.trm.puzzles.maze.tokens import SYMBOLS
from tinyduo.trm.puzzles.sudoku.generate import generate_many
from tinyduo.trm.training import answers
from tinyduo.trm.training.answers import wrong_maze, wrong_sudoku
from tinyduo.trm.training.maze_data import MazeStream
from tinyduo.trm.training.streams import Drawn


def of_lines(question: str, answer: str) -> np.ndarray:
    """A pair of one-line mazes, `(2, L)`."""
    return np.array([[(SYMBOLS + "o").index(cell) for cell in line] for line in (question, answer)])


@pytest.mark.parametrize("box", [(2, 2), (2, 3), (3, 2), (3, 3)])
def test_right_sudokus_pass_and_a_swapped_answer_is_found_in_any_block(box, monkeypatch):
    layout = Layout(*box)
    puzzles, solutions, _ = generate_many(7, layout=layout, seed=2)
    pairs = np.stack([puzzles, solutions], axis=1)
    spoilt = pairs.copy()
    spoilt[4, 1] = pairs[5, 1]
    for block in (2, 4, 100):
        monkeypatch.setattr(answers, "_BLOCK", block)
        assert wrong_sudoku(pairs, layout) is None
        found = wrong_sudoku(spoilt, layout)
        assert found
        assert found[0] == 4


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("3124241313424230", "1 cell is blank: r4c4"),
        ("3124241313424233", "column 4 has two 3s: r2c4 and r4c4"),
        ("2413312413424231", "r1c4"),  # rows 1 and 2 swapped: a grid of another puzzle
        ("3214142323414132", "r3c1"),  # 1 and 2 swapped: the same
    ],
)
def test_what_is_wrong_with_a_sudoku_is_said_with_its_cells(answer, says):
    pair = np.array([[int(cell) for cell in line] for line in ("0004000310004000", answer)])
    found = wrong_sudoku(pair[None], Layout(2, 2))
    assert found
    assert found[0] == 0
    assert says in found[1]


def test_generated_mazes_pass():
    questions, drawn = Drawn(MazeStream(side=9)).draw(30, np.random.default_rng(0))
    assert wrong_maze(np.stack([questions, drawn], axis=1)) is None


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("So # G # ", "does not lead"),  # ends early
        ("S o# G # ", "does not lead"),  # a gap
        ("Soo#oG #o", "does not lead"),  # goes on behind the goal
        ("S  # G # ", "does not lead"),  # none at all
        ("Soo#oG#o ", "r3c1 is not that of the question"),
        ("So #oGo# ", "does not lead"),  # and a cell that it does not reach
        ("So # # G ", "r2c3 is not that of the question"),
    ],
)
def test_what_is_wrong_with_a_path_is_said(answer, says):
    pairs = np.stack([of_lines("S  # G # ", "So #oG # ")] * 2)
    assert wrong_maze(pairs) is None
    pairs[1, 1] = of_lines(answer, answer)[0]
    found = wrong_maze(pairs)
    assert found
    assert found[0] == 1
    assert says in found[1]
