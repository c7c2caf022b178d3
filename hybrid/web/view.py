"""What the page draws, as plain data: the board, the steps of the recursion, the outcome.

A board is groups of panels; a panel has rows of one character a cell, and beside the puzzle's
own the person's (`own`) and the network's (`answer`). Drawing is the browser's (board.js),
which sends a board back as it was edited (board.py reads it). Nothing here is HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...tools.reading import Ask
from ...tools.reading.finding import Puzzle
from ...trm.puzzles import Cell, Grid, Maze, Path, Status, Sudoku, cell_name
from ...trm.puzzles.arc import ArcTask, size_name
from ...trm.puzzles.sudoku import to_symbol
from ..arc.talk import ArcTalk
from ..maze.board import MazePicture
from ..maze.talk import MazeTalk
from ..sudoku.board import Picture
from ..sudoku.talk import SudokuTalk
from ..terminal import printable
from ..wording import count_of

if TYPE_CHECKING:
    from ...trm.result import TraceStep
    from ...trm.solving.arc.result import ArcAttempt, ArcProgress
    from ..reply import PuzzleReply
    from ..talk import Talk

Data = dict[str, Any]
EMPTY: Data = {"kind": "", "groups": []}
_FRAMES = 300  # steps sent to the browser
_CHARACTERS = 200_000  # of all of them together


def board_of(puzzle: Puzzle, attempt: Any = None) -> Data:
    """The board of a puzzle as it was read, nothing solved yet.

    Args:
        puzzle: as read.
        attempt: the person's own answer, where the message has one.
    """
    if isinstance(puzzle, Sudoku):
        own = tuple(map(tuple, attempt)) if attempt else puzzle.givens
        return _sudoku(puzzle, own, None)
    if isinstance(puzzle, Maze):
        return _maze(puzzle, tuple(map(tuple, attempt or ())), None)
    return _arc(puzzle, attempt, ())


def board_in(talk: Talk, *, reveal: bool, wrong: Iterable[Cell], changed: Iterable[Cell]) -> Data:
    """The board of a puzzle that is talked about.

    Args:
        talk: about it.
        reveal: show the answer, or the best try.
        wrong: cells at fault.
        changed: cells that are new.
    """
    shown = talk.answer_picture(Ask.SOLVE) if reveal else None
    if isinstance(talk, SudokuTalk):
        picture = shown if isinstance(shown, Picture) else None
        board = _sudoku(talk.puzzle, talk.filled, picture)
    elif isinstance(talk, MazeTalk):
        board = _maze(talk.maze, talk.walk, shown.path if isinstance(shown, MazePicture) else None)
    else:
        assert isinstance(talk, ArcTalk)
        board = _arc(talk.task, talk.own_outputs, talk.found.answers if reveal else ())
    if board["groups"]:
        first = board["groups"][0]["panels"][0]
        first["wrong"], first["changed"] = _cells(wrong), _cells(changed)
    return board | {"revealed": reveal}


def _sudoku(puzzle: Sudoku, filled: Grid, shown: Picture | None) -> Data:
    rows = _digits(puzzle.givens)
    panel: Data = {"rows": rows, "own": _digits(_beside(filled, puzzle.givens))}
    panels = [panel]
    if shown is not None:
        panel["answer"] = _digits(_beside(shown.grid, puzzle.givens))
        if shown.other is not None:
            panel["title"] = "One answer"
            other = _digits(_beside(shown.other, puzzle.givens))
            changed = _cells(shown.changed)
            panels.append(
                {"title": "Another answer", "rows": rows, "answer": other, "changed": changed}
            )
    box = [puzzle.layout.box_rows, puzzle.layout.box_cols]
    return {"kind": "sudoku", "box": box, "groups": [{"panels": panels}]}


def _maze(maze: Maze, walk: Path, path: Path | None) -> Data:
    panel: Data = {"rows": list(maze.rows), "own": _drawn(maze, walk)}
    if path is not None:
        panel["answer"] = _drawn(maze, path)
    return {"kind": "maze", "groups": [{"panels": [panel]}]}


def _arc(
    task: ArcTask, outputs: Sequence[Grid] | None, answers: Sequence[Sequence[ArcAttempt]]
) -> Data:
    groups = [
        {
            "title": f"Demonstration {number}",
            "panels": [_colours("input", pair.input), _colours("output", pair.output)],
        }
        for number, pair in enumerate(task.demonstrations, start=1)
    ]
    for number, grid in enumerate(task.tests):
        panels = [_colours("input", grid)]
        attempts = answers[number] if answers else ()
        for place, attempt in enumerate(attempts, start=1):
            chance = "" if attempt.p_correct is None else f", p_correct {attempt.p_correct:.2f}"
            title = f"attempt {place} (predicted{chance})"
            panels.append(_colours(title, attempt.grid, fixed=True))
        if outputs and number < len(outputs):
            panels.append(_colours("yours", outputs[number], fixed=True))
        title = f"Test {number + 1}" if len(task.tests) > 1 else "Test"
        groups.append({"title": title, "panels": panels})
    return {"kind": "arc", "groups": groups}


def _colours(title: str, grid: Grid, *, fixed: bool = False) -> Data:
    rows = ["".join(map(str, row)) for row in grid]
    return {"title": f"{title}, {size_name(grid)}", "rows": rows, "fixed": fixed}


def _digits(grid: Grid) -> list[str]:
    return ["".join(map(to_symbol, row)) for row in grid]


def _beside(grid: Grid, givens: Grid) -> Grid:
    """A grid without what is given."""
    return tuple(
        tuple(0 if given else digit for digit, given in zip(*rows, strict=True))
        for rows in zip(grid, givens, strict=True)
    )


def _drawn(maze: Maze, path: Path) -> list[str]:
    cells = set(path) if len(path) > 1 else set()
    return [
        "".join("o" if (row, col) in cells else "." for col in range(maze.width))
        for row in range(maze.height)
    ]


def _cells(cells: Iterable[Cell]) -> list[list[int]]:
    return sorted([row, col] for row, col in cells)


def live(
    before: TraceStep | None, step: TraceStep | None, *, shows: bool, reply: Puzzle | None
) -> Data:
    """The recursion as it runs: the latest step and the one before it.

    Args:
        before: the step before.
        step: the latest; None where there is none yet.
        shows: show the grid; without it, where it would give the answer away, only the line.
        reply: the puzzle, where it is known.
    """
    if step is None:
        return {"state": "running", "line": "Reading the puzzle and starting the network."}
    shown = [_frame(each) for each in (before, step) if each is not None]
    line = f"Thinking: {_caption(step)}, halting probability {step.halt_probability:.2f}"
    if not shows:
        return {"state": "running", "line": line, "halt": step.halt_probability}
    return _kind(reply) | {"state": "running", "line": line, "frames": shown}


def learning(progress: ArcProgress) -> Data:
    """How far the learning of an ARC task is."""
    line = (
        f"{progress.stage.capitalize()}: step {progress.step}, "
        f"{progress.share:.0%} of the budget, {progress.fitted:.0%} of the demonstrations fitted"
    )
    return {"state": "running", "line": line, "share": min(1.0, progress.share)}


def steps_of(reply: PuzzleReply, *, reveal: bool) -> Data:
    """The steps of a run that is over, to go through.

    Args:
        reply: with the trace.
        reveal: show them; they hold the answer.
    """
    trace = reply.trace
    if reply.arc_result is not None and reply.arc_result.steps:
        learned = count_of(reply.arc_result.steps, "training step")
        return {"state": "idle", "line": f"{learned} on the demonstrations; there is no trace."}
    if not trace:
        return {"state": "idle", "line": ""}
    total = count_of(len(trace), "step")
    if not reveal:
        line = f"The network took {total}; they hold the answer, so Solve shows them."
        return {"state": "hidden", "line": line}
    size = sum(map(len, trace[0].grid))
    most = max(20, min(_FRAMES, _CHARACTERS // size))
    kept = trace if len(trace) <= most else (*trace[: most // 2], *trace[-(most // 2) :])
    line = f"{total} of the network"
    if len(kept) < len(trace):
        line += f"; the first and last {most // 2} are kept"
    frames = [_frame(step) for step in kept]
    return _kind(reply.puzzle) | {"state": "done", "line": f"{line}.", "frames": frames}


def _kind(puzzle: Puzzle | None) -> Data:
    if isinstance(puzzle, Sudoku):
        layout = puzzle.layout
        box = [layout.box_rows, layout.box_cols]
        return {"kind": "sudoku", "box": box, "givens": _digits(puzzle.givens)}
    return {"kind": "maze"}


def _frame(step: TraceStep) -> Data:
    rows = step.grid
    return {
        "rows": list(rows) if isinstance(rows[0], str) else _digits(rows),
        "caption": _caption(step),
        "halt": round(step.halt_probability, 3),
        "verified": step.verified,
    }


def _caption(step: TraceStep) -> str:
    told = f"candidate {step.candidate + 1}, step {step.step}"
    if step.assumed:
        cell, digit = step.assumed[0]
        more = ", ..." if len(step.assumed) > 1 else ""
        told += f", supposing {cell_name(cell)} is {to_symbol(digit)}{more}"
    return told


_OUTCOMES = {
    Status.PREDICTED: "Predicted: an answer that nobody verified.",
    Status.UNSOLVED: "Not solved: what is shown is the best try, and it is not right.",
    Status.CONTRADICTION: "Contradiction: no answer exists.",
    Status.MULTIPLE: "More than one answer: what is shown keeps all rules, but is not alone.",
    Status.MALFORMED: "No whole grid could be read.",
    Status.UNSUPPORTED: "This sort of puzzle is not solved here.",
    Status.NONE: "There is no puzzle in the message.",
}


def outcome_of(reply: PuzzleReply, *, reveal: bool) -> tuple[str, str]:
    """The status and a sentence about it.

    Args:
        reply: what the pipeline says of the puzzle.
        reveal: whether the answer is shown.
    """
    status = reply.status
    verified = reply.verdict is not None and reply.verdict.verified
    if status is Status.SOLVED and verified:
        if not reveal:
            return str(status), "It has a verified answer, which is not shown until you ask."
        only = getattr(reply.result, "unique", None)
        more = "it is the only answer" if only else "every rule was checked by code"
        return str(status), f"Solved and verified: {more}."
    if status is Status.MULTIPLE and not reveal:
        return str(status), "It has more than one answer."
    if status is Status.UNSOLVED and not reveal:
        return str(status), "Not solved."
    return str(status), _OUTCOMES.get(status, str(status))


def plain(text: str) -> str:
    """Text of the pipeline or of a person, fit to be shown as text."""
    return printable(text)
