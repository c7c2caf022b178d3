"""Cells: a stretch of text as rows of ARC cells: digits, coloured squares, names of colours.

Cells stay as written where they are no colour, so that what is wrong can be named with its
place. A stretch that holds anything but cells is None: prose never becomes a grid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..characters import SKIP
from .parts import Rows

_SQUARES = (
    "⬛🖤⚫◼◾",
    "🟦🔵💙",
    "🟥🔴❤",
    "🟩🟢💚",
    "🟨🟡💛",
    "🔲🔳🩶◻◽",
    "🟪🟣💜🩷",
    "🟧🟠🧡",
    "🩵🔷🔹💠🧊🌐",
    "🟫🟤🤎",
)
BLACK = "⬛⚫🖤"  # beside which white is a colour of its own
WHITE = "⬜⚪🤍"  # no colour of ARC: grey beside black squares, else the background
SQUARE = {square: colour for colour, squares in enumerate(_SQUARES) for square in squares}
_NAMES = (
    "black schwarz negro noir nero preto zwart",
    "blue blau azul bleu blu blauw",
    "red rot rojo rouge rosso vermelho rood",
    "green grün verde vert groen",
    "yellow gelb amarillo jaune giallo amarelo geel",
    "grey gray grau gris grigio cinza grijs",
    "magenta pink fuchsia fuschia purple violet rosa rose lila morado",
    "orange naranja arancione laranja oranje",
    "cyan azure teal aqua turquoise celeste türkis lightblue skyblue hellblau",
    "maroon brown burgundy crimson darkred braun marrón marron marrone marrom bordeaux bruin",
)
_COLOUR = {name: colour for colour, names in enumerate(_NAMES) for name in names.split()}
_TWO_WORDS = re.compile(r"\b(light|sky|dark)[ -](?=blue|red)", re.IGNORECASE)
_EDGE = " \t\r\n,;`'\"(){}[]>*•" + SKIP
_ROWS_APART = re.compile(r"\s{0,8}[/;]\s{0,8}")
_APART = re.compile(r"[\s,|]+")
_NUMBER = re.compile(r"[+-]?\d{1,4}(?:\.0?)?")
_RULE = re.compile(r"[\s|:+=\-─]*")
_BLANKS = "._"
_MOST = 0.6  # of the cells of a row are colours, or it is no row

NAMES = "|".join(sorted(map(re.escape, _COLOUR), key=len, reverse=True))
SQUARES = "".join(SQUARE) + WHITE


def rows_of(text: str, legend: Mapping[str, int], *, white: int) -> tuple[Rows, str] | None:
    """The rows of a stretch of text and their notation, or None where it holds anything else.

    Args:
        text: one line or a part of one; rows in it are parted by / or ; or bars.
        legend: symbols and the colours that the message says they mean.
        white: the colour of white squares.

    >>> rows_of("0 1 / 2 3", {}, white=0)
    ((('0', '1'), ('2', '3')), 'rows of digits')
    >>> rows_of("the blue one", {}, white=0) is None
    True
    """
    text = text.replace("\ufe0f", "").replace(SKIP, "").strip(_EDGE + "|-")
    if "/" in text:
        text = text.rstrip(".")  # a sentence ends
    if not text:
        return None
    if any(char in SQUARES for char in text):
        return _squares(text, legend, white)
    if (named := _named(text)) is not None:
        return named, "colour names"
    rows = [_row(part, legend) for part in _parts(text)]
    if any(row is None for row in rows):
        return None
    return tuple(row for row in rows if row is not None), "rows of digits"


def value_of(cell: str) -> int | str:
    """The colour of a cell, or what is written there where it is none.

    >>> value_of("7"), value_of("Blue"), value_of("null")
    (7, 1, 'null')
    """
    if len(cell) < 9 and _NUMBER.fullmatch(cell):
        return int(cell.split(".")[0])
    return SQUARE.get(cell, _COLOUR.get(cell.lower(), cell))


def is_rule(text: str) -> bool:
    """Whether a line only parts rows of a table from its head."""
    return "-" in text and _RULE.fullmatch(text.replace(SKIP, "")) is not None


def _parts(text: str) -> list[str]:
    """The rows of a line: parted by / or ; or by bars with several cells between them."""
    parts = [part for part in _ROWS_APART.split(text) if part]
    if len(parts) == 1 and "|" in text:
        between = [part.strip() for part in text.split("|")]
        if all(len(part) > 1 and _NUMBER.fullmatch(part) is None for part in between) or all(
            part.isdecimal() and len(part) > 1 for part in between
        ):
            return between
    groups = text.split()
    packed = len(groups) > 1 and all(len(group) > 2 and group.isdecimal() for group in groups)
    return groups if packed and len(parts) == 1 else parts


def _row(text: str, legend: Mapping[str, int]) -> tuple[str, ...] | None:
    cells = [cell for cell in _APART.split(text.strip(_EDGE + "|")) if cell]
    if len(cells) == 1 and _is_packed(cells[0], legend):
        cells = list(cells[0])
    right = sum(_is_cell(cell, legend) for cell in cells)
    if not cells or right < _MOST * len(cells) or (right < len(cells) and len(cells) < 3):
        return None
    if any(len(cell) > 3 and not _NUMBER.fullmatch(cell) for cell in cells):
        return None
    return tuple(_plain(cell, legend) for cell in cells)


def _is_packed(text: str, legend: Mapping[str, int]) -> bool:
    return all(char.isdecimal() or char in _BLANKS or char in legend for char in text)


def _is_cell(cell: str, legend: Mapping[str, int]) -> bool:
    return cell in legend or cell in _BLANKS or _NUMBER.fullmatch(cell) is not None


def _plain(cell: str, legend: Mapping[str, int]) -> str:
    if cell in legend and not cell.isdecimal():
        return str(legend[cell])
    return "0" if cell in _BLANKS else cell


def _squares(text: str, legend: Mapping[str, int], white: int) -> tuple[Rows, str] | None:
    rows = []
    for part in _parts_of_squares(text):
        cells = [char for char in part if char not in " \t,|"]
        if not all(char in SQUARE or char in WHITE or char in legend for char in cells):
            return None
        rows.append(tuple(str(_square(char, legend, white)) for char in cells))
    return tuple(rows), "coloured squares"


def _parts_of_squares(text: str) -> list[str]:
    parts = [part for part in _ROWS_APART.split(text) if part]
    groups = text.split()
    if len(parts) == 1 and len(groups) > 1 and min(map(len, groups)) > 1:
        return groups
    return parts


def _square(char: str, legend: Mapping[str, int], white: int) -> int:
    if char in legend:
        return legend[char]
    return white if char in WHITE else SQUARE[char]


def _named(text: str) -> Rows | None:
    """Rows of names of colours; digits may stand among them."""
    text = _TWO_WORDS.sub(r"\1", text)
    rows = []
    for part in _ROWS_APART.split(text) if "/" in text or ";" in text else text.split("|"):
        words = [word.strip("'\"").lower() for word in _APART.split(part.strip(_EDGE)) if word]
        if not words or not all(word in _COLOUR for word in words):
            return None
        rows.append(tuple(str(_COLOUR[word]) for word in words))
    if len(rows) > 1 and all(len(row) == 1 for row in rows) and "|" in text:
        return (tuple(cell for row in rows for cell in row),)
    return tuple(rows)
