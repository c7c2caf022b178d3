"""Lists: mazes in JSON, Python, C and numpy, as lists of strings or lists of lists.

Not a parser of any of these: it looks for lists of plain values and for lists of such lists.
Pairs such as a start and an end make no maze; `places.py` reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..characters import SKIP
from .cut import unspaced
from .raw import RawMaze, Span

_TOKEN = re.compile(
    r"[\[({]|[\])}]|\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[,;]|[ \t\r\n\x00]+"
    r"|[^\[\](){}\"',; \t\r\n\x00]{1,400}|[\"']"
)
_CLOSING = {"]": "[", ")": "(", "}": "{"}
_GAP = 16  # characters between two lists that stand on their own
_VALUES = {"true": "1", "false": "0", "none": " ", "null": " "}

_Leaf = tuple[list[str], int, int]  # values, and the span


@dataclass(slots=True)
class _List:
    """A list that is still open."""

    opening: str
    start: int
    items: list[str] = field(default_factory=list)
    leaves: list[_Leaf] = field(default_factory=list)
    keyed: bool = False  # an object: its own values make no row


def lists_in(text: str) -> list[RawMaze]:
    """Every list that may be a maze; the text is shown, not normalised."""
    found: list[RawMaze] = []
    loose: list[_Leaf] = []
    stack: list[_List] = []
    for match in _TOKEN.finditer(text) if any(mark in text for mark in "[({") else ():
        token = match[0]
        if token in "[({":
            stack.append(_List(token, match.start()))
        elif token in _CLOSING:
            if stack and stack[-1].opening == _CLOSING[token]:
                _close(stack, match.end(), found, loose)
            elif token != ")":
                stack.clear()
        elif stack and token not in ",;" and token.strip(" \t\r\n" + SKIP):
            _add(stack[-1], token)
    while stack:  # a list that never ended
        last = stack[-1]
        _close(stack, last.leaves[-1][2] if last.leaves else len(text), found, loose)
    for leaves in _neighbours(loose):
        _take(leaves, (leaves[0][1], leaves[-1][2]), found)
    return found


def _add(current: _List, token: str) -> None:
    if token[0] in "\"'" and len(token) > 1:
        current.items.append(token[1:-1].replace(SKIP, ""))
    elif ":" in token or "=" in token:
        current.keyed = True
    else:
        bare = token.replace(SKIP, "")
        current.items.append(_VALUES.get(bare.lower(), bare))


def _close(stack: list[_List], end: int, found: list[RawMaze], loose: list[_Leaf]) -> None:
    done = stack.pop()
    parent = stack[-1] if stack else None
    if done.leaves:
        if len(done.leaves) == 1 and parent is not None and not done.keyed:
            parent.leaves += done.leaves
        elif not done.keyed:
            _take(done.leaves, (done.start, end), found)
        return
    if not done.items or done.keyed:
        return
    leaf = (done.items, done.start, end)
    place = len(done.items) == 2 and all(item.isdecimal() for item in done.items)
    if len(done.items) > 1 and min(map(len, done.items)) > 1 and not place:  # rows as strings
        raw = RawMaze(tuple(map(tuple, unspaced(done.items))), (done.start, end), "list of rows")
        found.append(raw)
    elif parent is not None:
        parent.leaves.append(leaf)
    else:
        loose.append(leaf)


def _take(leaves: list[_Leaf], span: Span, found: list[RawMaze]) -> None:
    rows = [items for items, _, _ in leaves]
    rows = [list(row[0]) if len(row) == 1 and len(row[0]) > 1 else row for row in rows]
    if len(rows) < 2 or any(len(row) < 2 or max(map(len, row)) > 2 for row in rows):
        return
    if max(map(len, rows)) < 3 and all(
        item.isdecimal() or item in ("x", "y") for row in rows for item in row
    ):
        return  # places: a start and an end, or a path
    symbols = tuple(tuple(item.strip() or " " for item in row) for row in rows)
    found.append(RawMaze(symbols, span, "list of rows"))


def _neighbours(loose: list[_Leaf]) -> list[list[_Leaf]]:
    """Lists that follow each other closely."""
    groups: list[list[_Leaf]] = []
    for leaf in loose:
        if groups and leaf[1] - groups[-1][-1][2] <= _GAP:
            groups[-1].append(leaf)
        else:
            groups.append([leaf])
    return groups
