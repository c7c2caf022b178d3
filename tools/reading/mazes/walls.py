"""Walls: mazes told by their size and a list of walls, with no drawing at all.

"A 4x5 grid, walls at (0,1), (1,1), start (0,0), goal (3,4)", or the same as JSON. It takes the
size, walls and both ends, for a few places in a text make no maze. Numbers count from 0 where
any of them is 0 or the message says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....trm.puzzles import Cell
from ....trm.puzzles.maze import MAX_SIDE
from .origin import columns_first, counted_upward
from .places import CELL, Place, place_of, told_in
from .raw import RawMaze, Span
from .words import ROLES, Role

_ROWS = r"(?:rows?|height|h|zeilen|filas|lignes|righe|high|tall)"
_COLS = r"(?:col(?:umn)?s?|width|w|spalten|columnas|colonnes|colonne|wide|across)"
_N = r"(\d{1,2})(?![\d.])"
_SIZES = (  # the pattern, and whether columns come first
    (re.compile(rf"(?<![\d.]){_N} {_ROWS}\b[^\d\n]{{1,20}}{_N} {_COLS}\b", re.I), False),
    (re.compile(rf"(?<![\d.]){_N} {_COLS}\b[^\d\n]{{1,20}}{_N} {_ROWS}\b", re.I), True),
    (
        re.compile(rf"\b{_ROWS}['\"]? ?[:=] ?{_N}[^\d]{{1,20}}{_COLS}['\"]? ?[:=] ?{_N}", re.I),
        False,
    ),
    (re.compile(rf"\b{_COLS}['\"]? ?[:=] ?{_N}[^\d]{{1,20}}{_ROWS}['\"]? ?[:=] ?{_N}", re.I), True),
    (re.compile(rf"\b{_ROWS} ?, ?{_COLS}['\"]? ?[:=] ?[\[(]? ?{_N} ?, ?{_N}", re.I), False),
    (re.compile(rf"\b{_COLS} ?, ?{_ROWS}['\"]? ?[:=] ?[\[(]? ?{_N} ?, ?{_N}", re.I), True),
    (re.compile(rf"\bsize['\"]? ?[:=] ?[\[(] ?{_N} ?, ?{_N}", re.I), False),
    (re.compile(rf"(?<![\d.,]){_N} ?(?:x|×|by|mal|por|sur|per) ?{_N}", re.I), False),
)
_LETTERS = re.compile(rf"\b{_COLS} A ?(?:-|to|through|bis|a|\.\.) ?([B-Z])\b", re.IGNORECASE)
_NUMBERS = re.compile(rf"\b{_ROWS} 1 ?(?:-|to|through|bis|a|\.\.) ?{_N}", re.IGNORECASE)
_ASIDE = (  # "(row, col; counted from 0)"
    rf"(?: ?(?!{CELL})[(\[](?=[^()\[\]\n]{{0,40}}[^\W\d_])(?:(?!{CELL})[^()\[\]\n]){{1,80}}[)\]])?"
)
_LIST = re.compile(
    rf"(?<!\w)(?:{ROLES[Role.WALL]})\b{_ASIDE}(?:[^\d\n({{\[]|r(?=\d)){{0,40}}{_ASIDE}"
    r"[^\d\n({\[]{0,6}[\[({ ]{0,4}"
    rf"(?P<list>{CELL}(?:(?:[\s,;&\])([{{}}]|and|und|y|et){{1,12}}?{CELL}){{0,800}})",
    re.IGNORECASE,
)
_ONE = re.compile(CELL, re.IGNORECASE)
_COUNTED = (
    r"\b(?:count\w{0,3}|number\w{0,3}|ind(?:ex|ices)\w{0,3}|gez[äa]hlt|contando|compt\w{1,4}|contat\w)"
    r" (?:(?:rows|columns|and|from|starts?|starting|at|with|begins?|ab|bei|da|desde|[àa] partir de"
    r"|de) ){0,5}"
)
_FROM_ZERO = re.compile(
    rf"\b(?:0|zero)[- ]?(?:based|indexed)|from (?:0|zero)\b|\bab 0\b|{_COUNTED}(?:0|zero)\b", re.I
)
_FROM_ONE = re.compile(rf"\b(?:1|one)[- ]?(?:based|indexed)|{_COUNTED}(?:1|one)\b", re.I)
_LONGEST = 40_000  # characters


def walls_in(text: str) -> list[RawMaze]:
    """The maze that a message tells by its walls, in a list; or an empty list."""
    if len(text) > _LONGEST or not (found := _LIST.search(text)):
        return []
    size, sized = _size_in(text)
    rest = _without(text, [found.span(), *sized])
    told = told_in(rest)
    if size is None or told.start is None or told.goal is None:
        return []
    flip = columns_first(text)
    walls = [place_of(one[0], flip=flip) for one in _ONE.finditer(found["list"])]
    span = (found.start(), found.end())
    ends = [end for end in (told.start, told.goal) if end.kind != "corner"]
    base = _base([*walls, *ends], text, size)
    upward = counted_upward(text)
    return [_drawn(walls, ends, size, span=span, base=base, upward=upward)]


def _without(text: str, spans: Sequence[Span]) -> str:
    """A text without some parts, each of which ends a line."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts.append(text[at:start])
        at = max(at, end)
    return "\n".join([*parts, text[at:]])


def _size_in(text: str) -> tuple[Cell | None, list[Span]]:
    """The rows and columns that a message tells, and where it does."""
    for pattern, flip in _SIZES:
        if found := pattern.search(text):
            rows, cols = int(found[1]), int(found[2])
            return ((cols, rows) if flip else (rows, cols)), [found.span()]
    letters, numbers = _LETTERS.search(text), _NUMBERS.search(text)
    if letters and numbers:  # "columns A-F, rows 1-6"
        size = int(numbers[1]), ord(letters[1].upper()) - 64
        return size, [letters.span(), numbers.span()]
    return None, []


def _base(places: Sequence[Place], text: str, size: Cell) -> int:
    """What the first row and column are called."""
    numbers = {number for place in places for number in (place.first, place.second)}
    said = bool(_FROM_ZERO.search(text)), bool(_FROM_ONE.search(text))
    if said in ((True, False), (False, True)):
        return int(said[1])  # what is outside then is named
    if 0 in numbers:
        return 0
    named = any(place.kind != "pair" for place in places)
    return 1 if named or max(numbers) >= min(size) else 0


def _drawn(
    walls: Sequence[Place],
    ends: Sequence[Place],
    size: Cell,
    *,
    span: tuple[int, int],
    base: int,
    upward: bool,
) -> RawMaze:
    """The maze with its walls; the ends are set with those of any other maze."""
    height, width = size
    form = "list of walls"
    below = ", rows from below" if upward else ""
    doubts = (f"counted rows and columns of the walls from {base}{below}",)
    if max(size) > MAX_SIDE:
        problem = f"{height} rows and {width} columns; at most {MAX_SIDE} a side are solved"
        return RawMaze((), span, form, problem=problem, told=True)
    rows = [["."] * width for _ in range(height)]
    for place in walls:
        row, col = place.first - base, place.second - base
        if not (0 <= row < height and 0 <= col < width):
            problem = (
                f"the wall {place} is outside the {height} rows and {width} columns, "
                f"counted from {base}"
            )
            return RawMaze((), span, form, problem=problem, told=True)
        rows[height - 1 - row if upward else row][col] = "#"
    for place, mark in zip(ends, "SG", strict=False):
        row, col = place.first - base, place.second - base
        row = height - 1 - row if upward else row
        if len(ends) == 2 and 0 <= row < height and 0 <= col < width and rows[row][col] == ".":
            rows[row][col] = mark
    return RawMaze(tuple(map(tuple, rows)), span, form, doubts=doubts, told=True)
