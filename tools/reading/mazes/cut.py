"""Cutting: lines of a maze into cells.

Cells stand packed, spaced, between commas or bars, or two characters wide, as terminals print
them. Spaces may be open cells or only stand between cells: what gives rows of one length wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from .raw import Symbols
from .signs import OPENS, WALLS

_ENUM = re.compile(
    r"[ \t]*(?:[-*•][ ])?(?:row|zeile|fila|ligne|riga|r|#)?[ .]?(\d{1,2})(?:[ \t]*[:|)\]]|[.\t ])",
    re.I,
)
_LETTER = re.compile(r"[ \t]*([A-Za-z])[ \t]*[:.|)\] \t]")
_BULLET = re.compile(r"^[ \t]*[-*•][ ]+(?=[\"'`])")
_LISTED = re.compile(r"[ \t]*[-*•+] (?=\S{3,}\s*$)")  # and no space in the row
_QUOTES = str.maketrans("", "", "\"'`")
_RULE = re.compile(r"[ \t]*[-+=─|:~ ]{3,}[ \t]*")
_DELIMITERS = ("|", ",", ";", "\t", "&")


def cut(texts: Sequence[str]) -> Symbols:
    """The cells of each line; rows may still differ in length.

    >>> cut(["# # #", "# S G"])
    (('#', '#', '#'), ('#', 'S', 'G'))
    """
    if all(map(_LISTED.match, texts)) and len({text.lstrip()[0] for text in texts}) == 1:
        texts = [text.lstrip()[2:] for text in texts]
    texts = [_BULLET.sub("", text).translate(_QUOTES) for text in texts]
    texts = _unlabelled(texts)
    ways = [
        _delimited(texts), _spaced(texts), _chunked(texts), _own(texts), _doubled(texts)
    ]  # fmt: skip
    for rows in ways:
        if rows is not None and _is_even(rows):
            return rows
    packed = _packed(texts)
    if not _is_even(packed):
        for rows in ways[:2]:
            if rows is not None and _mostly(rows) >= _mostly(packed):
                return rows
    return packed


def _is_even(rows: Symbols) -> bool:
    return len(set(map(len, rows))) == 1 and len(rows[0]) > 1


def _mostly(rows: Symbols) -> int:
    widths = [len(row) for row in rows]
    return max(map(widths.count, set(widths)))


def _unlabelled(texts: Sequence[str]) -> list[str]:
    """Lines without the row numbers or letters before them, and without a head of columns."""
    lines = list(texts)
    for head in (1, 0):
        body = lines[head:]
        if len(body) < 2 or (head and not is_head(lines[0])):
            continue
        for pattern, value in ((_ENUM, int), (_LETTER, lambda mark: ord(mark.lower()))):
            found = [pattern.match(line) for line in body]
            if not all(found):
                continue
            numbers = [value(match[1]) for match in found if match]
            if all(b - a == 1 for a, b in pairwise(numbers)):
                return _after([match.end() for match in found if match], body)
        if head:
            return body
    return lines


def _after(ends: Sequence[int], lines: Sequence[str]) -> list[str]:
    """Lines after their labels, which may be filled up with spaces to one width."""
    last = max(ends)
    each = [line[end:] for end, line in zip(ends, lines, strict=True)]
    filled = all(not line[end:last].strip(" ") for end, line in zip(ends, lines, strict=True))
    even = [line[last:] for line in lines] if filled else each
    return min(each, even, key=lambda rows: len({len(row.rstrip()) for row in rows}))


def is_head(line: str) -> bool:
    """Whether a line counts or letters columns: `1 2 3 4`, `0123456789012`, `A B C`."""
    marks = line.replace("|", " ").split()
    if len(marks) == 1:
        marks = list(marks[0])
    if len(marks) < 3 or not all(mark.isdecimal() or len(mark) == 1 for mark in marks):
        return False
    if all(mark.isdecimal() for mark in marks):
        steps = {(int(b) - int(a)) % 10 for a, b in pairwise(marks)}
        return steps == {1}
    if max(map(len, marks)) > 1:
        return False
    return all(ord(b) - ord(a) == 1 for a, b in pairwise(marks))


def _delimited(texts: Sequence[str]) -> Symbols | None:
    for mark in _DELIMITERS:
        if not all(mark in text for text in texts if not _RULE.fullmatch(text)):
            continue
        lines = [text.strip() if mark != "\t" else text.strip(" ") for text in texts]
        lines = [
            line for line in lines if not (mark == "|" and _RULE.fullmatch(line) and "-" in line)
        ]
        rows = [line.split(mark) for line in lines]
        if (
            rows
            and all(not row[0].strip() and not row[-1].strip() for row in rows)
            and mark in "|&"
        ):
            rows = [row[1:-1] for row in rows]
        elif mark in ",;" and _are_ended(rows):
            rows = [row[:-1] if not row[-1].strip() else row for row in rows]
        rows = _headless(rows)
        odd = any(len(cell.strip()) > 2 for row in rows for cell in row)
        if rows and not odd and min(map(len, rows)) > 1:
            return tuple(tuple(_one(cell) for cell in row) for row in rows)
    return None


def _are_ended(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last mark of each row ends it, and no empty cell stands behind it.

    Where empty cells are open ones, what makes the maze a square tells.
    """
    if len(rows) < 2 or any(row[-1].strip() for row in rows[:-1]):
        return False
    hollow = any(not cell.strip() for row in rows for cell in row[:-1])
    return not hollow or len(rows) == len(rows[0]) - 1


def _headless(rows: list[list[str]]) -> list[list[str]]:
    """A table without the row that names columns and the column that names rows."""
    if len(rows) > 1 and is_head(" ".join(rows[0])):
        rows = rows[1:]
    wide = len(rows) > 2 and all(len(row) > 2 for row in rows)
    if wide and is_head(" ".join(row[0] for row in rows)):
        rows = [row[1:] for row in rows]
    return rows


def _one(cell: str) -> str:
    """The symbol of a cell, whatever stands around it."""
    bare = cell.strip()
    return " " if not bare else bare if len(bare) == 1 else bare[0] if bare[0] == bare[1] else bare


def _dedented(texts: Sequence[str]) -> list[str]:
    indent = min((len(text) - len(text.lstrip(" ")) for text in texts if text.strip()), default=0)
    return [text[indent:] for text in texts]


def _spaced(texts: Sequence[str]) -> Symbols | None:
    """One space between cells, which may be spaces themselves."""
    lines = [text.rstrip() for text in _dedented(texts)]
    if not all(set(line[1::2]) <= {" "} for line in lines) or max(map(len, lines)) < 3:
        return None
    width = max(map(len, lines))
    short = [line for line in lines if len(line) < width]
    open_spaces = any("   " in line for line in lines)
    if short and open_spaces:
        lines = [line.ljust(width) for line in lines]
    return tuple(tuple(line[::2]) for line in lines)


def unspaced(rows: Sequence[str]) -> list[str]:
    """Strings that are rows for certain, without spaces that only stand between cells.

    >>> unspaced(["# . S", "# G ."])
    ['#.S', '#G.']
    """
    cells = {mark for row in rows for mark in row[::2]}
    between = {mark for row in rows for mark in row[1::2]}
    odd = all(len(row) % 2 and len(row) > 2 for row in rows)
    opens = cells & (OPENS | {"0"})
    return [row[::2] for row in rows] if odd and between == {" "} and opens - {" "} else list(rows)


def _chunked(texts: Sequence[str]) -> Symbols | None:
    """Any spaces between cells."""
    rows = [text.split() for text in texts]
    if all(len(mark) == 1 for row in rows for mark in row) and min(map(len, rows)) > 1:
        return tuple(map(tuple, rows))
    return None


def _own(texts: Sequence[str]) -> Symbols | None:
    """Cells as we draw them: a wall is two blocks, any other a mark and a space."""
    rows = []
    for text in map(str.rstrip, texts):
        line = text + " " * (len(text) % 2)
        rows.append([(line[place], line[place + 1]) for place in range(0, len(line), 2)])
    pairs = {pair for row in rows for pair in row}
    fits = all(a != " " and b == (a if a in WALLS else " ") for a, b in pairs)
    walls = sum(a == b for a, b in pairs)
    if not fits or not 0 < walls < len(pairs):
        return None
    return tuple(tuple(a for a, _ in row) for row in rows)


def _doubled(texts: Sequence[str]) -> Symbols | None:
    """Cells two characters wide; a picture is as wide as two of the others."""
    lines = [_columns(text.rstrip()) for text in _dedented(texts)]
    width = max(map(len, lines))
    width += width % 2
    pictures = any(len(line) != len(text.rstrip()) for line, text in zip(lines, texts, strict=True))
    lines = [line + [" "] * (width - len(line)) for line in lines]
    pairs = [list(zip(line[::2], line[1::2], strict=True)) for line in lines]
    mixed = sum(a != b for row in pairs for a, b in row)
    whole = all(a == b or " " in (a, b) for row in pairs for a, b in row)
    tall = len(texts) > 3 and (len(texts) > 6 or width * 5 >= len(texts) * 7)
    marks = {s for row in pairs for pair in row for s in pair}
    if not whole or mixed > (2 if not pictures else 4) or not tall or not marks - {" "}:
        return None
    if pictures and all(len(text.split()) < 2 for text in texts):
        return None  # nothing but pictures: one each
    return tuple(tuple(a if b == " " else b for a, b in row) for row in pairs)


def _columns(text: str) -> list[str]:
    """The columns a line takes in a terminal, a wide character standing in two."""
    columns: list[str] = []
    for char in text:
        columns += [char] * (2 if unicodedata.east_asian_width(char) in "WF" else 1)
    return columns


def _packed(texts: Sequence[str]) -> Symbols:
    """One character a cell; the indent that all lines share is none, unless it makes a square."""
    lines = _dedented(texts)
    kept = tuple(map(tuple, texts))
    closed = len({line[:1] for line in lines}) == 1  # a frame shows where rows begin
    if not closed and texts != lines and _is_even(kept) and len(kept) == len(kept[0]):
        return kept
    if not _is_even(tuple(map(tuple, lines))):
        bare = [line.rstrip() for line in lines]
        if _is_even(tuple(map(tuple, bare))):
            lines = bare
    return tuple(map(tuple, lines))
