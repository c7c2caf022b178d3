"""Messages of people: the hybrid, with its puzzles solved by the batcher.

A message is answered in a thread, which waits while its puzzles run in batches with those of
others. Where its client leaves, the thread ends at its next puzzle or step. ARC tasks take the
whole machine while they are learned, so one is learned at a time.
"""

from __future__ import annotations

import asyncio
import copy
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from typing_extensions import override

from ...tools.reading.finding import Puzzle
from ...trm.puzzles.arc import ArcTask
from ...trm.result import Budget, Result
from ...trm.solving.arc.result import ArcBudget, ArcResult
from ..answer import Hybrid
from ..kinds import kind_of
from ..llm import LlamaCppChatModel
from ..llm.local import LocalChatModel
from ..reply import Reply
from .batcher import Batcher
from .settings import Settings
from .work import Ended

REMEMBERED = 64  # replies to earlier messages of conversations
_THREADS = 64  # messages at a time, without a language model
_REMOTE, _LOCAL = 16, 2  # with one elsewhere; with one that shares our cores

T = TypeVar("T")


class Call:
    """One call's tie to the thread that works for it."""

    def __init__(self) -> None:
        self.gone = threading.Event()
        self._waits: Future[Result] | None = None

    def check(self, *_: object) -> None:
        """Raise `Ended` where nobody waits any more."""
        if self.gone.is_set():
            raise Ended

    def wait(self, future: Future[Result]) -> Result:
        """What the future gives; `end` cancels it."""
        self._waits = future
        self.check_or_cancel()
        return future.result()

    def check_or_cancel(self) -> None:
        """Cancel what is waited for, where nobody waits for us."""
        if self.gone.is_set() and self._waits is not None:
            self._waits.cancel()

    def end(self) -> None:
        """Nobody waits any more."""
        self.gone.set()
        self.check_or_cancel()


class ServedHybrid(Hybrid):
    """A hybrid for one call, whose puzzles run in the batches of the service."""

    def __init__(self, settings: Settings, batcher: Batcher) -> None:
        super().__init__(
            settings.llm,
            llm_seconds=settings.llm_seconds,
            budget=Budget(seconds=settings.budget_s),
            arc_budget=ArcBudget(seconds=min(settings.max_seconds, ArcBudget().seconds or 45.0)),
            seed=settings.seed,
        )
        self.own_weights = settings.weights
        self.batcher = batcher
        self.call = Call()
        self.memory: Memory | None = None  # of replies; a conversation's only
        self._arc_turn = threading.Lock()

    def during(self, call: Call, memory: Memory | None = None) -> ServedHybrid:
        """The same for a call; models and weights are shared."""
        twin = copy.copy(self)
        twin.call, twin.memory, twin.on_progress = call, memory, call.check
        return twin

    @override
    def answer(self, text: str) -> Reply:
        self.call.check()
        if self.memory is None:
            return super().answer(text)
        if (reply := self.memory.get(text)) is None:
            reply = super().answer(text)
            self.memory.put(text, reply)
        return reply

    @override
    def _named_for(self, puzzle: Puzzle) -> str:
        self.weights = getattr(self.own_weights, kind_of(puzzle).name)
        return super()._named_for(puzzle)

    @override
    def _solve(self, puzzle: Puzzle, name: str | None = None) -> Result | ArcResult:
        self.call.check()
        if isinstance(puzzle, ArcTask):
            return self._learn(puzzle, name)
        options: dict[str, Any] = {"weights": self._weights_for(puzzle), "budget": self.budget}
        return self.call.wait(self.batcher.solve_soon(puzzle, seed=self.seed, **options))

    def _learn(self, task: ArcTask, name: str | None) -> Result | ArcResult:
        while not self._arc_turn.acquire(timeout=0.1):
            self.call.check()
        try:
            return super()._solve(task, name)
        finally:
            self._arc_turn.release()


class Memory:
    """The last replies, by message.

    A conversation comes whole with each of its turns, and what was answered before need not be
    read and solved again. Only a saving: without it the same is said.
    """

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._replies: OrderedDict[str, Reply] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str) -> Reply | None:
        """The reply to a message, if it is still known."""
        with self._lock:
            if text in self._replies:
                self._replies.move_to_end(text)
            return self._replies.get(text)

    def put(self, text: str, reply: Reply) -> None:
        """Keep a reply; the one that was not asked for longest goes."""
        with self._lock:
            self._replies[text] = reply
            if len(self._replies) > self._most:
                self._replies.popitem(last=False)


class Messages:
    """Runs what answers messages, in threads.

    Args:
        settings: of the service.
        batcher: solves the puzzles.

    Raises:
        ToolInputError: for a language model that there is not.
        LLMUnavailableError: for one that is not here.
    """

    def __init__(self, settings: Settings, batcher: Batcher) -> None:
        self.hybrid = ServedHybrid(settings, batcher)
        self.memory = Memory()
        llm = self.hybrid.llm
        at_once = _REMOTE
        if llm is None:
            at_once = _THREADS
        elif isinstance(llm, LocalChatModel | LlamaCppChatModel):
            at_once = _LOCAL
        self._threads = ThreadPoolExecutor(min(at_once, settings.queue), "tinyduo-message")

    async def run(self, work: Callable[[ServedHybrid], T], *, remembers: bool = False) -> T:
        """Run work that needs a hybrid in a thread; cancelled with the caller.

        Args:
            work: given the hybrid of this call.
            remembers: earlier messages need not be answered again.
        """
        call = Call()
        self.hybrid.batcher.start()
        hybrid = self.hybrid.during(call, self.memory if remembers else None)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, hybrid)
        finally:
            call.end()

    async def answer(self, text: str) -> Reply:
        """The reply to a message."""
        return await self.run(lambda hybrid: hybrid.answer(text))

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
