"""Training data: from our generator alone, unique answers, the same for the same settings."""

import numpy as np
import pytest

from tinyduo.trm.puzzles import Sudoku
from tinyduo.trm.puzzles.sudoku import Answers, is_solution, rule_on
from tinyduo.trm.training.sudoku_data import BoardData, SudokuStream, puzzles_of

DATA = BoardData((2, 2), random=30, climbed=4, climb_tries=10, climbed_share=0.2, extra_share=0.5)


@pytest.fixture
def cached(tmp_path, monkeypatch):
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path))
    return tmp_path


def sudoku(digits: np.ndarray) -> Sudoku:
    return Sudoku.from_rows(digits.reshape(4, 4).tolist())


def test_every_drawn_puzzle_has_its_answer_as_the_only_one(cached):
    stream = SudokuStream(DATA, puzzles_of(DATA, lambda line: None))
    questions, answers = stream.draw(60, np.random.default_rng(0))
    givens = set()
    for question, answer in zip(questions, answers, strict=True):
        puzzle = sudoku(question)
        assert is_solution(puzzle, answer.reshape(4, 4).tolist())
        assert rule_on(puzzle).answers is Answers.ONE
        givens.add(puzzle.n_givens)
    assert max(givens) > min(givens) + 5  # some draws are nearly full


def test_puzzles_are_read_from_the_cache_the_second_time(cached):
    lines: list[str] = []
    first, second = (puzzles_of(DATA, lines.append) for _ in range(2))
    assert len(lines) == 1
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])


def test_draws_depend_on_the_generator_alone(cached):
    stream = SudokuStream(DATA, puzzles_of(DATA, lambda line: None))
    a, b = (stream.draw(10, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(a[0], b[0])
