"""Rules: lines of one mark that are rows, and the empty head that Markdown tables must have.

In one maze such a line is a row of floor, elsewhere it is drawn across the page. It is a row where
the message says what the mark is, or where the rows beside it use the mark as well; it must be as
wide as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..characters import SKIP, Line

_ONE_MARK = re.compile(r"[ \t]*(?P<mark>[-_=~*])(?P=mark)+[ \t]*")
_SPACED = re.compile(r"[ \t]*(?P<mark>[-_=~*])(?: (?P=mark)){2,}[ \t]*")
_BAR_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{1,40}:?[ \t]*\|){1,100}(?:[ \t]*:?-{1,40}:?)?[ \t]*")
_WIDEST = 300


def rows_of_one_mark(lines: Sequence[Line], ground: frozenset[str]) -> dict[int, bool]:
    """Where lines of one mark begin that are rows, and whether the message says so.

    Args:
        lines: of the message.
        ground: what the message says is a wall or an open cell.
    """
    texts = [line.text.replace(SKIP, "").strip() for line in lines]
    marks = [_mark_of(text) for text in texts]
    rows: dict[int, bool] = {}
    for step in (1, -1):  # the nearest other line above, then below
        beside = ""
        order = range(len(lines)) if step > 0 else range(len(lines) - 1, -1, -1)
        for number in order:
            mark, text = marks[number], texts[number]
            if not mark:
                beside = text
            elif len(text) == len(beside) and not set(beside) & set("|+"):
                if mark in ground:
                    rows[lines[number].start] = True
                elif mark in beside:
                    rows.setdefault(lines[number].start, False)
    return rows


def _mark_of(text: str) -> str:
    """The one mark that a line is made of, or nothing."""
    found = _ONE_MARK.fullmatch(text) or _SPACED.fullmatch(text) if len(text) <= _WIDEST else None
    return found["mark"] if found else ""


def without_empty_head(texts: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """A table of Markdown without its head, where that is empty, and the doubt about it.

    >>> without_empty_head(["| | |", "|--|--|", "|S|.|", "|.|G|"])
    (['|--|--|', '|S|.|', '|.|G|'], ())
    """
    lines = list(texts)
    if len(lines) < 4 or lines[0].strip(" \t|") or not _BAR_RULE.fullmatch(lines[1]):
        return lines, ()
    cells = [cell for line in lines[2:] for cell in line.strip().strip("|").split("|")]
    if all(cell.strip() for cell in cells):  # open cells are written, so this is none
        return lines[1:], ()
    return lines[1:], ("took the empty first row of the table as its head",)
