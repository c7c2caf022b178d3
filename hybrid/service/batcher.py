"""The micro-batcher: puzzles that wait at the same time run through the network together.

    waiting -> a batch of one size -> a worker that is ready -> answers, each when it is there

Nothing waits for company: a batch is whatever came while no worker was ready. Workers are processes
(worker.py), or, where there are none, threads of this one (bench.py). The puzzles of a worker that
dies run again elsewhere, each alone, and another worker takes its place.
Not here: how many calls may come in, and deadlines (admission.py).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from ...tools.errors import BusyError
from ...trm.checkpoint import Weights
from ...trm.puzzles import Maze, Sudoku
from ...trm.result import Budget, Result, TraceStep
from .bench import Bench
from .settings import cores
from .work import (
    Answered,
    Event,
    Failed,
    FaultError,
    Ready,
    Stepped,
    Stopped,
    Task,
    Worker,
)
from .worker import WorkerProcess

ROWS = 32  # of a batch at most
# Numbers in the states of a batch: eight 9x9 boards. More rows of that size make nothing faster
# on a CPU (trm/solving/threads.py), they only wait longer for one another.
ROOM = 8 * 729
TRIES = 3  # of a puzzle: workers that may die with it
_PATIENCE_S = 5.0  # at most, before a worker is started in the place of one that never was ready

OnStep = Callable[[TraceStep], None]


@dataclass(slots=True, eq=False)
class Job:
    """A puzzle on its way."""

    task: Task
    on_step: OnStep | None
    answer: asyncio.Future[Result]
    gone: bool = False  # nobody waits for it
    tries: int = 0  # workers that died with it
    key: Hashable = field(init=False)  # of what it can run together with

    def __post_init__(self) -> None:
        puzzle = self.task.puzzle
        shape = puzzle.layout if isinstance(puzzle, Sudoku) else (puzzle.height, puzzle.width)
        self.key = self.task.weights, shape

    @property
    def size(self) -> int:
        """Numbers in the state of its row."""
        puzzle = self.task.puzzle
        return puzzle.size**3 if isinstance(puzzle, Sudoku) else puzzle.height * puzzle.width


@dataclass(slots=True, eq=False)
class Seat:
    """A worker's place."""

    worker: Worker
    ready: bool = False  # for a batch
    worked: bool = False  # was ready once
    jobs: dict[int, Job] = field(default_factory=dict)  # by their tasks' numbers
    known: set[int] = field(default_factory=set)  # weights that the worker has


class Batcher:
    """Solves the puzzles of all calls of a service.

    Args:
        workers: processes that compute; 0: threads of this one.
        on_batch: told the kind and the number of puzzles of every batch.
        on_fault: told where something failed ("solver", "worker"), the name of the error, and its
            place in the code.
    """

    def __init__(
        self,
        workers: int = 0,
        *,
        on_batch: Callable[[str, int], None] | None = None,
        on_fault: Callable[[str, str, str], None] | None = None,
    ) -> None:
        self._workers = workers
        self._on_batch, self._on_fault = on_batch, on_fault
        self._waiting: deque[Job] = deque()
        self._numbers = count()
        self._weights: list[Weights] = []  # a task names them by their place
        self._seats: list[Seat] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._starting: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """Puzzles that no worker has taken yet."""
        return len(self._waiting)

    @property
    def pids(self) -> list[int]:
        """The worker processes that are ready, or at work."""
        workers = [seat.worker for seat in self._seats if seat.worked]
        return [each.pid for each in workers if isinstance(each, WorkerProcess) and each.pid]

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
            BusyError: where the batcher was closed.
        """
        if self._closed:
            raise _closing()
        self.start()
        number, known_as = next(self._numbers), self._number_of(weights)
        task = Task(number, puzzle, known_as, budget, seed, tells=on_step is not None)
        job = Job(task, on_step, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._hand_out()
        try:
            return await job.answer
        finally:
            self._let_go(job)

    def solve_soon(self, puzzle: Sudoku | Maze, **options: Any) -> Future[Result]:
        """`solve` for other threads: what it gives, to wait for or to cancel."""
        if self._loop is None:
            raise _closing()
        return asyncio.run_coroutine_threadsafe(self.solve(puzzle, **options), self._loop)

    def start(self) -> None:
        """Begin to work, on the running event loop."""
        if self._loop is None and not self._closed:
            self._loop = asyncio.get_running_loop()
            for _ in range(self._workers or 1):
                self._start_one()

    async def close(self) -> None:
        """End all workers; what they had is told that the service is closing."""
        self._loop, self._closed = None, True
        for task in self._starting:
            task.cancel()
        seats, self._seats = self._seats, []
        held = [job for seat in seats for job in seat.jobs.values()]
        for job in [*held, *self._waiting]:
            if not job.answer.done():
                job.answer.set_exception(_closing())
        self._waiting.clear()
        for seat in seats:
            seat.worker.close()

    def _start_one(self) -> None:
        """Seat a worker, which says when it is ready."""
        assert self._loop is not None
        loop = self._loop

        def tell(event: Event) -> None:
            """From any thread."""
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(take_note, event)

        def take_note(event: Event) -> None:
            if seat in self._seats:
                self._note(seat, event)

        if self._workers:
            worker = WorkerProcess(tell, cores=max(1, cores() // self._workers))
        else:
            worker = Bench(tell)
        seat = Seat(worker)
        self._seats.append(seat)

    def _note(self, seat: Seat, event: Event) -> None:
        """What a worker tells; in the event loop."""
        match event:
            case Ready():
                seat.ready = seat.worked = True
                self._hand_out()
            case Stepped(number, step):
                job = seat.jobs.get(number)
                if job is not None and job.on_step and not job.gone:
                    job.on_step(step)
            case Answered(number, result):
                job = seat.jobs.pop(number, None)
                if job is not None and not job.answer.done():
                    job.answer.set_result(result)
            case Failed(number, error, place):
                self._fail(seat.jobs.pop(number, None), "solver", error, place)
            case Stopped(why):
                self._replace(seat, why)

    def _hand_out(self) -> None:
        """Give batches to the workers that are ready, those with the least to do first."""
        for seat in sorted(self._seats, key=lambda seat: len(seat.jobs)):
            if seat.ready and (jobs := self._taken()):
                seat.ready = False
                seat.jobs |= {job.task.number: job for job in jobs}
                number = jobs[0].task.weights
                if number not in seat.known:
                    seat.known.add(number)
                    seat.worker.know(number, self._weights[number])
                seat.worker.take([job.task for job in jobs])
                if self._on_batch:
                    kind = "maze" if isinstance(jobs[0].task.puzzle, Maze) else "sudoku"
                    self._on_batch(kind, len(jobs))

    def _taken(self) -> list[Job]:
        """The puzzle that waits longest and those of its size, as many as run well together."""
        while self._waiting and self._waiting[0].gone:
            self._waiting.popleft()
        if not self._waiting:
            return []
        first = self._waiting[0]
        if first.tries:  # it, or one that ran with it, may be what a worker dies of
            return [self._waiting.popleft()]
        most = max(1, min(ROWS, ROOM // first.size))
        alike = (job for job in self._waiting if job.key == first.key)
        taken = [job for job in alike if not job.gone and not job.tries][:most]
        chosen = set(map(id, taken))
        self._waiting = deque(job for job in self._waiting if id(job) not in chosen)
        return taken

    def _let_go(self, job: Job) -> None:
        """Nobody waits for a job any more."""
        job.gone = True
        for seat in self._seats:
            if seat.jobs.pop(job.task.number, None) is not None:
                seat.worker.leave(job.task.number)

    def _replace(self, seat: Seat, why: str) -> None:
        """Put another worker in the place of one that died, and its jobs first in the line."""
        self._seats.remove(seat)
        if self._on_fault:
            self._on_fault("worker", "Stopped", why)
        for job in reversed(seat.jobs.values()):
            job.tries += 1
            if job.tries < TRIES:
                self._waiting.appendleft(job)
            else:
                self._fail(job, "solver", "Stopped", f"{TRIES} workers died with a puzzle")
        pause = 0.0 if seat.worked else _PATIENCE_S
        starting = asyncio.ensure_future(self._start_later(pause))
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)
        self._hand_out()

    async def _start_later(self, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                return self._start_one()
            except OSError as error:  # no process can be started now
                seconds = _PATIENCE_S
                if self._on_fault:
                    self._on_fault("worker", type(error).__name__, "start of a worker process")

    def _fail(self, job: Job | None, where: str, error: str, place: str) -> None:
        if job is None or job.answer.done():
            return
        if self._on_fault:
            self._on_fault(where, error, place)
        job.answer.set_exception(
            FaultError("the solver failed on this puzzle; that is a bug, please report it")
        )

    def _number_of(self, weights: Weights) -> int:
        for number, known in enumerate(self._weights):
            if known is weights:
                return number
        self._weights.append(weights)
        return len(self._weights) - 1


def _closing() -> BusyError:
    return BusyError("the service is shutting down; try again elsewhere, or later")
