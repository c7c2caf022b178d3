"""Puzzles on groups of one's own, with the shipped weights: solved, judged and predicted."""

import numpy as np
import pytest

from tinyduo.trm import Budget, Layout, Status, Sudoku, predict, solve, solve_many
from tinyduo.trm.puzzles.sudoku import is_solution
from tinyduo.trm.puzzles.sudoku.generate import generate_many
from tinyduo.trm.puzzles.sudoku.tables import tables
from tinyduo.trm.puzzles.sudoku.variants import jigsaw, latin_square, windoku, x_sudoku
from tinyduo.trm.solving.sudoku.candidates import CandidateBatch
from tinyduo.trm.solving.sudoku.hypotheses import bold

STEPS_ONLY = Budget(seconds=None, candidates=49, steps=16)
LAYOUTS = {
    "x": x_sudoku(),
    "windoku": windoku(),
    "jigsaw": jigsaw(["aaabbb", "aaabbb", "ccddde", "ccddee", "ccdfee", "fffffe"]),
    "latin": latin_square(5),
}


@pytest.fixture(scope="module")
def made():
    """Makes two puzzles of a layout that are not too hard, with their answers."""

    def make(layout: Layout) -> list[tuple[Sudoku, tuple]]:
        keep = layout.size**2 * 2 // 5
        givens, answers, _ = generate_many(2, layout=layout, seed=3, keep=keep)
        size = layout.size
        grids = [
            [tuple(map(tuple, flat.reshape(size, size).tolist())) for flat in digits]
            for digits in (givens, answers)
        ]
        return [(Sudoku(puzzle, layout), answer) for puzzle, answer in zip(*grids, strict=True)]

    return make


@pytest.mark.parametrize("name", LAYOUTS)
def test_ordinary_puzzles_are_solved(name, made):
    for puzzle, answer in made(LAYOUTS[name]):
        result = solve(puzzle, budget=STEPS_ONLY)
        assert result.status is Status.SOLVED
        assert result.answer == answer
        assert result.unique is True


def test_layouts_mix_in_one_call(made):
    known = [pair for layout in LAYOUTS.values() for pair in made(layout)[:1]]
    puzzles = [puzzle for puzzle, _ in known]
    answers = [answer for _, answer in known]
    results = solve_many(puzzles, budget=STEPS_ONLY)
    assert [result.answer for result in results] == answers
    assert [p.answer for p in predict(puzzles)] == answers


def test_a_clash_on_a_diagonal_is_a_contradiction(shipped):
    givens = tuple(
        tuple(7 if (r, c) in ((0, 8), (7, 1)) else 0 for c in range(9)) for r in range(9)
    )
    result = solve(Sudoku(givens, x_sudoku()), weights=shipped)
    assert result.status is Status.CONTRADICTION
    assert result.verdict is not None
    assert result.verdict.problems[0].message == "diagonal 2 has two 7s: r1c9 and r8c2"
    assert solve(Sudoku(givens), weights=shipped).status is Status.MULTIPLE


def test_a_blank_board_has_several_answers(shipped):
    puzzle = Sudoku(((0,) * 4,) * 4, x_sudoku(Layout(2, 2)))
    result = solve(puzzle, budget=STEPS_ONLY)
    assert result.status is Status.MULTIPLE
    assert is_solution(puzzle, result.answer)
    assert is_solution(puzzle, result.alternatives[0])


def test_bold_hypotheses_clash_in_no_group():
    layout = x_sudoku()
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.ones(9), 81)
    for _ in range(5):
        copy = bold(np.zeros(81, np.int8), probabilities, layout=layout, share=0.4, rng=rng)
        for group in tables(layout).groups:
            filled = copy[group][copy[group] > 0]
            assert len(set(filled.tolist())) == len(filled)


def test_an_answer_counts_as_right_only_if_it_keeps_every_group(shipped, full_grid):
    """A grid that is right on the usual board and repeats on a diagonal."""
    for layout, right in ((Layout(), True), (x_sudoku(), False)):
        batch = CandidateBatch(
            shipped.model, layout, questions=full_grid[None], givens=full_grid[None]
        )
        step = next(batch.run(1))
        assert (step.digits[0] == full_grid).all()
        assert bool(step.right[0]) is right


@pytest.fixture
def full_grid() -> np.ndarray:
    """A full 9x9 grid, flat; its first diagonal repeats."""
    rows = [[(3 * (row % 3) + row // 3 + col) % 9 + 1 for col in range(9)] for row in range(9)]
    return np.array(rows, np.int8).reshape(-1)
