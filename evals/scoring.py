"""From an outcome to a record: what was right, stage by stage, and why it failed where it did.

Everything is judged against the item's true puzzle by our verifier, whatever an arm says of
itself. A Sudoku's cells are its blanks; of a maze, the cells of an answer that lie on some
shortest path count, for a path along other open cells would otherwise look nearly right.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import chain
from typing import Any

from ..hybrid.kinds import kind_of
from ..tools.record import grid_record
from ..trm.puzzles import Maze, Status, Sudoku
from ..trm.puzzles.arc import ArcItem, ArcTask, score_task
from ..trm.result import TraceStep
from .arms import Outcome
from .suites import Item
from .suites.gym import bench_score, rendered

_OF_PART = (  # what the record of a message with several puzzles says of each
    "kind", "score", "status", "expected", "read_exact", "kind_right", "tool_called",
    "solver_exact", "cell_accuracy", "verified", "false_verified", "abstained", "cause", "answer",
)  # fmt: skip
CAUSES = ("read", "tool", "trm", "llm", "refused", "endpoint")
_ANSWERED = (Status.SOLVED, Status.PREDICTED)
_FRAMES = 24  # of a trace that is kept


def record_of(item: Item, arm: str, outcome: Outcome, *, trace: bool = False) -> dict[str, Any]:
    """The record of one item, JSON-ready; of several puzzles, with what became of each.

    Args:
        item: with what is true of it.
        arm: its name.
        outcome: what the arm handed back.
        trace: whether to keep the grids of the plain candidate's steps.
    """
    if not item.more:
        return _record(item, arm, outcome, trace=trace)
    first, *more = _aligned(item, outcome)
    record = _record(item, arm, _as(outcome, first), trace=trace)
    parts = [record, *(_record(p, arm, one) for p, one in zip(item.more, more, strict=True))]
    return record | _joined(parts) | {"puzzles": [{k: r[k] for k in _OF_PART} for r in parts]}


def _record(item: Item, arm: str, outcome: Outcome, *, trace: bool = False) -> dict[str, Any]:
    score = score_of(item, outcome)
    other = outcome.reads and outcome.kind != item.kind  # an answer to something else
    answer = None if other else outcome.answer
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
        "llm_failed": outcome.llm_failed,
        "tool_called": outcome.tool_called,
        "solver_exact": _solver_exact(item, outcome, score),
        "cell_accuracy": _cells(item, answer),
        "verified": outcome.verified,
        "false_verified": outcome.verified and not _true(item, answer),
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
    if item.bench is not None:
        record["bench_score"] = _bench_score(item, outcome.status, answer)
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
        return 1.0 if item.bench is None else float(_bench_right(item, outcome.status, None))
    if not item.solvable or outcome.status not in _ANSWERED or outcome.answer is None:
        return 0.0
    if isinstance(item.puzzle, ArcTask) and item.bench is None:
        return _arc_share(item, outcome.answer)
    return float(_true(item, outcome.answer))


def _aligned(item: Item, outcome: Outcome) -> list[Outcome]:
    """For each expected puzzle the outcome that is about it: of the same puzzle, else in order."""
    left = [outcome, *outcome.more]
    found: dict[int, Outcome] = {}
    for place, part in enumerate(item.parts):
        same = next((one for one in left if one.puzzle and one.puzzle == part.puzzle), None)
        if same is not None:
            found[place] = same
            left.remove(same)
    missed = Outcome(Status.NONE, reads=outcome.reads, kind="none", tool_called=False)
    return [
        found[place] if place in found else left.pop(0) if left else missed
        for place in range(len(item.parts))
    ]


def _as(whole: Outcome, part: Outcome) -> Outcome:
    """The outcome of one puzzle with what is said of the message as a whole."""
    names = (
        "ask",
        "seconds",
        "usage",
        "llm_agrees",
        "llm_failed",
        "repairs",
        "tries",
        "reply",
        "error",
        "down",
    )
    return replace(part, **{name: getattr(whole, name) for name in names})


def _joined(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is said of a message as a whole: right where every puzzle of it is."""
    score = sum(part["score"] for part in parts) / len(parts)
    cells = [part["cell_accuracy"] for part in parts if part["cell_accuracy"] is not None]
    found: dict[str, Any] = {
        "score": round(score, 6),
        "right": all(part["right"] for part in parts),
        "cell_accuracy": round(sum(cells) / len(cells), 4) if cells else None,
        "verified": all(part["verified"] for part in parts),
        "false_verified": any(part["false_verified"] for part in parts),
        "abstained": any(part["abstained"] for part in parts),
        "cause": next((part["cause"] for part in parts if part["cause"]), None),
    }
    for stage in ("read_exact", "kind_right", "tool_called", "solver_exact"):
        told = [part[stage] for part in parts if part[stage] is not None]
        found[stage] = all(told) if told else None
    return found


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
    """Whether the verifier accepts an answer to the true puzzle: ours, or reasoning-gym's."""
    if item.puzzle is None or answer is None:
        return False
    if item.bench is not None:
        return _bench_right(item, Status.PREDICTED, answer)
    verify = kind_of(item.puzzle).verify
    if verify is None:
        return _arc_share(item, answer) == 1.0
    return verify(item.puzzle, answer).verified


def _bench_score(item: Item, status: Status, answer: Any) -> float:
    """What reasoning-gym gives, partial credit included."""
    text = rendered(item, status, answer)
    return bench_score(item.bench, text) if item.bench and text is not None else 0.0


def _bench_right(item: Item, status: Status, answer: Any) -> bool:
    return _bench_score(item, status, answer) == 1.0


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
    if isinstance(item.puzzle, ArcTask) and not any(isinstance(c, int) for c in chain(*answer)):
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
