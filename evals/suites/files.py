"""Suites from files: CSVs in Sudoku-Extreme's or Maze-Hard's columns, and messages as JSONL.

CSV: `question`, perhaps `answer`, and perhaps `guesses`, `rating` or `source` for the difficulty.
JSONL: `{id, text, expect}` with kind, status, grid, solution and ask; docs/evals.md has the form.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...trm.bulk import kind_of
from ...trm.puzzles import Maze, Status, Sudoku, maze, sudoku
from ...trm.puzzles.arc import as_grid, from_json
from .generated import guess_grade, maze_text, path_grade, sudoku_text
from .item import Item

_STATUSES = {"solvable": Status.SOLVED} | {str(status): status for status in Status}


def csv_items(path: Path, n: int | None, seed: int) -> list[Item]:
    """Puzzles of a CSV; where `n` leaves some out, a random draw by the seed.

    Raises:
        ValueError: for a file without a column `question`, or a row that holds no puzzle.
        OSError: where it cannot be read.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    if not rows or "question" not in rows[0]:
        raise ValueError(f"{path.name}: expected a CSV with a column 'question', found none")
    chosen = drawn(len(rows), n, seed)
    return [_csv_item(path.name, number, rows[number]) for number in chosen]


def message_items(path: Path, n: int | None, seed: int) -> list[Item]:
    """Messages of a JSONL file; where `n` leaves some out, a random draw by the seed.

    Raises:
        ValueError: for a line of another form.
        OSError: where it cannot be read.
    """
    lines = [line for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    items = []
    for number in drawn(len(lines), n, seed):
        try:
            items.append(_message_item(number, json.loads(lines[number])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"{path.name}, message {number + 1}: {error}; expected id, text, expect"
            ) from error
    return items


def drawn(count: int, n: int | None, seed: int) -> list[int]:
    """The numbers of `n` of `count` things, a random draw by the seed; all where `n` is None."""
    if n is None or n >= count:
        return list(range(count))
    return sorted(random.Random(seed).sample(range(count), n))


def _csv_item(file: str, number: int, row: Mapping[str, str]) -> Item:
    name, question, answer = f"row-{number:06d}", row["question"], row.get("answer")
    try:
        if kind_of(question) == "maze":
            puzzle: Maze | Sudoku = maze.from_line(question)
            text, solution = maze_text(puzzle), None
            length = row.get("rating") or ""
            grade = path_grade(int(length)) if length.isdecimal() else ""
        else:
            puzzle = sudoku.from_line(question)
            text, solution = sudoku_text(puzzle), None
            if answer:
                solution = sudoku.from_line(answer).givens
                if not sudoku.is_solution(puzzle, solution):
                    raise ValueError("the column 'answer' does not solve it")
            rating = row.get("guesses") or row.get("rating") or ""
            grade = guess_grade(float(rating)) if rating else ""
    except ValueError as error:
        raise ValueError(f"{file}, row {number + 1}: {error}") from error
    kind = "maze" if isinstance(puzzle, Maze) else "sudoku"
    return Item(name, text, kind, puzzle, solution, difficulty=grade or row.get("source", ""))


def _message_item(number: int, line: Mapping[str, Any]) -> Item:
    name, expect = str(line.get("id", f"message-{number:05d}")), line["expect"]
    first = _expected(name, str(line["text"]), expect)
    further = (expect.get("puzzles") or ())[1:]  # the first of them is the top level again
    more = (_expected(f"{name}#{place}", "", one) for place, one in enumerate(further, start=2))
    return replace(first, more=tuple(more))


def _expected(name: str, text: str, expect: Mapping[str, Any]) -> Item:
    kind, said = str(expect["kind"]), str(expect["status"])
    accepted = {_status(kind, name) for name in (said, *_accepted(expect.get("accept")))}
    puzzle = _puzzle(kind, expect) if said in ("solvable", "contradiction", "multiple") else None
    solution = expect.get("solution") if kind in ("sudoku", "arc") else None
    if solution and kind == "sudoku":
        solution = tuple(map(tuple, solution))
    elif solution:
        solution = tuple(as_grid(grid) for grid in solution)
    return Item(
        id=name,
        text=text,
        kind=kind,
        puzzle=puzzle,
        solution=solution or None,
        statuses=tuple(sorted(accepted)),
        difficulty=said if kind in ("none", "unsupported") else f"{kind}, {said}",
        ask=expect.get("ask"),
    )


def _accepted(accept: Any) -> list[str]:
    """Further statuses that count as right: names, or objects with a status."""
    listed = accept if isinstance(accept, list) else [accept] if accept else []
    return [str(one["status"] if isinstance(one, Mapping) else one) for one in listed]


def _status(kind: str, name: str) -> Status:
    if name not in _STATUSES:
        raise ValueError(f"status {name[:30]!r}, expected one of {', '.join(_STATUSES)}")
    status = _STATUSES[name]
    return Status.PREDICTED if kind == "arc" and status is Status.SOLVED else status


def _puzzle(kind: str, expect: Mapping[str, Any]) -> Any:
    grid = expect["grid"]
    if kind == "sudoku":
        box = expect.get("box_rows_cols")
        return Sudoku.from_rows(grid, (int(box[0]), int(box[1])) if box else None)
    if kind == "maze":
        return Maze(tuple(grid))
    return from_json(grid).task if kind == "arc" else None
