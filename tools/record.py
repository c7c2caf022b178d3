"""One puzzle and its result as JSON-ready data: the same record on every surface.

The fields are those of one puzzle in DESIGN.md, "Contracts". What only one kind of puzzle has
(a Sudoku's boxes, the moves of a path) comes from that kind's own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..trm.puzzles import Grid, Maze, Path, Sudoku
from ..trm.puzzles.arc import ArcTask, to_json
from ..trm.result import Result, TraceStep

if TYPE_CHECKING:
    from ..trm.solving.arc.result import ArcResult

Puzzle = Sudoku | Maze | ArcTask


def puzzle_record(puzzle: Puzzle, result: Result | ArcResult) -> dict[str, Any]:
    """One puzzle and its result as JSON-ready data (DESIGN.md, "Contracts")."""
    if not isinstance(result, Result):
        assert isinstance(puzzle, ArcTask)
        return arc_record(puzzle, result)
    assert not isinstance(puzzle, ArcTask)
    own = _of_maze(puzzle, result) if isinstance(puzzle, Maze) else _of_sudoku(puzzle, result)
    return own | {
        "status": str(result.status),
        "verdict": result.verdict.to_json() if result.verdict else None,
        "steps": result.steps,
        "candidates": result.candidates,
        "halt_probability": round(result.halt_probability, 4),
        "weights": result.weights,
        "seconds": round(result.seconds, 4),
    }


def arc_record(task: ArcTask, result: ArcResult) -> dict[str, Any]:
    """An ARC task and its result; there is never a verdict, for nobody can give one."""
    check = result.check
    return {
        "kind": "arc",
        "status": str(result.status),
        "grid": grid_record(task),
        "answer": [
            [
                {"grid": listed(attempt.grid), "p_correct": _rounded(attempt.p_correct)}
                for attempt in attempts
            ]
            for attempts in result.answers
        ]
        or None,
        "verdict": None,
        "self_check": check
        and {
            "hits": check.hits,
            "folds": check.folds,
            "reproduced": check.reproduced,
            "demonstrations": check.demonstrations,
        },
        "sizes": list(result.sizes),
        "reason": result.reason,
        "steps": result.steps,
        "weights": result.weights,
        "seconds": round(result.seconds, 4),
    }


def trace_record(step: TraceStep) -> dict[str, Any]:
    """A step of the trace as JSON-ready data; rows of a maze stay strings."""
    return {
        "candidate": step.candidate,
        "step": step.step,
        "grid": [row if isinstance(row, str) else list(row) for row in step.grid],
        "halt_probability": step.halt_probability,
        "verified": step.verified,
        "assumed": [[list(cell), digit] for cell, digit in step.assumed],
    }


def grid_record(puzzle: Puzzle) -> list[Any] | dict[str, Any]:
    """The puzzle as read: rows of digits or of characters, or the grids of an ARC task."""
    if isinstance(puzzle, ArcTask):
        return to_json(puzzle)
    return list(puzzle.rows) if isinstance(puzzle, Maze) else listed(puzzle.givens)


def listed(answer: Grid | Path) -> list[list[int]]:
    """An answer as lists: rows of digits, or cells `[row, column]` from 0."""
    return [list(part) for part in answer]


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else round(probability, 4)


def _of_sudoku(puzzle: Sudoku, result: Result[Grid]) -> dict[str, Any]:
    return {
        "kind": "sudoku",
        "grid": grid_record(puzzle),
        "box": [puzzle.layout.box_rows, puzzle.layout.box_cols],
        "answer": listed(result.answer) if result.answer else None,
        "unique": result.unique,
        "alternatives": [{"source": "judge", "grid": listed(grid)} for grid in result.alternatives],
    }


def _of_maze(puzzle: Maze, result: Result[Path]) -> dict[str, Any]:
    return {
        "kind": "maze",
        "grid": grid_record(puzzle),
        "answer": listed(result.answer) if result.answer else None,
        "moves": len(result.answer) - 1 if result.answer else None,
    }
