"""A conversation about puzzles: each is solved once, then remembered; one is talked about.

Here it is decided what a message is: a command, words about the puzzle, or a new puzzle. What
is said about a puzzle is its kind's own (talk.py, sudoku/talk.py, maze/talk.py). No terminal
in this file; `Conversation.say` takes and gives plain data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..tools.reading import Ask, Reading, read
from ..tools.reading.ask import ask_of
from .kinds import kind_of
from .listen import words_beside
from .spoken import GREETING, HELP, NO_PUZZLE, command_of, which_puzzle
from .talk import Talk, Turn

if TYPE_CHECKING:
    from .answer import Hybrid
    from .reply import PuzzleReply, Reply

_ASKED = {Ask.SOLVE: "solve", Ask.HINT: "hint", Ask.CHECK: "check"}
_WHY = re.compile(
    r"\W*(?:but |and |so )?(?:why|how come|warum|wieso|por qu[eé]|pourquoi|perch[eé]|waarom)\b",
    re.IGNORECASE,
)
_ABOUT = (Ask.EXPLAIN, Ask.COUNT, Ask.QUESTION)


class Conversation:
    """Remembers the puzzles of a message, what came of them, and the person's entries.

    Args:
        hybrid: reads, solves and explains.

    Example:
        >>> from tinyduo.hybrid import Hybrid
        >>> talk = Conversation(Hybrid(llm="none"))
        >>> talk.say("hint").text
        'There is no puzzle yet. Paste a Sudoku, a maze or an ARC task, or say help.'
    """

    def __init__(self, hybrid: Hybrid) -> None:
        self.hybrid = hybrid
        self.talk: Talk | None = None  # about the puzzle we talk about, where there is one
        self.talks: list[Talk] = []  # about every puzzle of the message it came in

    @property
    def reply(self) -> PuzzleReply | None:
        """Of the puzzle we talk about."""
        return self.talk.reply if self.talk else None

    def say(self, text: str) -> Turn:
        """One message of the person and the answer to it."""
        command, talk = command_of(text), self.talk
        waits = talk is not None and talk.waits
        if talk is not None:
            talk.waits = False
        if command in ("help", "new", "quit", "thanks"):
            return self._general(command)
        if talk is not None and command is None:
            if (turn := self._other(text)) is not None:
                return turn
            if (turn := talk.words(text)) is not None:
                return turn
        if command is None:
            reading = read(text)
            if reading.findings:
                return self._puzzle(text, reading, checking=waits or reading.ask is Ask.CHECK)
            ask = _ask_about_puzzle(text) if talk else reading.ask
            if talk is None or ask not in _ASKED:
                return self._words(text, ask)
            command = _ASKED[ask]
        return talk.command(command) if talk else Turn(NO_PUZZLE)

    def _general(self, command: str) -> Turn:
        if command == "new":
            self.talk, self.talks = None, []
        said = {"help": HELP, "quit": "Goodbye.", "thanks": "You are welcome."}
        return Turn(said.get(command, f"Forgotten. {GREETING}"), ends=command == "quit")

    def _puzzle(self, text: str, reading: Reading, *, checking: bool) -> Turn:
        """A message with a puzzle in it: the person's own try at ours, or one to begin with."""
        bare = _is_bare(text, reading)
        if self.talk is not None:
            turn = self.talk.own(reading.findings[0], checking=checking, bare=bare)
            if turn is not None:
                return turn
        turn = self._start(self.hybrid.answer(text), bare=bare)
        if self.talk is None or bare or len(self.talks) > 1:
            return turn
        return self.talk.asked(words_beside(text, reading)) or turn

    def _start(self, whole: Reply, *, bare: bool) -> Turn:
        """Remember new puzzles, if there are some; the first is talked about."""
        replies = [reply for reply in whole.puzzles if reply.puzzle and reply.result]
        if not replies:
            return Turn(whole.explanation)
        self.talks = [
            kind_of(reply.puzzle).talk(self.hybrid, reply) for reply in replies if reply.puzzle
        ]
        self.talk = self.talks[0]
        turn = self.talk.opening(whole.explanation, whole.ask, bare=bare)
        if len(self.talks) == 1:
            return turn
        more = f"There are {len(self.talks)} puzzles; this is puzzle 1. Say puzzle 2 for the next."
        return Turn(f"{turn.text}\n{more}", turn.picture)

    def _other(self, text: str) -> Turn | None:
        """Turn to another puzzle of the message, and do what is wished with it."""
        if self.talk is None:
            return None
        now = self.talks.index(self.talk)
        meant = which_puzzle(text, at=now, of=len(self.talks))
        if meant is None:
            return None
        place, rest = meant
        if len(self.talks) == 1:
            return Turn("There is only one puzzle here.") if place > 0 else None
        if not 0 <= place < len(self.talks):
            return Turn(f"There are {len(self.talks)} puzzles here, and no puzzle {place + 1}.")
        self.talk = self.talks[place]
        turn = self.say(rest) if rest else self.talk.command("show")
        return Turn(f"Puzzle {place + 1}. {turn.text}", turn.picture)

    def _words(self, text: str, ask: Ask) -> Turn:
        """Words without a grid: about the puzzle if they can be, else small talk."""
        if self.talk is None:
            return self._start(self.hybrid.answer(text), bare=False)  # a model may read a grid
        if ask in _ABOUT:
            return self.talk.tell(ask)
        return Turn("I did not understand that; say help to see what I can do.")


def _ask_about_puzzle(text: str) -> Ask:
    """What words without a grid ask of the puzzle that is there already."""
    if _WHY.match(text):  # "why is that the shortest?" asks for no check
        return Ask.EXPLAIN
    ask = ask_of(text, has_grid=True, about_sudoku=True)
    if ask is not Ask.SOLVE:
        return ask
    # With a grid "solve" is what silence means; here it has to be said.
    return ask_of(text, has_grid=False, about_sudoku=True)


def _is_bare(text: str, reading: Reading) -> bool:
    """Whether a message holds a grid and no word."""
    first, last = reading.findings[0].span[0], reading.findings[-1].span[1]
    return not any(character.isalnum() for character in text[:first] + text[last:])
