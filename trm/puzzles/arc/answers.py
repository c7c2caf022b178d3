"""Answers to ARC tasks, and their files: a Kaggle submission.json, read and written.

An answer is up to two attempts a test input; `Answers` holds those of a task, a `Submission`
those of many by id. An attempt that is no grid is None: no answer, and never a right one. The
form of the ARC Prize, a file a task, is in `prize.py`; `read_submission` reads both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .notation import decoded
from .official_form import Grid
from .task import as_grid
from .vote import ATTEMPTS

Answers = tuple[tuple[Grid | None, ...], ...]  # up to two attempts, for each test input
Submission = Mapping[str, Answers]  # by task id

RESULTS = "results.json"  # in an ARC Prize folder, beside the tasks
_KEY = re.compile(r"attempt_([1-9][0-9]?)")


def kaggle_of(submission: Submission) -> dict[str, list[dict[str, list[list[int]]]]]:
    """The submission as JSON-ready data for Kaggle.

    Kaggle wants both attempts of each test input: where there is one, it is handed in again;
    where there is none, a single black cell is.
    """
    return {name: [_both(attempts) for attempts in answers] for name, answers in submission.items()}


def write_kaggle(submission: Submission, path: Path) -> None:
    """Write a submission.json.

    Raises:
        OSError: where the file cannot be written.
    """
    write_whole(path, json.dumps(kaggle_of(submission)) + "\n")


def read_submission(path: Path) -> dict[str, Answers]:
    """The answers in a Kaggle submission.json, or in an ARC Prize folder of one file a task.

    Raises:
        OSError: where there is no such file or folder.
        ValueError: for another form; the message names file, task and place.
    """
    if path.is_dir():
        files = sorted(file for file in path.glob("*.json") if file.name != RESULTS)
        if not files:
            raise ValueError(f"{path}: no answers, expected files such as 007bbfb7.json")
        return {file.stem.lower(): answers_of(_read(file), file.name) for file in files}
    data = _read(path)
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} holds {type(data).__name__}, expected an object by task id")
    answers = {
        name.lower(): answers_of(tests, f"{path.name}, task {name[:40]!r}")
        for name, tests in data.items()
    }
    if len(answers) < len(data):
        raise ValueError(f"{path.name} has a task twice, expected once")
    return answers


def answers_of(tests: Any, where: str) -> Answers:
    """The answers to one task, of the JSON of either form.

    Args:
        tests: an object with `attempt_1` and `attempt_2` for each test input, in their order.
        where: what the message begins with.

    Raises:
        ValueError: for another form, more than two attempts, or attempts that say they are for
            another test input than the one in whose place they stand.
    """
    if not isinstance(tests, list):
        raise ValueError(f"{where}: {type(tests).__name__}, expected a list, one a test input")
    return tuple(
        _attempts(test, f"{where}, test {number}", number - 1)
        for number, test in enumerate(tests, start=1)
    )


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, "utf-8")
    part.replace(path)


def _attempts(test: Any, where: str, place: int) -> tuple[Grid | None, ...]:
    if not isinstance(test, dict):
        raise ValueError(f"{where}: {type(test).__name__}, expected attempt_1 and attempt_2")
    grids: list[Grid | None] = [None] * ATTEMPTS
    for key, attempt in test.items():
        match = _KEY.fullmatch(key)
        if match is None or int(match[1]) > ATTEMPTS:
            raise ValueError(f"{where}: {key[:40]!r}, expected attempt_1 and attempt_2 alone")
        if isinstance(attempt, dict):  # ARC Prize
            _check_place(attempt, place, f"{where}, {key}")
            attempt = attempt.get("answer")
        grids[int(match[1]) - 1] = _grid_or_none(attempt)
    return tuple(grids)


def _check_place(attempt: dict[str, Any], place: int, where: str) -> None:
    metadata = attempt.get("metadata")
    says = metadata.get("pair_index") if isinstance(metadata, dict) else None
    if says is not None and says != place:
        raise ValueError(f"{where}: its pair_index is {says!r:.20}, expected {place}")


def _grid_or_none(rows: Any) -> Grid | None:
    try:
        return as_grid(rows)
    except ValueError:
        return None  # what no output can be is an answer all the same, and a wrong one


def _both(attempts: tuple[Grid | None, ...]) -> dict[str, list[list[int]]]:
    grids = [grid for grid in attempts if grid is not None] or [((0,),)]
    both = [grid if grid is not None else grids[0] for grid in attempts[:ATTEMPTS]]
    both += [grids[0]] * (ATTEMPTS - len(both))
    return {f"attempt_{number}": [list(row) for row in grid] for number, grid in enumerate(both, 1)}


def _read(path: Path) -> Any:
    try:
        return decoded(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
