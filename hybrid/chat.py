"""A conversation about one puzzle: it is solved once, then remembered.

The givens, the person's own entries and the verified answer are three different things here:
entries never become givens, and a check says which entries are wrong without saying what is
right. No terminal in this file; `Conversation.say` takes and gives plain data.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from ..tools.reading import Ask, Finding, Reading, read
from ..tools.reading.ask import ask_of
from ..trm.puzzles import Cell, Grid, Status, Sudoku, cell_name
from ..trm.puzzles.sudoku import to_line, to_symbol
from .board import ENTRY, Picture, picture_of
from .coach import changed_givens, check_entries, next_digit, tell_cell, with_givens
from .entries import read_cell_question, read_correction, read_entries
from .facts import facts_of
from .reply import LLM_UNCONFIRMED, PuzzleReply, Reply
from .spoken import GREETING, HELP, NO_PUZZLE, command_of
from .wording import listed

if TYPE_CHECKING:
    from .answer import Hybrid

_ASKED = {Ask.SOLVE: "solve", Ask.HINT: "hint", Ask.CHECK: "check"}


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said back, and the board to draw beside it."""

    text: str
    picture: Picture | None = None
    ends: bool = False  # the person wants to leave


class Conversation:
    """Remembers one puzzle, what came of it, and the person's entries.

    Args:
        hybrid: reads, solves and explains.

    Example:
        >>> from tinyduo.hybrid import Hybrid
        >>> talk = Conversation(Hybrid(llm="none"))
        >>> talk.say("hint").text
        'There is no puzzle yet. Paste a Sudoku in any notation, or say help.'
    """

    def __init__(self, hybrid: Hybrid) -> None:
        self.hybrid = hybrid
        self._forget()

    def say(self, text: str) -> Turn:
        """One message of the person and the answer to it."""
        command = command_of(text)
        waits, self._awaits_grid = self._awaits_grid, False
        if command in ("help", "new", "quit", "thanks"):
            return self._general(command)
        if self.reply is not None and self.reply.puzzle is not None and command is None:
            turn = self._cells(text, self.reply, self.reply.puzzle)
            if turn is not None:
                return turn
        reading = read(text) if command is None else None
        if reading is not None:
            if reading.findings:
                return self._grid(text, reading, checking=waits or reading.ask is Ask.CHECK)
            ask = _ask_about_puzzle(text) if self.reply else reading.ask
            command = _ASKED.get(ask)
            if command is None or self.reply is None:
                return self._words(text, ask)
        reply = self.reply
        if reply is None or reply.puzzle is None or reply.result is None:
            return Turn(NO_PUZZLE)
        return self._about(command or "show", reply, reply.puzzle)

    def _forget(self) -> None:
        self.reply: PuzzleReply | None = None  # of the puzzle we talk about
        self.filled: Grid = ()  # the givens and the person's entries
        self._past: list[Grid] = []  # `filled` before each change
        self._awaits_grid = False  # a check was asked for, the grid is still to come

    def _general(self, command: str) -> Turn:
        if command == "new":
            self._forget()
        said = {"help": HELP, "quit": "Goodbye.", "thanks": "You are welcome."}
        return Turn(said.get(command, f"Forgotten. {GREETING}"), ends=command == "quit")

    def _grid(self, text: str, reading: Reading, *, checking: bool) -> Turn:
        """A message with a grid in it: the person's own filling, or a puzzle to begin with."""
        finding = reading.findings[0]
        if self.reply and self.reply.puzzle and self._is_filling(finding):
            grid = finding.attempt or (finding.puzzle.givens if finding.puzzle else ())
            goes_on = with_givens(self.reply.puzzle, grid) == grid != self.reply.puzzle.givens
            if checking or (goes_on and _is_bare(text, reading)):
                return self._check_filling(grid, self.reply, self.reply.puzzle)
        return self._start(self.hybrid.answer(text), bare=_is_bare(text, reading))

    def _start(self, whole: Reply, *, bare: bool) -> Turn:
        """Remember a new puzzle; one that came without a word keeps its answer for later."""
        reply = next((reply for reply in whole.puzzles if reply.puzzle), None)
        if reply is None or reply.puzzle is None:
            return Turn(whole.explanation)
        self._forget()
        self.reply = reply
        self.filled = with_givens(reply.puzzle, reply.attempt or reply.puzzle.givens)
        if reply.status is Status.SOLVED and bare:
            return Turn(
                "I have it, and it has an answer. Say hint, next single, solve it, or enter "
                "digits such as r1c1 = 5.",
                self._picture(reply.puzzle),
            )
        if reply.grid_source == LLM_UNCONFIRMED:
            return self._unconfirmed(reply.puzzle)
        return Turn(whole.explanation, picture_of(reply, whole.ask))

    def _is_filling(self, finding: Finding) -> bool:
        """Whether a grid is the current puzzle with more in it, a few givens changed perhaps."""
        puzzle = self.reply.puzzle if self.reply else None
        grid = finding.attempt or (finding.puzzle.givens if finding.puzzle else None)
        if puzzle is None or grid is None or len(grid) != puzzle.size:
            return False
        pairs = list(zip(chain(*puzzle.givens), chain(*grid), strict=True))
        both = [given == digit for given, digit in pairs if given and digit]
        return 2 * sum(both) > len(both)

    def _check_filling(self, grid: Grid, reply: PuzzleReply, puzzle: Sudoku) -> Turn:
        changed = changed_givens(puzzle, grid)
        if changed and reply.result:
            text = check_entries(puzzle, reply.result, grid).text
            return Turn(text, Picture(puzzle, grid, wrong=changed, filled=ENTRY))
        self._change(with_givens(puzzle, grid))
        return self._about("check", reply, puzzle)

    def _cells(self, text: str, reply: PuzzleReply, puzzle: Sudoku) -> Turn | None:
        """A message about single cells: an entry, a correction or a question."""
        correction, asked = read_correction(text), read_cell_question(text)
        entries = correction or read_entries(text) or (asked and {asked[0]: asked[1] or 0})
        if not entries:
            return None
        for cell, digit in entries.items():
            if max(cell) >= puzzle.size or digit > puzzle.size:
                return Turn(
                    f"{cell_name(cell)}{f' = {digit}' if digit else ''} does not fit on this "
                    f"board: rows, columns and digits go from 1 to {puzzle.size}."
                )
        if correction:
            return self._correct(correction, puzzle)
        if asked and reply.result:
            if reply.grid_source == LLM_UNCONFIRMED:
                return self._unconfirmed(puzzle)
            return Turn(tell_cell(puzzle, reply.result, *asked))
        return self._enter(entries, puzzle)

    def _correct(self, cells: dict[Cell, int], puzzle: Sudoku) -> Turn:
        """Change what is given; a cell that the person filled is only an entry."""
        own = {
            cell: digit
            for cell, digit in cells.items()
            if not puzzle.givens[cell[0]][cell[1]] and self.filled[cell[0]][cell[1]]
        }
        if own:
            return self._enter(own, puzzle)
        givens, entered = [list(row) for row in puzzle.givens], self.filled
        for (row, col), digit in cells.items():
            givens[row][col] = digit
        kept = tuple(
            tuple(0 if given else digit for given, digit in zip(*rows, strict=True))
            for rows in zip(puzzle.givens, entered, strict=True)
        )
        turn = self._begin(Sudoku(tuple(map(tuple, givens)), puzzle.layout))
        if self.reply and self.reply.puzzle:
            self.filled = with_givens(self.reply.puzzle, kept)
            if self.reply.status is Status.SOLVED:
                turn = Turn(turn.text, self._picture(self.reply.puzzle))
        return Turn(f"Corrected: {listed(cells)}. {turn.text}", turn.picture)

    def _enter(self, entries: dict[Cell, int], puzzle: Sudoku) -> Turn:
        """Take the person's own digits; givens stay as they are."""
        for cell, digit in entries.items():
            given = puzzle.givens[cell[0]][cell[1]]
            if given:
                name = cell_name(cell)
                return Turn(
                    f"{name} is given as {to_symbol(given)} and stays so. If that was misread, "
                    f"say: no, {name} is {to_symbol(digit)}"
                )
        grid = [list(row) for row in self.filled]
        for (row, col), digit in entries.items():
            grid[row][col] = digit
        self._change(tuple(map(tuple, grid)))
        left = sum(digit == 0 for row in self.filled for digit in row)
        more = f"{left} left." if left else "The grid is full; say check."
        return Turn(
            f"Entered: {listed(entries)}. {more}",
            self._picture(puzzle, changed=frozenset(entries)),
        )

    def _about(self, command: str, reply: PuzzleReply, puzzle: Sudoku) -> Turn:
        """A command about the current puzzle."""
        if reply.grid_source == LLM_UNCONFIRMED and command not in ("show", "undo"):
            return self._begin(puzzle) if command == "confirm" else self._unconfirmed(puzzle)
        if command == "show":
            entered = sum(digit != 0 for row in self.filled for digit in row) - puzzle.n_givens
            return Turn(f"{puzzle.n_givens} givens, {entered} entered.", self._picture(puzzle))
        if command == "undo":
            if not self._past:
                return Turn("There is nothing to take back.")
            self.filled = self._past.pop()
            return Turn("Taken back.", self._picture(puzzle))
        if command == "check":
            return self._check(reply, puzzle)
        if command in ("hint", "next"):
            return self._next(reply, puzzle, place=command == "next")
        if command == "confirm":
            return Turn("Say solve it, hint, or check.")
        return self._tell(reply, puzzle, Ask.SOLVE)

    def _check(self, reply: PuzzleReply, puzzle: Sudoku) -> Turn:
        if self.filled == puzzle.givens:
            self._awaits_grid = True
            return Turn("You have no entries yet. Paste your grid, or enter digits.")
        assert reply.result is not None
        found = check_entries(puzzle, reply.result, self.filled)
        return Turn(found.text, self._picture(puzzle, wrong=found.wrong))

    def _next(self, reply: PuzzleReply, puzzle: Sudoku, *, place: bool) -> Turn:
        assert reply.result is not None
        found = next_digit(puzzle, reply.result, self.filled)
        if found.cell is None or not place:
            return Turn(found.text, self._picture(puzzle, wrong=found.wrong))
        grid = [list(row) for row in self.filled]
        grid[found.cell[0]][found.cell[1]] = found.digit
        self._change(tuple(map(tuple, grid)))
        return Turn(
            f"Entered {cell_name(found.cell)} = {to_symbol(found.digit)}. {found.text}",
            self._picture(puzzle, changed=frozenset([found.cell])),
        )

    def _unconfirmed(self, puzzle: Sudoku) -> Turn:
        return Turn(
            "Only the language model could read this grid. Compare it with yours, then say yes, "
            "or what is different, such as: no, r3c4 is 8",
            self._picture(puzzle),
        )

    def _begin(self, puzzle: Sudoku) -> Turn:
        """Start anew with a grid that the person confirmed or corrected."""
        box = f"{puzzle.layout.box_rows}x{puzzle.layout.box_cols}"
        boxes = f" with {box} boxes" if box == "3x2" else ""
        text = f"sudoku{boxes}: {to_line(puzzle.givens)}"
        return self._start(self.hybrid.answer(text), bare=True)

    def _tell(self, reply: PuzzleReply, puzzle: Sudoku, ask: Ask) -> Turn:
        """What the remembered result says to a question."""
        assert reply.result is not None
        facts = " ".join(facts_of(puzzle, reply.result, ask))
        shows_all = ask is Ask.SOLVE or reply.status is Status.CONTRADICTION
        return Turn(facts, picture_of(reply, ask) if shows_all else self._picture(puzzle))

    def _words(self, text: str, ask: Ask) -> Turn:
        """Words without a grid: about the puzzle if they can be, else small talk."""
        reply = self.reply
        about = ask in (Ask.EXPLAIN, Ask.COUNT, Ask.QUESTION)
        if about and reply and reply.puzzle and reply.grid_source == LLM_UNCONFIRMED:
            return self._unconfirmed(reply.puzzle)
        if about and reply and reply.puzzle and reply.result:
            return self._tell(reply, reply.puzzle, ask)
        if reply is not None:
            return Turn("I did not understand that; say help to see what I can do.")
        return self._start(self.hybrid.answer(text), bare=False)  # a model may read a grid in it

    def _change(self, filled: Grid) -> None:
        self._past.append(self.filled)
        self.filled = filled

    def _picture(
        self,
        puzzle: Sudoku,
        *,
        wrong: frozenset[Cell] = frozenset(),
        changed: frozenset[Cell] = frozenset(),
    ) -> Picture:
        return Picture(puzzle, self.filled, wrong=wrong, changed=changed, filled=ENTRY)


def _ask_about_puzzle(text: str) -> Ask:
    """What words without a grid ask of the puzzle that is there already."""
    ask = ask_of(text, has_grid=True, about_sudoku=True)
    if ask is not Ask.SOLVE:
        return ask
    # With a grid "solve" is what silence means; here it has to be said.
    return ask_of(text, has_grid=False, about_sudoku=True)


def _is_bare(text: str, reading: Reading) -> bool:
    """Whether a message holds a grid and no word."""
    first, last = reading.findings[0].span[0], reading.findings[-1].span[1]
    return not any(character.isalnum() for character in text[:first] + text[last:])
