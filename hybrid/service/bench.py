"""Running tasks in this process: plain candidates in batches, then what else each one needs.

    tasks of one size -> plain candidates, together -> answered
                                                    -> further candidates, one by one -> answered

A task is answered as soon as its own answer is verified, while the others of its batch go on. Those
that need more than the plain candidate go on in a thread of their own, so that they hold up nobody.
What fails is told to the task it was of, and the bench goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import torch

from ...trm.checkpoint import Weights
from ...trm.puzzles import Maze, Sudoku
from ...trm.result import TraceStep
from ...trm.solver import KINDS
from ...trm.solving.kind import Kind, Request
from .attempts import needs_more
from .work import Answered, Ended, Event, Failed, Ready, Stepped, Task, place_of

Tell = Callable[[Event], None]

# Rows of a Sudoku beyond which it may take the judge seconds to say that an answer is the only one.
_QUICKLY_JUDGED = 9


@dataclass(slots=True, eq=False)
class Run:
    """A task that is being solved."""

    task: Task
    weights: Weights
    tell: Tell
    gone: bool = False  # nobody waits for it
    done: bool = False  # its answer, or its failure, was told
    attempt: Any = None  # the solver's
    share: float = 0.0  # seconds of its batch that were its own

    def end(self, event: Event) -> None:
        """Tell what came of it."""
        self.done = True
        if not self.gone:
            self.tell(event)

    def fail(self, error: BaseException) -> None:
        """Tell what failed."""
        self.end(Failed(self.task.number, type(error).__name__, place_of(error)))


class Bench:
    """A `Worker` in threads of this process.

    Args:
        tell: told what happens; called in those threads.
        cores: that torch may use for plain candidates, and for further ones; None: as it does.
    """

    def __init__(self, tell: Tell, *, cores: tuple[int, int] | None = None) -> None:
        self._tell = tell
        self._weights: dict[int, Weights] = {}
        self._runs: dict[int, Run] = {}
        self._plain, self._further = (
            ThreadPoolExecutor(1, f"tinyduo-{name}", initializer=_set_cores, initargs=(n,))
            for name, n in zip(("plain", "further"), cores or (None, None), strict=True)
        )
        tell(Ready())

    def know(self, number: int, weights: Weights) -> None:
        """Keep weights that tasks name by a number."""
        self._weights[number] = weights

    def take(self, tasks: list[Task]) -> None:
        """Begin with tasks of one size and the same weights, after `Ready`."""
        runs = [Run(task, self._weights[task.weights], self._tell) for task in tasks]
        self._runs |= {run.task.number: run for run in runs}
        self._plain.submit(self._run_batch, runs)

    def leave(self, number: int) -> None:
        """End a task at its next step: nobody waits for it."""
        if (run := self._runs.get(number)) is not None:
            run.gone = True

    def close(self) -> None:
        """End all tasks at their next steps."""
        for run in list(self._runs.values()):
            run.gone = True
        for threads in (self._plain, self._further):
            threads.shutdown(wait=False, cancel_futures=True)

    def _run_batch(self, runs: list[Run]) -> None:
        try:
            run_plain(runs)
        except BaseException as error:  # not even SystemExit in a thread ends the bench
            for run in runs:
                if not run.done:
                    run.fail(error)
        for run in runs:
            if run.done:
                del self._runs[run.task.number]
            else:
                self._further.submit(self._run_further, run)
        self._tell(Ready())

    def _run_further(self, run: Run) -> None:
        try:
            if not run.gone:
                finish(run)
        except Ended:
            pass
        except BaseException as error:
            run.fail(error)
        finally:
            del self._runs[run.task.number]


def run_plain(runs: Sequence[Run]) -> None:
    """Run the plain candidates of tasks of one size together, and answer those that are done.

    Where that fails each task runs alone, so that only those at fault fail.
    """
    try:
        _run_together(runs)
    except Ended:
        for run in runs:
            run.done = True
    except Exception as error:
        if len(runs) == 1:
            runs[0].fail(error)
            return
        for run in runs:
            if run.gone:
                run.done = True
            elif not run.done:
                run_plain([run])


def _run_together(runs: Sequence[Run]) -> None:
    kind = _kind_of(runs[0].task.puzzle)
    began = perf_counter()
    verified: list[Run] = []  # and not answered yet

    def answer_verified() -> None:
        share = (perf_counter() - began) / len(runs)
        while verified:
            _answer(verified.pop(), kind, share)

    def watched(run: Run) -> Callable[[TraceStep], None]:
        def watch(step: TraceStep) -> None:
            if run.gone and all(each.gone for each in runs):
                raise Ended
            answer_verified()  # not this one: the solver has yet to take note of the step
            if step.verified and _quickly_judged(run):
                verified.append(run)
            if run.task.tells and not run.gone:
                run.tell(Stepped(run.task.number, step))

        return watch

    for run in runs:
        task = run.task
        request = Request(run.weights, task.budget, task.seed, None, watched(run))
        run.attempt = kind.begin(task.puzzle, request)
    kind.run_plain([run.attempt for run in runs])
    answer_verified()
    share = (perf_counter() - began) / len(runs)
    for run in runs:
        run.share = share
        if not run.done and _quickly_judged(run) and not needs_more(run.attempt):
            _answer(run, kind, share)


def _answer(run: Run, kind: Kind, share: float) -> None:
    """Answer a task whose plain candidate was enough; a failure is its own alone."""
    try:
        result = kind.finish(run.attempt, perf_counter() - share)
    except Exception as error:
        run.fail(error)
        return
    if run.attempt.answer is not None:  # its batch may still be running, and count it at the end
        result = replace(result, candidates=1)
    run.end(Answered(run.task.number, result))


def finish(run: Run) -> None:
    """Further candidates where they are needed, and the judge's word; in this thread."""

    def watch(step: TraceStep) -> None:
        if run.gone:
            raise Ended
        if run.task.tells:
            run.tell(Stepped(run.task.number, step))

    run.attempt.request = replace(run.attempt.request, on_step=watch)
    kind = _kind_of(run.task.puzzle)
    run.end(Answered(run.task.number, kind.finish(run.attempt, perf_counter() - run.share)))


def _set_cores(n: int | None) -> None:
    """Let torch use that many cores in this thread; None: as it does."""
    if n is not None:
        torch.set_num_threads(n)


def _quickly_judged(run: Run) -> bool:
    puzzle = run.task.puzzle
    return isinstance(puzzle, Maze) or puzzle.size <= _QUICKLY_JUDGED


def _kind_of(puzzle: Sudoku | Maze) -> Kind:
    return next(kind for kind in KINDS if isinstance(puzzle, kind.puzzle))
