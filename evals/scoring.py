"""From an outcome to a record: what was right, stage by stage, and why it failed where it did.

Everything is judged against the item's true puzzle by our verifier, whatever an arm says of
itself. A Sudoku's cells are its blanks; of a maze, the cells of an answer that lie on some
shortest path count, for a path along other open cells would otherwise look nearly right.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..hybrid.kinds import kind_of
from ..tools.record import grid_record
from ..trm.puzzles import Maze, Status, Sudoku
from ..trm.puzzles.arc import ArcItem, ArcTask, score_task
from ..trm.result import TraceStep
from .arms import Outcome
from .suites import Item

CAUSES = ("read", "tool", "trm", "llm", "refused", "endpoint")
_ANSWERED = (Status.SOLVED, Status.PREDICTED)
_FRAMES = 24  # of a trace that is kept


def record_of(item: Item, arm: str, outcome: Outcome, *, trace: bool = False) -> dict[str, Any]:
    """The record of one item, JSON-ready.

    Args:
        item: with what is true of it.
        arm: its name.
        outcome: what the arm handed back.
        trace: whether to keep the grids of the plain candidate's steps.
    """
    score = score_of(item, outcome)
    reads = item.puzzle is not None and outcome.reads
    record = {
        "item": item.id,
        "arm": arm,
        "kind": item.kind,
        "difficulty": item.difficulty,
        "cluster": item.puzzle_hash,
        "score": round(score, 6),
        "right": score == 1.0,
        "status": str(outcome.status),
        "expected": [str(status) for status in item.statuses],
        "read_exact": outcome.puzzle == item.puzzle if reads else None,
        "kind_right": outcome.kind == item.kind if outcome.reads else None,
        "ask_right": outcome.ask == item.ask if outcome.reads and item.ask else None,
        "llm_agrees": outcome.llm_agrees,
        "tool_called": outcome.tool_called,
        "solver_exact": _solver_exact(item, outcome, score),
        "cell_accuracy": _cells(item, outcome.answer),
        "verified": outcome.verified,
        "false_verified": outcome.verified and not _true(item, outcome.answer),
        "abstained": item.solvable and outcome.status not in _ANSWERED,
        "cause": None if score == 1.0 else cause_of(item, outcome),
        "confidence": None if outcome.confidence is None else round(outcome.confidence, 4),
        "steps": outcome.steps,
        "candidates": outcome.candidates,
        "retries": {"llm": outcome.repairs, "endpoint": outcome.tries},
        "usage": asdict(outcome.usage) | {"seconds": round(outcome.usage.seconds, 4)},
        "seconds": {part: round(value, 4) for part, value in outcome.seconds.items()},
        "parse": outcome.parse,
        "error": outcome.error,
        "endpoint_down": outcome.down,
        "answer": _shown(item, outcome.answer),
        "read_as": grid_record(outcome.puzzle)
        if reads and outcome.puzzle not in (None, item.puzzle)
        else None,
        "reply": outcome.reply,
    }
    if outcome.trace:
        plain = [step for step in outcome.trace if step.candidate == 0]
        record["first_exact_step"] = next((step.step for step in plain if step.verified), None)
        if item.solution and isinstance(item.puzzle, Sudoku):
            record["cells_by_step"] = [_cells(item, step.grid) for step in plain]
        if trace:
            record["trace"] = _frames(plain)
    return record


def score_of(item: Item, outcome: Outcome) -> float:
    """1 where the outcome is right, 0 where not; of an ARC task the share of test outputs."""
    if outcome.reads and outcome.kind != item.kind:
        return 0.0
    if outcome.status in item.statuses and outcome.status not in _ANSWERED:
        return 1.0
    if not item.solvable or outcome.status not in _ANSWERED or outcome.answer is None:
        return 0.0
    if isinstance(item.puzzle, ArcTask):
        return _arc_share(item, outcome.answer)
    return float(_true(item, outcome.answer))


def cause_of(item: Item, outcome: Outcome) -> str:
    """Why an outcome is not right: one of `CAUSES`, the first stage that went wrong."""
    if outcome.error is not None:
        return "endpoint"
    if outcome.reads:
        if outcome.puzzle != item.puzzle or outcome.kind != item.kind:
            return "read"
        if item.puzzle is not None and not outcome.tool_called:
            return "tool"
        right = item.solvable and _true(item, outcome.answer)
        return "llm" if right else "trm"  # the answer was right, but not what was made of it
    if outcome.tool_called is not None:
        return "trm" if outcome.tool_called else "tool"
    if outcome.parse == "none":
        return "llm"
    return "refused" if item.solvable and outcome.answer is None else "llm"


def shortest_cells(puzzle: Maze) -> tuple[frozenset[tuple[int, int]], int]:
    """All cells that lie on some shortest path, and how many cells such a path has."""
    ahead, back = _distances(puzzle, puzzle.start), _distances(puzzle, puzzle.goal)
    least = ahead.get(puzzle.goal)
    if least is None:
        return frozenset(), 0
    on = (cell for cell, moves in ahead.items() if moves + back[cell] == least)
    return frozenset(on), least + 1


def _distances(puzzle: Maze, start: tuple[int, int]) -> dict[tuple[int, int], int]:
    found, queue = {start: 0}, deque([start])
    while queue:
        row, col = queue.popleft()
        for cell in ((row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)):
            if cell not in found and puzzle.is_open(cell):
                found[cell] = found[row, col] + 1
                queue.append(cell)
    return found


def _true(item: Item, answer: Any) -> bool:
    """Whether the verifier accepts an answer to the true puzzle."""
    if item.puzzle is None or answer is None:
        return False
    verify = kind_of(item.puzzle).verify
    if verify is None:
        return _arc_share(item, answer) == 1.0
    return verify(item.puzzle, answer).verified


def _arc_share(item: Item, answer: Any) -> float:
    assert isinstance(item.puzzle, ArcTask)
    targets: Any = item.solution
    whole = ArcItem(item.id, item.puzzle, targets)
    return score_task(answer[: len(item.puzzle.tests)], whole).share


def _solver_exact(item: Item, outcome: Outcome, score: float) -> bool | None:
    """Whether the solver's answer is right for the puzzle that it was given."""
    if not outcome.tool_called or not item.solvable:
        return None
    if isinstance(item.puzzle, ArcTask):
        return score == 1.0
    puzzle = outcome.puzzle if outcome.reads else item.puzzle
    verify = kind_of(puzzle).verify if puzzle is not None else None
    return bool(outcome.answer and verify and verify(puzzle, outcome.answer).verified)


def _cells(item: Item, answer: Any) -> float | None:
    """The share of cells that are right; None where that cannot be said."""
    if not item.solvable or item.puzzle is None:
        return None
    if answer is None:
        return 0.0
    if isinstance(item.puzzle, Maze):
        on, length = shortest_cells(item.puzzle)
        return round(len(on & set(answer)) / max(length, len(answer), 1), 4)
    if not item.solution:
        return None
    if isinstance(item.puzzle, Sudoku):
        return _sudoku_cells(item.puzzle, answer, item.solution)
    best = [
        max((_same(grid, target) for grid in attempts), default=0.0)
        for attempts, target in zip(answer, item.solution, strict=False)
    ]
    return round(sum(best) / len(item.solution), 4)


def _sudoku_cells(puzzle: Sudoku, answer: Any, solution: Any) -> float:
    if len(answer) != puzzle.size:
        return 0.0
    pairs = [
        (ours, true)
        for given, mine, right in zip(puzzle.givens, answer, solution, strict=True)
        for blank, ours, true in zip(given, mine, right, strict=True)
        if not blank
    ]
    return round(sum(a == b for a, b in pairs) / max(1, len(pairs)), 4)


def _same(grid: Any, target: Any) -> float:
    if len(grid) != len(target) or len(grid[0]) != len(target[0]):
        return 0.0
    cells = [a == b for x, y in zip(grid, target, strict=True) for a, b in zip(x, y, strict=True)]
    return sum(cells) / len(cells)


def _shown(item: Item, answer: Any) -> Any:
    """An answer for the record: rows of digits, cells of a path, or grids of ARC tests."""
    if answer is None:
        return None
    if isinstance(item.puzzle, ArcTask) and answer and not isinstance(answer[0][0], int):
        return [[[list(row) for row in grid] for grid in attempts] for attempts in answer]
    return [list(row) for row in answer]


def _frames(steps: Sequence[TraceStep]) -> list[dict[str, Any]]:
    """The steps at which the grid changed, evenly thinned where they are many."""
    changed: list[TraceStep] = []
    for step in steps:
        if not changed or step.grid != changed[-1].grid:
            changed.append(step)
    if len(changed) > _FRAMES:
        last = len(changed) - 1
        changed = [changed[round(k * last / (_FRAMES - 1))] for k in range(_FRAMES)]
    return [
        {
            "step": step.step,
            "grid": [row if isinstance(row, str) else list(row) for row in step.grid],
            "halt_probability": round(step.halt_probability, 4),
            "verified": step.verified,
        }
        for step in changed
    ]
