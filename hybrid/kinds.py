"""Every kind of puzzle that the hybrid can read, solve, explain and talk about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tools.reading import Ask
from ..tools.reading.finding import Puzzle
from .arc import ARC
from .kind import Picture, PuzzleKind
from .maze import MAZE
from .reply import PuzzleReply
from .sudoku import SUDOKU

if TYPE_CHECKING:
    from rich.text import Text

    from ..trm.result import TraceStep

KINDS = (SUDOKU, MAZE, ARC)


def kind_of(puzzle: Puzzle) -> PuzzleKind:
    """The kind of a puzzle."""
    return next(kind for kind in KINDS if isinstance(puzzle, kind.puzzle))


def picture_of(reply: PuzzleReply, ask: Ask) -> Picture | None:
    """The picture that answers what was asked, or None where there is no puzzle to draw.

    A hint and a question get the puzzle without its answer; a check gets the person's own.
    """
    return kind_of(reply.puzzle).picture(reply, ask) if reply.puzzle else None


def drawn_step(step: TraceStep, before: TraceStep | None, width: int) -> Text:
    """A step of a trace; what differs from the step before stands out."""
    kind = MAZE if isinstance(step.grid[0], str) else SUDOKU
    assert kind.drawn_step is not None
    return kind.drawn_step(step, before, width)
