"""Talking about one remembered puzzle: what is the same for every kind.

The puzzle was solved once; what is said rests on that. What the person entered is kept apart
from the puzzle, and a check says what is wrong in it without saying what is right.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..tools.reading import Ask, Finding
from ..tools.reading.finding import Puzzle
from ..trm.puzzles import Status
from ..trm.result import Result
from .kind import Picture
from .reply import LLM_UNCONFIRMED, PuzzleReply

if TYPE_CHECKING:
    from .answer import Hybrid


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said back, and the puzzle to draw beside it."""

    text: str
    picture: Picture | None = None
    ends: bool = False  # the person wants to leave


class Talk(ABC):
    """What came of a puzzle, and what the person entered.

    Args:
        hybrid: solves again where the puzzle was misread.
        reply: of the puzzle, with a result.
    """

    invitation: ClassVar[str]  # what can be said next
    correction: ClassVar[str]  # how to say what was misread

    def __init__(self, hybrid: Hybrid, reply: PuzzleReply) -> None:
        self.hybrid = hybrid
        self.waits = False  # a check was asked for, what to check is still to come
        self.remember(reply)

    def remember(self, reply: PuzzleReply) -> None:
        """Begin with a puzzle and no entries but those of its attempt."""
        assert reply.puzzle is not None
        assert reply.result is not None
        self.reply = reply
        self._remember(reply)

    @property
    def result(self) -> Result:
        """What came of the puzzle, where it is a Sudoku or a maze."""
        assert isinstance(self.reply.result, Result)
        return self.reply.result

    @property
    def unconfirmed(self) -> bool:
        """Whether only a language model could read the grid."""
        return self.reply.grid_source == LLM_UNCONFIRMED

    def opening(self, explanation: str, ask: Ask, *, bare: bool) -> Turn:
        """The first words about a puzzle; one that came without a word keeps its answer."""
        if self.reply.status is Status.SOLVED and bare:
            return Turn(f"I have it, and it has an answer. {self.invitation}", self.picture())
        if self.unconfirmed:
            return self.ask_to_confirm()
        return Turn(explanation, self.answer_picture(ask))

    def begin_again(self, puzzle: Puzzle) -> Turn:
        """Start anew with a puzzle that the person confirmed or corrected."""
        self.remember(self.hybrid.answer_puzzle(puzzle))
        return self.opening(self.reply.explanation, Ask.SOLVE, bare=True)

    def ask_to_confirm(self) -> Turn:
        """What is said of a grid that nobody confirmed."""
        return Turn(
            "Only the language model could read this grid. Compare it with yours, then say yes, "
            f"or what is different, such as: {self.correction}",
            self.picture(),
        )

    def command(self, name: str) -> Turn:
        """A command about the puzzle."""
        assert self.reply.puzzle is not None
        if self.unconfirmed and name not in ("show", "undo", "restart"):
            confirmed = name == "confirm"
            return self.begin_again(self.reply.puzzle) if confirmed else self.ask_to_confirm()
        if name == "show":
            return Turn(self.state(), self.picture())
        if name == "undo":
            done = self.undo()
            text = "Taken back." if done else "There is nothing to take back."
            return Turn(text, self.picture() if done else None)
        if name == "restart":
            done = self.restart()
            text = "All your entries are taken back." if done else "There is nothing to take back."
            return Turn(text, self.picture() if done else None)
        if name == "check":
            return self.check()
        if name in ("hint", "next"):
            return self.next(enters=name == "next")
        if name == "confirm":
            return Turn("Say solve it, hint, or check.")
        return self.tell(Ask.SOLVE)

    def tell(self, ask: Ask) -> Turn:
        """What the remembered result says to a question."""
        if self.unconfirmed:
            return self.ask_to_confirm()
        facts = " ".join(self.facts(ask))
        shows_all = ask is Ask.SOLVE or self.reply.status is Status.CONTRADICTION
        return Turn(facts, self.answer_picture(ask) if shows_all else self.picture())

    @abstractmethod
    def _remember(self, reply: PuzzleReply) -> None:
        """Take a new puzzle; `reply` is set already."""

    @abstractmethod
    def facts(self, ask: Ask) -> list[str]:
        """What the remembered result says to what is asked."""

    @abstractmethod
    def answer_picture(self, ask: Ask) -> Picture:
        """The picture that answers what is asked, the answer included where it is asked for."""

    @abstractmethod
    def picture(self) -> Picture:
        """The puzzle with the person's entries."""

    @abstractmethod
    def state(self) -> str:
        """How much is entered."""

    @abstractmethod
    def undo(self) -> bool:
        """Take back the last entry; whether there was one."""

    @abstractmethod
    def restart(self) -> bool:
        """Take back all entries; whether there were some."""

    @abstractmethod
    def check(self) -> Turn:
        """Whether the entries are right."""

    @abstractmethod
    def next(self, *, enters: bool) -> Turn:
        """A hint, entered for the person if so asked."""

    def asked(self, words: str) -> Turn | None:
        """The answer to a question of detail that came beside a grid; None to others."""
        del words
        return None

    @abstractmethod
    def words(self, text: str) -> Turn | None:
        """The answer to an entry, a correction or a question about a cell; None to others."""

    @abstractmethod
    def own(self, finding: Finding, *, checking: bool, bare: bool) -> Turn | None:
        """The answer to a grid that is this puzzle with the person's entries; None to others.

        Args:
            finding: what the reader found.
            checking: a check was asked for.
            bare: the grid came without a word.
        """
