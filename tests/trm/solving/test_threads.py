"""Steps on threads: the same as the model's own, however many threads there are."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from tinyduo.trm.networks.group import question_of
from tinyduo.trm.recursion import Step
from tinyduo.trm.solving import threads
from tinyduo.trm.solving.threads import step_rows


@pytest.fixture
def x(tiny_model) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    questions = torch.randint(0, 5, (11, 16), generator=generator)
    return tiny_model.network.embed(question_of(questions, (2, 2))).detach()


@pytest.fixture
def torch_threads():
    """Set torch's number of threads; put back afterwards."""
    usual = torch.get_num_threads()
    yield torch.set_num_threads
    torch.set_num_threads(usual)


def parts(step: Step) -> tuple[torch.Tensor, ...]:
    return step.logits, step.halt_logit, step.state.y, step.state.z


@pytest.mark.parametrize("chunk_rows", [1, 3, 100])
def test_chunks_give_what_the_whole_batch_gives(chunk_rows, tiny_model, x, monkeypatch):
    monkeypatch.setattr(threads, "_CHUNK", chunk_rows * x[0].numel())
    state = tiny_model.start(x)
    for ours, whole in zip(
        parts(step_rows(tiny_model, x, state)), parts(tiny_model.step(x, state)), strict=True
    ):
        torch.testing.assert_close(ours, whole, atol=1e-5, rtol=1e-5)


def test_results_are_the_same_to_the_last_bit_for_any_number_of_threads(
    tiny_model, x, monkeypatch, torch_threads
):
    monkeypatch.setattr(threads, "_CHUNK", 3 * x[0].numel())
    found = []
    for n in (1, 2, 3):
        torch_threads(n)
        found.append(parts(step_rows(tiny_model, x, tiny_model.start(x))))
        assert torch.get_num_threads() == n
    for one, two, three in zip(*found, strict=True):
        assert torch.equal(one, two)
        assert torch.equal(one, three)


def test_a_thread_that_comes_later_has_torchs_usual_number_of_threads(tiny_model, x, torch_threads):
    """The pool's threads set theirs to one, which torch hands on to threads that come later."""
    torch_threads(2)
    threads._pool.cache_clear()
    step_rows(tiny_model, x, tiny_model.start(x))
    with ThreadPoolExecutor(1) as later:
        assert later.submit(torch.get_num_threads).result() == 2


def test_callers_in_several_threads_do_not_disturb_one_another(tiny_model, x):
    state = tiny_model.start(x)
    expected = step_rows(tiny_model, x, state)
    with ThreadPoolExecutor(4) as callers:
        for step in callers.map(lambda _: step_rows(tiny_model, x, state), range(8)):
            assert torch.equal(step.logits, expected.logits)


@pytest.mark.parametrize("n_rows", [1, 2, 7, 32, 33])
def test_chunks_hold_every_row_once_and_come_in_pairs(n_rows):
    chunks = threads._chunks(n_rows, threads._CHUNK // 4)
    rows = [row for chunk in chunks for row in range(chunk.start, chunk.stop)]
    assert rows == list(range(n_rows))
    assert n_rows == 1 or len(chunks) % 2 == 0
    assert max(chunk.stop - chunk.start for chunk in chunks) <= 4


def test_a_row_larger_than_a_chunk_runs_alone():
    assert threads._chunks(3, 10 * threads._CHUNK) == [slice(0, 1), slice(1, 2), slice(2, 3)]
