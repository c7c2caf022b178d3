"""Mazes as the hybrid sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tools.reading import Ask
from ...trm.puzzles import Cell, Maze, Path
from ...trm.puzzles.maze import verify
from ...trm.result import Result, TraceStep
from ..claims import Claims, named_cells, says_right
from ..kind import PuzzleKind
from .board import draw, picture_of
from .facts import facts_of
from .talk import MazeTalk

if TYPE_CHECKING:
    from rich.text import Text


def claims_of(maze: Maze, result: Result[Path], ask: Ask, facts: list[str]) -> Claims:
    """What a model may claim of a maze, given the facts it was told."""
    board = (maze.height, maze.width)
    return Claims(
        status=result.status,
        unique=None,
        board=board,
        sizes=frozenset({board}),
        shown=None,
        facts=tuple(facts),
        cells=named_cells(" ".join(facts)),
        directions=False,
        right=says_right(facts) if ask is Ask.CHECK else None,
    )


def drawn_step(
    step: TraceStep[tuple[str, ...]], before: TraceStep[tuple[str, ...]] | None, width: int
) -> Text:
    """A step of the trace; cells that are new on the path are coloured."""
    same = before is not None and [*map(len, before.grid)] == [*map(len, step.grid)]
    changed = _new_cells(before.grid, step.grid) if before and same else frozenset[Cell]()
    return draw(step.grid, changed=changed, width=width)


def _new_cells(old: tuple[str, ...], new: tuple[str, ...]) -> frozenset[Cell]:
    return frozenset(
        (row, col)
        for row, lines in enumerate(zip(old, new, strict=True))
        for col, (was, now) in enumerate(zip(*lines, strict=True))
        if now == "o" != was
    )


MAZE = PuzzleKind(
    name="maze",
    puzzle=Maze,
    verify=verify,
    facts=facts_of,
    claims=claims_of,
    picture=picture_of,
    drawn_step=drawn_step,
    talk=MazeTalk,
)
