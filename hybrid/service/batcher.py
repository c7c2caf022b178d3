"""The micro-batcher: puzzles that wait at the same time run through the network together.

    waiting -> plain candidates, a batch of one size -> finished (judged) -> answer
                                                     -> further candidates -> finished -> answer

Nothing waits for company: a batch is whatever came while the one before it ran. Rows leave a
batch when they halt (tinyduo.trm.solving); puzzles that need more than the plain candidate go on
in a line of their own, one at a time, so that they hold up nobody else. Each line is a thread;
what fails in one is told to the puzzles it was of, and the line goes on.
Not here: how many calls may come in, and deadlines (admission.py).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from ...tools.errors import TinyduoError
from ...trm.checkpoint import Weights
from ...trm.puzzles import Maze, Sudoku
from ...trm.puzzles.arc import ArcTask
from ...trm.result import Budget, Result, TraceStep
from ...trm.solver import KINDS
from ...trm.solving.kind import Kind, Request
from .attempts import needs_more

ROWS = 32  # of a batch at most
# Numbers in the states of a batch: eight 9x9 boards. More rows of that size make nothing faster
# on a CPU (trm/solving/threads.py), they only wait longer for one another.
ROOM = 8 * 729

OnStep = Callable[[TraceStep], None]


class Ended(Exception):
    """Nobody waits for the answer any more."""


class FaultError(TinyduoError):
    """The solver failed on a puzzle: a bug. The message tells nothing of the inside."""


@dataclass(slots=True, eq=False)
class Job:
    """A puzzle on its way."""

    puzzle: Sudoku | Maze
    weights: Weights
    budget: Budget
    seed: int
    on_step: OnStep | None
    answer: asyncio.Future[Result]
    gone: bool = False  # nobody waits for it
    attempt: Any = None  # the solver's, after the plain candidate
    share: float = 0.0  # seconds of its batch that were its own
    key: Hashable = field(init=False)

    def __post_init__(self) -> None:
        puzzle = self.puzzle
        shape = puzzle.layout if isinstance(puzzle, Sudoku) else (puzzle.height, puzzle.width)
        self.key = id(self.weights), shape

    @property
    def size(self) -> int:
        """Numbers in the state of its row."""
        puzzle = self.puzzle
        return puzzle.size**3 if isinstance(puzzle, Sudoku) else puzzle.height * puzzle.width


class Batcher:
    """Solves the puzzles of all calls of a service.

    Args:
        on_batch: told the kind and the number of puzzles of every batch.
        on_fault: told what failed in the solver.
    """

    def __init__(
        self,
        *,
        on_batch: Callable[[str, int], None] | None = None,
        on_fault: Callable[[BaseException], None] | None = None,
    ) -> None:
        self._on_batch, self._on_fault = on_batch, on_fault
        self._waiting: deque[Job] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._threads: list[ThreadPoolExecutor] = []

    @property
    def waiting(self) -> int:
        """Puzzles that no batch has taken yet."""
        return len(self._waiting)

    async def solve(
        self,
        puzzle: Sudoku | Maze,
        *,
        weights: Weights,
        budget: Budget,
        seed: int = 0,
        on_step: OnStep | None = None,
    ) -> Result:
        """Solve a puzzle; arguments and result as `tinyduo.trm.solve`.

        Where this is cancelled the puzzle leaves the line, or its run at the next step.

        Raises:
            FaultError: where the solver failed.
        """
        self._start()
        loop = asyncio.get_running_loop()
        job = Job(puzzle, weights, budget, seed, on_step, loop.create_future())
        self._waiting.append(job)
        self._arrived.set()
        try:
            return await job.answer
        finally:
            job.gone = True

    def solve_soon(self, puzzle: Sudoku | Maze, **options: Any) -> Future[Result]:
        """`solve` for other threads: what it gives, to wait for or to cancel."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(self.solve(puzzle, **options), self._loop)

    def start(self) -> None:
        """Begin to work, on the running event loop."""
        self._start()

    async def close(self) -> None:
        """End all lines; what still runs ends at its next step."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for threads in self._threads:
            threads.shutdown(wait=False, cancel_futures=True)
        self._tasks, self._threads, self._loop = [], [], None

    def _start(self) -> None:
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        self._to_finish: asyncio.Queue[Job] = asyncio.Queue()
        self._to_go_on: asyncio.Queue[Job] = asyncio.Queue()
        names = ("plain", "finish", "further")
        self._threads = [ThreadPoolExecutor(1, f"tinyduo-{name}") for name in names]
        plain, finish, further = self._threads
        lines = (
            self._batches(plain),
            self._one_by_one(self._to_finish, finish),
            self._one_by_one(self._to_go_on, further),
        )
        self._tasks = [self._loop.create_task(line) for line in lines]

    async def _batches(self, threads: ThreadPoolExecutor) -> None:
        """The line of plain candidates."""
        loop = asyncio.get_running_loop()
        while True:
            while not (jobs := self._taken()):
                self._arrived.clear()
                await self._arrived.wait()
            try:
                failed = await loop.run_in_executor(threads, run_plain, jobs)
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # not even SystemExit in a thread ends the line
                failed = {id(job): error for job in jobs}
            if self._on_batch:
                self._on_batch(_kind_of(jobs[0].puzzle).name, len(jobs))
            for job in jobs:
                if (error := failed.get(id(job))) is not None:
                    self._fail(job, error)
                else:
                    line = self._to_go_on if needs_more(job.attempt) else self._to_finish
                    line.put_nowait(job)

    async def _one_by_one(self, line: asyncio.Queue[Job], threads: ThreadPoolExecutor) -> None:
        """A line of attempts whose plain candidates have run."""
        loop = asyncio.get_running_loop()
        while True:
            job = await line.get()
            if job.gone:
                continue
            try:
                result = await loop.run_in_executor(threads, finish, job)
            except asyncio.CancelledError:
                raise
            except BaseException as error:
                self._fail(job, error)
                continue
            if not job.answer.done():
                job.answer.set_result(result)

    def _taken(self) -> list[Job]:
        """The puzzle that waits longest and those of its size, as many as run well together."""
        while self._waiting and self._waiting[0].gone:
            self._waiting.popleft()
        if not self._waiting:
            return []
        first = self._waiting[0]
        most = max(1, min(ROWS, ROOM // first.size))
        taken = [job for job in self._waiting if not job.gone and job.key == first.key][:most]
        chosen = set(map(id, taken))
        self._waiting = deque(job for job in self._waiting if id(job) not in chosen)
        return taken

    def _fail(self, job: Job, error: BaseException) -> None:
        if job.answer.done():
            return
        if self._on_fault and not isinstance(error, Ended):
            self._on_fault(error)
        fault = FaultError("the solver failed on this puzzle; that is a bug, please report it")
        job.answer.set_exception(fault)


def run_plain(jobs: Sequence[Job]) -> dict[int, BaseException]:
    """Run the plain candidates of puzzles of one size together, in this thread.

    Where that fails each puzzle runs alone, so that only those at fault fail.

    Returns:
        What went wrong, by the `id` of the job.
    """
    try:
        _run_together(jobs)
    except Exception as error:
        if len(jobs) == 1:
            return {id(jobs[0]): error}
        failed: dict[int, BaseException] = {}
        for job in jobs:
            if not job.gone:
                failed |= run_plain([job])
            else:
                failed[id(job)] = Ended()
        return failed
    return {}


def _run_together(jobs: Sequence[Job]) -> None:
    def watched(job: Job) -> OnStep:
        def watch(step: TraceStep) -> None:
            if job.gone and all(each.gone for each in jobs):
                raise Ended
            if job.on_step and not job.gone:
                job.on_step(step)

        return watch

    began = perf_counter()
    kind = _kind_of(jobs[0].puzzle)
    for job in jobs:
        request = Request(job.weights, job.budget, job.seed, None, watched(job))
        job.attempt = kind.begin(job.puzzle, request)
    kind.run_plain([job.attempt for job in jobs])
    share = (perf_counter() - began) / len(jobs)
    for job in jobs:
        job.share = share


def finish(job: Job) -> Result:
    """Further candidates where they are needed, and the judge's word; in this thread."""

    def watch(step: TraceStep) -> None:
        if job.gone:
            raise Ended
        if job.on_step:
            job.on_step(step)

    job.attempt.request = replace(job.attempt.request, on_step=watch)
    return _kind_of(job.puzzle).finish(job.attempt, perf_counter() - job.share)


def _kind_of(puzzle: Sudoku | Maze | ArcTask) -> Kind:
    return next(kind for kind in KINDS if isinstance(puzzle, kind.puzzle))
