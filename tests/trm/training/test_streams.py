"""Streams: augmented puzzles stay puzzles, and what is held out is never drawn for training."""

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout, Maze, Sudoku
from tinyduo.trm.puzzles.maze import verify
from tinyduo.trm.puzzles.maze.tokens import SYMBOLS, of_tokens
from tinyduo.trm.puzzles.sudoku import is_solution
from tinyduo.trm.puzzles.sudoku.generate import generate_many
from tinyduo.trm.training.hold_out import Divided, is_held_out
from tinyduo.trm.training.maze_data import MazeStream
from tinyduo.trm.training.streams import ON_PATH, Augmented, Drawn, Listed, Pairs


def pairs_of(layout: Layout, n: int) -> np.ndarray:
    puzzles, solutions, _ = generate_many(n, layout=layout, seed=1)
    return np.stack([puzzles, solutions], axis=1)


@pytest.mark.parametrize("layout", [Layout(2, 2), Layout(2, 3), Layout(3, 2), Layout(3, 3)])
def test_an_augmented_puzzle_has_its_augmented_answer(layout):
    rows = pairs_of(layout, 1)
    questions, answers = Augmented(Pairs(rows), layout).draw(40, np.random.default_rng(0))
    assert questions.dtype == answers.dtype == np.int8
    assert len({question.tobytes() for question in questions}) > 35
    shape = (layout.size, layout.size)
    for question, answer in zip(questions, answers, strict=True):
        puzzle = Sudoku(tuple(map(tuple, question.reshape(shape).tolist())), layout)
        assert (question > 0).sum() == (rows[0, 0] > 0).sum()
        assert is_solution(puzzle, answer.reshape(shape).tolist())


def test_augmentation_reaches_the_other_side_of_the_diagonal_on_square_boxes_alone():
    cells = np.arange(36, dtype=np.int8)
    layout = Layout(2, 3)
    stream = Augmented(Pairs(np.zeros((1, 2, 36), np.int8)), layout)
    maps = stream._cells(50, np.random.default_rng(0))
    assert all(sorted(one) == cells.tolist() for one in maps)
    assert all(len({cell // 6 for cell in one[:6]}) == 1 for one in maps)
    square = Augmented(Pairs(np.zeros((1, 2, 16), np.int8)), Layout(2, 2))
    rows = [
        len({cell // 4 for cell in one[:4]}) for one in square._cells(50, np.random.default_rng(0))
    ]
    assert set(rows) == {1, 4}


def test_what_is_held_out_is_never_drawn_for_training_and_alone_for_measuring():
    stream = Augmented(Pairs(pairs_of(Layout(2, 2), 50)), Layout(2, 2))
    rng = np.random.default_rng(0)
    seen, _ = Divided(stream).draw(300, rng)
    unseen, _ = Divided(stream, unseen=True).draw(50, rng)
    assert not any(map(is_held_out, seen))
    assert all(map(is_held_out, unseen))
    assert is_held_out(unseen[0].astype(np.int64))  # the integers' type does not matter


def test_drawn_mazes_hold_the_path_between_the_ends():
    questions, answers = Drawn(MazeStream(8, (6,))).draw(4, np.random.default_rng(1))
    for question, answer in zip(questions, answers, strict=True):
        maze = of_tokens(question.reshape(8, 8))
        assert isinstance(maze, Maze)
        path_cells = (answer == ON_PATH).sum() + 2
        assert path_cells >= 6
        kept = answer != ON_PATH
        assert (answer[kept] == question[kept]).all()
        assert (question[~kept] == SYMBOLS.index(" ")).all()
        assert not verify(maze, []).verified


def test_measuring_draws_no_puzzle_twice():
    rows = pairs_of(Layout(2, 2), 20)
    questions, _ = Listed(rows).draw(100, np.random.default_rng(0))
    assert sorted(map(bytes, questions)) == sorted(map(bytes, rows[:, 0]))
