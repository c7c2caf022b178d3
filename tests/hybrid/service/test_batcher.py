"""The batcher alone: what runs together, what goes on alone, what fails and what is left out."""

import asyncio
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra serve")

from tinyduo.hybrid.service import batcher as module
from tinyduo.hybrid.service.attempts import needs_more
from tinyduo.hybrid.service.batcher import Batcher, FaultError
from tinyduo.trm import Budget, load_weights, solve
from tinyduo.trm.puzzles import Maze, Sudoku
from tinyduo.trm.puzzles.sudoku import from_line

SMALL = from_line("...4...31...4...")
BUDGET = Budget(seconds=20)


class Counted(Batcher):
    """A batcher that notes its batches and its faults."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, int]] = []
        self.faults: list[BaseException] = []
        super().__init__(
            on_batch=lambda kind, rows: self.batches.append((kind, rows)),
            on_fault=self.faults.append,
        )

    async def ask(self, puzzle: Any, **options: Any) -> Any:
        weights = load_weights("maze" if isinstance(puzzle, Maze) else "sudoku")
        return await self.solve(puzzle, weights=weights, budget=BUDGET, **options)


@pytest.fixture
async def batcher():
    made = Counted()
    yield made
    await made.close()


async def test_puzzles_that_wait_run_together_and_get_their_own_answers(batcher, golden):
    puzzles = [found.puzzle for found in golden(box="2x2")]
    wanted = [solve(puzzle) for puzzle in puzzles]
    results = await asyncio.gather(*map(batcher.ask, puzzles))
    assert [result.answer for result in results] == [result.answer for result in wanted]
    assert batcher.batches[0] == ("sudoku", len(puzzles))


async def test_sizes_and_kinds_do_not_mix_and_the_oldest_goes_first(batcher, golden):
    six = golden(box="2x3")[0].puzzle
    maze = Maze(("S #", "# G"))
    results = await asyncio.gather(*map(batcher.ask, [SMALL, maze, six, SMALL, maze]))
    assert [str(result.status) for result in results] == ["solved"] * 5
    assert batcher.batches == [("sudoku", 2), ("maze", 2), ("sudoku", 1)]


async def test_large_boards_run_few_at_a_time(batcher, golden):
    puzzle = golden("easy")[0].puzzle
    await asyncio.gather(*[batcher.ask(puzzle) for _ in range(9)])
    assert [rows for _, rows in batcher.batches] == [8, 1]


async def test_what_has_no_or_several_answers_is_said(batcher):
    clash, none = from_line("11.............."), Maze(("S#G", "###"))
    several = from_line("1" + "." * 15)
    results = await asyncio.gather(*map(batcher.ask, [clash, none, several]))
    assert [str(r.status) for r in results] == ["contradiction", "contradiction", "multiple"]


async def test_a_hard_puzzle_holds_up_nobody(batcher, monkeypatch):
    """One that needs more than its plain candidate goes on in a line of its own."""
    go = asyncio.Event()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(module, "needs_more", lambda attempt: attempt.puzzle == SMALL)
    finish = module.finish

    def slow(job: Any) -> Any:
        if job.puzzle == SMALL:
            asyncio.run_coroutine_threadsafe(go.wait(), loop).result(20)
        return finish(job)

    monkeypatch.setattr(module, "finish", slow)
    hard = asyncio.ensure_future(batcher.ask(SMALL))
    easy = await batcher.ask(Sudoku(SMALL.givens[::-1], SMALL.layout))
    assert easy.answer
    assert not hard.done()
    go.set()
    assert (await hard).answer


async def test_a_fault_fails_its_own_puzzle_alone_and_the_line_goes_on(
    batcher, monkeypatch, golden
):
    puzzles = [found.puzzle for found in golden(box="2x2")[:3]]
    plain = module._run_together

    def run(jobs: Any) -> None:
        if any(job.puzzle == puzzles[2] for job in jobs):
            raise RuntimeError("broken")
        plain(jobs)

    monkeypatch.setattr(module, "_run_together", run)
    results = await asyncio.gather(*map(batcher.ask, puzzles), return_exceptions=True)
    assert [isinstance(result, FaultError) for result in results] == [False, False, True]
    assert "broken" not in str(results[2])
    assert [str(fault) for fault in batcher.faults] == ["broken"]
    assert (await batcher.ask(puzzles[0])).answer


@pytest.mark.parametrize("error", [SystemExit, MemoryError, KeyboardInterrupt])
@pytest.mark.parametrize("stage", ["run_plain", "finish"])
async def test_not_even_a_killed_worker_ends_the_line(batcher, monkeypatch, error, stage):
    def die(*args: Any) -> Any:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(module, stage, die)
        with pytest.raises(FaultError):
            await batcher.ask(SMALL)
    assert (await batcher.ask(SMALL)).answer


async def test_a_caller_that_leaves_takes_its_puzzle_out_of_the_line(batcher, stuck):
    stuck.stick()
    first = asyncio.ensure_future(batcher.ask(SMALL))
    while not stuck.begun:
        await asyncio.sleep(0.005)
    second = asyncio.ensure_future(batcher.ask(SMALL))
    await asyncio.sleep(0.02)
    second.cancel()
    await asyncio.sleep(0)
    stuck.go.set()
    assert (await first).answer
    assert second.cancelled()
    await batcher.ask(Maze(("S #", "# G")))
    assert batcher.batches == [("sudoku", 1), ("maze", 1)]


async def test_a_run_that_nobody_waits_for_ends_at_the_next_step(batcher, golden):
    steps = 0

    def count(step: Any) -> None:
        nonlocal steps
        steps += 1
        task.cancel()

    task = asyncio.ensure_future(batcher.ask(golden("extreme")[0].puzzle, on_step=count))
    with pytest.raises(asyncio.CancelledError):
        await task
    await batcher.ask(SMALL)
    assert steps <= 2


async def test_what_needs_more_is_what_the_solver_would_go_on_with(golden):
    """Held against the solver: it makes further candidates exactly there."""
    from tinyduo.trm.solver import KINDS
    from tinyduo.trm.solving.kind import Request

    puzzles = [found.puzzle for found in golden("extreme")[:6]]
    puzzles += [SMALL, from_line("11..............")]
    weights = load_weights("sudoku")
    for puzzle in puzzles:
        request = Request(weights, Budget(seconds=None, candidates=30), 0, None, None)
        attempt = KINDS[0].begin(puzzle, request)
        KINDS[0].run_plain([attempt])
        more = needs_more(attempt)
        result = KINDS[0].finish(attempt, 0.0)
        assert more == (result.candidates > 1)
