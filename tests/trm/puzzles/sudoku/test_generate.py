"""The generator: unique, minimal, graded, seeded; compiled and plain code agree."""

import os
import subprocess
import sys

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout, Sudoku
from tinyduo.trm.puzzles.sudoku import Answers, is_solution, rule_on
from tinyduo.trm.puzzles.sudoku.generate import (
    Difficulty,
    climb,
    generate,
    generate_many,
    grade,
)

LAYOUTS = [Layout(2, 2), Layout(2, 3), Layout(3, 2), Layout(3, 3)]


def without(puzzle: Sudoku, row: int, col: int) -> Sudoku:
    rows = [list(digits) for digits in puzzle.givens]
    rows[row][col] = 0
    return Sudoku(tuple(map(tuple, rows)), puzzle.layout)


@pytest.mark.parametrize("board", LAYOUTS, ids=str)
def test_puzzles_have_one_answer_and_no_given_too_many(board):
    puzzle, answer = generate(layout=board, seed=4)
    assert is_solution(puzzle, answer)
    assert rule_on(puzzle).answers is Answers.ONE
    for row in range(board.size):
        for col in range(board.size):
            if puzzle.givens[row][col]:
                assert rule_on(without(puzzle, row, col)).answers is Answers.SEVERAL


def test_a_16x16_puzzle_has_one_answer():
    puzzle, answer = generate(layout=Layout(4, 4), seed=1)
    assert is_solution(puzzle, answer)
    assert rule_on(puzzle).answers is Answers.ONE


@pytest.mark.parametrize("difficulty", list(Difficulty))
def test_the_wanted_difficulty_comes(difficulty):
    puzzle, _ = generate(difficulty, seed=2)
    assert grade(puzzle) is difficulty


def test_the_same_seed_gives_the_same_puzzle_and_another_another():
    assert generate(seed=5) == generate(seed=5)
    assert generate(seed=5) != generate(seed=6)


def test_climbing_makes_puzzles_harder_and_keeps_them_unique():
    puzzles, solutions, ratings = generate_many(5, layout=Layout(), seed=1)
    before = ratings.mean()
    climb(puzzles, solutions, ratings, tries=200, layout=Layout(), seed=1)
    assert ratings.mean() > before
    for digits, answer in zip(puzzles, solutions, strict=True):
        puzzle = Sudoku.from_rows(digits.reshape(9, 9).tolist())
        assert is_solution(puzzle, answer.reshape(9, 9).tolist())
        assert rule_on(puzzle).answers is Answers.ONE


def test_compiled_and_plain_code_make_the_same_puzzles():
    """Without numba the shifts once overflowed in int8, and every puzzle was wrong."""
    program = (
        "from tinyduo.trm.puzzles import Layout\n"
        "from tinyduo.trm.puzzles.sudoku.generate import generate_many\n"
        "for layout in (Layout(2, 2), Layout(2, 3)):\n"
        "    print(generate_many(3, layout=layout, seed=9)[0].tolist())\n"
        "print(generate_many(1, layout=Layout(3, 3), seed=9)[0].tolist())\n"
    )
    plain, compiled = (
        subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            env=os.environ | {"NUMBA_DISABLE_JIT": flag},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for flag in ("1", "0")
    )
    assert plain == compiled
    assert np.array(eval(plain.splitlines()[-1])).max() == 9
