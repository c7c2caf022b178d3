"""One supervision step of a whole batch, its rows in chunks on CPU threads.

A chunk's numbers fit into a core's cache, which one large batch overflows; and the chunks
run on one thread each, because threads inside an operation wait for one another at every
operation: on a machine with other work to do they take longer than one thread alone. How
rows are cut depends on the batch alone, so results do not depend on the number of threads.
Elsewhere than on the CPU the batch runs whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from functools import cache
from itertools import pairwise
from threading import Barrier
from typing import TypeVar

import torch
from torch import Tensor

from ..recursion import State, Step, TinyRecursiveModel

# Numbers in the x of a chunk: four 9x9 boards of width 32. Seconds a puzzle and step, shipped
# Sudoku weights, one thread: 8.5 ms one by one, 7.6 ms by threes and fours, 11.6 ms all 32.
_CHUNK = 4 * 729 * 32

T = TypeVar("T")


def step_rows(model: TinyRecursiveModel, x: Tensor, state: State) -> Step:
    """One supervision step of a batch, without gradient; as `model.step`.

    Args:
        model: in eval mode.
        x: the embedded question, `(B, ...)`.
        state: of the step before.
    """
    if x.device.type != "cpu":
        with torch.inference_mode():
            return model.step(x, state)

    def run(chunk: slice) -> Step:
        with torch.inference_mode():  # a setting of each thread
            return model.step(x[chunk], State(state.y[chunk], state.z[chunk]))

    chunks = _chunks(len(x), x[:1].numel())
    steps = list(_pool(torch.get_num_threads()).map(run, chunks))
    if len(steps) == 1:
        return steps[0]
    with torch.inference_mode():
        return Step(
            logits=torch.cat([step.logits for step in steps]),
            halt_logit=torch.cat([step.halt_logit for step in steps]),
            state=State(
                torch.cat([step.state.y for step in steps]),
                torch.cat([step.state.z for step in steps]),
            ),
        )


def _chunks(n_rows: int, row_size: int) -> list[slice]:
    """Rows cut evenly into chunks that fit the cache, an even number of them for two cores."""
    n = -(-n_rows // max(1, _CHUNK // row_size))
    n = min(n + n % 2, n_rows)
    cuts = [n_rows * k // n for k in range(n + 1)]
    return [slice(first, end) for first, end in pairwise(cuts)]


@cache
def _pool(n_threads: int) -> ThreadPoolExecutor:
    """Threads on which torch uses one thread each."""
    ready = Barrier(n_threads + 1)

    def start() -> None:
        torch.set_num_threads(1)  # also what threads begin with that start later, hence below
        ready.wait()

    pool = ThreadPoolExecutor(n_threads, thread_name_prefix="tinyduo")
    before = torch.get_num_threads()
    for _ in range(n_threads):
        pool.submit(start)
    ready.wait()
    torch.set_num_threads(before)
    return pool


def side_by_side(jobs: Sequence[Callable[[], T]], stop: Callable[[], None]) -> list[T]:
    """What jobs give that run at the same time, each on one thread.

    Args:
        jobs: to run.
        stop: asks the jobs to end; called where this is interrupted, or a job fails.
    """
    running = [_pool(len(jobs)).submit(job) for job in jobs]
    try:
        wait(running, return_when=FIRST_EXCEPTION)
        failed = [job for job in running if job.done() and job.exception()]
        return [job.result() for job in failed or running]
    except BaseException:
        stop()
        raise


if hasattr(os, "register_at_fork"):  # a forked process has the pool, but not its threads
    os.register_at_fork(after_in_child=_pool.cache_clear)
