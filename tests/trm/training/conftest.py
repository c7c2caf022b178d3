"""Tiny runs, in this process and in others."""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.distributed import TCPStore  # pyright: ignore[reportPrivateImportUsage]

TINY_RUN = Path(__file__).with_name("tiny_run.py")


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """As the other processes have it: sums are rounded otherwise by more threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def tiny_run() -> Callable[..., Any]:
    """`train` of tiny_run.py."""
    return runpy.run_path(str(TINY_RUN))["train"]


@pytest.fixture
def processes(request: pytest.FixtureRequest) -> Callable[..., list[subprocess.Popen[str]]]:
    """Start tiny runs in `world` processes that are joined as torchrun joins them.

    As torchrun does, the parent holds the store where they meet. Rank 0 once opened it itself, on
    a port that was free a moment before: under load another process took it in between.
    """
    stores: list[TCPStore] = []  # kept until the test is over

    def start(*, world: int = 1, **arguments: Any) -> list[subprocess.Popen[str]]:
        path = os.pathsep.join(part for part in sys.path if part)
        shared = os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
        if world > 1:
            store = TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False)
            stores.append(store)
            shared |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(store.port)}
            shared |= {"TORCHELASTIC_USE_AGENT_STORE": "True", "WORLD_SIZE": str(world)}
        started = [
            subprocess.Popen(
                [sys.executable, str(TINY_RUN), json.dumps(arguments)],
                env=shared | {"RANK": str(rank), "LOCAL_RANK": str(rank)},
                stderr=subprocess.PIPE,
                text=True,
            )
            for rank in range(world)
        ]
        for process in started:
            request.addfinalizer(lambda process=process: end(process))
        return started

    def end(process: subprocess.Popen[str]) -> None:
        process.kill()
        if process.stderr and not process.stderr.closed:
            process.communicate()

    return start


def lines_of(run: Path) -> list[dict[str, Any]]:
    """The log of a run."""
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]


@pytest.fixture
def log_of() -> Callable[[Path], list[dict[str, Any]]]:
    """The lines of a run's log."""
    return lines_of
