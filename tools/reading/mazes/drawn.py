"""Drawn: the person's own path, from marks in the maze, moves or a list of cells.

Marks have no order, so they are walked from the start; where they break off, the walk jumps to
the nearest mark left, and the verifier will say that this is no step. Nothing is mended here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ....trm.puzzles import Cell
from ....trm.puzzles.maze import Maze, Path

_SIDES = ((1, 0), (0, -1), (0, 1), (-1, 0))
_TRIES = 20_000  # steps of the search for a walk over every mark
_MOVES = re.compile(
    r"(?<![\w])[UDLRNESW](?:(?:[ ,;\-]|->|→){0,3}[UDLRNESW]){3,}(?!\w)"
    r"|[↑↓←→⬆⬇⬅➡](?:[ ,]?[↑↓←→⬆⬇⬅➡]){2,}"
)
_WORD = (
    r"(?:right|left|up|down|north|south|east|west|rechts|links|hoch|runter|oben|unten|derecha"
    r"|izquierda|arriba|abajo|droite|gauche|haut|bas)"
)
_SPOKEN = re.compile(
    rf"(?:(?<!\w)(?:\d{{1,2}} ?[x×]? ?)?{_WORD}(?: ?[x×]? ?\d{{1,2}})?(?!\w)"
    rf"(?:[ ,;.\-]|->|→|then|and|und|luego|puis){{0,12}}){{2,}}",
    re.IGNORECASE,
)
_STEP = re.compile(
    rf"(?:(\d{{1,2}}) ?[x×]? ?)?({_WORD})(?: ?[x×]? ?(\d{{1,2}})(?! ?{_WORD}))?", re.I
)
_CELLS = re.compile(
    r"[(\[] ?\d{1,2} ?, ?\d{1,2} ?[)\]](?:(?: |,|;|->|→|=>|-|>"
    r"|\n){1,6}[(\[] ?\d{1,2} ?, ?\d{1,2} ?[)\]]){2,}"
    r"|r\d{1,2}c\d{1,2}(?:(?: |,|;|->|→|=>|-|>|\n){1,6}r\d{1,2}c\d{1,2}){2,}",
    re.IGNORECASE,
)
_TOWARDS = {
    "UNnu↑⬆": (-1, 0),
    "DSds↓⬇": (1, 0),
    "LWlw←⬅": (0, -1),
    "REre→➡": (0, 1),
}
_BY_MARK = {mark: step for marks, step in _TOWARDS.items() for mark in marks}
_BY_WORD = {
    "right": "R", "left": "L", "up": "U", "down": "D", "north": "U", "south": "D", "east": "R",
    "west": "L", "rechts": "R", "links": "L", "hoch": "U", "runter": "D", "oben": "U",
    "unten": "D", "derecha": "R", "izquierda": "L", "arriba": "U", "abajo": "D", "droite": "R",
    "gauche": "L", "haut": "U", "bas": "D",
}  # fmt: skip


def walked(marks: Sequence[Cell], maze: Maze, *, stride: int = 1) -> Path | None:
    """The marked cells in the order of a walk from the start to the goal.

    Args:
        marks: cells of the drawn path, in any order.
        maze: the puzzle.
        stride: how far apart neighbouring marks are (2 where walls stand between cells).

    Returns:
        The path, whole or with jumps; None where nothing is drawn.
    """
    left = set(marks) - {maze.start, maze.goal}
    if not left:
        return None
    path = _whole(left, maze, stride) or _broken(left, maze)
    return _filled(path) if stride > 1 else tuple(path)


def is_walk(marks: Sequence[Cell], maze: Maze) -> bool:
    """Whether marks lead from the start to the goal without a gap, each used once."""
    left = set(marks) - {maze.start, maze.goal}
    return bool(left) and _whole(left, maze, 1) is not None


def _whole(left: set[Cell], maze: Maze, stride: int) -> list[Cell] | None:
    """A walk over every mark, by a depth-first search that gives up after some tries."""
    goal = maze.goal
    path = [maze.start]
    used = {maze.start}
    options = [_near(maze.start, left, goal, used, stride)]
    for _ in range(_TRIES):
        if not options:
            return None
        if not options[-1]:
            options.pop()
            used.discard(path.pop())
            continue
        cell = options[-1].pop()
        if cell == goal:
            if len(path) == len(left) + 1:
                return [*path, goal]
            continue
        path.append(cell)
        used.add(cell)
        options.append(_near(cell, left, goal, used, stride))
    return None


def _near(cell: Cell, left: set[Cell], goal: Cell, used: set[Cell], stride: int) -> list[Cell]:
    """Marks beside a cell, those with the fewest ways on last."""

    def beside(of: Cell) -> list[Cell]:
        around = ((of[0] + stride * r, of[1] + stride * c) for r, c in _SIDES)
        return [c for c in around if (c in left or c == goal) and c not in used]

    return sorted(beside(cell), key=lambda c: -len(beside(c)))


def _broken(left: set[Cell], maze: Maze) -> list[Cell]:
    path = [maze.start]
    left = set(left)
    while left:
        here = path[-1]
        near = min(left, key=lambda c: (abs(c[0] - here[0]) + abs(c[1] - here[1]), c))
        path.append(near)
        left.discard(near)
    return [*path, maze.goal]


def _filled(path: Sequence[Cell]) -> Path:
    """The path with the gaps between its cells, where cells are two apart."""
    cells = [path[0]]
    for (r, c), (row, col) in pairwise(path):
        if abs(r - row) + abs(c - col) == 2:
            cells.append(((r + row) // 2, (c + col) // 2))
        cells.append((row, col))
    return tuple(cells)


def told_path(words: str, maze: Maze, *, thin: bool) -> Path | None:
    """A path told as moves (RRDD, "right 2, down 3", arrows) or as a list of cells."""
    for found in _CELLS.finditer(words):
        if (path := _listed(found[0], maze, thin=thin)) is not None:
            return path
    stride = 2 if thin else 1
    for found in _MOVES.finditer(words):
        steps = [_BY_MARK[mark] for mark in found[0] if mark in _BY_MARK]
        if "->" in found[0] or (
            " " not in found[0] and "→" in found[0] and found[0][0] in "UDLRNESW"
        ):
            steps = [_BY_MARK[mark] for mark in found[0] if mark.isupper()]
        return _moved(maze, steps, stride)
    for found in _SPOKEN.finditer(words):
        steps = []
        for count, word, after in _STEP.findall(found[0]):
            steps += [_BY_MARK[_BY_WORD[word.lower()]]] * int(count or after or 1)
        if len(steps) > 2:
            return _moved(maze, steps, stride)
    return None


def _moved(maze: Maze, steps: Sequence[Cell], stride: int) -> Path:
    path = [maze.start]
    for row, col in steps:
        for _ in range(stride):
            path.append((path[-1][0] + row, path[-1][1] + col))
    return tuple(path)


def _listed(text: str, maze: Maze, *, thin: bool) -> Path | None:
    """Cells as listed, counted so that they begin at the start or end at the goal."""
    numbers = [int(number) for number in re.findall(r"\d{1,2}", text)]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    for flip in (False, True):
        for base in (0, 1):
            cells = [(a - base, b - base) for a, b in pairs]
            cells = [(b, a) for a, b in cells] if flip else cells
            cells = [(2 * r + 1, 2 * c + 1) for r, c in cells] if thin else cells
            if cells[0] == maze.start or cells[-1] == maze.goal:
                return _filled(cells) if thin else tuple(cells)
    return None
