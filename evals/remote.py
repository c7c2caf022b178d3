"""Arms on the workers of a Ray cluster (extra `ray`): `tinyduo eval --executor ray`.

Each worker is a process that makes the arms of the evaluation for itself, from the same settings;
items go out, outcomes come back, and the one that runs the evaluation judges them and writes the
records, so they are those of a run without Ray. The cluster is that of RAY_ADDRESS, else one on
this machine. Paths (`--weights`, `--arc-records`) must lead to the same files on every machine.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from .arms import Arm, Outcome
from .suites import Item

if TYPE_CHECKING:
    from .evaluate import Evaluation


class Remote:
    """The workers.

    Args:
        asked: the evaluation.
        workers: how many; None: one for each CPU (or GPU, where arms run on those).

    Raises:
        ValueError: where Ray is missing, does not start, or has no room for the workers.
    """

    def __init__(self, asked: Evaluation, workers: int | None = None) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            import ray
        except ImportError as error:
            raise ValueError("Ray is not installed; run: pip install 'tinyduo[ray]'") from error
        self._ray: Any = ray
        if not ray.is_initialized():
            try:
                ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
            except Exception as error:  # Ray raises plain ones where a node does not start
                why = " ".join(str(error).split())[:300]
                raise ValueError(f"Ray did not start: {why}") from error
        needs: dict[str, Any] = (
            {"num_gpus": 1} if asked.device.startswith("cuda") else {"num_cpus": 1}
        )
        room = int(ray.cluster_resources().get("GPU" if "num_gpus" in needs else "CPU", 0))
        if room < (workers or 1):
            raise ValueError(f"the Ray cluster has room for {room} workers, asked {workers or 1}")
        make = ray.remote(**needs)(_Worker)
        self.workers = workers or room
        self._free: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self.workers):
            self._free.put(make.remote(asked))

    def answer(self, arm: Arm, items: Sequence[Item]) -> list[Outcome]:
        """The outcomes of an arm, by the next worker that is free; called from several threads."""
        worker = self._free.get()
        try:
            return self._ray.get(worker.answer.remote(arm.name, items))
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End the workers."""
        while not self._free.empty():
            self._ray.kill(self._free.get())


class _Worker:
    """The arms in a process of their own."""

    def __init__(self, asked: Evaluation) -> None:
        from .evaluate import arms_of

        self._arms = {arm.name: arm for arm in arms_of(asked)}

    def answer(self, name: str, items: Sequence[Item]) -> list[Outcome]:
        """One outcome an item."""
        return self._arms[name].answer(items)
