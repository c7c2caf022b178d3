"""A turn of conversation that is watched and can be stopped: it runs in a thread of its own.

What the page shows meanwhile is the solver's and the hybrid's own report: `Hybrid`'s callbacks
and the pieces of its explanation. A stop takes effect at the next of these; nothing that was
remembered before is changed by a turn that was stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..answer import Hybrid

if TYPE_CHECKING:
    from ...tools.reading import Finding
    from ...trm.result import Result, TraceStep
    from ...trm.solving.arc.result import ArcProgress, ArcResult
    from ..listen import Heard
    from ..llm.clock import Clock

_PATIENCE = 0.1  # seconds between looks at the stop while waiting for a turn


class Stopped(Exception):
    """The person pressed Stop, or left."""


class Run:
    """One turn under way.

    Args:
        shows: the grid and the words may be shown as they come: the answer was asked for.
    """

    def __init__(self, *, shows: bool) -> None:
        self.shows = shows
        self.waiting = True  # for others to be done
        self.before: TraceStep | None = None
        self.step: TraceStep | None = None
        self.progress: ArcProgress | None = None
        self.pieces: list[str] = []  # of the explanation, checked
        self.error: Exception | None = None
        self.stopping = threading.Event()
        self._ended = threading.Event()

    @property
    def done(self) -> bool:
        """Whether the thread came to its end."""
        return self._ended.is_set()

    def start(self, work: Callable[[], None], slots: threading.Semaphore) -> None:
        """Do the work in a thread, as soon as a slot is free."""
        threading.Thread(target=self._run, args=(work, slots), daemon=True).start()

    def _run(self, work: Callable[[], None], slots: threading.Semaphore) -> None:
        try:
            while not slots.acquire(timeout=_PATIENCE):
                self._check()
            try:
                self._check()
                self.waiting = False
                work()
            finally:
                slots.release()
        except Exception as error:  # told to the person by whoever waits
            self.error = error
        finally:
            self._ended.set()

    def show(self, step: TraceStep) -> None:
        """Take the latest step of the TRM."""
        self._check()
        self.before, self.step = self.step, step

    def learn(self, progress: ArcProgress) -> None:
        """Take how far the learning of an ARC task is; from any thread."""
        self._check()
        self.progress = progress

    def tell(self, piece: str) -> None:
        """Take a piece of the explanation."""
        self._check()
        self.pieces.append(piece)

    def _check(self) -> None:
        if self.stopping.is_set():
            raise Stopped


class LiveHybrid(Hybrid):
    """A hybrid that reports to the run under way."""

    run: Run | None = None

    def follow(self, run: Run) -> None:
        """Report to a run from now on."""
        self.run = run
        self.on_step, self.on_progress = run.show, run.learn

    def _words(
        self,
        text: str,
        finding: Finding,
        result: Result | ArcResult | None,
        heard: Heard,
        clock: Clock,
    ) -> Iterator[str]:
        for piece in super()._words(text, finding, result, heard, clock):
            if self.run is not None:
                self.run.tell(piece)
            yield piece
