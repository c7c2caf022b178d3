"""Places: where a maze starts and ends, told in words: coordinates and corners.

Numbers may count from 0 or from 1, and (x, y) has the column first. What fits the maze is
taken: both ends must be open cells. How it was counted is returned as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ....trm.puzzles import Cell
from .origin import columns_first, counted_upward, without_origin
from .words import GOAL_WORDS, START_WORDS

_ROW = r"(?:row|zeile|reihe|fila|ligne|riga|linha|rij|wiersz|r|z)"
_COL = r"(?:col(?:umn|onne|onna|una|umna)?|spalte|kolom|kolumna|c|s)"
_IS = r"['\"]?[ ]?[:=#.]?[ ]?"
_JOIN = r"['\"]?[ ]?[,/;]?[ ]?(?:and |und |y |et |e )?['\"]?"
_TOP = (
    r"(?:top|upper|oben|obere\w?|arriba|superior|haut|sup[ée]rieure?|alto|boven"
    r"|g[óo]rn\w{1,3}|верхн\w{1,3}|左上)"
)
_BOTTOM = (
    r"(?:bottom|lower|unten|untere\w?|abajo|inferior|bas|inf[ée]rieure?|basso|baixo"
    r"|onder|doln\w{1,3}|нижн\w{1,3}|右下)"
)
_LEFT = r"(?:left|links|linken?|izquierd[ao]|gauche|sinistr[ao]|esquerd[ao]|lew\w{1,3}|лев\w{1,3})"
_RIGHT = (
    r"(?:right|rechts|rechten?|derech[ao]|droite?|destr[ao]|direit[ao]|praw\w{1,3}|прав\w{1,3})"
)
_MID = r"(?:[- ,]{1,2}(?:corner |hand |a |la |à |de |da |do |in |on |the ){0,3})?"
_PLACE = re.compile(
    rf"\b{_ROW}{_IS}(?P<r1>\d{{1,3}}){_JOIN}{_COL}{_IS}(?P<c1>\d{{1,3}})(?!\d)"
    rf"|\b{_COL}{_IS}(?P<c2>\d{{1,3}}){_JOIN}{_ROW}{_IS}(?P<r2>\d{{1,3}})(?!\d)"
    rf"|\bx{_IS}(?P<x>\d{{1,3}}){_JOIN}y{_IS}(?P<y>\d{{1,3}})(?!\d)"
    r"|[(\[{<] ?(?P<a>\d{1,3}) ?[,;:|] ?(?P<b>\d{1,3}) ?[)\]}>]"
    r"|(?<![\w.])(?P<letter>[A-Za-z])(?P<number>\d{1,2})(?![\w.]\w|\w)"
    r"|(?<![\d.,])(?P<e>\d{1,3}) ?, ?(?P<f>\d{1,3})(?![\d.,]\d|\d)"
    rf"|\b(?:(?P<v1>{_TOP}|{_BOTTOM}){_MID}(?P<h1>{_LEFT}|{_RIGHT})"
    rf"|(?P<h2>{_LEFT}|{_RIGHT}){_MID}(?P<v2>{_TOP}|{_BOTTOM}))(?!\w)"
    r"|(?P<corner>左上|右上|左下|右下)",
    re.IGNORECASE,
)
CELL = (  # a place in figures, without groups
    rf"(?:\b{_ROW}{_IS}\d{{1,3}}{_JOIN}{_COL}{_IS}\d{{1,3}}(?!\d)"
    rf"|\b{_COL}{_IS}\d{{1,3}}{_JOIN}{_ROW}{_IS}\d{{1,3}}(?!\d)"
    rf"|\bx{_IS}\d{{1,3}}{_JOIN}y{_IS}\d{{1,3}}(?!\d)"
    r"|[(\[{<] ?\d{1,3} ?[,;:|] ?\d{1,3} ?[)\]}>]|(?<![\w.])[A-Za-z]\d{1,2}(?![\w.]\w|\w))"
)
_FROM = r"from|von|vom|ab|desde|de|depuis|du|da|dal|van|from the|at"
_TO = r"to|nach|zu|zum|zur|bis|a|al|hasta|à|au|jusqu|naar|tot|до|do|towards|reach|->|→|=>"
_KEY = re.compile(
    rf"(?<!\w)(?:(?P<start>{START_WORDS}|src|source|init(?:ial)?|i stand|i am|i'm"
    rf"|standing)|(?P<goal>{GOAL_WORDS}|dst|sink)"
    rf"|(?P<origin>{_FROM.replace('|at', '')})|(?P<to>{_TO}))(?![^\W_])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\"']?[ ]{{0,2}}(?:=|:|\(|is|are|ist|es|est|è|as|corner is|corner)?[ ]{{0,2}}"
    rf"(?:an?|the|der|die|das|my|el|la|le)?[ ]{{0,2}}"
    rf"(?:(?P<start>{START_WORDS})|(?P<goal>{GOAL_WORDS}))(?!\w)",
    re.IGNORECASE,
)
_BOTH = re.compile(  # as programs assign them
    rf"\b(start|src|source|begin|entrance|s) ?, ?(end|goal|dst|target|exit|finish|g) ?= ?"
    rf"\(?({CELL}) ?, ?({CELL})",
    re.IGNORECASE,
)
_REACH = 40  # characters before a place in which a word may say what it is

Grid = tuple[str, ...]  # over "# SG"


@dataclass(frozen=True, slots=True)
class Place:
    """One end, as told."""

    kind: str  # "named" (row and column), "lettered" (B7), "pair" or "corner"
    first: int  # row as written, of B7 the 7; of a corner: 0 top, -1 bottom
    second: int  # column as written, of B7 the 2; of a corner: 0 left, -1 right

    def __str__(self) -> str:
        if self.kind == "lettered":
            return f"{chr(64 + self.second)}{self.first}"
        return f"({self.first}, {self.second})"


@dataclass(frozen=True, slots=True)
class Told:
    """The ends that the words tell."""

    start: Place | None = None
    goal: Place | None = None
    upward: bool = False  # rows are counted from below


@lru_cache(maxsize=4)  # the mazes of a message share its words
def told_in(text: str) -> Told:
    """The start and the goal, where places for them are told."""
    start = goal = None
    last = 0
    loose: list[Place] = []
    flip = columns_first(text)
    text = _BOTH.sub(r"\1 = \3 \2 = \4", without_origin(text))
    for found in _PLACE.finditer(text):
        before = text[max(last, found.start() - _REACH) : found.start()]
        last = found.end()
        keys = list(_KEY.finditer(before))
        key = keys[-1] if keys else None
        after = _AFTER.match(text, found.end())
        place = _place(found, flip=flip)
        if key is not None and (key["start"] or key["origin"]):
            start = start or place
        elif key is not None and key["goal"]:
            goal = goal or place
        elif after is not None and after["start"]:
            start = start or place
        elif (after is not None and after["goal"]) or (key is not None and start is not None):
            goal = goal or place
        elif place.kind == "corner" or key is not None:
            loose.append(place)
    if start is None and goal is None and len(loose) == 2:
        start, goal = loose
    elif goal is None and start is not None and len(loose) == 1:
        (goal,) = loose
    elif start is None and goal is not None and len(loose) == 1:
        (start,) = loose
    return Told(start, goal, counted_upward(text))


def place_of(written: str, *, flip: bool) -> Place:
    """The place that one match of `CELL` is.

    Args:
        written: the match.
        flip: pairs of numbers have the column first.
    """
    found = _PLACE.match(written)
    assert found is not None
    return _place(found, flip=flip)


def _place(found: re.Match[str], *, flip: bool) -> Place:
    groups = found.groupdict()
    if groups["r1"] or groups["r2"]:
        return Place("named", int(groups["r1"] or groups["r2"]), int(groups["c1"] or groups["c2"]))
    if groups["x"]:
        return Place("pair", int(groups["y"]), int(groups["x"]))
    if groups["a"] or groups["e"]:
        first, second = int(groups["a"] or groups["e"]), int(groups["b"] or groups["f"])
        return Place("pair", second, first) if flip else Place("pair", first, second)
    if groups["letter"]:
        return Place("lettered", int(groups["number"]), ord(groups["letter"].upper()) - 64)
    if corner := groups["corner"]:
        return Place("corner", 0 if "上" in corner else -1, 0 if "左" in corner else -1)
    vertical, side = groups["v1"] or groups["v2"], groups["h1"] or groups["h2"]
    top = re.fullmatch(_TOP, vertical, re.IGNORECASE) is not None
    left = re.fullmatch(_LEFT, side, re.IGNORECASE) is not None
    return Place("corner", 0 if top else -1, 0 if left else -1)


def placed(told: Told, rows: Grid, *, thin: bool) -> tuple[list[Cell | None], str, str]:
    """The told ends as cells of a maze.

    Args:
        told: what the words say.
        rows: the maze over "# SG".
        thin: walls were drawn between cells, so that places count cells without them.

    Returns:
        Start and goal (None where none is told), a doubt, and a problem (empty: none).
    """
    ends = [told.start, told.goal]
    height, width = ((len(rows) - 1) // 2, (len(rows[0]) - 1) // 2) if thin else (
        len(rows),
        len(rows[0]),
    )  # fmt: skip

    def on_grid(cell: Cell) -> Cell:
        return (2 * cell[0] + 1, 2 * cell[1] + 1) if thin else cell

    def fits(cell: Cell) -> bool:
        if not (0 <= cell[0] < height and 0 <= cell[1] < width):
            return False
        row, col = on_grid(cell)
        return rows[row][col] != "#"

    cells: list[Cell | None] = [None, None]
    for place, end in enumerate(ends):
        if end is not None and end.kind == "corner":
            cells[place] = on_grid(_corner(end, height, width, fits))
    counted = [(n, end) for n, end in enumerate(ends) if end is not None and end.kind != "corner"]
    if not counted:
        return cells, "", ""
    for number, base, flip in _ways(counted[0][1]):
        if told.upward and flip:
            continue
        found = [_cell(end, base, flip=flip) for _, end in counted]
        if told.upward:
            found = [(height - 1 - row, col) for row, col in found]
        if all(map(fits, found)) and len(set(found)) == len(found):
            for (place, _), cell in zip(counted, found, strict=True):
                cells[place] = on_grid(cell)
            doubt = f"counted rows and columns from {base}"
            doubt += ", the column first" if flip else ""
            if told.upward:
                return cells, f"{doubt}, rows from below", ""
            if counted[0][1].kind == "lettered":
                doubt = f"took letters as {'rows' if flip else 'columns'}"
                return cells, f"{doubt} and numbers as {'columns' if flip else 'rows'}", ""
            return cells, doubt if number != 1 or not _is_plain(counted) else "", ""
    upward = height if told.upward else 0
    return cells, "", _complaint(counted, fits=fits, sides=(height, width), upward=upward)


def _ways(end: Place) -> Iterator[tuple[int, int, bool]]:
    """The ways to count, the likeliest first: (number of the way, base, column first)."""
    bases = {"named": (1, 0), "lettered": (1,)}.get(end.kind, (0, 1))
    for flip in (False, True):
        if flip and end.kind == "named":
            return
        for base in bases:
            yield 1 + bases.index(base) + 2 * flip, base, flip


def _cell(end: Place, base: int, *, flip: bool) -> Cell:
    row, col = end.first - base, end.second - base
    return (col, row) if flip else (row, col)


def _is_plain(counted: list[tuple[int, Place]]) -> bool:
    """Whether nobody can have counted otherwise: there is a 0, or rows are named as such."""
    return any(0 in (end.first, end.second) or end.kind == "named" for _, end in counted)


def _corner(end: Place, height: int, width: int, fits: Callable[[Cell], bool]) -> Cell:
    """The corner, or in a frame the cell inside it."""
    row, col = end.first % height, end.second % width
    inner = (row + 1 if row == 0 else row - 1, col + 1 if col == 0 else col - 1)
    return inner if not fits((row, col)) and fits(inner) else (row, col)


def _complaint(
    counted: list[tuple[int, Place]],
    *,
    fits: Callable[[Cell], bool],
    sides: tuple[int, int],
    upward: int,
) -> str:
    height, width = sides
    base = 0 if any(0 in (end.first, end.second) for _, end in counted) else 1
    how = "" if any(end.kind == "lettered" for _, end in counted) else f", counted from {base},"
    for outside in (True, False):
        for place, end in counted:
            name = ("start", "goal")[place]
            row, col = end.first - base, end.second - base
            row = upward - 1 - row if upward else row
            inside = 0 <= row < height and 0 <= col < width
            if outside and not inside:
                return f"the {name} {end} is outside the {height} rows and {width} columns"
            if not outside and not fits((row, col)):
                return f"the {name} {end}{how} is a wall"
    return "the start and the goal are the same cell, or one of them is a wall"
