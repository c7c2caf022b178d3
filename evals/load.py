"""Load on a running service: throughput, waiting times, and every single reply checked.

    python -m tinyduo.evals.load --clients 64 --seconds 60

Without `--url` a service is started for it. First one client asks for a while, then many do, then
the queue is filled and one more asks. Each reply is held against its own puzzle by the verifier, so
that answers that were mixed up, lost or wrong are seen. The clients share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from ..trm.puzzles import Layout, Maze, Sudoku, sudoku
from ..trm.puzzles import maze as mazes
from ..trm.puzzles.maze.generate import generate_many as generate_mazes
from ..trm.puzzles.maze.tokens import of_tokens
from ..trm.puzzles.sudoku import to_symbol
from ..trm.puzzles.sudoku.generate import generate_many
from .bench.machine import in_a_line, machine

SEEDS = 5_200_000_000  # far from those of training and of suites
KINDS = ("4x4", "6x6", "9x9", "maze-10")
_BOXES = {"4x4": (2, 2), "6x6": (2, 3), "9x9": (3, 3)}
_POOL = 64  # puzzles of a kind; none is remembered by the service, so they may come again
_START_S = 120.0  # that a service may take to be ready
_MORE = 16  # calls beyond those that are let in
_PAUSE_S = 0.02  # between two calls while the queue is full


@dataclass(frozen=True, slots=True)
class Asked:
    """A puzzle, as it is sent and as it is checked."""

    kind: str
    puzzle: Sudoku | Maze
    body: bytes


@dataclass(slots=True)
class Phase:
    """What came of asking for a while."""

    clients: int
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)  # seconds of replies that were right
    outcomes: Counter[str] = field(default_factory=Counter)
    refusals: list[float] = field(default_factory=list)  # seconds of "busy"

    @property
    def rate(self) -> float:
        """Right replies a second."""
        return len(self.waits) / self.seconds if self.seconds else 0.0

    def to_json(self) -> dict[str, Any]:
        """The phase as JSON-ready data."""
        return {
            "clients": self.clients,
            "seconds": round(self.seconds, 2),
            "a_second": round(self.rate, 2),
            "outcomes": dict(self.outcomes),
            "p50_s": _percentile(self.waits, 50),
            "p95_s": _percentile(self.waits, 95),
            "busy_p95_s": _percentile(self.refusals, 95),
            "busy_max_s": round(max(self.refusals), 4) if self.refusals else None,
        }


def puzzles(kinds: Sequence[str], seed: int = 0) -> list[Asked]:
    """The puzzles of a load, kind after kind in turn."""
    made = [_pool(kind, seed) for kind in kinds]
    return [asked for together in zip(*made, strict=True) for asked in together]


def checked(asked: Asked, status: int, text: bytes) -> str:
    """What a reply is: right, busy, unsolved, or what is wrong with it."""
    if status == 503:
        return "busy"
    if status != 200:
        return f"HTTP {status}"
    try:
        record = json.loads(text)
        answer = tuple(map(tuple, record["answer"] or ()))
        same = record["grid"] == _grid(asked.puzzle)
    except (ValueError, KeyError, TypeError):
        return "wrong: no record"
    if not same:
        return "wrong: another puzzle's reply"
    if record["status"] != "solved":
        return str(record["status"])
    puzzle = asked.puzzle
    verify = mazes.verify if isinstance(puzzle, Maze) else sudoku.verify
    right = verify(puzzle, answer).verified  # pyright: ignore[reportArgumentType]
    return "right" if right else "wrong: not an answer"


async def ask_for_a_while(url: str, asked: Sequence[Asked], clients: int, seconds: float) -> Phase:
    """Let clients ask, each as soon as it has its reply, for some seconds."""
    phase, numbers = Phase(clients), count()
    began = perf_counter()

    async def client() -> None:
        async with connection(url) as ask:
            while perf_counter() - began < seconds:
                await _one(phase, ask, asked[next(numbers) % len(asked)])

    await asyncio.gather(*[client() for _ in range(clients)])
    phase.seconds = perf_counter() - began
    return phase


async def overload(url: str, asked: Sequence[Asked], queue: int) -> Phase:
    """Fill the queue with calls, and ask once more, again and again, while it is full."""
    phase = Phase(queue)
    began = perf_counter()

    async def fill(number: int) -> None:
        async with connection(url) as ask:
            await _one(phase, ask, asked[number % len(asked)])

    filling = [asyncio.create_task(fill(number)) for number in range(queue + _MORE)]
    async with connection(url) as ask:
        while not all(task.done() for task in filling):
            await _one(phase, ask, asked[0])
            await asyncio.sleep(_PAUSE_S)
    await asyncio.gather(*filling)
    phase.seconds = perf_counter() - began
    return phase


async def measure(
    url: str, asked: Sequence[Asked], *, clients: int, seconds: float, queue: int
) -> dict[str, Any]:
    """All phases, and what they say together."""
    await ask_for_a_while(url, asked, 1, 1.0)  # nothing is timed cold
    one = await ask_for_a_while(url, asked, 1, seconds)
    many = await ask_for_a_while(url, asked, clients, seconds)
    over = await overload(url, asked, queue)
    after = await ask_for_a_while(url, asked, 1, 1.0)
    phases = (one, many, over, after)
    return {
        "machine": machine(),
        "one": one.to_json(),
        "many": many.to_json(),
        "overload": over.to_json(),
        "after": after.to_json(),
        "times": round(many.rate / one.rate, 2) if one.rate else None,
        "wrong_or_lost": sum(
            n
            for phase in phases
            for outcome, n in phase.outcomes.items()
            if outcome.startswith(("wrong", "lost", "HTTP"))
        ),
    }


@asynccontextmanager
async def connection(
    url: str,
) -> AsyncIterator[Callable[[bytes], Any]]:
    """A connection that is kept: give it a body, get the status and the text of the reply.

    As little as HTTP can be, because the clients share the processor with the service.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    token = os.environ.get("TINYDUO_TOKEN")
    head = (
        f"POST /v1/solve HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
        + (f"Authorization: Bearer {token}\r\n" if token else "")
    )
    reader, writer = await asyncio.open_connection(host, port)

    async def ask(body: bytes) -> tuple[int, bytes]:
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        top = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(top.partition(b"content-length:")[2].split(b"\r\n")[0])
        return int(top.split()[1]), await reader.readexactly(length)

    try:
        yield ask
    finally:
        writer.close()


@asynccontextmanager
async def started(queue: int) -> AsyncIterator[str]:
    """A service of our own, on any port that is free."""
    command = [sys.executable, "-m", "tinyduo.hybrid.cli", "serve", "--llm", "none"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--queue", str(queue)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        line = await asyncio.to_thread(process.stderr.readline)
        address = next((word for word in line.split() if word.startswith("http://")), None)
        if address is None:
            raise ValueError(f"the service did not start: {line.strip()[:200]}")
        await _until_ready(address)
        yield address
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, say it on stdout as JSON; 1 where a reply was wrong or lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=64, help="at a time (64)")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each phase (60)")
    parser.add_argument("--url", help="of a service that runs (default: one is started)")
    parser.add_argument("--queue", type=int, default=128, help="its --queue (128)")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"of {', '.join(KINDS)}")
    parser.add_argument("--seed", type=int, default=0, help="of the puzzles (0)")
    args = parser.parse_args(argv)
    kinds = args.kinds.split(",")
    if not set(kinds) <= set(KINDS) or args.clients < 1 or args.queue < 1:
        parser.error(f"expected kinds of {', '.join(KINDS)}, and 1 or more clients and calls")
    found = asyncio.run(_run(args, puzzles(kinds, args.seed)))
    print(json.dumps({"kinds": kinds} | found, indent=2))
    print(f"{in_a_line(found['machine'])}", file=sys.stderr)
    return 1 if found["wrong_or_lost"] else 0


async def _run(args: argparse.Namespace, asked: list[Asked]) -> dict[str, Any]:
    options = {"clients": args.clients, "seconds": args.seconds, "queue": args.queue}
    if args.url:
        return await measure(args.url, asked, **options)
    async with started(args.queue) as url:
        return await measure(url, asked, **options)


async def _one(phase: Phase, ask: Callable[[bytes], Any], asked: Asked) -> None:
    began = perf_counter()
    try:
        status, text = await ask(asked.body)
    except (OSError, asyncio.IncompleteReadError, ValueError, IndexError):
        phase.outcomes["lost"] += 1
        return
    seconds = perf_counter() - began
    outcome = checked(asked, status, text)
    phase.outcomes[outcome] += 1
    if outcome == "right":
        phase.waits.append(seconds)
    elif outcome == "busy":
        phase.refusals.append(seconds)


async def _until_ready(url: str) -> None:
    parts = urlsplit(url)
    ends = perf_counter() + _START_S
    while perf_counter() < ends:
        try:
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(f"GET /readyz HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
            line = await reader.readline()
            writer.close()
            if b" 200 " in line:
                return
        except OSError:
            pass
        await asyncio.sleep(0.2)
    raise ValueError(f"the service at {url} was not ready after {_START_S:.0f} seconds")


def _pool(kind: str, seed: int) -> list[Asked]:
    if kind == "maze-10":
        tokens, _, _ = generate_mazes(_POOL, height=10, width=10, seed=SEEDS + seed)
        return [_asked("maze", maze, list(maze.rows)) for maze in map(of_tokens, tokens)]
    layout = Layout(*_BOXES[kind])
    found, _, _ = generate_many(_POOL, layout=layout, seed=SEEDS + seed)
    boards = [Sudoku(_rows(flat, layout.size), layout) for flat in found]
    return [
        _asked("sudoku", board, ["".join(map(to_symbol, row)) for row in board.givens])
        for board in boards
    ]


def _asked(kind: str, puzzle: Sudoku | Maze, grid: list[str]) -> Asked:
    return Asked(kind, puzzle, json.dumps({"kind": kind, "grid": grid}).encode())


def _rows(flat: np.ndarray, size: int) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, flat.reshape(size, size).tolist()))


def _grid(puzzle: Sudoku | Maze) -> list[Any]:
    if isinstance(puzzle, Maze):
        return list(puzzle.rows)
    return [list(row) for row in puzzle.givens]


def _percentile(seconds: Sequence[float], share: float) -> float | None:
    return round(float(np.percentile(seconds, share)), 4) if seconds else None


if __name__ == "__main__":
    raise SystemExit(main())
