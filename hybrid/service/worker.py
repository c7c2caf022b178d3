"""A worker process: a bench (bench.py) at the other end of a pipe.

Python runs one thread of a process at a time, and the network is many short operations, each of
which would wait for the threads that read, write and judge; so it computes elsewhere. A worker
ends when its pipe does, whatever becomes of the service; signals of the terminal and of service
managers, which go to all processes, are the service's affair. What was pickled is only read at the
two ends of the pipe, which nobody else has.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from ...trm.checkpoint import Weights
from ...trm.memory import keep_memory
from .work import Event, Stopped, Task

# A process that starts looks after those that have ended, and of two that look after one only
# the first learns how it ended.
_REAPING = Lock()


class WorkerProcess:
    """A `Worker` in a process of its own, which is started at once.

    Args:
        tell: told what happens, in a thread; `Stopped` comes last, whatever the process dies of.
        cores: for plain candidates; the other workers share the rest.
    """

    def __init__(self, tell: Callable[[Event], None], *, cores: int = 1) -> None:
        context = multiprocessing.get_context("spawn")  # threads and torch do not survive a fork
        self._pipe, theirs = context.Pipe()
        self._tell = tell
        self._process = context.Process(
            target=work, args=(theirs, cores), name="tinyduo-worker", daemon=True
        )
        with _REAPING:
            self._process.start()
        theirs.close()  # so that our end ends with the process
        atexit.register(self._process.kill)
        self._outgoing: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        for each in (self._send, self._listen):
            Thread(target=each, name="tinyduo-pipe", daemon=True).start()

    @property
    def pid(self) -> int | None:
        """The process."""
        return self._process.pid

    def know(self, number: int, weights: Weights) -> None:
        """Keep weights that tasks name by a number."""
        self._outgoing.put(("know", number, weights))

    def take(self, tasks: list[Task]) -> None:
        """Begin with tasks of one size and the same weights, after `Ready`."""
        self._outgoing.put(("take", tasks))

    def leave(self, number: int) -> None:
        """End a task at its next step: nobody waits for it."""
        self._outgoing.put(("leave", number))

    def close(self) -> None:
        """End the process, which keeps nothing."""
        self._process.kill()

    def _send(self) -> None:
        """Send what is to be sent; in a thread, for the worker may be slow to take it."""
        while (said := self._outgoing.get()) is not None:
            try:
                self._pipe.send_bytes(_packed(said))
            except Exception:  # most likely it has ended; `_listen` tells
                self._process.kill()
                return

    def _listen(self) -> None:
        try:
            while True:
                self._tell(pickle.loads(self._pipe.recv_bytes()))
        except (EOFError, OSError):
            pass
        self._outgoing.put(None)
        self._process.kill()  # a pipe that broke is no pipe to a worker
        with _REAPING:
            self._process.join()
        atexit.unregister(self._process.kill)
        self._tell(Stopped(f"a worker process ended with {self._process.exitcode}"))


def work(pipe: Connection, cores: int) -> None:
    """What the process does: everything that it is told, until the pipe ends."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    keep_memory()
    import torch

    from .bench import Bench

    one_at_a_time = Lock()

    def tell(event: Event) -> None:
        with one_at_a_time:
            pipe.send_bytes(_packed(event))

    _warm_up()
    # Further candidates are few and long: they may take what they can get.
    bench = Bench(tell, cores=(cores, torch.get_num_threads()))
    try:
        while True:
            name, *arguments = pickle.loads(pipe.recv_bytes())
            getattr(bench, name)(*arguments)
    except (EOFError, OSError):
        os._exit(0)  # at once: threads may be computing for nobody


def _packed(said: Any) -> bytes:
    """As bytes; multiprocessing's own way would pass tensors by open files."""
    return pickle.dumps(said, pickle.HIGHEST_PROTOCOL)


def _warm_up() -> None:
    """Solve a Sudoku and a maze: the first of a process takes much longer than others."""
    from ...trm.puzzles import Layout, Maze, Sudoku
    from ...trm.solver import solve

    solve(Sudoku(((0, 0, 0, 4), (0, 0, 0, 3), (1, 0, 0, 0), (4, 0, 0, 0)), Layout(2, 2)))
    solve(Maze(("S #", "# G")))
