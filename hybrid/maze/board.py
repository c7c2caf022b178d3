"""Drawing a maze: walls as blocks, the path coloured, the start and the goal bold.

A drawing is a `rich.text.Text`: a console that is no terminal prints the same characters
without colours, so the path is also the letter `o`, and what is wrong in it `x`. Open cells
are dots, so that the edge shows where there is no frame. Cells are two characters wide where
the terminal has room, one where not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...tools.reading import Ask
from ...trm.puzzles import Cell, Maze, Path, Status
from ...trm.puzzles.maze import drawn as overdrawn
from ...trm.result import Result
from ..reply import LLM_UNCONFIRMED, PuzzleReply
from .coach import check_path

if TYPE_CHECKING:
    from rich.text import Text

PATH, OWN, END, WALL, OPEN = "bold cyan", "bold green", "bold", "", "dim"
WRONG, CHANGED = "bold underline red", "bold yellow"
_LABEL = "dim"
_SHOWS_ANSWER = (Ask.SOLVE, Ask.EXPLAIN)


def draw(
    rows: Sequence[str],
    *,
    wrong: Collection[Cell] = (),
    changed: Collection[Cell] = (),
    path: str = PATH,
    labels: bool = False,
    width: int = 80,
    ascii_only: bool = False,
) -> Text:
    """A maze as text.

    Args:
        rows: over "# SG", and "o" on the path.
        wrong: cells drawn red; an `x` where the path is.
        changed: cells of the path drawn yellow.
        path: style of the path.
        labels: column numbers above, row numbers at the left.
        width: columns of the terminal.
        ascii_only: no block characters.
    """
    from rich.text import Text

    margin = len(str(len(rows))) + 1 if labels else 0
    wide = margin + 2 * len(rows[0]) <= width
    block, dot = ("#", ".") if ascii_only else ("█", "·")
    text = Text(no_wrap=True, overflow="crop")
    if labels:
        for heads in _headings(len(rows[0])):
            text.append(
                " " * margin + ("" if not wide else " ").join(heads).rstrip() + "\n", _LABEL
            )
    for row, line in enumerate(rows):
        if row:
            text.append("\n")
        if labels:
            text.append(f"{row + 1:>{margin - 1}} ", _LABEL)
        for col, symbol in enumerate(line):
            cell = (row, col)
            if symbol == "#":
                text.append(block * (2 if wide else 1), WRONG if cell in wrong else WALL)
                continue
            if symbol == "o":
                shown = "x" if cell in wrong else "o"
                style = WRONG if cell in wrong else CHANGED if cell in changed else path
            else:
                shown = dot if symbol == " " else symbol
                style = WRONG if cell in wrong else OPEN if symbol == " " else END
            text.append(shown, style)
            text.append(" " if wide else "")
    return text


def _headings(columns: int) -> list[list[str]]:
    """The column numbers, a line for tens and one for ones, a character a column."""
    ones = [str(col % 10) for col in range(1, columns + 1)]
    tens = [str(col // 10) if col % 10 == 0 else " " for col in range(1, columns + 1)]
    return [tens, ones] if columns > 9 else [ones]


@dataclass(frozen=True, slots=True)
class MazePicture:
    """A maze to draw, as soon as somebody knows how wide the terminal is."""

    maze: Maze
    path: Path = ()
    wrong: frozenset[Cell] = frozenset()
    changed: frozenset[Cell] = frozenset()  # cells of the path that are new
    style: str = PATH

    def drawn(self, *, labels: bool = False, width: int = 80, ascii_only: bool = False) -> Text:
        """The picture as text; see `draw`."""
        return draw(
            overdrawn(self.maze, self.path),
            wrong=self.wrong,
            changed=self.changed,
            path=self.style,
            labels=labels,
            width=width,
            ascii_only=ascii_only,
        )


def picture_of(reply: PuzzleReply, ask: Ask) -> MazePicture:
    """The maze that answers what was asked.

    A hint and a question get the maze without a path; a check gets the person's own path.
    """
    maze = reply.puzzle
    assert isinstance(maze, Maze)
    if reply.status is Status.CONTRADICTION:
        return MazePicture(maze, wrong=frozenset({maze.start, maze.goal}))
    result, attempt = reply.result, path_of(reply.attempt)
    if ask is Ask.CHECK and attempt and isinstance(result, Result):
        wrong = check_path(maze, result, attempt).wrong
        return MazePicture(maze, attempt, wrong=wrong, style=OWN)
    if ask is Ask.HINT:
        return MazePicture(maze, attempt, style=OWN)
    if ask not in _SHOWS_ANSWER:
        return MazePicture(maze)
    answer = path_of(reply.answer)
    shown = bool(answer) and (reply.verdict is not None or reply.grid_source == LLM_UNCONFIRMED)
    wrong = faults(reply) if reply.status is Status.UNSOLVED else frozenset[Cell]()
    return MazePicture(maze, answer if shown else (), wrong=wrong)


def path_of(path: Sequence[Sequence[int]] | None) -> Path:
    """An answer or attempt as the path that it is for a maze; empty where there is none."""
    return tuple((row, col) for row, col in path or ())


def faults(reply: PuzzleReply) -> frozenset[Cell]:
    """The cells that the verdict names."""
    problems = reply.verdict.problems if reply.verdict else ()
    return frozenset(cell for problem in problems for cell in problem.cells)
