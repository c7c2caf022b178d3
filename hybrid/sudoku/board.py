"""Drawing a Sudoku: givens bold, filled cells coloured, cells at fault red, rules between boxes.

A drawing is a `rich.text.Text`: a console that is no terminal prints the same characters
without colours. Blanks are dots, so that a drawing can be pasted back as a puzzle.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...tools.reading import Ask
from ...trm.puzzles import Cell, Grid, Layout, Status, Sudoku, Verdict
from ...trm.puzzles.sudoku import to_symbol
from ...trm.result import Result
from ..reply import LLM_UNCONFIRMED, PuzzleReply
from .coach import wrong_cells

if TYPE_CHECKING:
    from rich.text import Text

GIVEN, FILLED, ENTRY = "bold", "cyan", "green"
# Underlined, so that they stand out where there is no colour (NO_COLOR).
CHANGED, WRONG, RULE = "underline yellow", "bold underline red", "dim"
_SHOWS_ANSWER = (Ask.SOLVE, Ask.EXPLAIN)
_BETWEEN = "   "  # two boards
_LINES, _ASCII = ("│", "─", "┌┬┐", "├┼┤", "└┴┘"), ("|", "-", "+++", "+++", "+++")


def draw(
    grid: Grid,
    layout: Layout,
    *,
    givens: Grid | None = None,
    wrong: Collection[Cell] = (),
    changed: Collection[Cell] = (),
    filled: str = FILLED,
    labels: bool = False,
    width: int = 80,
    ascii_only: bool = False,
) -> Text:
    """A grid as text with box rules.

    Args:
        grid: digits, 0 for blank.
        layout: where the rules go.
        givens: cells of the puzzle, drawn bold; None where they are not known.
        wrong: cells drawn red.
        changed: cells drawn yellow.
        filled: style of the other cells.
        labels: column numbers above, row numbers at the left.
        width: columns of the terminal; a board too wide for it is drawn without spaces.
        ascii_only: no box-drawing characters.
    """
    from rich.text import Text

    size, box_cols = layout.size, layout.box_cols
    margin = len(str(size)) + 1 if labels else 0
    roomy = margin + 2 * size + 2 * layout.box_rows + 1 <= width
    gap = " " if roomy else ""
    bar, dash, *corners = _ASCII if ascii_only else _LINES
    segment = dash * (box_cols * (1 + len(gap)) + len(gap))
    text = Text(no_wrap=True, overflow="crop")

    def rule(ends: str) -> None:
        text.append(" " * margin)
        text.append(ends[0] + ends[1].join([segment] * layout.box_rows) + ends[2], RULE)

    if labels:
        # One character a column: the last digit of its number.
        heads = [
            gap.join(str(col % 10) for col in range(start + 1, start + box_cols + 1))
            for start in range(0, size, box_cols)
        ]
        text.append(" " * (margin + 1) + gap + f"{gap} {gap}".join(heads) + "\n", RULE)
    for row in range(size):
        if row % layout.box_rows == 0:
            rule(corners[0] if row == 0 else corners[1])
            text.append("\n")
        if labels:
            text.append(f"{row + 1:>{margin - 1}} ", RULE)
        for col in range(size):
            if col % box_cols == 0:
                text.append(bar, RULE)
                text.append(gap)
            digit = grid[row][col]
            cell = (row, col)
            given = bool(givens and givens[row][col])
            style = _style(cell, digit, given=given, wrong=wrong, changed=changed, filled=filled)
            text.append(to_symbol(digit), style)
            text.append(gap)
        text.append(bar + "\n", RULE)
    rule(corners[2])
    return text


def _style(
    cell: Cell,
    digit: int,
    *,
    given: bool,
    wrong: Collection[Cell],
    changed: Collection[Cell],
    filled: str,
) -> str:
    if cell in wrong:
        return WRONG
    if not digit:
        return RULE
    if given:
        return GIVEN
    return CHANGED if cell in changed else filled


@dataclass(frozen=True, slots=True)
class Picture:
    """A board to draw, as soon as somebody knows how wide the terminal is."""

    puzzle: Sudoku
    grid: Grid  # the givens and what else is shown
    wrong: frozenset[Cell] = frozenset()
    changed: frozenset[Cell] = frozenset()
    filled: str = FILLED  # style of the cells that are not given
    other: Grid | None = None  # another answer, drawn beside the first

    def drawn(self, *, labels: bool = False, width: int = 80, ascii_only: bool = False) -> Text:
        """The picture as text; see `draw`. A second grid goes below where there is no room."""
        boards = [
            draw(
                grid,
                self.puzzle.layout,
                givens=self.puzzle.givens,
                wrong=self.wrong,
                changed=self.changed,
                filled=self.filled,
                labels=labels,
                width=width,
                ascii_only=ascii_only,
            )
            for grid in (self.grid, self.other)
            if grid is not None
        ]
        return _beside(boards, width)


def _beside(boards: Sequence[Text], width: int) -> Text:
    """Drawings of one height side by side, or below each other where that is too wide."""
    from rich.text import Text

    lines = [board.split("\n") for board in boards]
    if sum(max(map(len, some)) + len(_BETWEEN) for some in lines) - len(_BETWEEN) > width:
        return Text("\n\n", no_wrap=True, overflow="crop").join(boards)
    rows = [Text(_BETWEEN).join(parts) for parts in zip(*lines, strict=True)]
    return Text("\n", no_wrap=True, overflow="crop").join(rows)


def picture_of(reply: PuzzleReply, ask: Ask) -> Picture:
    """The board that answers what was asked.

    A hint and a question get the puzzle without its answer; a check gets the person's grid.
    """
    puzzle, answer = reply.puzzle, reply.answer
    assert isinstance(puzzle, Sudoku)
    if reply.status is Status.CONTRADICTION:
        return Picture(puzzle, puzzle.givens, wrong=faults(reply.verdict))
    if ask is Ask.CHECK and reply.attempt is not None:
        judged = answer if reply.status is Status.SOLVED else None
        wrong = wrong_cells(reply.attempt, judged) if judged else ()
        return Picture(puzzle, reply.attempt, wrong=frozenset(wrong), filled=ENTRY)
    if answer is None or ask not in _SHOWS_ANSWER:
        return Picture(puzzle, puzzle.givens)
    if reply.grid_source == LLM_UNCONFIRMED:  # the grid as read is to be compared
        return Picture(puzzle, puzzle.givens, other=answer)
    others = reply.result.alternatives if isinstance(reply.result, Result) else ()
    changed = differences(answer, others[0]) if others else frozenset[Cell]()
    other = others[0] if others else None
    return Picture(puzzle, answer, wrong=faults(reply.verdict), changed=changed, other=other)


def faults(verdict: Verdict | None) -> frozenset[Cell]:
    """The cells that a verdict names, blanks left out."""
    problems = verdict.problems if verdict else ()
    return frozenset(
        cell for problem in problems if problem.rule != "blank" for cell in problem.cells
    )


def differences(one: Grid, other: Grid) -> frozenset[Cell]:
    """The cells where two grids of one size differ."""
    return frozenset(
        (row, col)
        for row, (a, b) in enumerate(zip(one, other, strict=True))
        for col, (x, y) in enumerate(zip(a, b, strict=True))
        if x != y
    )
