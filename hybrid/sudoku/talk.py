"""Talking about a Sudoku: entries, corrections, checks and hints.

The givens, the person's own entries and the verified answer are three different things here:
entries never become givens.
"""

from __future__ import annotations

from itertools import chain

from ...tools.reading import Ask, Finding
from ...trm.puzzles import Cell, Grid, Status, Sudoku, cell_name
from ...trm.puzzles.sudoku import to_symbol
from ..reply import PuzzleReply
from ..talk import Talk, Turn
from ..wording import listed
from .board import ENTRY, Picture, picture_of
from .coach import (
    HintLevel,
    changed_givens,
    check_cell,
    check_entries,
    hint,
    next_digit,
    tell_cell,
    with_givens,
)
from .entries import (
    Why,
    is_bare_why,
    read_cell_question,
    read_correction,
    read_entries,
    read_entry_check,
    read_hint_level,
    read_same_cell,
    read_why,
)
from .facts import facts_of
from .why import why


class SudokuTalk(Talk):
    """A Sudoku, what came of it, and the person's entries."""

    invitation = "Say hint, next single, solve it, or enter digits such as r1c1 = 5."
    correction = "no, r3c4 is 8"

    def _remember(self, reply: PuzzleReply) -> None:
        assert isinstance(reply.puzzle, Sudoku)
        self.puzzle = reply.puzzle
        self.filled: Grid = reply.puzzle.givens  # the givens and the person's entries
        if reply.attempt:
            self.filled = with_givens(reply.puzzle, _grid(reply.attempt))
        self._past: list[Grid] = []  # `filled` before each change
        self._last: Cell | None = None  # that the person entered or corrected
        self._spoken: Cell | None = None  # whose digit was told last
        self._hinted: tuple[Grid, int] = (self.filled, 0)  # steps told, and from which grid

    def facts(self, ask: Ask) -> list[str]:
        """What the remembered result says to what is asked."""
        return facts_of(self.puzzle, self.result, ask)

    def answer_picture(self, ask: Ask) -> Picture:
        """The picture that answers what is asked."""
        return picture_of(self.reply, ask)

    def picture(
        self,
        *,
        wrong: frozenset[Cell] = frozenset(),
        changed: frozenset[Cell] = frozenset(),
    ) -> Picture:
        """The givens and the entries."""
        return Picture(self.puzzle, self.filled, wrong=wrong, changed=changed, filled=ENTRY)

    def state(self) -> str:
        """How many digits are given and entered."""
        givens = self.puzzle.n_givens
        return f"{givens} givens, {sum(map(bool, chain(*self.filled))) - givens} entered."

    def undo(self) -> bool:
        """Take back the last change."""
        if not self._past:
            return False
        self.filled = self._past.pop()
        return True

    def check(self) -> Turn:
        """Which entries are wrong."""
        if self.filled == self.puzzle.givens:
            self.waits = True
            return Turn("You have no entries yet. Paste your grid, or enter digits.")
        found = check_entries(self.puzzle, self.result, self.filled)
        return Turn(found.text, self.picture(wrong=found.wrong))

    def restart(self) -> bool:
        """Take all entries back; whether there were some."""
        if self.filled == self.puzzle.givens:
            return False
        self._change(self.puzzle.givens)
        return True

    def next(self, *, enters: bool) -> Turn:
        """The next step with its reason; or one more digit, entered."""
        if not enters:
            return self._hint(HintLevel.STEP)
        found = next_digit(self.puzzle, self.result, self.filled)
        if found.cell is None:
            return Turn(found.text, self.picture(wrong=found.wrong))
        self._spoken = found.cell
        self._fill({found.cell: found.digit})
        return Turn(
            f"Entered {cell_name(found.cell)} = {to_symbol(found.digit)}. {found.text}",
            self.picture(changed=frozenset([found.cell])),
        )

    def _hint(self, level: HintLevel) -> Turn:
        """A hint; the same wish again gets the step after one that only ruled digits out."""
        grid, told = self._hinted
        told = told if grid == self.filled else 0
        found = hint(self.puzzle, self.result, self.filled, level, told=told)
        if level is HintLevel.STEP:
            self._hinted = (self.filled, told + 1)
        self._spoken = found.cell
        return Turn(found.text, self.picture(wrong=found.wrong))

    def asked(self, words: str) -> Turn | None:
        """A reason for a cell, or a hint of a wanted strength."""
        level, reason = read_hint_level(words), read_why(words)
        if self._spoken and is_bare_why(words):
            reason = Why(self._spoken)
        if (level or reason) and self.unconfirmed:
            return self.ask_to_confirm()
        if reason:
            if max(reason.cell) >= self.puzzle.size:
                return self._unfit(reason.cell, reason.digit or 0)
            return Turn(why(self.puzzle, self.result, self.filled, reason), self.picture())
        return self._hint(level) if level else None

    def words(self, text: str) -> Turn | None:
        """Single cells: an entry, a correction or a question; a hint of a wanted strength."""
        correction = read_correction(text)
        if correction is None and self._last and (digit := read_same_cell(text)):
            correction = {self._last: digit}
        if correction is None and (turn := self.asked(text)) is not None:
            return turn
        checked, asked = read_entry_check(text), read_cell_question(text)
        entries = correction or read_entries(text) or (asked and {asked[0]: asked[1] or 0})
        if checked and not entries:
            entries = {checked: 0}
        if not entries:
            return None
        for cell, digit in entries.items():
            if max(cell) >= self.puzzle.size or digit > self.puzzle.size:
                return self._unfit(cell, digit)
        if correction:
            turn = self._correct(correction)
            self._last = next(iter(correction))
            return turn
        if asked or checked:
            if self.unconfirmed:
                return self.ask_to_confirm()
            if asked:
                self._spoken = asked[0]
                return Turn(tell_cell(self.puzzle, self.result, *asked))
            assert checked is not None
            return Turn(check_cell(self.puzzle, self.result, self.filled, checked))
        self._last = next(iter(entries))
        return self._enter(entries)

    def _unfit(self, cell: Cell, digit: int) -> Turn:
        size = self.puzzle.size
        return Turn(
            f"{cell_name(cell)}{f' = {digit}' if digit else ''} does not fit on this "
            f"board: rows, columns and digits go from 1 to {size}."
        )

    def own(self, finding: Finding, *, checking: bool, bare: bool) -> Turn | None:
        """A grid that is this puzzle with more in it, a few givens changed perhaps."""
        if not isinstance(finding.puzzle, Sudoku):
            return None
        grid = _grid(finding.attempt) if finding.attempt else finding.puzzle.givens
        if not self._is_filling(grid):
            return None
        goes_on = with_givens(self.puzzle, grid) == grid != self.puzzle.givens
        if not checking and not (goes_on and bare):
            return None
        changed = changed_givens(self.puzzle, grid)
        if changed:
            text = check_entries(self.puzzle, self.result, grid).text
            return Turn(text, Picture(self.puzzle, grid, wrong=changed, filled=ENTRY))
        self._change(with_givens(self.puzzle, grid))
        return self.command("check")

    def _is_filling(self, grid: Grid) -> bool:
        if len(grid) != self.puzzle.size:
            return False
        pairs = list(zip(chain(*self.puzzle.givens), chain(*grid), strict=True))
        both = [given == digit for given, digit in pairs if given and digit]
        return 2 * sum(both) > len(both)

    def _correct(self, cells: dict[Cell, int]) -> Turn:
        """Change what is given; a cell that the person filled is only an entry."""
        puzzle, entered = self.puzzle, self.filled
        own = {
            cell: digit
            for cell, digit in cells.items()
            if not puzzle.givens[cell[0]][cell[1]] and entered[cell[0]][cell[1]]
        }
        if own:
            return self._enter(own)
        givens = [list(row) for row in puzzle.givens]
        for (row, col), digit in cells.items():
            givens[row][col] = digit
        kept = tuple(
            tuple(0 if given else digit for given, digit in zip(*rows, strict=True))
            for rows in zip(puzzle.givens, entered, strict=True)
        )
        turn = self.begin_again(Sudoku(tuple(map(tuple, givens)), puzzle.layout))
        self.filled = with_givens(self.puzzle, kept)
        if self.reply.status is Status.SOLVED:
            turn = Turn(turn.text, self.picture())
        return Turn(f"Corrected: {listed(cells)}. {turn.text}", turn.picture)

    def _enter(self, entries: dict[Cell, int]) -> Turn:
        """Take the person's own digits; givens stay as they are."""
        for cell, digit in entries.items():
            given = self.puzzle.givens[cell[0]][cell[1]]
            if given:
                name = cell_name(cell)
                return Turn(
                    f"{name} is given as {to_symbol(given)} and stays so. If that was misread, "
                    f"say: no, {name} is {to_symbol(digit)}"
                )
        self._fill(entries)
        left = sum(digit == 0 for row in self.filled for digit in row)
        more = f"{left} left." if left else "The grid is full; say check."
        return Turn(f"Entered: {listed(entries)}. {more}", self.picture(changed=frozenset(entries)))

    def _fill(self, entries: dict[Cell, int]) -> None:
        grid = [list(row) for row in self.filled]
        for (row, col), digit in entries.items():
            grid[row][col] = digit
        self._change(tuple(map(tuple, grid)))

    def _change(self, filled: Grid) -> None:
        self._past.append(self.filled)
        self.filled = filled


def _grid(rows: Grid | tuple[Cell, ...]) -> Grid:
    """An attempt as the grid that it is for a Sudoku."""
    return tuple(map(tuple, rows))
