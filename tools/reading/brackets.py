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
    r"[\[({]|[\])}]|\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[,;]|[ \t\r\n\x00]+"
    r"|[^\[\](){}\"',; \t\r\n\x00]{1,400}|[\"']"
)
_CLOSING = {"]": "[", ")": "(", "}": "{"}
_SCALAR = re.compile(
    r"[0-9]{1,3}(?:\.0{0,3})?|(?:np\.|numpy\.|math\.|float\()?nan|none|null|nil|undefined|na"
    r"|\.|_|-|\?|\*|[a-z]|0x[0-9a-f]"
    r"|[^\w\s:]",
    re.IGNORECASE,
)
_HOLLOW = re.compile(r"\[ {0,2}\](?! ?\[\d)")
_BOX = re.compile(r"\[[^\[\]\n]?\]|\([^()\n]?\)")
_BOXED = re.compile(r"(?:(?:\[[^\[\]\n]?\]|\([^()\n]?\))[ |]{0,3}){4,64}")
_YAML = re.compile(
    r"(?:^[ ]{0,12}- - ['\"]?[^\s'\"]?['\"]?[ ]*\n"
    r"(?:^[ ]{0,14}- ['\"]?[^\s'\"-]?['\"]?[ ]*(?:\n|\Z)){3,15}){4,16}",
    re.MULTILINE,
)
_GAP = 16  # characters between two rows that stand on their own

_Row = tuple[list[str], int, int]  # values, and the span


@dataclass(slots=True)
class _List:
    """A list that is still open."""

    opening: str
    start: int
    items: list[str] = field(default_factory=list)  # plain values
    rows: list[_Row] = field(default_factory=list)  # lists inside
    plain: bool = True  # nothing but values so far
    comma: bool = True  # the last token was a separator: a value may come


def bracketed(text: str) -> tuple[list[Raw], list[tuple[int, int]]]:
    """Grids written as lists, and the spans of all lists of lists, grids or not."""
    raws: list[Raw] = []
    claimed: list[tuple[int, int]] = []
    if "[" not in text and "{" not in text and "(" not in text:
        return raws, claimed
    stack: list[_List] = []
    loose: list[_Row] = []  # lists on their own, as YAML writes rows
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in "[({":
            stack.append(_List(token, found.start()))
        elif token in _CLOSING:
            if stack and stack[-1].opening == _CLOSING[token]:
                _close(stack, found.end(), raws, claimed, loose)
            elif token != ")":  # crossed brackets: nothing above is a list
                stack.clear()
        elif stack:
            _add(stack[-1], token)
    while stack:  # a list that never ended
        open_list = stack[-1]
        end = open_list.rows[-1][2] if open_list.rows else open_list.start + 1
        _close(stack, end, raws, claimed, loose)
    for rows in _neighbours(loose):
        together = _List("", rows[0][1], rows=rows)
        raw = _grid(together, rows[-1][2])
        if raw is not None:
            raws.append(raw)
            claimed.append(raw.span)
    return raws, claimed


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
    return [group for group in groups if len(group) > 2]


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
    return joined.replace("- ", "  ")


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
    stack: list[_List],
    end: int,
    raws: list[Raw],
    claimed: list[tuple[int, int]],
    loose: list[_Row],
) -> None:
    done = stack.pop()
    parent = stack[-1] if stack else None
    if done.rows:
        if (done.plain and len(done.items) <= 1) or len(done.rows) > 1:
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
    else:
        loose.append((done.items, done.start, end))


def _grid(done: _List, end: int) -> Raw | None:
    """A list of lists as a grid, or as a near miss of one."""
    rows = [items for items, _, _ in done.rows]
    span = (done.start, end)
    for cut in (rows, [packed("".join(items)) for items in rows]):
        grids = whole(cut)
        if grids and len(grids) == 1:
            return Raw(grids[0], span, "list of rows")
    return (
        Raw(tuple(map(tuple, rows)), span, "list of rows", problem="?") if len(rows) > 2 else None
    )


def _flat(done: _List, end: int) -> Raw | None:
    """One list: rows as strings, or all cells in a row."""
    items = done.items
    span = (done.start, end)
    rows = [packed(item) for item in items]
    if len(items) in SIZES and all(len(row) == len(items) for row in rows):
        return Raw(tuple(map(tuple, rows)), span, "list of rows")
    if len(items) in {size * size for size in SIZES} and len(items) > 9:
        if len(items) == 16 and not all(
            item in ("", "0", ".", "1", "2", "3", "4") for item in items
        ):
            return None
        grids = whole([items])
        return Raw(grids[0], span, "flat list") if grids else None
    if len(items) in (8, 9, 10) and sum(len(row) for row in rows) > 60:
        return Raw(tuple(map(tuple, rows)), span, "list of rows", problem="?")
    if 70 <= len(items) <= 90 and all(len(item) < 2 for item in items):
        return Raw((tuple(items),), span, "flat list", problem="?")
    return None
