"""Learning curves of training runs beside each other, from their log.jsonl.

Two axes: CPU seconds of training, which other work on the machine hardly changes (evaluations are
left out), and puzzles drawn. Runs on a GPU are compared by the wall (`--wall`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_HELD_OUT = "held-out/"
AXES = ("seconds", "puzzles")
_LOGGED = ("seconds", "cpu_seconds", "puzzles")


def read_runs(folders: Sequence[Path], *, wall: bool = False) -> list[dict[str, Any]]:
    """What the logs of runs say of unseen puzzles.

    Args:
        folders: of the runs; their names tell them apart.
        wall: take seconds by the wall, not of the CPU.

    Returns:
        JSON-ready, a run each: `name`, `seconds` and `puzzles` of each evaluation, and its
        exact `rates` by the name of the held-out set.

    Raises:
        ValueError: for a run without a log or without evaluations, or with a name twice.
    """
    names = [folder.resolve().name for folder in folders]
    if len(set(names)) < len(names):
        raise ValueError(f"runs are told apart by their folders' names, got {', '.join(names)}")
    return [_run(name, folder, wall) for name, folder in zip(names, folders, strict=True)]


def _run(name: str, folder: Path, wall: bool) -> dict[str, Any]:
    path = folder / "log.jsonl"
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read as the log of a run: {error}") from error
    evaluated = [row for row in rows if any(key.startswith(_HELD_OUT) for key in row)]
    missing = [key for key in _LOGGED if any(key not in row for row in evaluated)]
    if not evaluated or missing:
        raise ValueError(f"{path} has no evaluations with {', '.join(missing or _LOGGED)}")
    sets = sorted(key for key in evaluated[-1] if key.startswith(_HELD_OUT))
    return {
        "name": name,
        "seconds": [row["seconds" if wall else "cpu_seconds"] for row in evaluated],
        "puzzles": [row["puzzles"] for row in evaluated],
        "rates": {key.removeprefix(_HELD_OUT): [row.get(key) for row in evaluated] for key in sets},
    }


def reached(run: dict[str, Any], rate: float) -> dict[str, dict[str, float] | None]:
    """Where a run first had a rate on each set and kept it to its end; None: it never did.

    >>> run = {"seconds": [1, 2, 3], "puzzles": [10, 20, 30], "rates": {"easy": [0.9, 0.5, 0.9]}}
    >>> reached(run, 0.9)
    {'easy': {'seconds': 3, 'puzzles': 30}}
    """
    found: dict[str, dict[str, float] | None] = {}
    for name, rates in run["rates"].items():
        below = [number for number, value in enumerate(rates) if (value or 0) < rate]
        first = below[-1] + 1 if below else 0
        found[name] = {axis: run[axis][first] for axis in AXES} if first < len(rates) else None
    return found
