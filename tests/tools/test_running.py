"""The runner: progress, leaving, deadlines, and what is said when too many call."""

import threading
from collections.abc import Callable
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from tinyduo.tools import ToolInputError, running
from tinyduo.tools.catalogue import Outcome, Progress
from tinyduo.tools.errors import BusyError, DeadlineError
from tinyduo.tools.running import Runner

SMALL = {"grid": "...4 ...3 1... 4..."}


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let calls take steps without end, until the watcher raises; what became of them."""
    seen: dict[str, Any] = {"begun": 0, "ended": threading.Event()}

    def call(name: str, arguments: Any, *, watch: Callable[[Progress], None], **options: Any):
        seen["begun"] += 1
        step = 0
        try:
            while True:
                step += 1
                watch(Progress(step, None, "step"))
                threading.Event().wait(0.002)
        finally:
            seen["ended"].set()

    monkeypatch.setattr(running, "call", call)
    return seen


async def gone(event: threading.Event) -> bool:
    with anyio.move_on_after(10):
        while not event.is_set():
            await anyio.sleep(0.005)
    return event.is_set()


async def begun(endless: dict[str, Any]) -> None:
    with anyio.fail_after(10):
        while not endless["begun"]:
            await anyio.sleep(0.005)


async def test_a_call_tells_its_progress_in_order():
    told: list[Progress] = []

    async def tell(progress: Progress) -> None:
        await anyio.lowlevel.checkpoint()
        told.append(progress)

    outcome = await Runner().call("solve_sudoku", SMALL, tell=tell)
    assert outcome.record["status"] == "solved"
    assert [note.done for note in told] == [*range(1, len(outcome.trace) + 1)]


async def test_wrong_arguments_are_raised_as_they_are():
    with pytest.raises(ToolInputError, match="grid"):
        await Runner().call("solve_sudoku", {"grid": "53"})


async def test_a_client_that_leaves_ends_the_work(endless):
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(Runner().call, "solve_sudoku", SMALL)
        await begun(endless)
        tasks.cancel_scope.cancel()
    assert await gone(endless["ended"])


async def test_a_call_ends_at_its_deadline(endless):
    runner = Runner(max_seconds=0.1, grace_s=0.1)
    with pytest.raises(DeadlineError, match="was not done after"):
        await runner.call("solve_sudoku", SMALL)
    assert await gone(endless["ended"])


async def test_one_more_than_may_wait_is_told_to_come_back_at_once(endless):
    runner = Runner(workers=1, waiting=2, max_seconds=30)
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(runner.call, "solve_sudoku", SMALL)
        await begun(endless)
        with anyio.fail_after(1), pytest.raises(BusyError, match="3 calls are under way"):
            await runner.call("solve_sudoku", SMALL)
        assert endless["begun"] == 1
        tasks.cancel_scope.cancel()
    assert await gone(endless["ended"])


async def test_after_overload_calls_are_taken_again(endless, monkeypatch):
    runner = Runner(workers=1, waiting=0)
    with anyio.move_on_after(0.05):
        await runner.call("solve_sudoku", SMALL)
    monkeypatch.setattr(running, "call", lambda *args, **options: Outcome({}, {"status": "done"}))
    assert (await runner.call("solve_sudoku", SMALL)).record == {"status": "done"}


async def test_checks_do_not_wait_behind_a_network(endless, monkeypatch):
    slow = running.call

    def call(name: str, *args: Any, **options: Any) -> Any:
        return Outcome({}, {}) if name == "check_answer" else slow(name, *args, **options)

    monkeypatch.setattr(running, "call", call)
    runner = Runner(workers=1)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(runner.call, "solve_sudoku", SMALL)
        await begun(endless)
        with anyio.fail_after(5):
            await runner.call("check_answer", {})
        tasks.cancel_scope.cancel()


def test_limits_that_make_no_sense_are_refused():
    impossible: list[dict[str, Any]] = [{"workers": 0}, {"waiting": -1}, {"max_seconds": 0.0}]
    for limits in impossible:
        with pytest.raises(ValueError, match="at least 1 worker"):
            Runner(**limits)
