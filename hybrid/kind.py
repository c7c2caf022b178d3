"""What the hybrid asks of a kind of puzzle: words, claims, pictures and a conversation.

Everything else (reading, solving, the turn itself) is the same for every kind. Puzzles,
answers and attempts are the kind's own: a `Sudoku` and grids, a `Maze` and paths, an
`ArcTask` and outputs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..tools.reading import Ask
from ..trm.puzzles import Verdict
from ..trm.result import TraceStep
from .claims import Claims
from .reply import PuzzleReply

if TYPE_CHECKING:
    from rich.text import Text

    from .talk import Talk


class Picture(Protocol):
    """A puzzle to draw, as soon as somebody knows how wide the terminal is."""

    def drawn(self, *, labels: bool = False, width: int = 80, ascii_only: bool = False) -> Text:
        """The picture as text.

        Args:
            labels: row and column numbers at the edges.
            width: columns of the terminal.
            ascii_only: no characters beyond ASCII.
        """
        ...


@dataclass(frozen=True, slots=True)
class PuzzleKind:
    """One kind of puzzle, as the hybrid sees it."""

    name: str  # also the name of its shipped weights
    puzzle: type  # of its puzzles
    verify: Callable[[Any, Any], Verdict] | None  # puzzle and attempt; None: nobody can (ARC)
    # Puzzle, result, ask, attempt or None; also the message's words, for those who look at them.
    facts: Callable[..., list[str]]
    claims: Callable[[Any, Any, Ask, list[str]], Claims]  # puzzle, result, ask, facts
    picture: Callable[[PuzzleReply, Ask], Picture]  # of a reply that has a puzzle
    # Step, the last one, width; None where the solver has no trace.
    drawn_step: Callable[[TraceStep, TraceStep | None, int], Text] | None
    talk: type[Talk]  # about one remembered puzzle
