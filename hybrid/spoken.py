"""The fixed words of a conversation: what is a command, and what help says."""

from __future__ import annotations

import re

GREETING = "Paste a Sudoku, a maze or an ARC task, or say help."
HELP = """\
Paste a Sudoku, a maze or an ARC task in any notation to begin. Then:
  hint          where the next digit or turn is, and why
  next          the same, and it is entered for you
  check         what is wrong in your entries (or: check this, followed by your own try)
  undo          take back the last entry
  solve it      the whole answer, verified (of an ARC task: two attempts, and how likely they are)
  show          the puzzle with your entries; new: forget it; quit: leave
In a Sudoku:
  r3c4 = 8      enter a digit of your own in row 3, column 4; r3c4 = . clears the cell
  what is r3c4? one cell of the verified answer
  no, r3c4 is 8 the puzzle was misread: change what is given there
In a maze:
  down 3, left  walk on from where you are; DDDL says the same
  how many moves are needed?
  no, r3c4 is a wall (or open): the maze was misread there"""
NO_PUZZLE = f"There is no puzzle yet. {GREETING}"

_COMMANDS = {
    "help": ("help", "?", "h", "commands"),
    "show": ("show", "show it", "show me", "board", "show board", "show the board", "print"),
    "new": ("new", "new puzzle", "a new puzzle", "new game", "forget it", "reset"),
    "undo": ("undo", "take it back", "back", "u"),
    "thanks": ("thanks", "thank you", "thanks a lot", "great", "nice"),
    "quit": ("quit", "exit", "bye", "q"),
    "hint": ("hint", "a hint", "give me a hint", "tip", "stuck", "i am stuck", "i'm stuck"),
    "next": (
        "next",
        "next single",
        "next step",
        "next digit",
        "next one",
        "step",
        "next move",
        "next turn",
    ),
    "check": ("check", "check it", "check my grid", "check my entries", "check this"),
    "solve": (
        "solve",
        "solve it",
        "solution",
        "answer",
        "the answer",
        "show the answer",
        "i give up",
        "give up",
    ),
    "confirm": ("yes", "confirm", "y", "that is right", "it is right"),
}
_SPOKEN = {spoken: name for name, all_spoken in _COMMANDS.items() for spoken in all_spoken}
_FRILLS = re.compile(r"^/|\bplease\b|[.!]+$")


def command_of(text: str) -> str | None:
    """The command that a message is, or None.

    >>> command_of("Please show me the board") is None, command_of("Next single, please!")
    (True, 'next')
    """
    return _SPOKEN.get(_FRILLS.sub("", text.strip().lower()).strip(" ,"))
