"""What one looks at: the TRM's grid step after step, and failures with their grids side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ...hybrid.terminal import printable
from ..runs import Run
from . import boards
from .elements import text

_OF_AN_ARM = 8  # failures shown
_TRACES = 3
_LETTERS = 1_500  # of a model's reply

Record = Mapping[str, Any]


def traces(run: Run) -> str:
    """The recorded traces, each item's once."""
    seen: set[str] = set()
    parts = []
    for (item, arm), record in run.records.items():
        if record.get("trace") and item not in seen and len(seen) < _TRACES:
            seen.add(item)
            parts.append(_trace(run.items.get(item, {}), arm, record))
    return "".join(parts)


def _trace(item: Mapping[str, Any], arm: str, record: Record) -> str:
    shown = []
    for frame in record["trace"]:
        told = f"step {frame['step']}, halt {frame['halt_probability']:.2f}"
        told += ", verified" if frame["verified"] else ""
        shown.append(boards.figure(_answer_board(item, frame["grid"]), told))
    steps = "1 step" if len(shown) == 1 else f"{len(shown)} steps"
    title = f"{record['item']}, {arm}: {steps} at which the grid changed"
    return (
        f"<details><summary>{text(title)}</summary>"
        f'<div class="boards">{"".join(shown)}</div></details>'
    )


def failures(run: Run) -> str:
    """Some failures of each arm, of every cause in turn; counts of what is not shown."""
    parts = []
    for arm in run.arms:
        wrong = [record for record in run.of_arm(arm).values() if not record["right"]]
        if not wrong:
            continue
        chosen = _in_turn(wrong)[:_OF_AN_ARM]
        more = f"; {len(chosen)} shown" if len(chosen) < len(wrong) else ""
        parts.append(f"<h4>{text(arm)}: {len(wrong)} not right{more}</h4>")
        parts += [_failure(run.items.get(record["item"], {}), record) for record in chosen]
    return "".join(parts) or "<p>There are none.</p>"


def _in_turn(records: Sequence[Record]) -> list[Record]:
    """False verified first, then one of each cause, then the next of each."""
    seen = Counter[str]()
    keyed = []
    for record in records:
        cause = record["cause"] or ""
        keyed.append((not record["false_verified"], seen[cause], cause, record["item"], record))
        seen[cause] += 1
    return [row[-1] for row in sorted(keyed, key=lambda row: row[:-1])]


def _failure(item: Mapping[str, Any], record: Record) -> str:
    told = f"{record['item']} · {record['cause'] or 'partly right'} · status {record['status']}"
    if record["false_verified"]:
        told += " · FALSE VERIFIED"
    words = printable(str(record["reply"] or record["error"] or ""))[:_LETTERS]
    said = f"<pre>{escape(words)}</pre>" if words else ""
    expected = ", ".join(record["expected"])
    return (
        f"<details><summary>{text(told)}</summary>"
        f'<div class="boards">{_grids(item, record)}</div>'
        f'<p class="soft">Right would have been: {text(expected)}.</p>{said}</details>'
    )


def _grids(item: Mapping[str, Any], record: Record) -> str:
    """The true puzzle, what was read, what was answered, and what is right."""
    kind, puzzle, right = item.get("kind"), item.get("puzzle"), item.get("solution")
    parts = []
    if puzzle is None:
        return f"<pre>{escape(printable(str(item.get('text', '')))[:_LETTERS])}</pre>"
    if kind == "arc":
        return _arc_grids(puzzle, right or [], record["answer"] or [])
    parts.append(boards.figure(_board(kind, puzzle), "the puzzle"))
    if record["read_as"] is not None:
        parts.append(boards.figure(_board(kind, record["read_as"]), "as it was read"))
    answer = record["answer"]
    given = _answer_board(item, answer, kind, right) if answer else ""
    parts.append(boards.figure(given, "the answer") if given else "<p>no answer</p>")
    if kind == "sudoku" and right:
        parts.append(boards.figure(boards.sudoku(right, givens=puzzle), "what is right"))
    return "".join(parts)


def _arc_grids(puzzle: Mapping[str, Any], right: Sequence[Any], answer: Sequence[Any]) -> str:
    parts = []
    for number, test in enumerate(puzzle["test"]):
        parts.append(boards.figure(boards.arc(test["input"]), f"test input {number + 1}"))
        target = right[number] if number < len(right) else None
        for rank, grid in enumerate(answer[number] if number < len(answer) else ()):
            parts.append(boards.figure(boards.arc(grid, right=target), f"attempt {rank + 1}"))
        if target:
            parts.append(boards.figure(boards.arc(target), "what is right"))
    return "".join(parts)


def _board(kind: str | None, grid: Any) -> str:
    if isinstance(grid, dict):  # another kind of puzzle was read
        return ""
    lines = bool(grid) and isinstance(grid[0], str)
    return boards.maze(grid) if lines else boards.sudoku(grid) if kind != "arc" else ""


def _answer_board(
    item: Mapping[str, Any], answer: Any, kind: str | None = None, right: Any = None
) -> str:
    """An answer, or a step of a trace, over its puzzle."""
    puzzle, kind = item.get("puzzle"), kind or item.get("kind")
    if kind == "maze":
        if isinstance(answer[0], str):
            return boards.maze(answer)
        return boards.maze(puzzle or [], answer)
    fits = isinstance(puzzle, list) and len(puzzle) == len(answer)
    right = right or item.get("solution")
    return boards.sudoku(answer, givens=puzzle if fits else None, right=right if fits else None)
