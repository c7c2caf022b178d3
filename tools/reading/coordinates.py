"""Coordinates: grids given cell by cell, as in "r1c1=5", "A1: 5" or "board[0][0] = 5".

A letter names the row, unless the message says that letters name columns. Cells that are
not named are blank. A few cells in chatter make no grid: it takes several.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from .context import Context
from .raw import Raw

_IS = r"[ \x00]{0,3}(?:=|:|->|→|is|ist|es|est|è|to|holds|contains|has|,)?[ \x00]{0,3}(?:an? |the )?"
_VALUE = r"(\d{1,2}|[A-G](?![\w]))(?![\w])"
_ROWCOL = re.compile(
    r"(?<![a-z])(?:row|zeile|reihe|fila|ligne|riga|linha|rij|wiersz|r|z|l|f)[ "
    r"#]{0,2}(\d{1,2})[ ,;/\-]{0,3}(?:and )?"
    r"(?:col(?:umn|onne|onna|umna|una)?|spalte|kolom|kolumna|c|s|k)[ .#]{0,2}(\d{1,2})[)\"'\]]{0,2}"
    + _IS
    + _VALUE,
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"(?<!\w)([A-P])(\d{1,2})[)\"'\]]{0,2}[ \x00]{0,3}(?:=|:|->|→|is |ist |es |est )?[ "
    r"\x00]{0,3}['\"]?(\d{1,2})(?![\w])",
    re.I,
)
_PAIR = re.compile(
    r"[(\[][ ]{0,2}(\d{1,2}) {0,2},[ ]{0,2}(\d{1,2})[ ]{0,2}[)\]]['\"]?"
    + _IS.replace("?[ ", "[ ", 1)
    + r"['\"]?"
    + _VALUE
)
_TRIPLE = re.compile(
    r"[(\[{] {0,2}(\d{1,2}) {0,2}[,;] {0,2}(\d{1,2}) {0,2}[,;:=] {0,2}(\d{1,2}) {0,2}[)\]}]"
)
_INDEX = re.compile(
    r"\[ {0,2}(\d{1,2}) {0,2}\] {0,2}\[ {0,2}(\d{1,2}) {0,2}\] {0,3}(?:=|:|is) "
    r"{0,3}['\"]?(\d{1,2})(?![\w])"
)
_NAMED = re.compile(
    r"\b(?:row|r)[\"']?[ \x00]{0,3}[:=][ \x00]{0,3}[\"']?(\d{1,2})[\"', "
    r"\x00]{1,6}(?:col(?:umn)?|c)[\"']?[ \x00]{0,3}[:=][ \x00]{0,3}[\"']?(\d{1,2})"
    r"[\"', \x00]{1,6}(?:value|val|v|digit|number|num|n)[\"']?[ \x00]{0,3}[:=][ "
    r"\x00]{0,3}[\"']?(\d{1,2})",
    re.IGNORECASE,
)
_REST = re.compile(
    r"givens?|clues?|\brest\b|blank|empty|vorgaben|hinweise|pistas|indices|leer|vac[ií]|vide"
    r"|start(?:ing)? (?:with|grid|position)",
    re.IGNORECASE,
)
_ENOUGH = 8  # cells that make a grid without any word for it; a 9x9 needs 17 for one answer

Named = tuple[int, int, int]  # row, column, digit, as written


def cells_in(text: str, context: Context) -> list[Raw]:
    """Grids given cell by cell."""
    ways: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Named]]] = [
        (_ROWCOL, _numbers),
        (_LETTER, _excel if context.excel else _lettered),
        (_PAIR, _numbers),
        (_INDEX, _numbers),
        (_NAMED, _numbers),
        *([(_TRIPLE, _numbers)] if context.sudoku else []),
    ]
    for pattern, read in ways:
        matches = list(pattern.finditer(text))
        stated = context.expects or _REST.search(text)
        if len(matches) >= (3 if stated else _ENOUGH):
            return [_raw(part, read, context) for part in _apart(matches)]
    return []


def _apart(matches: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """One list a puzzle: a long passage without cells ends one."""
    parts = [[matches[0]]]
    for last, this in pairwise(matches):
        if this.start() - last.end() > 60 and len(parts[-1]) >= _ENOUGH:
            parts.append([])
        parts[-1].append(this)
    if len(parts[-1]) < 3 and len(parts) > 1:
        parts.pop()
    return parts


def _numbers(found: re.Match[str]) -> Named:
    return int(found[1]), int(found[2]), _digit(found[3])


def _lettered(found: re.Match[str]) -> Named:
    return ord(found[1].upper()) - 64, int(found[2]), _digit(found[3])


def _excel(found: re.Match[str]) -> Named:
    return int(found[2]), ord(found[1].upper()) - 64, _digit(found[3])


def _digit(text: str) -> int:
    return int(text) if text.isdecimal() else ord(text.upper()) - 55


def _raw(
    matches: list[re.Match[str]], read: Callable[[re.Match[str]], Named], context: Context
) -> Raw:
    span = (matches[0].start(), matches[-1].end())
    return of_cells([read(found) for found in matches], span, context)


def of_cells(
    named: list[Named], span: tuple[int, int], context: Context, *, form: str = "cells"
) -> Raw:
    """The grid that named cells make, or with what is wrong about them.

    Args:
        named: row, column and digit of each, as written.
        span: of the message.
        context: what the words say.
        form: the notation.
    """
    largest = max(max(row, col) for row, col, _ in named)
    doubts: tuple[str, ...] = ()
    if any(0 in (row, col) for row, col, _ in named):
        named = [(row + 1, col + 1, digit) for row, col, digit in named]
        largest += 1
        doubts = ("counted rows and columns from 0",)
    size = _size(largest, context)
    rows = [[""] * size for _ in range(size)]
    problem = ""
    for row, col, digit in named:
        if row > size or col > size:
            problem = problem or f"r{row}c{col} is outside a {size}x{size} board"
        elif digit > size:
            problem = problem or f"r{row}c{col} is {digit}, expected 1 to {size}"
        elif rows[row - 1][col - 1] not in ("", str(digit)):
            first = rows[row - 1][col - 1]
            problem = problem or f"r{row}c{col} is given twice, as {first} and as {digit}"
        elif digit:
            rows[row - 1][col - 1] = str(digit)
    return Raw(tuple(map(tuple, rows)), span, form, None, doubts, problem, size=size)


def _size(largest: int, context: Context) -> int:
    named = sorted(size for size in context.sizes if size >= largest)
    if named:
        return named[0]
    if len(context.sizes) == 1:
        return next(iter(context.sizes))
    return 16 if largest > 12 else 9
