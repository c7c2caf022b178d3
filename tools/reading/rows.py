"""Rows: which lines, and which parts of a line, look like cells of a grid.

A line becomes one of: a row (nothing but cells), a rule (`---+---`), an empty line, or text.
Inside text a stretch of cells at an end, or a long one anywhere, is kept as well, so that
"solve: 53..7...." starts a grid. Nothing is decided here about sizes or digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from .characters import RULE, SKIP, Line
from .symbols import is_roman

_LABEL = re.compile(
    r"[ \t]*(?:[-*•] )?(?:"
    r"(?:row|line|zeile|reihe|fila|l[ií]nea|rengl[oó]n|ligne|rang[ée]e|riga|linha|rij|regel|wiersz|rad"
    r"|rivi|ряд|строка|sat[ıi]r)[ .#]{0,2}(?:\d{1,2}|[A-Pa-p](?=[:=]))[ \t]*"
    r"(?::|=>|=|->|→|-(?= )|\)|\.(?= )|is\b|ist\b|es\b|est\b|[eè]\b|(?=\|)|(?<=\d) (?= ?[^ ]))"
    r"|第?\d{1,2}(?:行目?|列目?|段目)[ \t]*[:.,]?"
    r"|[rzl]\d{1,2}(?:[:=)]| ?(?=\|)|[ \t]+(?=[^ ]))[ \t]*"
    r"|\(?(?:\d{1,2}|[A-Pa-p])(?:\)|:(?!\d)|\.(?= +(?:[^ ]{4,16}|[^ ](?: [^ ])+)[ \t]*$))"
    r")[ \t]*",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"[ \t]*[-*+•][ \t]+(?=(?:['\"]?[^\s'\"]{4,}['\"]?[,;]?|[^\s](?:[ |]{1,3}[^\s|]){8})[ \t]*$)"
)
_PLUS = re.compile(r"(?<=['\"])[ \t]*\+[ \t]*$")  # a string that goes on in the next line
_COLONS = re.compile(r"[ \t]*[\d.\-_*?xX ]{3,24}(?:[:!][\d.\-_*?xX ]{3,24}){1,3}[ \t]*")
_BETWEEN = re.compile(r"[/,;]")  # rows in one line
_STOP = re.compile(r"\.(?=\s+[^\W\d_a-z]|\s*\Z)")  # ends a sentence
_QUOTE = re.compile(r"[ \t]{0,8}(?:>[ \t]?)+")
_COMMENT = re.compile(r"[ \t,](?:#|//|<-|←|%|--)[ \t].*$")
_TOKEN = re.compile(r"[\s|,;&/\\'\"]+|[=:<>(){}\[\]]|[^\s|,;&/\\'\"=:<>(){}\[\]]+")
_SOFT = set(" \t|,;&/\\'\"")
_HARD = set("=:<>(){}[]")
_PLAIN = re.compile(r"[0-9.\-_*?xXoO~#空\x00]+")
_UPPER = re.compile(r"[0-9A-P.\-_*?xX\x00]+")
_LOWER = re.compile(r"[0-9a-p.\-_*?\x00]+")
_LONG = 36  # characters of a token that is a whole board by itself
_NOTHING = ("NaN", "nan", "NA", "None", "null")  # what programs print for a missing number
_AREAS = (36, 81, 256)
_SMALLEST = 16
_RULE_CHARS = set("-+|=:*.'~ \t" + RULE + SKIP)
_SIZE = re.compile(r"(\d{1,2})[xX]\1")  # "9x9"; in a row of cells it would be a clash


class Place(Enum):
    """Where in its line a stretch of cells stands; what else the line holds is text."""

    FULL = "full"
    HEAD = "head"
    MIDDLE = "middle"
    TAIL = "tail"
    RULE = "rule"  # no cells: a line that separates boxes
    DASHES = "dashes"  # one repeated mark: a rule, or a row of blanks
    EMPTY = "empty"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a line: cells and what stands between them."""

    text: str  # normalised, with its spaces
    start: int  # in the message
    place: Place
    labelled: bool = False  # "row 3:" stood before it

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.start + len(self.text)


def stretches(line: Line) -> Iterator[Stretch]:
    """What a line holds, in reading order; a line without cells gives one item."""
    text, start = line.text, line.start
    quote = _QUOTE.match(text)
    if quote:
        text, start = text[quote.end() :], start + quote.end()
    bare = text.strip(" \t" + SKIP)
    if not bare and text.count("\t") > 2:  # a row of blanks from a spreadsheet
        yield Stretch(text, start, Place.FULL)
        return
    if not bare or (bare.startswith(("```", "'''", '"""')) and len(bare) < 12):
        yield Stretch(text, start, Place.EMPTY)
        return
    rule = _rule(bare)
    if rule is not None:
        yield Stretch(text, start, rule)
        return
    if "&" in bare and "\\\\" in bare:  # LaTeX ends a row so
        text = text[: text.index("\\\\")]
    if (":" in text or "!" in text) and _COLONS.fullmatch(text):  # as bars between boxes
        text = text.replace(":", "|").replace("!", "|")
    text = _PLUS.sub("", text)
    label = _LABEL.match(text) or _BULLET.match(text)
    if label:
        rest = text[label.end() :]
        parts = list(_parts(rest, start + label.end()))
        if parts and parts[0].place is Place.FULL and _cells(rest) >= 4:
            yield Stretch(parts[0].text, parts[0].start, Place.FULL, True)
            return
    parts = list(_parts(text, start))
    if parts and parts[0].place is not Place.FULL:
        comment = _COMMENT.search(text)
        if comment:
            whole = list(_parts(text[: comment.start()], start))
            if whole and whole[0].place is Place.FULL and _cells(whole[0].text) >= 4:
                parts = whole
    yield from parts or [Stretch(text, start, Place.TEXT)]


def _cells(text: str) -> int:
    return sum(char not in _SOFT and char != SKIP for char in text)


def _rule(bare: str) -> Place | None:
    if bare in ("|-", "{|", "|}"):  # of tables in wikis
        return Place.RULE
    marks = set(bare) - {" ", "\t", SKIP}
    inner = marks - {"|"}
    if not inner:
        return None
    if len(inner) == 1 and inner <= set("-_*~=#") and len(bare) > 2:
        return Place.RULE if inner == {"="} else Place.DASHES
    if marks <= _RULE_CHARS and (RULE in marks or "--" in bare or "==" in bare or "+" in marks):
        drawn = sum(char in "-=+~" or char == RULE for char in bare)
        return Place.RULE if drawn * 3 > len(bare) - bare.count(" ") else None
    return None


def _parts(text: str, start: int) -> Iterator[Stretch]:
    """Maximal stretches of cells: every one that reaches an end, else those of 12 or more."""
    runs: list[tuple[int, int]] = []
    opened: int | None = None
    closed = 0
    noise = False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token[0] in _SOFT:
            continue
        if token[0] in _HARD or not _is_cells(token):
            noise = True
            if opened is not None:
                runs.append((opened, closed))
                opened = None
            continue
        if len(token) >= _LONG and found.start() > (opened or 0) + 1 and opened is not None:
            if closed - opened > 3:
                runs.append((opened, closed))
            else:
                noise = True  # "X 53..7....": that X is no cell
            opened = None
        elif noise and opened is not None and len(token) == _SMALLEST and closed - opened < 6:
            opened = None  # "is r1c1 a 4? ...4...31...4..."
        opened = found.start() if opened is None else opened
        closed = found.end()
    if opened is not None:
        runs.append((opened, closed))
    if not noise:
        if runs or "|" in text or text.count(",") + text.count(";") + text.count("\t") > 2:
            first, last = _core(text, 0, len(text))
            yield Stretch(text[first:last], start + first, Place.FULL)
        return
    for run in runs:
        first, last = _core(text, *run)
        cells = _cells(text[first:last])
        head, tail = not text[:first].strip(), not text[last:].strip(" \t'\",;\\" + SKIP)
        place = Place.TAIL if tail else Place.HEAD if head else Place.MIDDLE
        if cells >= (4 if place is not Place.MIDDLE else 12):
            yield Stretch(text[first:last], start + first, place)


def _core(text: str, first: int, last: int) -> tuple[int, int]:
    """A board in one line without the question mark, dash or stars of the sentence around it."""
    run = text[first:last]
    total = _cells(run)
    if total - 1 in (_SMALLEST, *_AREAS) and _ends_sentence(text, first, last):
        return first, last - 1
    if total < _LONG or total in _AREAS:
        return first, last
    for mark in "?.*-_~":
        core = run.strip(mark + " \t'\",;")
        if mark not in core and _cells(core) in _AREAS:
            at = first + run.index(core)
            return at, at + len(core)
    return first, last


def _ends_sentence(text: str, first: int, last: int) -> bool:
    """Whether the last dot of a board ends the sentence: words follow, or its row is too long."""
    if not text[:first].strip() or not (stop := _STOP.match(text, last - 1)):
        return False
    rows = [part for part in _BETWEEN.split(text[first:last]) if part.strip()]
    widths = {_cells(row) for row in rows[:-1]}
    return stop.end() < len(text.rstrip()) or (
        widths == {len(rows)} and _cells(rows[-1]) > len(rows)
    )


def _is_cells(token: str) -> bool:
    """Whether a token without separators can be a cell, or cells packed together."""
    if _PLAIN.fullmatch(token):
        return not _SIZE.fullmatch(token)
    shown = token.replace(SKIP, "")
    if len(shown) <= 1 or is_roman(shown) or shown in _NOTHING:
        return True
    kinds = set(shown)
    if not any(char.isalnum() for char in kinds):
        return len(kinds) <= 17
    has_mark = any(char.isdecimal() or char in ".-_*?" for char in kinds)
    if (_UPPER.fullmatch(shown) or (has_mark and _LOWER.fullmatch(shown))) and (
        has_mark or len(shown) in (4, 6, 9, 16)
    ):
        return len(shown) > 2 or not has_mark
    digits = sum(char.isdecimal() for char in shown)
    others = {char for char in kinds if not char.isdecimal()}
    if len(others) == 1 and len(shown) >= 4 and digits:
        return True
    if len(shown) >= 16:  # one line with a slip in it
        return sum(char.isdecimal() or char in ".-_*?" for char in shown) * 10 >= len(shown) * 9
    return len(shown) == 9 and digits + sum(c in ".-_*?" for c in shown) >= 8 and token[-1] != ":"
