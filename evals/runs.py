"""A folder of records: how a run writes it, and how any number of them are read again.

records.jsonl (or records-2-of-8.jsonl)   a line for each item and arm, as it was answered
records.jsonl.run.json                    what decided them (hybrid/resume.py)
items.jsonl                               the items, so that reports need nothing else
sittings.jsonl                            where and when: machine, versions, commit
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORDS, ITEMS, SITTINGS = "records", "items.jsonl", "sittings"
SCHEMA = 1  # of records and summaries; raise when a field changes its meaning
_OF_ONE_SHARD = frozenset({"shard"})


@dataclass(frozen=True, slots=True)
class Run:
    """What folders of one run hold."""

    card: Mapping[str, Any]
    items: Mapping[str, Mapping[str, Any]]  # by id
    records: Mapping[tuple[str, str], Mapping[str, Any]]  # by item and arm
    sittings: tuple[Mapping[str, Any], ...]

    @property
    def arms(self) -> list[str]:
        """In the order of the table of arms; others last."""
        from .arms.table import ARMS

        found = {arm for _, arm in self.records}
        known = [name for name in ARMS if name in found]
        return [*known, *sorted(found - set(known))]

    def of_arm(self, arm: str) -> dict[str, Mapping[str, Any]]:
        """The records of an arm by item."""
        return {item: record for (item, name), record in self.records.items() if name == arm}


def records_path(folder: Path, shard: tuple[int, int] = (1, 1)) -> Path:
    """The file of a shard."""
    return folder / f"{RECORDS}{_suffix(shard)}.jsonl"


def sittings_path(folder: Path, shard: tuple[int, int] = (1, 1)) -> Path:
    """Where the sittings of a shard are noted."""
    return folder / f"{SITTINGS}{_suffix(shard)}.jsonl"


def _suffix(shard: tuple[int, int]) -> str:
    return "" if shard[1] == 1 else f"-{shard[0]}-of-{shard[1]}"


def whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file; a last line that was cut off does not count."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.endswith("\n"))


def write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write a JSONL file whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    os.replace(part, path)


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The settings in which two cards differ, the shard aside."""
    keys = (one.keys() | other.keys()) - _OF_ONE_SHARD
    return sorted(key for key in keys if one.get(key) != other.get(key))


def read_run(folders: Sequence[Path]) -> Run:
    """All shards of one run.

    Raises:
        ValueError: where there are none, they come of different settings, or an item was
            answered twice by one arm.
    """
    runs = read_runs(folders)
    if len(runs) > 1:
        other = ", ".join(differing(runs[0].card, runs[1].card))
        raise ValueError(f"the folders come of different runs: they differ in {other}")
    return runs[0]


def read_runs(folders: Sequence[Path]) -> list[Run]:
    """The runs in folders; shards of one run make one.

    Raises:
        ValueError: where there are none, or an item was answered twice by one arm.
    """
    found: list[tuple[dict[str, Any], dict, dict, list]] = []
    for folder in folders:
        paths = [path for path in sorted(folder.glob(f"{RECORDS}*.jsonl"))]
        if not paths:
            raise ValueError(f"{folder}: no {RECORDS}*.jsonl; run: tinyduo eval --suite ... --out")
        for path in paths:
            card = card_of(path)
            same = next((run for run in found if not differing(run[0], card)), None)
            if same is None:
                same = (card, {}, {}, [])
                found.append(same)
            _, items, records, _ = same
            items |= {item["id"]: item for item in whole_lines(folder / ITEMS)}
            for record in whole_lines(path):
                key = record["item"], record["arm"]
                if key in records:
                    raise ValueError(f"{key[0]} was answered twice by {key[1]}, again in {path}")
                records[key] = record
            shard = path.name.removeprefix(RECORDS)
            same[3].extend(whole_lines(folder / f"{SITTINGS}{shard}"))
    return [Run(card, items, records, tuple(sittings)) for card, items, records, sittings in found]


def card_of(path: Path) -> dict[str, Any]:
    """The settings beside a file of records.

    Raises:
        ValueError: where there are none.
    """
    card = path.with_name(f"{path.name}.run.json")
    try:
        found = json.loads(card.read_text("utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or "suite" not in found:
        raise ValueError(f"{path} holds lines of an unknown run: {card.name} is not beside it")
    return found


def merge(folders: Sequence[Path], out: Path) -> Run:
    """Write the shards of one run into one folder, in order of items and arms.

    Raises:
        ValueError: as `read_run`, or where `out` holds another run's records.
        OSError: where it cannot be written.
    """
    run = read_run(folders)
    path = records_path(out)
    if path.exists() and out not in folders:
        raise ValueError(f"{path} is there already; name another --out")
    if any(other != path for other in out.glob(f"{RECORDS}*.jsonl")):
        raise ValueError(f"{out} holds shards itself; name another --out")
    out.mkdir(parents=True, exist_ok=True)
    place = {name: number for number, name in enumerate(run.items)}
    arms = run.arms
    keys = sorted(run.records, key=lambda key: (place.get(key[0], 0), arms.index(key[1])))
    card = {**run.card, "shard": "1/1"}
    path.with_name(f"{path.name}.run.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    write_lines(out / ITEMS, run.items.values())
    write_lines(sittings_path(out), run.sittings)
    write_lines(path, (run.records[key] for key in keys))
    return run
