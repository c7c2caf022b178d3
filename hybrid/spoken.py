"""The fixed words of a conversation: what is a command, and what help says."""

from __future__ import annotations

import re

GREETING = "Paste a Sudoku, a maze or an ARC task, or say help."
HELP = """\
Paste a Sudoku, a maze or an ARC task in any notation to begin. Then:
  hint          the next step or turn, and why; in a Sudoku also: a small hint, a stronger hint
  next          the same, and it is entered for you
  check         what is wrong in your entries (or: check this, followed by your own try)
  undo          take back the last entry; start over: all of them
  solve it      the whole answer, verified (of an ARC task: two attempts, and how likely they are)
  show          the puzzle with your entries; new: forget it; quit: leave
  puzzle 2      where you pasted several: talk about the second one
In a Sudoku:
  r3c4 = 8      enter a digit of your own in row 3, column 4; r3c4 = . clears the cell
  what is r3c4? one cell of the verified answer; is r3c4 right? about your own entry
  why is r3c4 8? the steps that lead there; why not 5 in r3c4?
  no, r3c4 is 8 the puzzle was misread: change what is given there
In a maze:
  down 3, left  walk on from where you are; DDDL says the same
  how many moves are needed?
  no, r3c4 is a wall (or open): the maze was misread there"""
NO_PUZZLE = f"There is no puzzle yet. {GREETING}"

_COMMANDS = {
    "help": ("help", "?", "h", "commands"),
    "show": (
        *("show", "show it", "show me", "board", "show board", "show the board", "print"),
        *("show the puzzle", "show me the puzzle", "show me the grid", "show my grid"),
        *("show me the board", "where am i", "where are we", "what did i enter so far"),
        *("what did i enter", "what have i got so far", "what have i entered", "my grid so far"),
    ),
    "new": (
        *("new", "forget it", "reset", "forget this one", "forget this", "forget this puzzle"),
    ),
    "undo": (
        *("undo", "undo it", "undo that", "undo this", "take it back", "take that back", "u"),
        *("back", "go back", "step back", "undo last", "delete that", "remove that", "erase that"),
        *("undo the last one", "undo the last entry", "undo the last move", "undo last move"),
    ),
    "restart": (
        *("start over", "start again", "restart", "undo all", "undo everything", "clear all"),
        *("clear my entries", "remove my entries", "erase everything", "from the beginning"),
        *("start from scratch", "clear the grid", "delete my entries"),
    ),
    "thanks": ("thanks", "thank you", "thanks a lot", "great", "nice", "cool", "ok thanks", "thx"),
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
    "check": (
        *("check", "check it", "check my grid", "check my entries", "check this", "check mine"),
        *("is it right", "is it right so far", "is this right so far", "am i right so far"),
        *("how am i doing", "any mistakes", "what is wrong", "where is my mistake"),
        *("show me where i went wrong", "where did i go wrong", "what did i do wrong"),
    ),
    "solve": (
        "solve",
        "solve it",
        "solution",
        "answer",
        "the answer",
        "show the answer",
        "i give up",
        "give up",
        "solve this",
        "show me the answer",
        "show me the solution",
        "just solve it",
    ),
    "confirm": ("yes", "confirm", "y", "that is right", "it is right"),
}
_SPOKEN = {spoken: name for name, all_spoken in _COMMANDS.items() for spoken in all_spoken}
_FRILLS = re.compile(
    r"^/|^(?:ok(?:ay)?|now|so|well|and|hey|oops|hm+)[, ]+(?=\w)|\bplease\b|[.!?]+$"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_ORDER = "|".join(_ORDINALS)
_THINGS = r"(?:puzzle|sudoku|maze|task|grid|one)"
_NEW = re.compile(
    r"(?:(?:let'?s|let us|i|we|want|have|would like|can|could|give me|start|do|try|begin|play|to"
    r"|with|next)\s)*(?:an? )?(?:new|another|different|fresh) (?:puzzle|sudoku|maze|one|game|task)"
)
_WHICH = re.compile(
    rf"(?:\b(?:for|of|with|about|in|on|to|at|do|take|try) )?(?:"
    rf"\b(?:the )?(?P<order>{_ORDER}|last|other|next|previous|\d(?:st|nd|rd|th))(?: {_THINGS})\b"
    rf"|\b(?:puzzle|sudoku|maze|task) (?:number |no\.? |nr\.? |#)?(?P<number>\d{{1,2}})\b"
    rf"|^(?:number |#)(?P<hash>\d{{1,2}})$"
    rf"|(?:^|\bthe )(?P<alone>{_ORDER}|\d(?:st|nd|rd|th))$)"
)


def command_of(text: str) -> str | None:
    """The command that a message is, or None.

    >>> command_of("Please show me a board") is None, command_of("Next single, please!")
    (True, 'next')
    """
    said = text.strip().lower().replace("\u2019", "'")
    for _ in range(2):  # "ok, now ..."
        said = _FRILLS.sub("", said).strip(" ,")
    return "new" if _NEW.fullmatch(said) else _SPOKEN.get(said)


def which_puzzle(text: str, *, at: int, of: int) -> tuple[int, str] | None:
    """Which of several puzzles a message means, from 0, and what else it says; or None.

    Args:
        text: the message, short and without a grid.
        at: the puzzle that is talked about, from 0.
        of: how many there are; a number beyond them is given back as it is.

    >>> which_puzzle("solve the second one", at=0, of=2), which_puzzle("hint", at=0, of=2)
    ((1, 'solve'), None)
    """
    said = _FRILLS.sub("", text.strip().lower()).strip(" ,")
    found = _WHICH.search(said) if len(said) < 80 else None
    if not found:
        return None
    word = found["order"] or found["alone"] or ""
    number = found["number"] or found["hash"] or re.sub(r"\D", "", word)
    if number:
        place = int(number) - 1
    elif word in _ORDINALS:
        place = _ORDINALS.index(word)
    elif word == "last":
        place = of - 1
    else:
        place = (at + (-1 if word == "previous" else 1)) % of
    return place, f"{said[: found.start()]}{said[found.end() :]}".strip(" ,.:;!?")
