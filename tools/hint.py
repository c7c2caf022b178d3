"""`next_step`: what to do next on a Sudoku or in a maze, with the reason, and nothing beyond it.

A Sudoku's step comes from plain logic; the network is asked for one cell only where logic ends
and the caller wants that. The next turn in a maze comes from the network's verified path. What
the person did so far is checked first: no step is built on something wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..trm.puzzles import Cell, Grid, Maze, Status, Sudoku, cell_name
from ..trm.puzzles.maze import distance
from ..trm.puzzles.maze import verify as verify_path
from ..trm.puzzles.sudoku import (
    Answers,
    Step,
    candidates_left,
    chain_to_next_digit,
    clashes,
    rule_on,
    to_symbol,
)
from ..trm.result import TraceStep
from .errors import ToolInputError
from .maze import runs_of
from .reading import read_maze, read_sudoku
from .solving import DEFAULT_BUDGET_S, read_and_solve
from .way import way_in

OnStep = Callable[[TraceStep], None]

_AT_FAULT = ("shape", "range", "start", "step", "wall", "repeat")  # whatever comes after
_BEYOND = "No named technique leads to a digit from here"


def next_step(
    kind: str,
    grid: str | Sequence[str] | Sequence[Sequence[object]],
    *,
    so_far: Any = None,
    told: int = 0,
    reveal: bool = False,
    box: tuple[int, int] | None = None,
    budget_s: float = DEFAULT_BUDGET_S,
    weights: str | None = None,
    on_step: OnStep | None = None,
) -> dict[str, Any]:
    """The next step of a person who solves by hand, and why it holds.

    Args:
        kind: "sudoku" or "maze".
        grid: the puzzle as written.
        so_far: what the person did. Sudoku: the grid as filled; maze: the way walked, as cells
            `[row, column]` from 0, moves such as "right 2, down 1", or drawn with `o`.
        told: Sudoku: how many steps from here the person knows already.
        reveal: Sudoku: whether the network may name one cell where no technique leads on.
        box: rows and columns of a Sudoku's box, where they are not the usual ones.
        budget_s: seconds the network may take, where it is asked.
        weights: name or path of others than the shipped ones.
        on_step: called with every step of the network's trace.

    Returns:
        `outcome` ("step", "reveal", "beyond", "several", "mend", "contradiction", "complete" or
        "unsolved"), `reason` in words, and the step itself: `technique`, `cell` and `digit`, or
        `ruled_out`; in a maze `move`. `cells` are those at fault. Nothing else of the answer.

    Raises:
        ToolInputError: for what cannot be read, naming the argument and the mend.
    """
    if kind == "maze":
        return _turn(grid, so_far, budget_s=budget_s, weights=weights, on_step=on_step)
    if kind != "sudoku":
        raise ToolInputError(f"kind is {kind!r:.40}, expected sudoku or maze")
    puzzle = _read("grid", lambda: read_sudoku(grid, box=box))
    filled = puzzle.givens if so_far is None else _filled(puzzle, so_far)
    if (said := _checked(puzzle, filled)) is not None:
        return said
    chain = chain_to_next_digit(puzzle, filled)
    if chain:
        number = min(max(told, 0), len(chain) - 1)
        return _of_step(chain[number], last=number == len(chain) - 1)
    if not reveal:
        return _said("sudoku", "beyond", f"{_BEYOND}; call again with reveal to be told one cell.")
    _, result = read_and_solve(
        lambda: puzzle, budget_s=budget_s, seed=0, weights=weights, on_step=on_step
    )
    if result.status is not Status.SOLVED or result.answer is None:
        return _said("sudoku", "unsolved", f"{_BEYOND}, and no verified answer was found in time.")
    row, col = _easiest_blank(puzzle, filled)
    digit = result.answer[row][col]
    reason = (
        f"{_BEYOND}. From the verified answer, which is the network's (TRM), not from a step of "
        f"logic: {cell_name((row, col))} is {to_symbol(digit)}."
    )
    told_cell = {"cell": [row, col], "digit": digit, "source": "trm", "weights": result.weights}
    return _said("sudoku", "reveal", reason) | told_cell


def next_step_content(record: dict[str, Any]) -> dict[str, Any]:
    """A record in short, for the model that called: what is said, and how far it goes."""
    content = {"outcome": record["outcome"], "reason": record["reason"][:700]}
    if record["more"]:
        content["note"] = "It places no digit yet; for the step after it pass told + 1."
    if record["source"]:
        content["source"] = record["source"]
    return content


def _filled(puzzle: Sudoku, so_far: Any) -> Grid:
    """The person's grid with the givens in it."""
    layout = puzzle.layout
    box = (layout.box_rows, layout.box_cols)
    theirs = _read("so_far", lambda: read_sudoku(so_far, box=box)).givens
    changed = [
        cell_name((row, col))
        for row, digits in enumerate(puzzle.givens)
        for col, digit in enumerate(digits)
        if digit and theirs[row][col] not in (0, digit)
    ]
    if changed:
        raise ToolInputError(
            f"so_far: it changes what is given at {', '.join(changed[:6])}; pass the same puzzle"
        )
    return tuple(
        tuple(given or digit for given, digit in zip(*rows, strict=True))
        for rows in zip(puzzle.givens, theirs, strict=True)
    )


def _checked(puzzle: Sudoku, filled: Grid) -> dict[str, Any] | None:
    """What is to be said before any step: wrong entries, a full grid, several answers."""
    board = Sudoku(filled, puzzle.layout)
    own = [
        (row, col)
        for row, digits in enumerate(filled)
        for col, digit in enumerate(digits)
        if digit and not puzzle.givens[row][col]
    ]
    if broken := clashes(board):
        cells = [cell for problem in broken for cell in problem.cells]
        at_fault = sorted(set(cells) & set(own)) or sorted(set(cells))
        said = "; ".join(problem.message for problem in broken[:3])
        if clashes(puzzle):
            return _said("sudoku", "contradiction", f"The puzzle has no answer: {said}.", at_fault)
        return _said("sudoku", "mend", f"First take back what is wrong: {said}.", at_fault)
    if all(digit for row in filled for digit in row):
        return _said("sudoku", "complete", "Complete: every row, column and box is right.")
    ruling = rule_on(board)
    if ruling.answers is Answers.NONE:
        at_fault = sorted(set(ruling.culprits) & set(own))
        if not at_fault and rule_on(puzzle).answers is Answers.NONE:
            said = f"The puzzle has no answer: {_named(ruling.culprits)} cannot all stand."
            return _said("sudoku", "contradiction", said, sorted(ruling.culprits))
        where = f"one of the entries at {_named(at_fault)} is" if at_fault else "some entry is"
        return _said("sudoku", "mend", f"Nothing clashes yet, but {where} wrong.", at_fault)
    if ruling.answers is Answers.SEVERAL and not chain_to_next_digit(puzzle, filled):
        return _said("sudoku", "several", "Nothing more follows: there is more than one answer.")
    return None


def _of_step(step: Step, *, last: bool) -> dict[str, Any]:
    reason = f"{step.reason[:1].upper()}{step.reason[1:]}."
    return _said("sudoku", "step", reason) | {
        "technique": str(step.technique),
        "cell": None if step.cell is None else list(step.cell),
        "digit": step.digit,
        "ruled_out": [{"cell": list(cell), "digit": digit} for cell, digit in step.removed],
        "more": not last,
        "source": "logic",
    }


def _easiest_blank(puzzle: Sudoku, filled: Grid) -> Cell:
    """The blank cell with fewest candidates: where to reveal one digit when logic ends."""
    left = candidates_left(Sudoku(filled, puzzle.layout))
    return min(
        (len(left[row][col]), (row, col))
        for row, digits in enumerate(filled)
        for col, digit in enumerate(digits)
        if not digit
    )[1]


def _turn(
    grid: Any, so_far: Any, *, budget_s: float, weights: str | None, on_step: OnStep | None
) -> dict[str, Any]:
    """The next run of moves in one direction, from where the person stands."""
    maze = _read("grid", lambda: read_maze(grid))
    way = _walked(maze, so_far)
    verdict = verify_path(maze, way)
    if verdict.verified:
        return _said("maze", "complete", "Complete: the path is verified, and none is shorter.")
    problem = next((each for each in verdict.problems if each.rule in _AT_FAULT), None)
    if problem is not None:
        said = f"First mend the way so far: {problem.message}."
        return _said("maze", "mend", said, problem.cells)
    here = way[-1][0], way[-1][1]
    fewest = distance(maze)
    if fewest is None:
        return _said("maze", "contradiction", "No path leads from the start to the goal.")
    if here == maze.goal:
        said = f"It comes to the goal in {len(way) - 1} moves, but {fewest} are enough."
        return _said("maze", "mend", said)
    from_here = _starting_at(maze, here)
    _, result = read_and_solve(
        lambda: from_here, budget_s=budget_s, seed=0, weights=weights, on_step=on_step
    )
    if result.status is not Status.SOLVED or result.answer is None:
        return _said("maze", "unsolved", "No verified path was found in time; try more budget_s.")
    direction, count = runs_of(result.answer)[0]
    there = result.answer[count]
    end = "the goal" if there == maze.goal else cell_name(there)
    noun = "move" if count == 1 else "moves"
    reason = f"From {cell_name(here)} go {direction}, {count} {noun}, to {end}."
    extra = len(way) - 1 + len(result.answer) - 1 - fewest
    if extra:
        reason += f" The way so far is a detour: it costs {extra} moves more than a shortest path."
    move = {"direction": direction, "moves": count, "from": list(here), "to": list(there)}
    return _said("maze", "step", reason) | {
        "move": move,
        "source": "trm",
        "weights": result.weights,
    }


def _walked(maze: Maze, so_far: Any) -> Any:
    """The cells of the way so far; one that breaks off stays as it is."""
    if so_far is None or so_far == []:
        return [maze.start]
    if not isinstance(so_far, str):
        return so_far
    way = way_in(maze, so_far, "so_far")
    if len(way) > 2 and way[-1] == maze.goal:
        (row, col), (to_row, to_col) = way[-2:]
        if abs(row - to_row) + abs(col - to_col) > 1:  # the reader closes a drawn path by a jump
            return way[:-1]
    return way


def _starting_at(maze: Maze, here: Cell) -> Maze:
    """The same maze with another start."""
    rows = [row.replace("S", " ") for row in maze.rows]
    row, col = here
    rows[row] = f"{rows[row][:col]}S{rows[row][col + 1 :]}"
    return Maze(tuple(rows))


def _said(kind: str, outcome: str, reason: str, cells: Sequence[Cell] = ()) -> dict[str, Any]:
    """A record that says something and gives no step away."""
    return {
        "kind": kind,
        "outcome": outcome,
        "reason": reason,
        "technique": None,
        "cell": None,
        "digit": None,
        "ruled_out": [],
        "move": None,
        "more": False,
        "cells": [list(cell) for cell in cells],
        "source": None,
        "weights": None,
    }


def _named(cells: Sequence[Cell]) -> str:
    """Some cells in words."""
    names = [cell_name(cell) for cell in cells]
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return ", ".join(names[:8]) + more


def _read(name: str, reader: Callable[[], Any]) -> Any:
    try:
        return reader()
    except ValueError as error:
        raise ToolInputError(f"{name}: {error}") from error
