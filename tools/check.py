"""`check_answer`: what is wrong with an answer that somebody proposes, without the right one.

Sudokus and mazes go through their verifiers, so the verdict is final. An ARC answer has none:
what is listed for it (arc_checks.py) may all hold for a wrong answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from ..trm.puzzles import Verdict
from ..trm.puzzles.arc import Grid, as_grid
from ..trm.puzzles.maze import verify as verify_path
from ..trm.puzzles.sudoku import verify as verify_sudoku
from .arc import task_of
from .arc_checks import checks_in_words, checks_of
from .errors import ToolInputError
from .reading import read_maze, read_sudoku
from .way import way_in

KINDS = ("sudoku", "maze", "arc")
_CONTENT = 600  # characters of what is said to a model


def check_answer(
    kind: str,
    answer: Any,
    *,
    grid: Any = None,
    box: tuple[int, int] | None = None,
    train: Sequence[Mapping[str, Any]] | None = None,
    test: Sequence[Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Check a proposed answer; the right one is never given away.

    Args:
        kind: "sudoku", "maze" or "arc".
        answer: Sudoku: the filled grid, as text or rows. Maze: cells `[row, column]` from 0,
            moves such as "right 2, down 1", or the maze with `o` on the path. ARC: a grid of
            colours, or a list of grids, one a test input.
        grid: the puzzle as written, of a Sudoku or a maze.
        box: rows and columns of a Sudoku's box, where they are not the usual ones.
        train: demonstrations of an ARC task.
        test: test inputs of an ARC task.

    Returns:
        `kind`, `verdict` (None for ARC), `checked` (for ARC: what was looked at) and `summary`.

    Raises:
        ToolInputError: for what cannot be read, naming the argument and the mend.
    """
    if kind == "arc":
        if train is None or test is None:
            raise ToolInputError("train and test: both are needed to check an ARC answer")
        return _arc(answer, train, test)
    if kind not in KINDS:
        raise ToolInputError(f"kind is {kind!r:.40}, expected one of {', '.join(KINDS)}")
    if grid is None:
        raise ToolInputError(f"grid: the {kind} as written is needed to check an answer to it")
    verdict = _sudoku(grid, answer, box) if kind == "sudoku" else _maze(grid, answer)
    return {
        "kind": kind,
        "verdict": verdict.to_json(),
        "checked": [],
        "summary": _summary(verdict),
    }


def check_content(record: dict[str, Any]) -> dict[str, Any]:
    """A record in short, for the model that called: what is wrong in words, cells left out."""
    verdict = record["verdict"]
    told = [check["message"] for check in record["checked"] if check["holds"]]
    content = {"summary": record["summary"][:_CONTENT]}
    if verdict is not None:
        return {"verified": verdict["verified"]} | content
    return content | {"holds": "; ".join(told)[: _CONTENT // 2]}


def _sudoku(grid: Any, answer: Any, box: tuple[int, int] | None) -> Verdict:
    puzzle = _read("grid", lambda: read_sudoku(grid, box=box))
    filled = _read("answer", lambda: read_sudoku(answer, box=box))
    return verify_sudoku(puzzle, filled.givens)


def _maze(grid: Any, answer: Any) -> Verdict:
    maze = _read("grid", lambda: read_maze(grid))
    path = way_in(maze, answer, "answer") if isinstance(answer, str) else answer
    return verify_path(maze, path)


def _arc(answer: Any, train: Any, test: Any) -> dict[str, Any]:
    task = task_of(train, test)
    if isinstance(answer, str):  # some clients write a list as the text of it
        with suppress(ValueError, RecursionError):
            answer = json.loads(answer)
    grids = _grids(answer, len(task.tests))
    checks = [check for test, grid in enumerate(grids) for check in checks_of(task, test, grid)]
    return {
        "kind": "arc",
        "verdict": None,
        "checked": [check.to_json() for check in checks],
        "summary": " ".join(checks_in_words(checks)),
    }


def _grids(answer: Any, tests: int) -> list[Grid]:
    """The grids of an answer: one for the only test input, or a list of them."""
    rows = isinstance(answer, (list, tuple)) and bool(answer)
    single = rows and isinstance(answer[0], (list, tuple)) and _is_row(answer[0])
    listed = [answer] if single or not rows else list(answer)
    if len(listed) != tests:
        raise ToolInputError(f"answer: {len(listed)} grids, expected {tests}, one a test input")
    names = ["answer"] if single else [f"answer, grid {n}" for n in range(1, tests + 1)]
    try:
        return [as_grid(grid, name) for grid, name in zip(listed, names, strict=False)]
    except ValueError as error:
        raise ToolInputError(str(error)) from error


def _is_row(row: Sequence[Any]) -> bool:
    return not row or not isinstance(row[0], (list, tuple))


def _read(name: str, reader: Any) -> Any:
    try:
        return reader()
    except ValueError as error:
        raise ToolInputError(f"{name}: {error}") from error


def _summary(verdict: Verdict) -> str:
    if verdict.verified:
        return "Right: the answer is verified."
    problems = "; ".join(problem.message for problem in verdict.problems[:4])
    more = len(verdict.problems) - 4
    return f"Not right: {problems}{f'; and {more} more' if more > 0 else ''}."
