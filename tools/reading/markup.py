"""Markup: grids in HTML and XML tables.

Only the tags that make rows and cells are looked at (`tr`, `td`, `row`, `cell` and the
like); `plain_of` takes the other tags out, so that a grid in `<pre>` or `<row>` is read by
its lines. Not a parser: a missing end tag does no harm.
"""

from __future__ import annotations

import re

from .carve import packed, whole
from .raw import Raw

_TABLE = re.compile(r"<(/?)(table|tbody|tr|row|td|th|cell|c|input)\b([^<>]{0,200})>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>=]{0,60}(?:=['\"]?[a-zA-Z][^<>]{0,80})?>")
_BLANK = re.compile(r"(?<=\|) {0,2}(?:&nbsp;|&#160;|&emsp;) {0,2}(?=\|)")  # markdown
_HOLLOW = re.compile(  # a cell of a page that shows nothing
    r"<(?P<tag>span|div|i|b|p|li)\b[^<>]{0,100}>(?:&nbsp;|&#160;|&emsp;|\s){0,3}</(?P=tag)>",
    re.IGNORECASE,
)
_VALUE = re.compile(r"value {0,2}= {0,2}['\"]?([^'\"\s>]{0,8})", re.IGNORECASE)
_ENTITY = {"&nbsp;": " ", "&#160;": " ", "&middot;": ".", "&bull;": ".", "&emsp;": " "}


def tables_in(text: str) -> list[Raw]:
    """Grids in table markup; one that is not square comes with a problem to name."""
    raws: list[Raw] = []
    rows: list[list[str]] = []
    cell: int | None = None  # where the open cell's text starts
    first = last = 0
    for found in _TABLE.finditer(text):
        closing, name = bool(found[1]), found[2].lower()
        if cell is not None and name != "input":
            rows[-1].append(_text(text[cell : found.start()]))
            cell = None
        if name in ("tr", "row") and not closing:
            first = first if rows else found.start()
            rows.append([])
        elif name in ("td", "th", "cell", "c") and not closing and rows:
            if found[3].endswith("/"):
                rows[-1].append(_attribute(found[3]))
            else:
                cell = found.end()
        elif name in ("table", "tbody"):
            raws += _grids(rows, (first, last))
            rows = []
        last = found.end()
    return raws + _grids(rows, (first, last))


def _text(inner: str) -> str:
    for entity, plain in _ENTITY.items():
        inner = inner.replace(entity, plain)
    value = _VALUE.search(inner)
    bare = re.sub(r"<[^<>]{0,200}>", "", inner).strip()
    return bare if bare or value is None else value[1]


def _attribute(attributes: str) -> str:
    value = _VALUE.search(attributes)
    return value[1] if value else ""


def _grids(rows: list[list[str]], span: tuple[int, int]) -> list[Raw]:
    rows = [row for row in rows if row]
    if len(rows) < 4:
        return []
    for cut in (rows, [packed("".join(row)) for row in rows]):
        if grids := whole(cut):
            return [Raw(grid, span, "HTML table") for grid in grids]
    return [Raw(tuple(map(tuple, rows)), span, "HTML table", problem="?")]


def plain_of(text: str) -> str:
    """The text with spaces for tags that carry no grid, of the same length."""
    text = _BLANK.sub(lambda found: " " * len(found[0]), text)
    if "<" not in text or ">" not in text:
        return text
    if len(_HOLLOW.findall(text)) >= 4:
        text = _HOLLOW.sub(lambda found: ".".center(len(found[0])), text)
    return _TAG.sub(lambda found: " " * len(found[0]), text)
