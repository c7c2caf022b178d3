"""Worker processes: the same answers as alone, steps and ends, and what happens where one dies."""

import asyncio
import os
import signal
import subprocess
import sys
from typing import Any

import pytest
import pytest_asyncio

pytest.importorskip("starlette", reason="needs the extra serve")

from tinyduo.hybrid.service import batcher as module
from tinyduo.hybrid.service.batcher import Batcher
from tinyduo.hybrid.service.work import FaultError
from tinyduo.trm import Budget, load_weights, solve
from tinyduo.trm.puzzles import Maze, Sudoku
from tinyduo.trm.puzzles.maze.generate import generate
from tinyduo.trm.puzzles.sudoku import from_line

pytestmark = pytest.mark.asyncio(loop_scope="module")

SMALL = from_line("...4...31...4...")
BUDGET = Budget(seconds=None, candidates=60)  # the same for the same seed
START_S = 120.0  # that a worker may take to be ready on a busy machine


class Deadly(Sudoku):
    """A puzzle whose very coming ends the process that it comes to."""

    __slots__ = ()

    def __reduce__(self) -> Any:
        return os._exit, (3,)


def asked(batcher: Batcher, puzzle: Any, **options: Any) -> Any:
    weights = load_weights("maze" if isinstance(puzzle, Maze) else "sudoku")
    return batcher.solve(puzzle, weights=weights, budget=BUDGET, **options)


async def until(true: Any) -> None:
    async with asyncio.timeout(START_S):
        while not true():
            await asyncio.sleep(0.01)


@pytest.fixture(scope="module")
def faults() -> list[str]:
    return []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def batcher(faults):
    made = Batcher(2, on_fault=lambda where, error, place: faults.append(f"{where}: {place}"))
    made.start()
    await until(lambda: len(made.pids) == 2)
    yield made
    await made.close()


async def test_the_results_are_those_of_the_solver(batcher, golden):
    """Whatever a puzzle runs together with, and where."""
    puzzles = [found.puzzle for found in golden(box="2x2")[:3] + golden("easy")[:2]]
    puzzles += [golden("extreme")[0].puzzle, from_line("11.............."), Maze(("S #", "# G"))]
    wanted = [solve(puzzle, budget=BUDGET, seed=5) for puzzle in puzzles]
    results = await asyncio.gather(*[asked(batcher, puzzle, seed=5) for puzzle in puzzles])
    for result, right in zip(results, wanted, strict=True):
        assert (result.status, result.answer) == (right.status, right.answer)
        assert (result.candidates, result.steps) == (right.candidates, right.steps)
        assert result.unique == right.unique


async def test_steps_come_while_it_runs_and_a_run_that_nobody_waits_for_ends(batcher, golden):
    steps: list[Any] = []
    result = await asked(batcher, golden("extreme")[0].puzzle, on_step=steps.append)
    assert steps == list(result.trace)
    slow = generate(height=50, width=50, seed=0)  # a tenth of a second a step
    steps.clear()
    assert (await asked(batcher, slow, on_step=steps.append)).answer
    seen: list[Any] = []
    running = asyncio.ensure_future(asked(batcher, slow, on_step=seen.append))
    await until(lambda: seen)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert len(seen) < len(steps)
    assert (await asked(batcher, SMALL)).answer


async def test_what_a_killed_worker_had_runs_again_and_another_takes_its_place(
    batcher, faults, golden
):
    hard = [found.puzzle for found in golden("extreme")[:4]]
    begun: list[Any] = []
    running = [asyncio.ensure_future(asked(batcher, p, on_step=begun.append)) for p in hard]
    await until(lambda: begun)
    before = batcher.pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    results = await asyncio.gather(*running)
    assert [r.answer for r in results] == [solve(p, budget=BUDGET).answer for p in hard]
    await until(lambda: len(batcher.pids) == 2)
    assert not set(before) & set(batcher.pids)
    assert faults == ["worker: a worker process ended with -9"] * 2


@pytest.mark.slow
async def test_a_puzzle_that_workers_die_of_fails_alone(batcher, faults, monkeypatch):
    """Those that ran with it are answered; it fails once it has had its tries."""
    monkeypatch.setattr(module, "TRIES", 2)
    faults.clear()
    together = [SMALL, Deadly(SMALL.givens, SMALL.layout), Sudoku(SMALL.givens[::-1], SMALL.layout)]
    results = await asyncio.gather(
        *[asked(batcher, puzzle) for puzzle in together], return_exceptions=True
    )
    assert [isinstance(result, FaultError) for result in results] == [False, True, False]
    assert len([fault for fault in faults if fault.endswith("ended with 3")]) == 2


@pytest.mark.slow
async def test_workers_end_with_the_service_however_it_ends():
    code = (
        "import asyncio\n"
        "from tinyduo.hybrid.service.batcher import Batcher\n"
        "async def main():\n"
        "    batcher = Batcher(1)\n"
        "    batcher.start()\n"
        "    while not batcher.pids: await asyncio.sleep(0.01)\n"
        "    print(batcher.pids[0], flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "if __name__ == '__main__': asyncio.run(main())\n"
    )
    path = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path}
    ) as parent:
        assert parent.stdout is not None
        pid = int(await asyncio.to_thread(parent.stdout.readline))
        os.kill(pid, signal.SIGTERM)  # as to a whole group: the service decides
        await asyncio.sleep(0.2)
        os.kill(pid, 0)
        parent.kill()

    def gone() -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    await until(gone)
