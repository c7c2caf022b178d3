"""The batcher alone: what runs together, what goes on alone, what fails and what is left out."""

import asyncio
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra serve")

from tinyduo.hybrid.service import bench
from tinyduo.hybrid.service.attempts import needs_more
from tinyduo.hybrid.service.batcher import Batcher
from tinyduo.hybrid.service.work import FaultError
from tinyduo.tools.errors import BusyError
from tinyduo.trm import Budget, load_weights, solve
from tinyduo.trm.puzzles import Maze, Sudoku
from tinyduo.trm.puzzles.sudoku import from_line

SMALL = from_line("...4...31...4...")
BUDGET = Budget(seconds=20)
PLAIN = Budget(seconds=None, candidates=1)


class Counted(Batcher):
    """A batcher that notes its batches and its faults."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, int]] = []
        self.faults: list[tuple[str, str, str]] = []
        super().__init__(
            on_batch=lambda kind, rows: self.batches.append((kind, rows)),
            on_fault=lambda *fault: self.faults.append(fault),
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
    monkeypatch.setattr(bench, "needs_more", lambda attempt: attempt.puzzle == SMALL)
    finish = bench.finish

    def slow(run: Any) -> None:
        if run.task.puzzle == SMALL:
            asyncio.run_coroutine_threadsafe(go.wait(), loop).result(20)
        finish(run)

    monkeypatch.setattr(bench, "finish", slow)
    monkeypatch.setattr(bench, "_quickly_judged", lambda run: run.task.puzzle != SMALL)
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
    plain = bench._run_together

    def run(runs: Any) -> None:
        if any(run.task.puzzle == puzzles[2] for run in runs):
            raise RuntimeError("broken")
        plain(runs)

    monkeypatch.setattr(bench, "_run_together", run)
    results = await asyncio.gather(*map(batcher.ask, puzzles), return_exceptions=True)
    assert [isinstance(result, FaultError) for result in results] == [False, False, True]
    assert "broken" not in str(results[2])
    assert [fault[:2] for fault in batcher.faults] == [("solver", "RuntimeError")]
    assert "broken" not in str(batcher.faults)
    assert (await batcher.ask(puzzles[0])).answer


@pytest.mark.parametrize("error", [SystemExit, MemoryError, KeyboardInterrupt])
@pytest.mark.parametrize("stage", ["run_plain", "finish"])
async def test_not_even_a_killed_worker_ends_the_line(batcher, monkeypatch, error, stage):
    def die(*args: Any) -> Any:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(bench, stage, die)
        patch.setattr(bench, "_quickly_judged", lambda run: stage != "finish")
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


async def test_an_answer_does_not_wait_for_the_slowest_of_its_batch(batcher, golden):
    """The quick one is answered while the hard one, in the same batch, is still taking steps."""
    quick, *others = [found.puzzle for found in golden("easy")[:1] + golden("extreme")[:6]]
    hard = max(others, key=lambda puzzle: len(solve(puzzle, budget=PLAIN).trace))
    answered_at: list[int] = []
    steps = 0

    def count(step: Any) -> None:
        nonlocal steps
        steps += 1

    slow = asyncio.ensure_future(batcher.ask(hard, on_step=count))
    early = asyncio.ensure_future(batcher.ask(quick))
    early.add_done_callback(lambda _: answered_at.append(steps))
    results = [await slow, await early]
    assert batcher.batches == [("sudoku", 2)]
    assert answered_at[0] < steps
    wanted = [solve(puzzle, budget=BUDGET) for puzzle in (hard, quick)]
    assert [result.answer for result in results] == [result.answer for result in wanted]
    assert results[1].candidates == wanted[1].candidates == 1


async def test_at_the_end_those_who_wait_are_told(batcher, stuck):
    stuck.stick()
    first = asyncio.ensure_future(batcher.ask(SMALL))
    while not stuck.begun:
        await asyncio.sleep(0.005)
    second = asyncio.ensure_future(batcher.ask(SMALL))
    await asyncio.sleep(0.02)
    await batcher.close()
    for each in (first, second):
        with pytest.raises(BusyError, match="shutting down"):
            await each
    while not stuck.ended:
        await asyncio.sleep(0.005)
    with pytest.raises(BusyError):
        await batcher.ask(SMALL)
