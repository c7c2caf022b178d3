"""Sudokus as the hybrid sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tools.reading import Ask
from ...trm.puzzles import Grid, Layout, Status, Sudoku
from ...trm.puzzles.sudoku import verify
from ...trm.result import Result, TraceStep
from ..claims import Claims, named_cells, named_places, numbers_in
from ..kind import PuzzleKind
from .board import differences, draw, picture_of
from .facts import facts_of
from .talk import SudokuTalk

if TYPE_CHECKING:
    from rich.text import Text


def claims_of(puzzle: Sudoku, result: Result[Grid], ask: Ask, facts: list[str]) -> Claims:
    """What a model may claim of a Sudoku, given the facts it was told."""
    text = " ".join(facts)
    layout = puzzle.layout
    board = (puzzle.size, puzzle.size)
    gives_all_away = ask in (Ask.SOLVE, Ask.EXPLAIN, Ask.QUESTION)
    return Claims(
        status=result.status,
        unique=result.unique,
        board=board,
        sizes=frozenset({board, (layout.box_rows, layout.box_cols)}),
        shown=result.answer if result.status is not Status.UNSOLVED else None,
        numbers=numbers_in(text),
        places=named_places(text),
        cells=None if gives_all_away else named_cells(text),
    )


def drawn_step(step: TraceStep[Grid], before: TraceStep[Grid] | None, width: int) -> Text:
    """A step of the trace; digits that are new are coloured."""
    # A step does not say which boxes its board has: 6x6 boards are drawn with the usual ones.
    layout = Layout.of_size(len(step.grid))
    same_board = before is not None and len(before.grid) == len(step.grid)
    changed = differences(before.grid, step.grid) if before and same_board else frozenset()
    return draw(step.grid, layout, changed=changed, width=width)


SUDOKU = PuzzleKind(
    name="sudoku",
    puzzle=Sudoku,
    verify=verify,
    facts=facts_of,
    claims=claims_of,
    picture=picture_of,
    drawn_step=drawn_step,
    talk=SudokuTalk,
)
