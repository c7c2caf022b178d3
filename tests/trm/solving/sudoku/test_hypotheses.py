"""Hypotheses keep the givens, never clash, and differ from one another."""

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout, Sudoku
from tinyduo.trm.puzzles.sudoku import clashes
from tinyduo.trm.solving.sudoku.hypotheses import UNCERTAIN, assumptions, bold, supposed


@pytest.fixture
def givens(golden) -> np.ndarray:
    return np.array(golden("hard")[0].puzzle.givens, np.int8).reshape(-1)


@pytest.fixture
def probabilities() -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.dirichlet(np.ones(9), size=81)


@pytest.mark.parametrize("n", [1, 3])
def test_suppositions_fix_a_few_blanks(givens, probabilities, n):
    rng = np.random.default_rng(1)
    copies = [supposed(givens, probabilities, n=n, rng=rng) for _ in range(16)]
    assert len({copy.tobytes() for copy in copies}) > 8
    for copy in copies:
        cells = np.flatnonzero(copy != givens)
        assert len(cells) == n
        assert (givens[cells] == 0).all()


def test_suppositions_take_uncertain_cells_and_likely_digits(givens):
    probabilities = np.zeros((81, 9))
    probabilities[:, 0] = 1.0
    blanks = np.flatnonzero(givens == 0)
    uncertain = blanks[5 : 5 + UNCERTAIN]
    probabilities[uncertain] = [0.0, 0.75, 0.25, 0, 0, 0, 0, 0, 0]
    rng = np.random.default_rng(1)
    drawn = []
    for _ in range(200):
        copy = supposed(givens, probabilities, n=1, rng=rng)
        (cell,) = np.flatnonzero(copy != givens)
        assert cell in uncertain
        drawn.append(int(copy[cell]))
    assert set(drawn) == {2, 3}
    assert 120 < drawn.count(2) < 175


def test_suppositions_of_more_cells_than_there_are_fix_them_all(givens, probabilities):
    full = np.ones(81, np.int8)
    full[3] = 0
    copy = supposed(full, probabilities, n=5, rng=np.random.default_rng(0))
    assert (copy != 0).all()


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
