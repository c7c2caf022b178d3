"""Hypotheses keep the givens, never clash, and differ from one another."""

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout, Sudoku
from tinyduo.trm.puzzles.sudoku import clashes
from tinyduo.trm.solving.sudoku.hypotheses import assumptions, bold, careful


@pytest.fixture
def givens(golden) -> np.ndarray:
    return np.array(golden("hard")[0].puzzle.givens, np.int8).reshape(-1)


@pytest.fixture
def probabilities() -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.dirichlet(np.ones(9), size=81)


def test_careful_ones_fix_one_blank_to_its_best_or_second_best_digit(givens, probabilities):
    copies = careful(givens, probabilities, n=16)
    assert len({copy.tobytes() for copy in copies}) == 16
    for copy in copies:
        (cell,) = np.flatnonzero(copy != givens)
        assert givens[cell] == 0
        assert copy[cell] - 1 in np.argsort(-probabilities[cell])[:2]


def test_careful_ones_take_the_most_uncertain_cells_first(givens):
    probabilities = np.zeros((81, 9))
    probabilities[:, 0] = 1.0
    blank = np.flatnonzero(givens == 0)[7]
    probabilities[blank, :2] = 0.5
    for copy in careful(givens, probabilities, n=2):
        assert np.flatnonzero(copy != givens).tolist() == [blank]


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_bold_ones_never_clash_and_keep_the_givens(givens, probabilities, share):
    rng = np.random.default_rng(1)
    copy = bold(givens, probabilities, layout=Layout(), share=share, rng=rng)
    assert (copy[givens != 0] == givens[givens != 0]).all()
    assert not clashes(Sudoku(tuple(map(tuple, copy.reshape(9, 9).tolist()))))
    assert (copy != 0).sum() > (givens != 0).sum()


def test_bold_ones_differ_on_an_empty_board():
    """Nothing is certain there, so only chance can tell copies apart."""
    flat = np.full((81, 9), 1 / 9)
    rng = np.random.default_rng(2)
    copies = [
        bold(np.zeros(81, np.int8), flat, layout=Layout(), share=0.2, rng=rng) for _ in range(4)
    ]
    assert len({copy.tobytes() for copy in copies}) == 4


def test_assumptions_are_what_a_copy_adds(givens):
    copy = givens.copy()
    cell = np.flatnonzero(givens == 0)[3]
    copy[cell] = 7
    assert assumptions(givens, copy, 9) == ((divmod(int(cell), 9), 7),)
