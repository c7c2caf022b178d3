"""Wrappers: what stands around cells and is none of them, blotted out before grids are sought.

A link carries a board among its other parameters; a diff, a tuple or an SQL statement puts the
same signs around every row. The text keeps its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .characters import Line, lines_of
from .raw import SIZES

_BLOT = ")"  # no cell
_LINK = re.compile(r"(?:https?://|www\.)[^\s\"'<>)\]]{4,4000}", re.IGNORECASE)
_BOARD = re.compile(r"(?<=[=/#:])[0-9.\-_*xX]{16,}(?=[&#/?;]|\Z)")
_ROW = re.compile(r"(?<![\w.\-*])[0-9.\-_*?xX]{4,16}(?![\w.\-*])")
_SIGNS = re.compile(r"[+(\[{'\"`<]")


def unwrapped(plain: str) -> str:
    """A normalised text without what stands around boards in links and around packed rows."""
    if "://" in plain or "www." in plain:
        plain = _LINK.sub(_board_alone, plain)
    return _rows_alone(plain)


def _board_alone(link: re.Match[str]) -> str:
    text = link[0]
    board = _BOARD.search(text)
    if board is None:
        return text
    start, end = board.span()
    return _BLOT * start + text[start:end] + _BLOT * (len(text) - end)


def _rows_alone(plain: str) -> str:
    """Lines that differ only in their packed row, and in numbers beside it: the rows alone."""
    if not _SIGNS.search(plain):
        return plain
    lines = list(lines_of(plain))
    found = [_wrapped(line) for line in lines]
    parts, at, number = [], 0, 0
    while number < len(lines):
        key = found[number]
        count = 1
        while key and number + count < len(lines) and _same(found[number + count], key):
            count += 1
        if key and count == key[1]:
            for line, wrapped in zip(lines[number : number + count],
                                     found[number : number + count], strict=True):  # fmt: skip
                assert wrapped is not None
                start, end = line.start + wrapped[2], line.start + wrapped[2] + key[1]
                stop = line.start + len(line.text)
                parts += [plain[at : line.start], " " * wrapped[2], plain[start:end]]
                parts.append(" " * (stop - end))
                at = stop
        number += count
    return "".join([*parts, plain[at:]])


def _wrapped(line: Line) -> tuple[tuple[str, str], int, int] | None:
    """What stands around the packed row of a line, the row's length, and where it begins."""
    if len(line.text) > 120:
        return None
    rows = [each for each in _ROW.finditer(line.text) if len(each[0]) in SIZES]
    if not rows and line.text[:1] in "+-":  # a diff
        rows = [each for each in _ROW.finditer(line.text, 1) if len(each[0]) in SIZES]
    if not rows:
        return None
    row = max(rows, key=lambda each: (len(each[0]), each.start()))
    before, after = line.text[: row.start()], line.text[row.end() :]
    if not _SIGNS.search(before):
        return None
    around = (re.sub(r"\d+", "0", before), after.rstrip(" \t,;").rstrip(")]};"))
    return around, len(row[0]), row.start()


def _same(one: tuple[tuple[str, str], int, int] | None, key: Sequence[object]) -> bool:
    return one is not None and one[0] == key[0] and one[1] == key[1]
