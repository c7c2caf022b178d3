"""Codes: one-line notations with marks of their own.

HoDoKu's library lines (`:0702:9:53..7+4...:::`), where `+` marks a digit that was placed and
is no given, and Simon Tatham's game ids (`3x3:5a2_1b...`), where letters count blanks.
"""

from __future__ import annotations

import re

from .raw import SIZES, Raw

_HODOKU = re.compile(r":[0-9x\-]{0,12}:[^:\s]{0,12}:([0-9.+]{81,162}):")
_PLACED = re.compile(r"(?<![0-9.+])[0-9.]{0,81}\+[0-9.+]{40,161}(?![0-9.+])")
_TATHAM = re.compile(
    r"(?<!\w)([234])x([234])([a-z0-9]{0,12}):((?:\d{1,2}|[a-z_])(?:[a-z_0-9]){3,600})(?![\w])"
)
_SPACED = re.compile(r"[\"'`|]([1-9 ]{81})[\"'`|]")  # blanks as spaces, told by the quotes
_RULES = {"x": "X-sudoku (diagonals)", "j": "jigsaw", "k": "killer"}
_PIECE = re.compile(r"\d{1,2}|[a-z]|_")


def codes_in(text: str) -> list[Raw]:
    """Grids in such a notation."""
    raws = [raw for found in _HODOKU.finditer(text) if (raw := _hodoku(found[1], found))]
    if not raws and "+" in text:
        raws = [raw for found in _PLACED.finditer(text) if (raw := _hodoku(found[0], found))]
    raws += [raw for found in _TATHAM.finditer(text) if (raw := _tatham(found))]
    for found in _SPACED.finditer(text):
        if sum(char != " " for char in found[1]) > 16:
            cells = _square(list(found[1].replace(" ", ".")), 9)
            raws.append(Raw(cells, found.span(), "one line"))
    return raws


def _hodoku(marked: str, found: re.Match[str]) -> Raw | None:
    cells = re.findall(r"\+?[0-9.]", marked)
    if len(cells) != 81:
        return None
    givens = ["." if cell[0] == "+" else cell for cell in cells]
    placed = "+" in marked
    span = (found.start(), found.end())
    doubts = ("took digits marked + as placed, not given",) if placed else ()
    attempt = _square([cell[-1] for cell in cells], 9) if placed else None
    return Raw(_square(givens, 9), span, "HoDoKu", None, doubts, attempt=attempt)


def _tatham(found: re.Match[str]) -> Raw | None:
    box = (int(found[1]), int(found[2]))  # blocks across and down, so box rows and columns
    size = box[0] * box[1]
    if size not in SIZES:
        return None
    if rule := next((_RULES[mark] for mark in found[3] if mark in _RULES), ""):
        span = (found.start(), found.end())
        return Raw((), span, "game id", variant=rule, size=size)
    cells: list[str] = []
    for piece in _PIECE.findall(found[4]):
        if piece.isdecimal():
            cells.append(piece)
        elif piece != "_":
            cells += "." * (ord(piece) - 96)
    span = (found.start(), found.end())
    if len(cells) != size * size:
        problem = f"{len(cells)} cells, expected {size * size}"
        return Raw((tuple(cells),), span, "game id", problem=problem, size=size)
    return Raw(_square(cells, size), span, "game id", box if size == 6 else None)


def _square(cells: list[str], size: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cells[at : at + size]) for at in range(0, size * size, size))
