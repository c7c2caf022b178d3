"""Batches of candidates: the same as one by one, and the batch's own check is the verifier's."""

import numpy as np
import pytest
import torch

from tinyduo.trm.networks import GroupNetwork, GroupNetworkConfig
from tinyduo.trm.puzzles import Layout, Sudoku
from tinyduo.trm.puzzles.sudoku import is_solution
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.solving.sudoku.attempt import grid_of
from tinyduo.trm.solving.sudoku.candidates import CandidateBatch
from tinyduo.trm.supposing import Passes, Supposing


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


@pytest.fixture
def supposing_model():
    torch.manual_seed(0)
    network = GroupNetwork(GroupNetworkConfig(width=8, message=4, hidden=8, supposes=True))
    return TinyRecursiveModel(network, latent_updates=2, answer_updates=2).eval()


def passes_of(model, questions, **settings) -> CandidateBatch:
    passes = Passes(Supposing(after=1, every=2, cells=2), **settings)
    return CandidateBatch(
        model, Layout(2, 2), questions=questions, givens=questions, passes=passes
    )  # fmt: skip


def test_passes_put_suppositions_beside_the_givens_and_take_them_back(supposing_model, questions):
    givens = questions.copy()
    steps = list(passes_of(supposing_model, questions).run(5))
    assert (steps[0].asked == givens).all()
    for step in steps[1:]:
        supposed = step.asked > 4
        assert (supposed.sum(1) == np.minimum(2, (givens == 0).sum(1))).all()
        assert (np.where(supposed, 0, step.asked) == givens).all()
    assert (steps[1].asked == steps[2].asked).all()
    assert (steps[3].asked != steps[2].asked).any()
    assert (questions == givens).all()


def test_what_a_pass_supposes_does_not_depend_on_the_other_rows(supposing_model, questions):
    together = list(passes_of(supposing_model, questions).run(4))
    for row, question in enumerate(questions):
        alone = list(passes_of(supposing_model, question[None]).run(4))
        for step, single in zip(together, alone, strict=True):
            assert (step.asked[row] == single.asked[0]).all()
            np.testing.assert_allclose(step.probabilities[row], single.probabilities[0], atol=1e-5)


def test_candidates_and_seeds_suppose_differently(supposing_model, questions):
    same = np.repeat(questions[:1], 3, 0)
    *_, last = passes_of(supposing_model, same, candidates=(1, 2, 3)).run(2)
    assert len({row.tobytes() for row in last.asked}) == 3
    *_, other = passes_of(supposing_model, same, candidates=(1, 2, 3), seed=1).run(2)
    assert (other.asked != last.asked).any(1).all()


def test_suppositions_reach_the_network(supposing_model, questions):
    *_, supposing = passes_of(supposing_model, questions).run(2)
    *_, plain = batch_of(supposing_model, questions).run(2)
    assert not np.allclose(supposing.probabilities, plain.probabilities, atol=1e-3)
