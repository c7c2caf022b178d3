"""Lists: ARC grids in JSON, Python, C and numpy, as lists of lists or lists of strings.

Not a parser of any of these: it looks for lists of plain values and for lists of such lists, so
a missing comma or an unclosed object does no harm. Which grid is an input is said by the words
around it (`labels.py`). Nesting is counted, never recursed into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from ..characters import SKIP
from .beside import ARROW
from .cells import value_of
from .parts import Shown, Span

_TOKEN = re.compile(
    r"[\[({]|[\])}]|\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[,;]|[ \t\r\n\x00]+"
    r"|[^\[\](){}\"',; \t\r\n\x00]{1,400}|[\"']"
)
_CLOSING = {"]": "[", ")": "(", "}": "{"}
_GAP = re.compile(r"[\s,;\-•>\x00]{0,16}")  # between rows that stand on their own
_BESIDE = re.compile(rf"[ \t]{{0,12}}(?:\||{ARROW})[ \t]{{0,12}}|[ \t]{{1,24}}")
_ASKED = re.compile(rf"[ \t]{{0,12}}(?:\||{ARROW})[ \t]{{0,12}}[?❓❔]")
_CALL = re.compile(r"[\w\]]\Z")  # array(...), grid[2]: a call or an index, and no list of its own
_ROW = re.compile(r"[0-9. ,]{2,}")  # a row as a string
_ODD = 8  # characters of a value that may be a cell

_Leaf = tuple[list[str], Span]  # values


@dataclass(slots=True)
class _List:
    """A list that is still open."""

    opening: str
    start: int
    items: list[str] = field(default_factory=list)
    leaves: list[_Leaf] = field(default_factory=list)  # rows
    quoted: int = 0  # of the items
    others: bool = False  # grids, objects or words stand in it too
    call: bool = False


def lists_in(text: str, *, beside: bool = False) -> list[Shown]:
    """Every list of rows, and every row on its own, in reading order.

    Args:
        text: normalised.
        beside: leave rows with an arrow or a bar between them to who reads lines.
    """
    found: list[Shown] = []
    loose: list[_Leaf] = []
    stack: list[_List] = []
    for match in _TOKEN.finditer(text) if any(mark in text for mark in "[({") else ():
        token = match[0]
        if token in "[({":
            before = text[max(0, match.start() - 1) : match.start()]
            stack.append(_List(token, match.start(), call=bool(_CALL.search(before))))
        elif token in _CLOSING:
            if stack and stack[-1].opening == _CLOSING[token]:
                _close(stack, match.end(), found, loose)
            elif token != ")":  # crossed brackets: nothing above is a list
                stack.clear()
        elif stack and token not in ",;" and token.strip(" \t\r\n" + SKIP):
            _add(stack[-1], token)
    while stack:  # a list that never ended
        last = stack[-1]
        _close(stack, last.leaves[-1][1][1] if last.leaves else last.start + 1, found, loose)
    found += _joined(_apart(loose, text) if beside else loose, text)
    return sorted(found, key=lambda shown: shown.span)


def _add(current: _List, token: str) -> None:
    if token[0] in "\"'" and len(token) > 1:
        current.items.append(token[1:-1].replace(SKIP, "").strip())
        current.quoted += 1
    elif ":" in token or "=" in token or len(token) > _ODD:
        current.others = True
    else:
        current.items.append(token.replace(SKIP, ""))


def _close(stack: list[_List], end: int, found: list[Shown], loose: list[_Leaf]) -> None:
    """Take the innermost list as a row of the list around it, or as a grid."""
    done = stack.pop()
    parent = stack[-1] if stack else None
    nest = parent.start if parent else None
    if done.leaves and not done.others:
        if done.call and len(done.leaves) == 1 and not done.items:  # array([0, 1])
            _up(done.leaves[0], parent, loose)
            return
        rows = tuple(tuple(items) for items, _ in done.leaves)
        found.append(Shown((done.start, end), rows, "list of rows", nest, len(stack)))
        if parent:
            parent.others = True
        return
    loose += done.leaves
    if done.others or done.leaves:
        if parent:
            parent.others = parent.others or not done.call
        return
    leaf = (done.items, (done.start, end))
    if done.opening == "[" and not done.items and (parent is None or parent.opening == "{"):
        found.append(Shown(leaf[1], (), "list of rows", nest, flat=True))
    elif done.items and done.quoted == len(done.items) and all(map(_ROW.fullmatch, done.items)):
        rows = tuple(map(_cells, done.items))  # rows as strings
        found.append(Shown(leaf[1], rows, "list of rows", nest, len(stack)))
        if parent:
            parent.others = True
    elif (done.items or done.opening == "[") and not _are_words(done, parent):
        _up(leaf, parent, loose)


def _are_words(done: _List, parent: _List | None) -> bool:
    """Whether it is a remark in brackets, or a number in them."""
    words = sum(isinstance(value_of(item), str) and len(item) > 1 for item in done.items)
    alone = parent is None or parent.opening == "{"
    lone = len(done.items) == 1 and (done.opening == "(" or (done.opening == "[" and done.call))
    return words * 2 > len(done.items) or (alone and lone)


def _up(leaf: _Leaf, parent: _List | None, loose: list[_Leaf]) -> None:
    if parent is not None and not parent.others:
        parent.leaves.append(leaf)
    else:
        loose.append(leaf)


def _cells(text: str) -> tuple[str, ...]:
    cells = text.replace(",", " ").split()
    return tuple(cells[0]) if len(cells) == 1 else tuple(cells)


def _apart(loose: list[_Leaf], text: str) -> list[_Leaf]:
    """Rows on their own that do not stand beside each other."""
    loose = sorted(loose, key=lambda leaf: leaf[1])
    beside = {
        place
        for place, (leaf, after) in enumerate(pairwise(loose))
        if _BESIDE.fullmatch(text, leaf[1][1], after[1][0])
    }
    return [
        leaf
        for place, leaf in enumerate(loose)
        if not {place, place - 1} & beside and not _ASKED.match(text, leaf[1][1])
    ]


def _joined(loose: list[_Leaf], text: str) -> list[Shown]:
    """Rows on their own: those that follow each other closely are a grid."""
    groups: list[list[_Leaf]] = []
    for leaf in sorted(loose, key=lambda leaf: leaf[1]):
        between = text[groups[-1][-1][1][1] : leaf[1][0]] if groups else "."
        if _GAP.fullmatch(between) and "\n" in between:
            groups[-1].append(leaf)
        else:
            groups.append([leaf])
    return [
        Shown(
            (group[0][1][0], group[-1][1][1]),
            tuple(tuple(items) for items, _ in group),
            "list of rows",
            flat=len(group) == 1,
        )
        for group in groups
        if len(group) > 1 or text[group[0][1][0]] != "("  # a remark such as (3 x 3)
    ]
