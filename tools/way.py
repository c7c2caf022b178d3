"""A way through a maze as somebody told it: moves in words or letters, or drawn into the maze.

Whether it is a good way is for the verifier to say; here it is only read.
"""

from __future__ import annotations

import re

from ..trm.puzzles import Cell, Maze
from .errors import ToolInputError
from .reading.mazes import unspaced, walked

TOWARDS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
MAX_MOVES = 4096  # more than any path of a maze has

_BY_LETTER = {name[0]: step for name, step in TOWARDS.items()}
_MOVE = re.compile(r"(up|down|left|right|[udlr])\s{0,3}(\d{0,4})[\s,;]{0,3}", re.IGNORECASE)
_MAX_CHARACTERS = 20_000


def way_in(maze: Maze, text: str, name: str) -> list[Cell]:
    """The cells of a way, the start included.

    Args:
        maze: the puzzle.
        text: moves such as "right 2, down 1" or "RRD", or the maze with `o` on the way.
        name: of the argument, for errors.

    Raises:
        ToolInputError: where the text is neither.

    >>> way_in(Maze(("S #", "# G")), "right, down", "answer")
    [(0, 0), (0, 1), (1, 1)]
    """
    if len(text) > _MAX_CHARACTERS:
        raise ToolInputError(
            f"{name} has {len(text):,} characters, at most {_MAX_CHARACTERS:,} are read"
        )
    way = _moved(maze, text, name) or _drawn(maze, text)
    if way is None:
        raise ToolInputError(
            f"{name}: no path could be read; pass cells like [[0, 0], [0, 1]], moves like "
            '"right 2, down 1", or the maze with o on the path'
        )
    return way


def _moved(maze: Maze, text: str, name: str) -> list[Cell] | None:
    """The cells of moves in words or letters; None where the text is something else."""
    cells, at = [maze.start], 0
    text = text.strip()
    while at < len(text):
        move = _MOVE.match(text, at)
        if move is None:
            return None
        down, right = _BY_LETTER[move[1][0].lower()]
        for _ in range(int(move[2] or 1)):
            if len(cells) > MAX_MOVES:
                raise ToolInputError(f"{name}: more than {MAX_MOVES} moves")
            cells.append((cells[-1][0] + down, cells[-1][1] + right))
        at = move.end()
    return cells


def _drawn(maze: Maze, text: str) -> list[Cell] | None:
    """The path drawn into the same maze with the letter o; None where there is none."""
    rows = unspaced([line for line in text.splitlines() if line.strip()])
    marks = [(r, c) for r, row in enumerate(rows) for c, mark in enumerate(row) if mark in "oO"]
    shape = [len(row) for row in rows]
    path = walked(marks, maze) if shape == [maze.width] * maze.height else None
    return list(path) if path else None
