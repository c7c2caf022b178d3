"""Calls of tools for a server: in threads, so that it can tell how far a call is, and end it.

Few calls run at a time and few wait; one more is told to come back (`BusyError`). A call ends
when its client leaves or its time is over: the caller goes on at once, the thread stops at the
network's next step.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from threading import Event
from typing import Any

import anyio
import anyio.from_thread
import anyio.to_thread
from anyio.streams.memory import MemoryObjectReceiveStream

from .catalogue import Outcome, Progress, ToolWeights, call
from .errors import BusyError, DeadlineError

MAX_SECONDS = 60.0  # of a call's budget; ARC's own is 45
GRACE_S = 10.0  # beyond the budget: loading weights the first time, waiting, the judge
WAITING = 8  # calls that may wait
_QUICK = ("check_answer", "read_puzzle")  # these do not wait behind a network
_TOLD = 256  # progress notes on their way; more are dropped, the client is too slow

Tell = Callable[[Progress], Awaitable[None]]


class _Ended(Exception):
    """The client left, or time is over: nobody waits for the answer."""


class Runner:
    """Runs calls of tools for an event loop.

    Args:
        weights: others than the shipped ones.
        workers: calls of networks at a time; they share the processor's cores.
        waiting: calls that may wait.
        max_seconds: what a larger budget is cut down to.
        grace_s: seconds beyond the budget before a call is ended from outside.
    """

    def __init__(
        self,
        *,
        weights: ToolWeights | None = None,
        workers: int = 1,
        waiting: int = WAITING,
        max_seconds: float = MAX_SECONDS,
        grace_s: float = GRACE_S,
    ) -> None:
        if workers < 1 or waiting < 0 or not max_seconds > 0:
            raise ValueError("a runner needs at least 1 worker and more than 0 seconds")
        self.weights = weights
        self.workers = workers
        self.waiting = waiting
        self.max_seconds = max_seconds
        self.grace_s = grace_s
        self._under_way = 0
        self._limiters: tuple[anyio.CapacityLimiter, anyio.CapacityLimiter] | None = None

    async def call(
        self, name: str, arguments: Mapping[str, Any], *, tell: Tell | None = None
    ) -> Outcome:
        """Call a tool.

        Args:
            name: of the tool.
            arguments: as a model wrote them.
            tell: awaited with the progress of the call.

        Raises:
            ToolInputError: as `catalogue.call`.
            BusyError: where too many calls wait already.
            DeadlineError: where the call took longer than its budget and some grace.
        """
        if self._under_way >= self.workers + self.waiting:
            raise BusyError(
                f"busy: {self._under_way} calls are under way; try again in a few seconds"
            )
        self._under_way += 1
        stop = Event()
        try:
            with anyio.fail_after(self.max_seconds + self.grace_s):
                return await self._run(name, arguments, tell, stop)
        except TimeoutError:
            raise DeadlineError(
                f"{name} was not done after {self.max_seconds + self.grace_s:.0f} seconds; "
                "pass a smaller budget_s, or try again later"
            ) from None
        finally:
            stop.set()
            self._under_way -= 1

    async def _run(
        self, name: str, arguments: Mapping[str, Any], tell: Tell | None, stop: Event
    ) -> Outcome:
        send, receive = anyio.create_memory_object_stream[Progress](_TOLD)

        def watch(progress: Progress) -> None:
            if stop.is_set():
                raise _Ended
            if tell is not None:
                with suppress(anyio.WouldBlock):
                    anyio.from_thread.run_sync(send.send_nowait, progress)

        def work() -> Outcome:
            if stop.is_set():
                raise _Ended
            return call(
                name,
                arguments,
                weights=self.weights,
                watch=watch,
                max_seconds=self.max_seconds,
            )

        outcome: Outcome | None = None
        error: Exception | None = None
        with receive:
            async with anyio.create_task_group() as tasks:
                if tell is not None:
                    tasks.start_soon(_pass_on, receive, tell)
                try:
                    outcome = await anyio.to_thread.run_sync(
                        work, abandon_on_cancel=True, limiter=self._limiter(name)
                    )
                except Exception as raised:  # the group would wrap it
                    error = raised
                finally:
                    send.close()
        if error is not None:
            raise error
        assert outcome is not None
        return outcome

    def _limiter(self, name: str) -> anyio.CapacityLimiter:
        """Limiters belong to an event loop, so they are made on the first call."""
        if self._limiters is None:
            self._limiters = anyio.CapacityLimiter(self.workers), anyio.CapacityLimiter(4)
        return self._limiters[name in _QUICK]


async def _pass_on(receive: MemoryObjectReceiveStream[Progress], tell: Tell) -> None:
    """Tell every progress note, in order."""
    async for progress in receive:
        await tell(progress)
