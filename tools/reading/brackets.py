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

_TOKEN = re.compile(
    r"[\[({]|[\])}]|\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[,;]|[ \t\r\n\x00]+|[^\[\](){}\"',; \t\r\n\x00]{1,400}|[\"']"
)
_CLOSING = {"]": "[", ")": "(", "}": "{"}
_SCALAR = re.compile(
    r"[0-9]{1,3}(?:\.0{0,3})?|(?:np\.|numpy\.|math\.|float\()?nan|none|null|nil|undefined|na|\.|_|-|\?|\*|[a-z]|0x[0-9a-f]"
    r"|[^\w\s:]",
    re.IGNORECASE,
)
_MIN_CELLS = 9  # fewer cannot even be a near miss


@dataclass(slots=True)
class _List:
    """A list that is still open."""

    opening: str
    start: int
    items: list[str] = field(default_factory=list)  # plain values
    rows: list[tuple[list[str], int, int]] = field(default_factory=list)  # lists inside
    plain: bool = True  # nothing but values so far
    comma: bool = True  # the last token was a separator: a value may come


def bracketed(text: str) -> tuple[list[Raw], list[tuple[int, int]]]:
    """Grids written as lists, and the spans of all lists of lists, grids or not."""
    raws: list[Raw] = []
    claimed: list[tuple[int, int]] = []
    if "[" not in text and "{" not in text and "(" not in text:
        return raws, claimed
    stack: list[_List] = []
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in "[({":
            stack.append(_List(token, found.start()))
        elif token in _CLOSING:
            if stack and stack[-1].opening == _CLOSING[token]:
                _close(stack, found.end(), raws, claimed)
            elif token != ")":  # crossed brackets: nothing above is a list
                stack.clear()
        elif stack:
            _add(stack[-1], token)
    while stack:  # a list that never ended
        open_list = stack[-1]
        end = open_list.rows[-1][2] if open_list.rows else open_list.start + 1
        _close(stack, end, raws, claimed)
    return raws, claimed


def _add(current: _List, token: str) -> None:
    if token in ",;":
        if current.comma and current.plain and current.items:
            current.items.append("")  # [5, , 3]
        current.comma = True
        return
    if not token.strip(" \t\r\n" + SKIP):
        return
    current.comma = False
    if token[0] in "\"'" and len(token) > 1:
        current.items.append(token[1:-1].replace(SKIP, "").strip())
    elif _SCALAR.fullmatch(token):
        current.items.append(token)
    else:
        current.plain = False


def _close(
    stack: list[_List], end: int, raws: list[Raw], claimed: list[tuple[int, int]]
) -> None:
    done = stack.pop()
    parent = stack[-1] if stack else None
    if done.rows:
        if done.plain and len(done.items) <= 1 or len(done.rows) > 1:
            raw = _grid(done, end)
            if raw is not None:
                raws.append(raw)
                claimed.append((done.start, end))
                return
            if len(done.rows) > 1:
                claimed.append((done.start, end))
                return
        if parent is not None:  # [[[...]]]: the outer brackets add nothing
            parent.rows += done.rows
        return
    if not done.plain or not done.items:
        if parent is not None and not done.plain:
            parent.plain = False
        return
    raw = _flat(done, end)
    if raw is not None:
        raws.append(raw)
        claimed.append((done.start, end))
        return
    if parent is not None:
        parent.comma = False
        parent.rows.append((done.items, done.start, end))


def _grid(done: _List, end: int) -> Raw | None:
    """A list of lists as a grid, or as a near miss of one."""
    rows = [items for items, _, _ in done.rows]
    span = (done.start, end)
    for cut in (rows, [packed("".join(items)) for items in rows]):
        grids = whole(cut)
        if grids and len(grids) == 1:
            return Raw(grids[0], span, "list of rows")
    return Raw(tuple(map(tuple, rows)), span, "list of rows", problem="?") if len(rows) > 2 else None


def _flat(done: _List, end: int) -> Raw | None:
    """One list: rows as strings, or all cells in a row."""
    items = done.items
    span = (done.start, end)
    rows = [packed(item) for item in items]
    if len(items) in SIZES and all(len(row) == len(items) for row in rows):
        return Raw(tuple(map(tuple, rows)), span, "list of rows")
    if len(items) in {size * size for size in SIZES} and len(items) > 9:
        if len(items) == 16 and not all(item in ("", "0", ".", "1", "2", "3", "4") for item in items):
            return None
        grids = whole([items])
        return Raw(grids[0], span, "flat list") if grids else None
    if len(items) in (8, 9, 10) and sum(len(row) for row in rows) > 60:
        return Raw(tuple(map(tuple, rows)), span, "list of rows", problem="?")
    if 70 <= len(items) <= 90 and all(len(item) < 2 for item in items):
        return Raw((tuple(items),), span, "flat list", problem="?")
    return None
