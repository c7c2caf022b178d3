"""Dictation: grids told in words, as in "row one is five, blank, three, two blanks ...".

Rows end at a row word ("row two", "next row", "second line"), else at a line end, a full
stop or a semicolon. A number before a plural ("two blanks") says how many; words that are
neither cells nor glue end the run of cells they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .carve import whole
from .characters import SKIP
from .context import Context
from .raw import SIZES, Raw
from .words import BLANK, BLANKS, CELLS, COLUMN, GLUE, NEXT, REST, ROW, digits_of, plain_word

_WORD = re.compile(r"空白|[空行列段]|\d+|[^\W\d_]+|[.;/|\n:]|[_?*-]|[^\w\s]", re.UNICODE)
_FEWEST = 16  # cells of the smallest board
_LONGEST = 20_000  # characters; 256 cells told in words take about 2,000


@dataclass(slots=True)
class _Row:
    """What was said between two ends of rows."""

    start: int
    end: int
    runs: list[list[str]] = field(default_factory=lambda: [[]])  # cells said without a break
    columns: dict[int, str] = field(default_factory=dict)  # "5 in column 3"

    def cells(self) -> list[str]:
        """The longest run of cells."""
        return max(self.runs, key=len)


def dictated(text: str, context: Context) -> list[Raw]:
    """The grid that a message tells in words, in a list; or an empty list."""
    if len(text) > _LONGEST:
        return []
    if (raw := _packed(text)) is not None:
        return [raw]
    words = [found[0] for found in _WORD.finditer(text)]
    plain = [plain_word(word) for word in words]
    _, digits = digits_of(plain)
    spoken = sum(word in digits or word in BLANK or word in BLANKS for word in plain)
    marks = sum(word in ROW for word in plain)
    if spoken < 6 and marks < 4:
        return []
    tokens = _unnumbered(list(_tokens(text, digits)))
    uncounted = [replace(t, kind="blank") if t.kind == "blanks" else t for t in tokens]
    for told in (True, False):
        for said in (tokens, uncounted):  # some languages say one blank as they say three
            raw = _grid(list(_rows(said, by_row_words=told)), context)
            if raw is not None:
                return [raw]
    if context.sudoku or marks >= 4:
        return _slip(list(_rows(tokens, by_row_words=marks >= 3)))
    return []


def _packed(text: str) -> Raw | None:
    """Rows in figures inside sentences: "The first row is 53..7...., the second ..."."""
    named = sum(plain_word(found[0]) in ROW for found in _WORD.finditer(text))
    for size in (9, 6, 4):
        rows = list(re.finditer(rf"(?<![\w.])[0-9.\-_*?xX]{{{size}}}(?=[.,;]?(?:\s|\Z))", text))
        if len(rows) == size <= named + 1:
            cells = tuple(tuple(row[0]) for row in rows)
            return Raw(cells, (rows[0].start(), rows[-1].end()), "words")
    return None


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # a name from `_kind`
    start: int
    end: int
    value: int = 0  # of a dash: -1


def _tokens(text: str, digits: dict[str, int]) -> Iterator[_Token]:
    for found in _WORD.finditer(text):
        word = plain_word(found[0])
        value = int(word) if word.isdecimal() and len(word) < 4 else digits.get(word, 0)
        if found[0] == SKIP:
            continue
        kind = _kind(word, bool(value) or word == "0")
        if kind == "digit" and not value:
            kind = "blank"
        value = -1 if word == "-" else value
        yield _Token(kind, found.start(), found.end(), value)


_PADDING = (_Token("", 0, 0), _Token("", 0, 0))


def _unnumbered(tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens without numbers that stand before a row word: "1. Zeile", "1행"."""
    kept: list[_Token] = []
    for token in tokens:
        if token.kind == "row":
            tail = kept[-3:]
            if tail and tail[-1].kind == "stop":
                tail.pop()
            starts = len(tail) < 2 or tail[-2].kind in ("end", "stop")
            if tail and tail[-1].kind == "digit" and starts:
                kept = [*kept[:-3], *kept[-3:][: len(tail) - 1]]
        kept.append(token)
    return _undashed(kept)


def _undashed(tokens: list[_Token]) -> list[_Token]:
    """The tokens without dashes that stand between the label of a row and its cells: "row 1 - 5".

    Where dashes stand elsewhere too, they are blanks.
    """
    dashes = [at for at, token in enumerate(tokens) if token.kind == "blank" and token.value < 0]
    after = [at for at in dashes if at > 1 and tokens[at - 1].kind == "digit"
             and tokens[at - 2].kind == "row"]  # fmt: skip
    if len(after) < 4 or len(after) < len(dashes):
        return tokens
    dropped = set(after)
    return [token for at, token in enumerate(tokens) if at not in dropped]


def _kind(word: str, number: bool) -> str:
    for kind, fits in (
        ("digit", number),
        ("row", word in ROW),
        ("column", word in COLUMN),
        ("next", word in NEXT),
        ("rest", word in REST),
        ("blanks", word in BLANKS),
        ("blank", word in BLANK or word in "_?*-"),
        ("cells", word in CELLS),
        ("glue", word in GLUE or word in ",:'\"()&"),
        ("end", word in "\n;/|"),
        ("stop", word == "."),
    ):
        if fits:
            return kind
    return "noise"


def _rows(tokens: Sequence[_Token], *, by_row_words: bool) -> Iterator[_Row]:
    """Cut the tokens into rows, by the words for rows or by line ends."""
    row = _Row(0, 0)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.kind == ("row" if by_row_words else "end") or (
            token.kind == "stop" and not by_row_words
        ):
            if row.cells() or row.columns:
                yield row
            row = _Row(token.end, token.end)
            numbered = at == 0 or tokens[at - 1].kind != "next"
            if token.kind == "row" and numbered and following and following.kind == "digit":
                at += 1  # the number of the row
        elif token.kind == "row" and following is not None and following.kind == "digit":
            row.runs = [[]]
            at += 1
        elif token.kind == "column" and following is not None and following.kind == "digit":
            at = _column(row, tokens, at)
        else:
            at = _cell(row, tokens, at)
        at += 1
    if row.cells() or row.columns:
        yield row


def _column(row: _Row, tokens: Sequence[_Token], at: int) -> int:
    """Take "column 3 is 5", or "5 in column 3" whose digit has been read already."""
    col = tokens[at + 1].value
    after = at + 2
    while after < len(tokens) and tokens[after].kind in ("glue", "cells"):
        after += 1
    run = row.runs[-1] or (row.runs[-2] if len(row.runs) > 1 else [])
    if run:
        row.columns[col] = run.pop()
        row.runs = [[]]
    elif after < len(tokens) and tokens[after].kind == "digit":
        row.columns[col] = str(tokens[after].value)
        row.end = tokens[after].end
        return after
    row.end = tokens[at + 1].end
    return at + 1


def _cell(row: _Row, tokens: Sequence[_Token], at: int) -> int:
    """Take one cell, or several said together; returns the last token used."""
    token = tokens[at]
    following, after = (t.kind for t in (*tokens[at + 1 : at + 3], *_PADDING)[:2])
    counted = following == "blanks" or (following == "blank" and after == "cells")
    if token.kind == "digit" and counted:  # "two blanks", "two empty cells", "ein leeres Feld"
        row.runs[-1] += ["."] * min(token.value, 16)
        at += 1
    elif token.kind == "digit":
        row.runs[-1].append(str(token.value))
    elif token.kind in ("blank", "blanks"):
        row.runs[-1].append(".")
    elif token.kind == "rest":
        row.runs[-1].append("rest")
        if following in ("blank", "blanks"):
            at += 1
    elif token.kind == "noise" and row.runs[-1]:
        row.runs.append([])
    if token.kind in ("digit", "blank", "blanks", "rest"):
        row.end = tokens[at].end
    return at


def _grid(rows: Sequence[_Row], context: Context) -> Raw | None:
    """The first stretch of rows that is a whole board."""
    for size in SIZES:
        cut = [_filled(row, size) for row in rows]
        good = [row is not None for row in cut]
        for at in range(len(rows) - size + 1):
            if all(good[at : at + size]):
                part = rows[at : at + size]
                cells = tuple(tuple(row) for row in cut[at : at + size] if row is not None)
                return Raw(cells, (part[0].start, part[-1].end), "words")
    told = [cell for row in rows for cell in row.cells()]
    if len(told) in (81, 256, *(size * size for size in context.sizes)) and "rest" not in told:
        grids = whole([told])
        if grids:
            return Raw(grids[0], (rows[0].start, rows[-1].end), "words")
    return None


def _filled(row: _Row, size: int) -> list[str] | None:
    if row.columns and max(row.columns) <= size and min(row.columns) > 0:
        return [row.columns.get(col, ".") for col in range(1, size + 1)]
    cells = row.cells()
    if cells.count("rest") == 1:
        at = cells.index("rest")
        cells = cells[:at] + ["."] * (size - len(cells) + 1) + cells[at + 1 :]
    return cells if len(cells) == size else None


def _slip(rows: Sequence[_Row]) -> list[Raw]:
    """Rows that were told but are no whole board."""
    told = [row for row in rows if len(row.cells()) > 3]
    if sum(len(row.cells()) for row in told) < _FEWEST:
        return []
    cells = tuple(tuple(row.cells()) for row in told)
    return [Raw(cells, (told[0].start, told[-1].end), "words", problem="?")]
