"""Reading what a person says of single cells: entries, corrections, questions, kinds of hints.

"r3c4 = 8", "put an 8 in row 3 column 4", "clear r3c4", "no, r3c4 is an 8", "what is r3c4?",
"why is r3c4 an 8?", and the same with "Zeile 3, Spalte 4" and its like (symbols.py). Whether a
cell and a digit fit the board is not asked here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...trm.puzzles import Cell
from ...trm.puzzles.sudoku import SYMBOLS
from ..symbols import normalised
from .coach import HintLevel

_PLACE = r"r\d{1,2}c\d{1,2}"
_ARTICLE = r"(?:(?:an?|the|eine?|une?|un[oa]?|uma?|een) (?:digit |number )?(?=\S))?"
_DIGIT = r"(?:\d{1,2}|[a-g])"
_IS = (
    r"(?:=|:|is(?: in fact| actually| really)?|->|→|ist|es|est|[eè]|é|to|(?:should|must|has to|was"
    r" supposed to|ought to) be|)"
)
_PUT = (
    r"(?:(?:i think|i guess|i believe|i say|maybe|then|now) )?"
    r"(?:(?:i(?:'ll| will| want to| would)? |let'?s |can you |could you )?"
    r"(?:put|place|enter|set|write|fill(?: in)?|try|setze|trage?|pon|mets) )?"
)
_ENTRY = re.compile(
    rf"{_PUT}r(\d{{1,2}})c(\d{{1,2}})\s*{_IS}\s*{_ARTICLE}({_DIGIT}|\.)(?=$|[\s,;.!])[\s,;.!]*",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"{_ARTICLE}\b({_DIGIT}) (?:goes |belongs |comes )?(?:in|into|at|to|for|nach|en|dans) "
    rf"(?:cell )?({_PLACE})\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"fill(?: in)? (?:cell )?({_PLACE}) with {_ARTICLE}({_DIGIT})(?=$|[\s,;.!])", re.IGNORECASE
)
_SAME_CELL = re.compile(
    r"(?:(?:no|nope|oops|sorry|wait|actually|hm+|not right)[\s,.!]+)*"
    r"(?:i (?:meant|mean)|make (?:it|that)|it(?:'|\u2019| i)?s|(?:it|that) should be"
    rf"|change it to)\s{_ARTICLE}({_DIGIT})[\s.!]*",
    re.IGNORECASE,
)
_BLANK = re.compile(rf"({_PLACE}) (?:is|=|should be) (?:blank|empty)\b", re.IGNORECASE)
_CLEARED = re.compile(
    rf"\b(?:clear|erase|delete|remove|empty) (?:out )?({_PLACE})\b", re.IGNORECASE
)
_SORRY = re.compile(
    r"(?:no|nope|wrong|actually|correction|sorry|oops|wait|hm+|my mistake|my bad|i mistyped"
    r"|i made an? (?:typo|mistake|error)(?: there)?|i (?:meant|mean)|typo|nein|falsch|non|nee"
    r"|perd[óo]n|pardon|scusa"
    r"|that(?:'|\u2019| i)?s (?:wrong|not right)|you (?:misread|got|read) (?:it|that)(?: wrong)?"
    r"|(?:the )?puzzle (?:says|has))\b[\s,:;.!-]*",
    re.IGNORECASE,
)
_MISREAD = re.compile(
    rf"(?:i |you )?(?:mistyped|misread|miscopied|got|read|typed) ({_PLACE})(?: wrong(?:ly)?)?"
    r"[\s,;:.-]+(?:it(?:'|\u2019| i)?s|it should be|make it|it must be)\s+"
    rf"{_ARTICLE}({_DIGIT})\W*",
    re.IGNORECASE,
)
_CHANGED = re.compile(rf"change ({_PLACE}) (?:from \S+ )?to {_ARTICLE}({_DIGIT})\W*", re.IGNORECASE)
_GIVEN = re.compile(rf"the given (?:digit |number )?(?:in|at) (?={_PLACE})", re.IGNORECASE)
_NOT_THAT = re.compile(
    rf"[\s,;]+(?:and )?(?:not|nicht|no|pas) {_ARTICLE}{_DIGIT}\W*$", re.IGNORECASE
)
_SHOULD = re.compile(r"\b(?:should|must|ought to|was supposed to) be\b", re.IGNORECASE)
_ASKS = re.compile(
    rf"(?:and )?(?:what|which|reveal|tell me|show me|solve|is|can|could|should|does|was|welche"
    rf"|qu[eé]|quel)\b[^.!?]*?\b({_PLACE})\b([^.!?]*)\??",
    re.IGNORECASE,
)
_SAID_DIGIT = re.compile(r"\b(\d{1,2}|(?<!an )[b-g])\b", re.IGNORECASE)
_YES_OR_NO = ("is", "can", "could", "should", "does")
_WHY = re.compile(
    r"\b(?:why|how come|how (?:do|did|can|would|does|could) (?:you|one|i|we|anyone) "
    r"(?:know|get|find|tell|see)|what makes|what(?:'s| is) the reason|reason for|explain|justify"
    r"|warum|wieso|weshalb|erkl[äa]r\w*|por qu[eé]|pourquoi|perch[eé]|por que|waarom|почему)\b"
    r"|为什么|なぜ",
    re.IGNORECASE,
)
_BARE_WHY = re.compile(
    r"(?:but |and |ok(?:ay)?,? )?(?:why|how come|warum|wieso|pourquoi|por qu[eé]|perch[eé])"
    rf"(?: is (?:it|that)(?: so)?(?: {_ARTICLE}{_DIGIT})?| that| there)?\W{{0,5}}",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:can'?t|cannot|can not|not|isn'?t|couldn'?t|doesn'?t|nicht|keine?|pas|non)\b|n\u2019t\b",
    re.IGNORECASE,
)
_ANY_CELL = re.compile(_PLACE, re.IGNORECASE)
_WHY_DIGIT = re.compile(r"(?<![\w.])(\d{1,2}|[B-G])(?:'?s)?(?![\w.]*\w)")
_MORE = re.compile(
    r"\b(?:(?:stronger|bigger|better|clearer|strong|big|full|fuller|real|proper) (?:hint|clue|tip)"
    r"|more (?:of a )?(?:hint|help|detail)|bigger nudge|stärkere\w* (?:tipp|hinweis)"
    r"|hint (?:harder|more))\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:(?:small|smaller|little|tiny|gentle|slight|weak|weaker|subtle|light|vague) (?:\w+ )?"
    r"(?:hint|nudge|clue|tip|push)|nudge|where (?:should|do|can|could|must) i (?:be )?look\w*"
    r"|where to look|which (?:box|row|column|area|part|region) should i"
    r"|kleine\w* (?:tipp|hinweis))\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"^(?:(?:and|und|then|y|et)\s+)+", re.IGNORECASE)
_IS_RIGHT = re.compile(
    r"(?:is|was|check|did i get)(?: my)?(?: entry| digit| number| guess)?(?: in| at| for)? "
    rf"({_PLACE})"
    r"(?: is| really)?(?: right| correct| wrong| ok(?:ay)?| fine| good)?\W*",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r",?\s*\b(?:please|bitte|por favor|s'il (?:te|vous) pla[îi]t|thanks|thank you)\b[.!]*(?=\W*$)"
    r"|^(?:please|bitte),? ",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"^(?:ok(?:ay)?|so|and|well|um|hmm?),?\s+(?=\S)", re.IGNORECASE)
_MAX_CHARACTERS = 500
_MAX_ENTRIES = 10  # in one message; a longer list is a puzzle in coordinates


@dataclass(frozen=True, slots=True)
class Why:
    """A question for the reason of a cell's digit."""

    cell: Cell
    digit: int | None = None  # the digit that is named
    against: bool = False  # why it can not stand there


def read_entries(text: str) -> dict[Cell, int] | None:
    """The entries of a message that holds nothing else, or None. A blank is 0.

    >>> read_entries("r3c4 = 8, r1c1 = A"), read_entries("put a 7 in row 1 column 2")
    ({(2, 3): 8, (0, 0): 10}, {(0, 1): 7})
    """
    if len(text) > _MAX_CHARACTERS:
        return None
    rest = _TURNED.sub(r"\2 = \1", _WITH.sub(r"\1 = \2", _plain(text)))
    for cleared in (_CLEARED, _BLANK):
        rest = cleared.sub(r"\1 = .", rest)
    entries: dict[Cell, int] = {}
    while found := _ENTRY.match(rest):
        row, col = int(found[1]) - 1, int(found[2]) - 1
        if row < 0 or col < 0:
            return None
        entries[row, col] = _digit(found[3])
        rest = _THEN.sub("", rest[found.end() :])
    return entries if entries and not rest and len(entries) <= _MAX_ENTRIES else None


def read_correction(text: str) -> dict[Cell, int] | None:
    """The cells of a message that says how the puzzle should have been read, or None.

    >>> read_correction("No, r3c4 is an 8"), read_correction("r3c4 is an 8")
    ({(2, 3): 8}, None)
    >>> read_correction("r3c4 is an 8, not a 3"), read_correction("I misread r3c4, it's 8")
    ({(2, 3): 8}, {(2, 3): 8})
    """
    if len(text) > _MAX_CHARACTERS:
        return None
    plain = _plain(text)
    for form in (_MISREAD, _CHANGED):
        if found := form.fullmatch(plain):
            return read_entries(f"{found[1]} = {found[2]}")
    rest, corrects = plain, False
    while found := _SORRY.match(rest):
        rest, corrects = rest[found.end() :], True
        if again := _MISREAD.fullmatch(rest):
            return read_entries(f"{again[1]} = {again[2]}")
    for pattern in (_NOT_THAT, _GIVEN):
        shorter = pattern.sub("", rest)
        rest, corrects = shorter, corrects or shorter != rest
    rest = re.sub(r"^it(?:'|\u2019| i)?s ", "", rest, flags=re.IGNORECASE)
    return read_entries(rest) if corrects or _SHOULD.search(rest) else None


def read_same_cell(text: str) -> int | None:
    """The digit of a message that corrects the cell spoken of last, or None.

    >>> read_same_cell("no wait, it's a 4"), read_same_cell("it's hard")
    (4, None)
    """
    found = _SAME_CELL.fullmatch(_plain(text)) if len(text) <= _MAX_CHARACTERS else None
    return _digit(found[1]) if found else None


def read_cell_question(text: str) -> tuple[Cell, int | None] | None:
    """The cell that a message asks about, and the digit it proposes, if it does; or None.

    >>> read_cell_question("what goes in r1c2?"), read_cell_question("is r1c2 a 7?")
    (((0, 1), None), ((0, 1), 7))
    """
    if len(text) > _MAX_CHARACTERS:
        return None
    plain = _plain(text)
    found = _ASKS.fullmatch(plain)
    if not found or _ANY_CELL.search(found[2]):
        return None
    cell = _cell(found[1])
    if cell is None:
        return None
    said = _SAID_DIGIT.findall(plain[: found.start(1)] + found[2])
    if not plain.lower().startswith(_YES_OR_NO):
        return None if said else (cell, None)
    return (cell, _digit(said[0])) if len(said) == 1 else None


def read_entry_check(text: str) -> Cell | None:
    """The cell whose entry a message wants checked, or None.

    >>> read_entry_check("is r3c4 right?"), read_entry_check("is r3c4 an 8?")
    ((2, 3), None)
    """
    found = _IS_RIGHT.fullmatch(_plain(text)) if len(text) <= _MAX_CHARACTERS else None
    return _cell(found[1]) if found else None


def read_why(text: str) -> Why | None:
    """The cell whose digit a message wants the reason of, or None.

    >>> read_why("Why is r3c5 a 7?")
    Why(cell=(2, 4), digit=7, against=False)
    >>> read_why("warum kann in Zeile 3, Spalte 5 keine 8 stehen?")
    Why(cell=(2, 4), digit=8, against=True)
    """
    if len(text) > _MAX_CHARACTERS:
        return None
    plain = _plain(text)
    cells = {_cell(name) for name in _ANY_CELL.findall(plain)}
    rest = _ANY_CELL.sub(" ", plain)
    digits = {_digit(symbol) for symbol in _WHY_DIGIT.findall(rest)}
    if not _WHY.search(plain) or len(cells) != 1 or len(digits) > 1:
        return None
    (cell,) = cells
    if cell is None:
        return None
    digit = next(iter(digits), None)
    return Why(cell, digit, digit is not None and bool(_AGAINST.search(rest)))


def is_bare_why(text: str) -> bool:
    """Whether a message asks for the reason of what was said last, and names no cell.

    >>> is_bare_why("Why?"), is_bare_why("why is it a 4?"), is_bare_why("why is it hard?")
    (True, True, False)
    """
    return bool(_BARE_WHY.fullmatch(text.strip()))


def read_hint_level(text: str) -> HintLevel | None:
    """How much a wish for a hint wants told, where it says so.

    >>> read_hint_level("a stronger hint please"), read_hint_level("just a nudge")
    (<HintLevel.DIGIT: 'digit'>, <HintLevel.PLACE: 'place'>)
    """
    if len(text) > _MAX_CHARACTERS:
        return None
    if _MORE.search(text):
        return HintLevel.DIGIT
    return HintLevel.PLACE if _LESS.search(text) else None


def _plain(text: str) -> str:
    """A message with cells and digits in one notation, and without courtesies."""
    text = normalised(text.strip())
    text = re.sub(r"\b(is|be|an?|put|=) one\b", r"\1 1", text, flags=re.IGNORECASE)
    text = _BEGINS.sub("", _COURTESY.sub("", text))
    return text.strip()


def _cell(name: str) -> Cell | None:
    """The cell of a name, None where it counts from 0."""
    row, col = (int(number) for number in re.findall(r"\d+", name))
    return (row - 1, col - 1) if row and col else None


def _digit(symbol: str) -> int:
    return int(symbol) if symbol.isdecimal() else SYMBOLS.find(symbol.upper()) + 1
