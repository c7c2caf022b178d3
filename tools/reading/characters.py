"""Characters: many ways to write a digit, a bar or a dot become one, at the same place.

`normalise` keeps the length, so a span in the normalised text is a span in the message.
Characters without a width (variation selectors, direction marks, NUL, lone surrogates)
become `SKIP`, which every other file of this folder passes over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

SKIP = "\x00"
RULE = "─"  # every horizontal line of the box-drawing block

_GROUPS = {
    "|": "│┃║╎╏┆┇┊┋╽╿▏▕¦｜❘❙",
    RULE: "━═┄┅┈┉╌╍╴╶╸╺╼╾",
    "-": "−",
    ".": "·•∙⋅・●‧․○◯◦∘◌□▢☐◻◽⬜▫⚪🔲⬚∅。｡＿⊡",
    "x": "×✕✖✗✘❌",
    '"': "“”„‟«»″",
    "'": "‘’‚‛′`",
    "→": "⇒➔➜⟶",
    "\n": "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
    "0": "〇零",
    ",": "、،﹐",
}
_FIXED = {ord(char): ord(plain) for plain, chars in _GROUPS.items() for char in chars}
_FIXED |= {ord(char): ord("1") + place for place, char in enumerate("一二三四五六七八九")}
_FIXED |= {ord("＿"): ord("_")}


class _Table(dict[int, int]):
    """A translation table that works out each character once."""

    def __missing__(self, code: int) -> int:
        self[code] = plain = _FIXED[code] if code in _FIXED else ord(_plain(chr(code)))
        return plain


def _plain(char: str) -> str:
    if "\x20" <= char < "\x7f" or char in "\t\n\r":
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "No" and not unicodedata.decomposition(char).startswith(("<super", "<sub")):
        digit = unicodedata.digit(char, None)  # circled and dingbat digits
        return char if digit is None else str(digit)
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    if "\uff01" <= char <= "\uff5e":  # full-width ASCII
        return chr(ord(char) - 0xFEE0)
    if "\u2500" <= char <= "\u257f":  # box drawing: what is neither bar nor rule is a corner
        return RULE if char == RULE else "+"
    if category in ("Cf", "Cc", "Cs", "Mn", "Me", "Sk"):  # Sk: skin tones
        return SKIP
    return char


_TABLE = _Table()
_ESCAPES = {"\\n": "\n" + SKIP, "\\t": "\t" + SKIP, '\\"': SKIP + '"'}
_NAMED = re.compile(  # a shape that a legend makes a digit is no blank here
    r"([●○◯□▢☐◻◽⬜▫⚪◌])\ufe0f?[ ]{0,2}(?:=|->|→|is|means|ist)[ ]{0,2}[1-9](?![\w.])"
)
_BREAK = re.compile(r"<br {0,3}/?>", re.IGNORECASE)
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,16}[A-Za-z]")  # what colours text in a terminal
_BOLD = re.compile(r"(?<![\w*.?])(\*\*)([0-9]{1,2}|[A-P])(\*\*)(?![\w*.?])")


def normalise(text: str) -> str:
    """The text with one character for each kind of mark, of the same length.

    >>> normalise("５│•")
    '5|.'
    """
    if "\x1b" in text:
        text = _COLOUR.sub(lambda found: SKIP * len(found[0]), text)
    plain = text.translate(_TABLE)
    for named in sorted(set(_NAMED.findall(text)) if "=" in text or "→" in text else ()):
        plain = "".join(
            raw if raw == named else mark for raw, mark in zip(text, plain, strict=True)
        )
    if "**" in plain:
        plain = _BOLD.sub(rf"{SKIP * 2}\2{SKIP * 2}", plain)
    if "\\" in plain:  # grids inside JSON strings
        if '\\"' in plain:  # then the other quotes are those around the string
            plain = re.sub(r'(?<!\\)"', " ", plain)
        for escape, mark in _ESCAPES.items():
            plain = plain.replace(escape, mark)
    if "<" in plain:
        plain = _BREAK.sub(lambda found: "\n".ljust(len(found[0]), SKIP), plain)
    return plain


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the normalised text, without its line end."""

    text: str
    start: int  # place of its first character in the message


_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a normalised text, empty ones included."""
    place = 0
    while place < len(text):
        found = _LINE.match(text, place)
        assert found is not None
        yield Line(found[1], place)
        place = found.end()
