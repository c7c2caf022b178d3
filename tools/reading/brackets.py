"""Brackets: grids in JSON, Python, C, numpy and their like.

Not a parser of any of these: it looks for lists of plain values, and for lists of such
lists, so a missing comma or an unclosed object does no harm. Objects (`"key": ...`) are
passed over, their lists are not. Nesting is counted, never recursed into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .carve import packed, whole
from .characters import SKIP
from .raw import SIZES, Raw
from .symbols import is_cell

_TOKEN = re.compile(
    r"[\[({]|[\])}]|\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[,;]|[ \t\r\n\x00]+"
    r"|[^\[\](){}\"',; \t\r\n\x00]{1,400}|[\"']"
)
_CLOSING = {"]": "[", ")": "(", "}": "{"}
_SCALAR = re.compile(
    r"[0-9]{1,3}(?:\.0{0,3})?|(?:np\.|numpy\.|math\.|float\()?nan|none|null|nil|undefined|na"
    r"|\.|_|-1?|\?|\*|[a-z]|0x[0-9a-f]"
    r"|[^\w\s:]",
    re.IGNORECASE,
)
_HOLLOW = re.compile(r"\[ {0,2}\](?! ?\[\d)")
_BOX = re.compile(r"\[[^\[\]\n]?\]|\([^()\n]?\)")
_BOXED = re.compile(r"(?:(?:\[[^\[\]\n]?\]|\([^()\n]?\))[ |]{0,3}){4,64}")
_YAML = re.compile(
    r"(?:^[ ]{0,12}- - ['\"]?(?:null|[^\s'\"]{0,2})['\"]?[ ]*\n"
    r"(?:^[ ]{0,14}- ['\"]?(?:null|~|[^\s'\"-]{0,2})['\"]?[ ]*(?:\n|\Z)){3,15}){4,16}",
    re.MULTILINE,
)
_ROW = re.compile(r"(?=.*[0-9.\-_*?])[0-9A-G.\-_*?xX ]{4,16}")
_GAP = 16  # characters between two rows that stand on their own

_Row = tuple[list[str], int, int]  # values, and the span
Span = tuple[int, int]


@dataclass(slots=True)
class _List:
    """A list that is still open."""

    opening: str
    start: int
    items: list[str] = field(default_factory=list)  # plain values
    rows: list[_Row] = field(default_factory=list)  # lists inside
    odd: int = 0  # values that are words, as True is
    keyed: bool = False  # an object: its own values make no row
    comma: bool = True  # the last token was a separator: a value may come

    @property
    def plain(self) -> bool:
        """Whether the values can be a row of cells."""
        return not self.keyed and self.odd * 4 <= len(self.items)


@dataclass(slots=True)
class _Found:
    """What the scan has found so far."""

    raws: list[Raw] = field(default_factory=list)
    claimed: list[Span] = field(default_factory=list)
    loose: list[_Row] = field(default_factory=list)  # lists on their own, as YAML writes rows


def bracketed(text: str) -> tuple[list[Raw], list[Span]]:
    """Grids written as lists, and the spans of all lists of lists, grids or not."""
    found = _Found()
    stack: list[_List] = []
    for match in _TOKEN.finditer(text) if any(mark in text for mark in "[({") else ():
        token = match[0]
        if token in "[({":
            stack.append(_List(token, match.start()))
        elif token in _CLOSING:
            if stack and stack[-1].opening == _CLOSING[token]:
                _close(stack, match.end(), found)
            elif token != ")":  # crossed brackets: nothing above is a list
                stack.clear()
        elif stack:
            _add(stack[-1], token)
    while stack:  # a list that never ended
        last = stack[-1]
        _close(stack, last.rows[-1][2] if last.rows else last.start + 1, found)
    for rows in _neighbours(found.loose):
        _settle(rows, (rows[0][1], rows[-1][2]), found)
    return found.raws, found.claimed


def _neighbours(loose: list[_Row]) -> list[list[_Row]]:
    """Lists that follow each other closely."""
    groups: list[list[_Row]] = []
    for row in loose:
        if len(row[0]) < 4:  # a pair of coordinates is no row
            continue
        if groups and row[1] - groups[-1][-1][2] <= _GAP:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _add(current: _List, token: str) -> None:
    if token in ",;":
        if current.comma and current.items:
            current.items.append("")  # [5, , 3]
        current.comma = True
        return
    if not token.strip(" \t\r\n" + SKIP):
        return
    current.comma = False
    if token[0] in "\"'" and len(token) > 1:
        current.items.append(token[1:-1].replace(SKIP, "").strip())
    elif ":" in token or "=" in token:
        current.keyed = True
    else:
        current.items.append(token)
        current.odd += not _SCALAR.fullmatch(token)


def _close(stack: list[_List], end: int, found: _Found) -> None:
    """Take the innermost list as a row of the list around it, or as a grid."""
    done = stack.pop()
    parent = stack[-1] if stack else None
    if not done.rows:
        if done.opening == "{" and parent is not None and parent.opening == "[":
            cell = _cell_in(done)
            if cell is not None:
                parent.items.append(cell)
                parent.comma = False
                return
        row = (done.items, done.start, end)
        if done.keyed and (raw := _keyed(row)) is not None:
            found.raws.append(raw)
            found.claimed.append(raw.span)
        elif done.keyed and parent is not None and (cells := _row_in(done.items)):
            parent.rows.append((cells, done.start, end))
        if not done.items or not done.plain:
            return
        if parent is not None:
            parent.comma = False
            parent.rows.append(row)
        else:
            found.loose.append(row)
    elif len(done.rows) == 1 and parent is not None:  # [[[...]]]: more brackets add nothing
        parent.rows += done.rows
    elif len(done.rows) == 1 and done.keyed:  # an object a row, as JSON Lines have it
        found.loose.append((done.rows[0][0], done.start, end))
    else:
        if all(len(items) < 4 for items, _, _ in done.rows):  # pairs and triples name cells
            return
        _settle(done.rows, (done.start, end), found)
        if len(done.rows) > 1:
            found.claimed.append((done.start, end))


def _settle(rows: list[_Row], span: Span, found: _Found) -> None:
    """Take lists as the rows of one grid, else as grids of their own, else as a near miss."""
    raw = _grid(rows, span)
    flat = [grid for row in rows if (grid := _flat(row)) is not None]
    if not flat or (raw is not None and not raw.problem):
        flat = [raw] if raw is not None else []
    for grid in flat:
        found.raws.append(grid)
        found.claimed.append(grid.span)


def _grid(rows: list[_Row], span: Span) -> Raw | None:
    """A list of lists as a grid, or as a near miss of one."""
    cells = [items for items, _, _ in rows]
    for cut in (cells, [packed("".join(items)) for items in cells]):
        grids = whole(cut)
        if grids and len(grids) == 1:
            return Raw(grids[0], span, "list of rows")
    if len(rows) < 3:
        return None
    return Raw(tuple(map(tuple, cells)), span, "list of rows", problem="?")


def _keyed(row: _Row) -> Raw | None:
    """An object whose values are the rows of a board, as strings: {"r1": "53..7....", ...}."""
    items, start, end = row
    for size in SIZES:
        rows = [item for item in items if len(item) == size and _ROW.fullmatch(item)]
        if len(rows) == size:
            return Raw(tuple(tuple(packed(text)) for text in rows), (start, end), "object")
    return None


def _row_in(items: list[str]) -> list[str]:
    """The cells of the one row that an object holds: {"row": 3, "cells": "53..7...."}."""
    rows = [item for item in items if len(item) in SIZES and _ROW.fullmatch(item)]
    return packed(rows[0]) if len(rows) == 1 else []


def _cell_in(done: _List) -> str | None:
    """The one cell that an object holds: {}, {"v": 5} or {"value": 5, "given": true}."""
    numbers = [item for item in done.items if item.isdecimal() and len(item) < 3]
    others = [item for item in done.items if item not in numbers]
    if (
        _row_in(done.items)
        or len(numbers) > 1
        or len(others) > 4
        or any(len(item) > 12 for item in others)
    ):
        return None
    return numbers[0] if numbers else ""


def _flat(row: _Row) -> Raw | None:
    """One list: rows as strings, or all cells in a row."""
    items, span = row[0], row[1:]
    rows = tuple(tuple(packed(item)) for item in items)
    told = not any(is_cell(item) and not item.isdecimal() for item in items if len(item) > 1)
    if told and len(items) in SIZES and all(len(cells) == len(items) for cells in rows):
        return Raw(rows, span, "list of rows")
    if len(items) in (16, 36, 81, 256):
        small = len(items) > 16 or all(item in ("", "0", ".", *"1234") for item in items)
        grids = whole([items]) if small else None
        return Raw(grids[0], span, "flat list") if grids else None
    if told and len(items) in (8, 9, 10) and sum(map(len, rows)) > 60:
        return Raw(rows, span, "list of rows", problem="?")
    if 70 <= len(items) <= 90 and all(len(item) < 2 for item in items):
        return Raw((tuple(items),), span, "flat list", problem="?")
    return None


def unboxed(text: str) -> str:
    """The text with `[5][ ][3]` or `(5) ( ) (3)` as plain cells, of the same length."""
    text = _BOXED.sub(lambda run: _BOX.sub(_cell, run[0]), text)
    return _HOLLOW.sub(_cell, text) if len(_HOLLOW.findall(text)) >= 8 else text


def _cell(found: re.Match[str]) -> str:
    inner = found[0][1:-1].strip() or "."
    return f" {inner}".ljust(len(found[0]))


def unlisted(text: str) -> str:
    """The text with nested YAML lists (`- - 5`, then `  - 3`) as rows, of the same length."""
    return _YAML.sub(_rows_of_yaml, text)


def _rows_of_yaml(run: re.Match[str]) -> str:
    joined = re.sub(r"\n(?=[ ]*- (?!- ))", " ", run[0])  # an inner item goes on with its row
    return joined.replace("- ", "  ").replace("null", "  . ")
