"""The verifier: the only code that may call a path right.

It looks at the maze as written and at an answer that may be anything at all, and names every
broken rule with its cells. Something that is no list of cells, or a cell outside the maze, is
a finding, never an exception. A valid path must also be a shortest one; any shortest path is
right, whichever the label path is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ..verdict import Cell, Problem, Verdict, cell_name
from .judge import distance
from .maze import Maze

_MAX_NAMED = 6  # cells named in one message; `Problem.cells` holds more
_MAX_CELLS = 4096  # cells listed in one problem: more than the largest maze has


def verify(maze: Maze, path: object) -> Verdict:
    """Every rule that the path breaks.

    Args:
        maze: the maze as the person wrote it.
        path: what is proposed; right only if it is a list or tuple of cells from the start to
            the goal, each a list or tuple of two plain integers, row and column from 0.

    Returns:
        A verdict with at most one problem for each rule: "shape" (no list of cells, and then
        nothing else), "range" (a cell outside the maze), "start", "goal", "step" (not one cell
        up, down, left or right), "wall", "repeat" (a cell twice) and, if nothing else is
        wrong, "length" (a shorter path exists). Cells outside the maze are named in messages
        only.
    """
    cells = _cells(path)
    if isinstance(cells, Problem):
        return Verdict((cells,))
    found = [
        *_outside(maze, cells),
        *_ends(maze, cells),
        *_steps(maze, cells),
        *_walls(maze, cells),
        *_repeats(maze, cells),
    ]
    return Verdict(tuple(found or _length(maze, cells)))


def _cells(path: Any) -> list[Cell] | Problem:
    """The path's cells, or what keeps it from being a path at all."""
    if type(path) not in (list, tuple):
        message = f"the path is {_shown(path)}, expected a list of cells [row, column]"
        return Problem("shape", (), message)
    if not path:
        return Problem("shape", (), "the path is empty, expected cells from the start to the goal")
    for number, cell in enumerate(path, start=1):
        if type(cell) not in (list, tuple):
            shown = _shown(cell)
        elif len(cell) != 2:
            shown = f"a {type(cell).__name__} of {len(cell)} items"
        elif type(cell[0]) is not int or type(cell[1]) is not int:  # a bool is no coordinate
            shown = f"[{_shown(cell[0])}, {_shown(cell[1])}]"
        else:
            continue
        message = f"cell {number} of the path is {shown}, expected [row, column] in whole numbers"
        return Problem("shape", (), message)
    return [(row, col) for row, col in path]


def _outside(maze: Maze, cells: list[Cell]) -> list[Problem]:
    strays = [cell for cell in cells if not _inside(maze, cell)]
    if not strays:
        return []
    size = f"the maze of {maze.height} rows and {maze.width} columns"
    return [Problem("range", (), f"the path leaves {size} at {_named(strays)}")]


def _ends(maze: Maze, cells: list[Cell]) -> list[Problem]:
    found = []
    ends = (("start", "begins", maze.start, cells[0]), ("goal", "ends", maze.goal, cells[-1]))
    for rule, verb, expected, cell in ends:
        if cell != expected:
            message = (
                f"the path {verb} at {_name(cell)}, but the {rule} is at {cell_name(expected)}"
            )
            found.append(Problem(rule, _listed(maze, [cell]), message))
    return found


def _steps(maze: Maze, cells: list[Cell]) -> list[Problem]:
    jumps = [
        (here, there)
        for here, there in pairwise(cells)
        if abs(here[0] - there[0]) + abs(here[1] - there[1]) != 1
    ]
    if not jumps:
        return []
    named = [f"from {_name(here)} to {_name(there)}" for here, there in jumps[: _MAX_NAMED // 2]]
    if len(jumps) > len(named):
        named.append(f"{len(jumps) - len(named)} more times")
    ends = [cell for jump in jumps[:_MAX_CELLS] for cell in jump]
    message = f"the path goes {_joined(named)}, not one cell up, down, left or right"
    return [Problem("step", _listed(maze, ends), message)]


def _walls(maze: Maze, cells: list[Cell]) -> list[Problem]:
    walls = [cell for cell in cells if _inside(maze, cell) and not maze.is_open(cell)]
    walls = list(dict.fromkeys(walls))
    if not walls:
        return []
    noun = "a wall" if len(walls) == 1 else f"{len(walls)} walls"
    message = f"the path runs through {noun} at {_named(walls)}"
    return [Problem("wall", _listed(maze, walls), message)]


def _repeats(maze: Maze, cells: list[Cell]) -> list[Problem]:
    if len(set(cells)) == len(cells):
        return []
    seen: set[Cell] = set()
    again: dict[Cell, None] = {}  # as a set, in the order of the path
    for cell in cells:
        if cell in seen:
            again[cell] = None
        seen.add(cell)
    message = f"the path comes to {_named(list(again))} more than once"
    return [Problem("repeat", _listed(maze, list(again)), message)]


def _length(maze: Maze, cells: list[Cell]) -> list[Problem]:
    """What is wrong with a valid path: only that a shorter one exists."""
    moves, fewest = len(cells) - 1, distance(maze)
    assert fewest is not None, "there is a path, so the judge must find one"
    if moves == fewest:
        return []
    assert moves > fewest, "the judge's path must be a shortest one"
    noun = "move" if fewest == 1 else "moves"
    message = f"the path has {moves} moves, but a path of {fewest} {noun} exists"
    return [Problem("length", (), message)]


def _inside(maze: Maze, cell: Cell) -> bool:
    return 0 <= cell[0] < maze.height and 0 <= cell[1] < maze.width


def _listed(maze: Maze, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells for `Problem.cells`: each once, those of the maze only, so that all can be drawn."""
    return tuple(dict.fromkeys(cell for cell in cells if _inside(maze, cell)))


def _named(cells: Sequence[Cell]) -> str:
    """Cells in words: "r1c1, r1c2 and r1c3", the rest counted where there are many."""
    names = [_name(cell) for cell in cells[:_MAX_NAMED]]
    if len(cells) > _MAX_NAMED:
        names.append(f"{len(cells) - _MAX_NAMED} more")
    return _joined(names)


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _name(cell: Cell) -> str:
    """A cell in words; one that no maze has is "row 0, column 5", still counted from 1."""
    if min(cell) >= 0 and max(cell) < 10**6:
        return cell_name(cell)
    row, col = (_shown(place + 1) for place in cell)
    return f"row {row}, column {col}"


def _shown(value: object) -> str:
    """A foreign value, shown short; its own `repr` is not trusted to be short or to work."""
    if value is None or type(value) is bool:
        return str(value)
    if type(value) is int:  # Python refuses to print integers of thousands of digits
        return str(value) if abs(value) < 10**9 else "a huge number"
    if type(value) is str:
        return repr(value) if len(value) <= 20 else f"{value[:20]!r}..."
    return f"a {type(value).__name__}"
