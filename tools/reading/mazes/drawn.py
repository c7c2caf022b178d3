"""Drawn: the person's own path, from marks in the maze, moves or a list of cells.

Marks have no order, so they are walked from the start; where they break off, the walk jumps to
the nearest mark left, and the verifier will say that this is no step. Nothing is mended here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ....trm.puzzles import Cell
from ....trm.puzzles.maze import MAX_SIDE, Maze, Path

_SIDES = ((1, 0), (0, -1), (0, 1), (-1, 0))
_TRIES = 20_000  # steps of the search for a walk over every mark
_MANY = 400  # marks; where so many crowd together they are a filled area, and no walk is sought
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
_RULE = re.compile(  # "it moves up, down, left and right" tells how, not where
    rf"(?!.*\b(\w+)\b.*\b\1\b)"
    rf"(?:(?:{_WORD})(?:[ ,;.\-/]|then|and|or|und|oder|y|o|et|ou){{0,8}}){{4}}",
    re.IGNORECASE,
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
    whole = None if _is_area(left, stride) else _whole(left, maze, stride)
    path = whole or _broken(left, maze)
    return _filled(path) if stride > 1 else tuple(path)


def is_walk(marks: Sequence[Cell], maze: Maze) -> bool:
    """Whether marks lead from the start to the goal without a gap, each used once."""
    left = set(marks) - {maze.start, maze.goal}
    return bool(left) and not _is_area(left, 1) and _whole(left, maze, 1) is not None


def _is_area(left: set[Cell], stride: int) -> bool:
    """Whether marks fill an area, most of them with marks on three sides and more."""
    if len(left) < _MANY:
        return False
    beside = sum((r + stride * dr, c + stride * dc) in left for r, c in left for dr, dc in _SIDES)
    return beside > 3 * len(left)


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
        near = _nearest(path[-1], left)
        path.append(near)
        left.discard(near)
    return [*path, maze.goal]


def _nearest(here: Cell, left: set[Cell]) -> Cell:
    """The mark with the fewest moves to it, walls left aside; looked for in growing rings."""
    row, col = here
    for far in range(1, 2 * MAX_SIDE):
        ring = [
            (row + down, col + right)
            for down in range(-far, far + 1)
            for right in {far - abs(down), abs(down) - far}
        ]
        if found := left.intersection(ring):
            return min(found)
    raise AssertionError("marks lie inside a maze")


def _filled(path: Sequence[Cell]) -> Path:
    """The path with the gaps between its cells, where cells are two apart."""
    cells = [path[0]]
    for (r, c), (row, col) in pairwise(path):
        if abs(r - row) + abs(c - col) == 2:
            cells.append(((r + row) // 2, (c + col) // 2))
        cells.append((row, col))
    return tuple(cells)


@lru_cache(maxsize=4)  # the mazes of a message share its words
def _ways_in(words: str) -> tuple[tuple[str, ...], ...]:
    """What may be a path told as cells, as letters and in words."""
    return tuple(
        tuple(found[0] for found in pattern.finditer(words))
        for pattern in (_CELLS, _MOVES, _SPOKEN)
    )


def told_path(words: str, maze: Maze, *, thin: bool) -> Path | None:
    """A path told as moves (RRDD, "right 2, down 3", arrows) or as a list of cells."""
    cells, letters, spoken = _ways_in(words)
    for found in cells:
        if (path := _listed(found, maze, thin=thin)) is not None:
            return path
    stride = 2 if thin else 1
    for found in letters:
        steps = [_BY_MARK[mark] for mark in found if mark in _BY_MARK]
        if "->" in found or (" " not in found and "→" in found and found[:1] in "UDLRNESW"):
            steps = [_BY_MARK[mark] for mark in found if mark.isupper()]
        return _moved(maze, steps, stride)
    for found in spoken:
        if _RULE.fullmatch(found):
            continue
        steps = []
        for count, word, after in _STEP.findall(found):
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
