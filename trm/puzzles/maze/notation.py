"""The one-line form of a maze, and mazes drawn with a path.

The one-line form is a square maze row by row, `#` wall, space open, `S` start, `G` goal; so
spaces at the ends are cells and must not be stripped. With an answer, `o` marks the path.
Every other notation that people write is the business of `tinyduo.tools.reading`.
"""

from __future__ import annotations

from math import isqrt

from .maze import GOAL, START, Maze, Path

STEP = "o"  # a cell of the path that is neither start nor goal


def from_line(text: str) -> Maze:
    """The maze of a one-line form.

    Args:
        text: a square number of characters; only line ends are ignored.

    Raises:
        ValueError: for another length, or characters that are no maze.

    >>> from_line("S# G").rows
    ('S#', ' G')
    """
    text = text.strip("\r\n")
    side = isqrt(len(text))
    if side * side != len(text) or not text:
        raise ValueError(
            f"the maze has {len(text)} characters, expected a square number, such as 900 for "
            "30x30; spaces at the ends are open cells and count"
        )
    return Maze(tuple(text[cell : cell + side] for cell in range(0, len(text), side)))


def to_line(maze: Maze, path: Path | None = None) -> str:
    """The maze in one line, row by row, with `o` on the path where one is given.

    >>> to_line(Maze(("S#", " G")), ((0, 0), (1, 0), (1, 1)))
    'S#oG'
    """
    return "".join(maze.rows if path is None else drawn(maze, path))


def drawn(maze: Maze, path: Path) -> tuple[str, ...]:
    """The rows with `o` on the path; the start and the goal stay, cells outside are left out.

    The path may be a wrong one: where it runs through a wall, the wall is overdrawn.
    """
    rows = [list(row) for row in maze.rows]
    for row, col in path:
        inside = 0 <= row < maze.height and 0 <= col < maze.width
        if inside and rows[row][col] not in (START, GOAL):
            rows[row][col] = STEP
    return tuple("".join(row) for row in rows)
