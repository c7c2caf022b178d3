"""Batches of candidates: the same as one by one, and the batch's own check is the verifier's."""

import numpy as np
import pytest

from tinyduo.trm.puzzles import Layout, Sudoku
from tinyduo.trm.puzzles.sudoku import is_solution
from tinyduo.trm.solving.sudoku.attempt import grid_of
from tinyduo.trm.solving.sudoku.candidates import CandidateBatch


def batch_of(model, questions) -> CandidateBatch:
    return CandidateBatch(model, Layout(2, 2), questions=questions, givens=questions)


@pytest.fixture
def questions() -> np.ndarray:
    rng = np.random.default_rng(3)
    return (rng.integers(0, 5, (6, 16)) * rng.integers(0, 2, (6, 16))).astype(np.int8)


def test_a_batch_gives_what_single_runs_give(tiny_model, questions):
    together = list(batch_of(tiny_model, questions).run(3))
    for row, question in enumerate(questions):
        alone = list(batch_of(tiny_model, question[None]).run(3))
        for step, single in zip(together, alone, strict=True):
            np.testing.assert_allclose(step.probabilities[row], single.probabilities[0], atol=1e-5)
            np.testing.assert_allclose(step.halt[row], single.halt[0], atol=1e-5)


def test_finished_rows_leave_and_the_others_go_on_unchanged(tiny_model, questions):
    plain = list(batch_of(tiny_model, questions).run(3))
    batch = batch_of(tiny_model, questions)
    steps = []
    for step in batch.run(3):
        steps.append(step)
        if step.number == 1:
            batch.finish(np.array([True, False, True, False, False, True]))
    assert steps[1].rows.tolist() == [1, 3, 4]
    np.testing.assert_allclose(steps[2].probabilities, plain[2].probabilities[[1, 3, 4]], atol=1e-5)


def test_an_empty_batch_ends(tiny_model, questions):
    batch = batch_of(tiny_model, questions)
    seen = [batch.finish(np.ones(len(step.rows), bool)) for step in batch.run(5)]
    assert len(seen) == 1


def test_the_check_of_the_batch_agrees_with_the_verifier(shipped, golden):
    puzzles = np.array([g.puzzle.givens for g in golden("easy")], np.int8).reshape(-1, 81)
    found = 0
    for step in CandidateBatch(shipped.model, Layout(3, 3), questions=puzzles, givens=puzzles).run(
        4
    ):
        for row, digits, right in zip(step.rows, step.digits, step.right, strict=True):
            puzzle = Sudoku(grid_of(puzzles[row], 9))
            assert is_solution(puzzle, grid_of(digits, 9)) == bool(right)
            found += bool(right)
    assert found  # else the claim above was never tried


def test_noise_moves_only_its_own_rows(tiny_model, questions):
    import torch

    noise = np.array([0, 0.5, 0, 0, 0, 0])
    noisy = CandidateBatch(
        tiny_model, Layout(2, 2), questions=questions, givens=questions, noise=noise,
        generator=torch.Generator().manual_seed(0),
    )  # fmt: skip
    step, plain = next(noisy.run(1)), next(batch_of(tiny_model, questions).run(1))
    differs = np.abs(step.probabilities - plain.probabilities).max(axis=(1, 2)) > 1e-4
    assert differs.tolist() == [False, True, False, False, False, False]
