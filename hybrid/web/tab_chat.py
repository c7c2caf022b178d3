"""One browser tab: its message, its board, its conversation. No gradio in this file.

The message is read as it is typed; the board shows the puzzle as read and may be edited. The
first request after that solves it, by a conversation (chat.py in the folder above) that
remembers it; later requests rest on that. The board is the truth: what stands on it is solved.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel

from ...tools.errors import BusyError
from ...tools.reading import LIMIT, Ask, Finding, Reading, read
from ...tools.reading.finding import Puzzle
from ...trm.puzzles import Cell, Status, Sudoku, cell_name
from ...trm.puzzles.sudoku import clashes, to_symbol
from ..chat import Conversation
from ..kinds import kind_of
from ..listen import words_beside
from ..spoken import NO_PUZZLE
from ..sudoku.talk import SudokuTalk
from ..talk import Talk, Turn
from ..wording import sentence
from . import view
from .board import Board, read_board
from .live import LiveHybrid, Run

_ENTRIES = 10  # cells that a conversation takes in one message
_HISTORY = 200  # messages of a conversation that are kept
_ACTIONS = {"solve": "Solve it", "hint": "Hint", "check": "Check my entries"}
WAITING = 16  # requests that may wait for others


@dataclass(slots=True)
class Shared:
    """What all tabs share: the language model, the solver's options, and the machine."""

    llm: BaseChatModel | None = None
    options: Mapping[str, Any] = field(default_factory=dict)  # of `Hybrid`
    workers: int = 1  # requests at work at a time
    slots: threading.Semaphore = field(init=False)
    under_way: int = 0

    def __post_init__(self) -> None:
        self.slots = threading.Semaphore(self.workers)

    def hybrid(self) -> LiveHybrid:
        """A hybrid for one tab; the language model and the weights are shared."""
        return LiveHybrid(self.llm or "none", **self.options)


class TabChat:
    """What one browser tab is about.

    Args:
        shared: shared with all others.
    """

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.run: Run | None = None
        self.forget()

    def __deepcopy__(self, memo: object) -> TabChat:
        """A chat of its own for the next tab: that is what gradio copies one for."""
        return TabChat(self.shared)

    def forget(self) -> None:
        """Begin with nothing."""
        self.stop()
        self.history: list[dict[str, str]] = []
        self.read("")

    @property
    def talk(self) -> Talk | None:
        """About the puzzle that was solved, where there is one."""
        return self.conversation.talk

    @property
    def board(self) -> view.Data:
        """The board to show."""
        if self.talk is not None and self.begun:
            return view.board_in(
                self.talk, reveal=self.revealed, wrong=self.wrong, changed=self.changed
            )
        return view.board_of(self.draft, self.attempt) if self.draft else view.EMPTY

    @property
    def steps(self) -> view.Data:
        """The steps of the recursion to show."""
        if self.talk is None or not self.begun:
            return {"state": "idle", "line": ""}
        return view.steps_of(self.talk.reply, reveal=self.revealed)

    @property
    def outcome(self) -> tuple[str, str]:
        """The status and a sentence about it; empty where nothing was solved."""
        if self.talk is not None and self.begun:
            return view.outcome_of(self.talk.reply, reveal=self.revealed)
        return "", ""

    def read(self, text: str) -> None:
        """Read a message: its first whole puzzle goes onto the board, unsolved."""
        reading = read(text)
        whole = [finding for finding in reading.findings if finding.puzzle is not None]
        self.text = text
        self.ask = reading.ask
        self.draft: Puzzle | None = whole[0].puzzle if whole else None
        self.attempt = whole[0].attempt if whole else None
        self._anew()
        self.note = _told(text, reading, whole, reads_more=self.shared.llm is not None)

    def lay_out(self, size: int) -> None:
        """An empty board to type into."""
        self.read("")
        self.draft = Sudoku.from_rows([[0] * size for _ in range(size)])
        self.note = f"An empty {size}x{size} board: type the puzzle's digits into it."

    def look_at(self, value: Any) -> str:
        """What is to be said of a board that is being edited.

        Raises:
            ToolInputError: for a board that is no puzzle as it stands.
        """
        board = read_board(value)
        if board is None or not isinstance(board.puzzle, Sudoku):
            return ""
        return " ".join(sentence(each.message) for each in clashes(board.puzzle))

    def start(self, what: str, value: Any, said: str = "") -> Run:
        """Begin a turn in a thread of its own.

        Args:
            what: "solve", "hint", "check" or "say".
            value: the board as the browser has it.
            said: what the person says.

        Raises:
            ToolInputError: for a board that is no puzzle as it stands.
            BusyError: while the turn before is not over, or too many wait.
        """
        if self.run is not None and not self.run.done:
            raise BusyError("One moment: the last request is still at work. Stop ends it.")
        if self.shared.under_way > self.shared.workers + WAITING:
            raise BusyError("Too many puzzles wait already; try again in a few seconds.")
        board = read_board(value) if value is not None else None
        self._remember("user", said or _ACTIONS[what])
        reading = read(said)
        asked = what == "solve" or _asks_for_answer(said, reading)
        self.run = run = Run(shows=asked)
        self.hybrid.follow(run)
        self.shared.under_way += 1

        def work() -> None:
            turn = self._turn(what, board, said, reading)
            if run is self.run and not run.stopping.is_set():
                self._take(turn)

        run.start(work, self.shared.slots)
        return run

    def end(self, run: Run, text: str | None = None) -> None:
        """The turn is over, or given up: `text` is said in the place of its answer."""
        self.shared.under_way -= 1
        if text is not None:
            self._remember("assistant", text)
        if not run.done:  # a model that hangs; it goes on without us
            conversation, self.hybrid = self.conversation, self.shared.hybrid()
            self.conversation = Conversation(self.hybrid)
            self.conversation.talk, self.conversation.talks = conversation.talk, conversation.talks
            for talk in self.conversation.talks:
                talk.hybrid = self.hybrid
        self.run = None

    def stop(self) -> None:
        """Stop the turn under way, if there is one."""
        if self.run is not None:
            self.run.stopping.set()

    def _anew(self) -> None:
        self.hybrid = self.shared.hybrid()
        self.conversation = Conversation(self.hybrid)
        self.begun = False  # the board's puzzle was given to the conversation
        self.revealed = False  # the answer is shown
        self.wrong: frozenset[Cell] = frozenset()
        self.changed: frozenset[Cell] = frozenset()

    def _turn(self, what: str, board: Board | None, said: str, reading: Reading) -> Turn:
        """One turn of the conversation; runs in a thread."""
        if any(finding.puzzle for finding in reading.findings):
            return self.conversation.say(said)
        began = self._settle(board)
        talk = self.talk
        if what == "say":
            return self.conversation.say(said)
        if talk is None:
            return began or Turn(NO_PUZZLE)
        if what != "solve":
            return talk.command(what)
        if began is not None and began.picture == talk.answer_picture(Ask.SOLVE):
            return began
        turn = talk.command("solve")
        if began is None or self.ask is not Ask.SOLVE or talk.unconfirmed:
            return turn
        return Turn(talk.reply.explanation, turn.picture)

    def _settle(self, board: Board | None) -> Turn | None:
        """Give the conversation what stands on the board; its words where that is a new puzzle."""
        known = self.talk.reply.puzzle if self.talk and self.begun else None
        self.revealed = self.revealed and (board is None or board.revealed)
        turn = None
        as_read = board is None or board.puzzle == self.draft
        if as_read and not self.begun and self.text.strip():
            turn = self.conversation.say(self.text)
            self.begun = self.talk is not None
        if board is not None and turn is None and board.puzzle != known:
            turn = self._begin(board)
        if board is not None and board.own is not None and isinstance(self.talk, SudokuTalk):
            _enter(self.talk, board)
        return turn

    def _begin(self, board: Board) -> Turn:
        """A puzzle of the board, edited or typed: there is no message to read."""
        reply = self.hybrid.answer_puzzle(board.puzzle)
        talk = kind_of(board.puzzle).talk(self.hybrid, replace(reply, attempt=board.own))
        self.conversation.talk, self.conversation.talks = talk, [talk]
        self.begun, self.revealed = True, False
        self.ask = Ask.SOLVE
        return talk.opening(reply.explanation, Ask.SOLVE, bare=True)

    def _take(self, turn: Turn) -> None:
        """Remember what a turn has changed."""
        talk = self.talk
        if talk is None and self.begun:  # forgotten on request
            self.read("")
        if talk is not None:
            if talk.reply.puzzle != self.draft:
                self.revealed = False
                self.wrong = self.changed = frozenset()
            self.begun, self.draft = True, talk.reply.puzzle
            if turn.picture is not None:
                self.wrong = getattr(turn.picture, "wrong", frozenset())
                self.changed = getattr(turn.picture, "changed", frozenset())
                self.revealed |= turn.picture == talk.answer_picture(Ask.SOLVE)
        self._remember("assistant", turn.text)

    def _remember(self, role: str, text: str) -> None:
        self.history = [*self.history, {"role": role, "content": view.plain(text)}][-_HISTORY:]


def _enter(talk: SudokuTalk, board: Board) -> None:
    """Tell a conversation the entries of the board that it does not have."""
    own = board.own or ()
    entries = [
        f"{cell_name((row, col))} = {to_symbol(digit)}"
        for row, digits in enumerate(own)
        for col, digit in enumerate(digits)
        if not talk.puzzle.givens[row][col] and digit != talk.filled[row][col]
    ]
    for start in range(0, len(entries), _ENTRIES):
        talk.words(", ".join(entries[start : start + _ENTRIES]))


def _asks_for_answer(said: str, reading: Reading) -> bool:
    """Whether a message holds a puzzle and words that ask for its answer."""
    if not reading.findings or reading.ask is not Ask.SOLVE:
        return False
    return any(character.isalpha() for character in words_beside(said, reading))


def _told(text: str, reading: Reading, whole: list[Finding], *, reads_more: bool) -> str:
    """What is said of a message as it was read, beside its board."""
    if not text.strip():
        return ""
    if len(text) > LIMIT:
        return f"The message has {len(text):,} characters; at most {LIMIT:,} are read."
    if not reading.findings:
        if reads_more:
            return "I see no grid in this. Solve lets the language model look for one too."
        return "I see no grid in this: paste the rows of a Sudoku, a maze, or an ARC task."
    told = []
    if not whole:
        first = reading.findings[0]
        what = "Not done here" if first.status is Status.UNSUPPORTED else "Not whole yet"
        return sentence(f"{what}: {first.message or first.kind}")
    first = whole[0]
    told.append(f"Read as {_name(first)} ({first.form}).")
    told += [f"I {doubt}." for doubt in first.doubts]
    if len(reading.findings) > 1:
        told.append(
            f"The message holds {len(reading.findings)} puzzles; the board shows the first. "
            "After Solve, say puzzle 2 for the next."
        )
    return " ".join(told)


def _name(finding: Finding) -> str:
    puzzle = finding.puzzle
    if isinstance(puzzle, Sudoku):
        return f"a {puzzle.size}x{puzzle.size} Sudoku with {puzzle.n_givens} givens"
    rows = getattr(puzzle, "rows", None)
    return f"a maze of {len(rows)}x{len(rows[0])}" if rows else "an ARC task"
