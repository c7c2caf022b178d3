"""Sudokus as the hybrid sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tools.reading import Ask
from ...trm.puzzles import Grid, Layout, Status, Sudoku
from ...trm.puzzles.sudoku import SYMBOLS, verify
from ...trm.result import Result, TraceStep
from ..claims import Claims, named_cells, says_right, stated
from ..kind import PuzzleKind
from .board import differences, draw, picture_of
from .facts import facts_of
from .talk import SudokuTalk

if TYPE_CHECKING:
    from rich.text import Text


def claims_of(puzzle: Sudoku, result: Result[Grid], ask: Ask, facts: list[str]) -> Claims:
    """What a model may claim of a Sudoku, given the facts it was told.

    Where the answer was not asked for, it may name the digits that the facts name, no others.
    """
    layout = puzzle.layout
    board = (puzzle.size, puzzle.size)
    gives_all_away = ask in (Ask.SOLVE, Ask.EXPLAIN)
    answer = result.answer if gives_all_away and result.status is not Status.UNSOLVED else None
    return Claims(
        status=result.status,
        unique=result.unique,
        board=board,
        sizes=frozenset({board, (layout.box_rows, layout.box_cols)}),
        shown=answer or _told_digits(puzzle, facts),
        facts=tuple(facts),
        cells=None if gives_all_away else named_cells(" ".join(facts)),
        right=says_right(facts) if ask is Ask.CHECK else None,
    )


def _told_digits(puzzle: Sudoku, facts: list[str]) -> Grid:
    """The givens, and the digits that the facts place."""
    grid = [list(row) for row in puzzle.givens]
    for (row, col), symbol in stated(facts).items():
        if max(row, col) < puzzle.size and symbol in SYMBOLS:
            grid[row][col] = SYMBOLS.index(symbol) + 1
    return tuple(map(tuple, grid))


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
