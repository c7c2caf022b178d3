"""Symbols: which digit, or blank, each cell's text stands for.

A grid of texts comes in, a grid of integers or a plain sentence about the first cell that
is no digit goes out. A legend in the message ("🍎 = 1", "x is blank") comes first; then
what the whole grid shows: a letter can be a digit, a blank, or a mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...trm.puzzles import Grid

BLANKS = frozenset(".-_*?xXoO~#空")
_BLANK_WORDS = frozenset(
    [
        "",
        "0",
        "none",
        "null",
        "nil",
        "nan",
        "na",
        "n/a",
        "undefined",
        "blank",
        "empty",
        "--",
        "-1",
        "__",
        "..",
        "??",
        "leer",
        "vide",
        "vacío",
        "vacio",
        "vuoto",
        "vazio",
        "leeg",
        "puste",
        "[ ]",
        "()",
    ]
)
_NUMBER = re.compile(r"([0-9]{1,4})(?:\.0{0,4})?|0x([0-9a-fA-F])")
_LETTERS = "ABCDEFGHIJKLMNOP"
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = {numeral: value for value, numeral in enumerate(_NUMERALS, start=1)}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A grid of integers, or what stands in the way."""

    grid: Grid | None
    doubts: tuple[str, ...] = ()
    problem: str = ""  # set exactly when there is no grid
    wrong: int = 0  # cells that are no digit of this size


def interpret(
    rows: Sequence[Sequence[str]],
    size: int,
    legend: Mapping[str, int] | None = None,
    *,
    order: str = "",
) -> Meaning:
    """Read the cells of a square grid.

    Args:
        rows: `size` rows of `size` cell texts, normalised.
        size: 4, 6, 9 or 16.
        legend: symbols whose meaning the message states; 0 stands for blank.
        order: symbols in the order in which the message names them.
    """
    named_first = [cell for cell in order if cell.isprintable()]
    counts = Counter(dict.fromkeys(named_first, 0))
    counts.update(cell.strip() for row in rows for cell in row)
    counts = +counts  # in the order of the message
    doubts: list[str] = []
    values = dict(legend or {})
    if any(is_roman(cell) and len(cell) > 1 for cell in counts):
        values = _ROMAN | values
    for cell in counts:
        if cell not in values and (value := _plain_value(cell)) is not None:
            values[cell] = value
    odd = [cell for cell in counts if cell not in values]
    named, doubt = _letters(odd, counts, values, size=size, order=order)
    doubts += [doubt] if doubt else []
    values |= named
    values |= _candidates(counts, values, size, doubts)
    odd = [cell for cell in odd if cell not in values]
    values |= _odd_blank(odd, counts, values, size, doubts)
    values |= _hexadecimal(counts, values, size, doubts)
    problem, wrong = "", 0
    for number, row in enumerate(rows, start=1):
        for col, cell in enumerate(row, start=1):
            value = values.get(cell.strip())
            if value is None or value > size:
                wrong += 1
                problem = (
                    problem or f"r{number}c{col} is {_shown(cell)}, expected {_expected(size)}"
                )
    if problem:
        return Meaning(None, tuple(doubts), problem, wrong)
    grid = tuple(tuple(values[cell.strip()] for cell in row) for row in rows)
    return Meaning(grid, tuple(doubts))


def _plain_value(cell: str) -> int | None:
    if cell.lower() in _BLANK_WORDS or cell in BLANKS:
        return 0
    if len(cell) == 1 and cell.isdigit() and not cell.isdecimal():
        return unicodedata.digit(cell)  # raised or lowered
    number = _NUMBER.fullmatch(cell)
    if number is None or (len(cell) > 1 and cell[0] == "0" and number[2] is None and cell != "0."):
        return 0 if cell and set(cell) in ({"-"}, {"_"}) else None
    return int(number[1]) if number[1] else int(number[2], 16)


def is_cell(text: str) -> bool:
    """Whether a text of several characters can be one cell: a number, a blank, candidates."""
    return _plain_value(text) is not None or _is_marks(text, 9) or is_roman(text)


def is_roman(text: str) -> bool:
    """Whether a text is a Roman numeral from I to IX.

    >>> is_roman("VII"), is_roman("X")
    (True, False)
    """
    return text in _ROMAN


def _expected(size: int) -> str:
    digits = f"1 to {size}" if size < 16 else "1 to 9 or A to G"
    return f"{digits}, or a blank, on a {size}x{size} board"


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= 12 else cell[:12] + "...")


def _letters(
    odd: list[str], counts: Counter[str], values: Mapping[str, int], *, size: int, order: str
) -> tuple[dict[str, int], str]:
    """Letters as digits: A-G beside digits on a 16x16 board, or a board of symbols only.

    Returns the values and the doubt that goes with them.
    """
    single = [cell for cell in odd if len(cell) == 1]
    if any(values.get(cell) and cell[0].isdecimal() for cell in counts):
        places = {cell: "ABCDEFG".find(cell.upper()) + 10 for cell in single if size == 16}
        return {cell: value for cell, value in places.items() if value > 9}, ""
    stated = {cell: value for cell, value in values.items() if value and cell.isalpha()}
    if not single or len(single) < len(odd):
        return {}, ""
    if any(value != ord(cell.upper()) - 64 for cell, value in stated.items()):
        return {}, ""  # the legend has an order of its own, and leaves these out
    blanks = {cell: 0 for cell in counts if values.get(cell) == 0}
    spare = [cell for cell in blanks if cell in "xXoO*?#~" and cell]  # or are they symbols?
    symbols = single + (spare if len(blanks) > len(spare) or len(spare) > 1 else [])
    if not blanks and len(symbols) > 2:  # then the commonest symbol is the blank
        common = max(single, key=counts.__getitem__)
        if counts[common] * 3 > size * size:
            symbols.remove(common)
            blanks[common] = 0
    names = _in_order({cell.upper() for cell in symbols}, list(counts), size, order)
    if len(names) + len(stated) < 2:
        return {}, ""
    named = {cell: names.index(cell.upper()) + 1 for cell in symbols}
    listed = sorted(named.items(), key=lambda item: item[1])
    doubt = "read " + ", ".join(f"{cell} as {value}" for cell, value in listed)
    return blanks | named, doubt


def _in_order(symbols: set[str], seen: list[str], size: int, order: str) -> list[str]:
    """The symbols of a board, first to last; nothing where there are too many of them."""
    if symbols <= set(_LETTERS[:size]):
        return list(_LETTERS[:size])
    if len(symbols) > size or (symbols <= set(_LETTERS) and len(symbols) < size):
        return []
    if all(symbol.isascii() for symbol in symbols):
        return sorted(symbols)
    listed = [symbol for symbol in order if symbol not in BLANKS]
    if symbols <= set(listed) and len(listed) <= size:
        return listed
    return [symbol.upper() for symbol in seen if symbol.upper() in symbols]


def _candidates(
    counts: Counter[str], values: Mapping[str, int], size: int, doubts: list[str]
) -> dict[str, int]:
    """Pencil marks: a cell of several rising digits is a blank."""
    if size > 9:
        return {}
    marks = {cell for cell in counts if len(cell) > 1 and _is_marks(cell, size)}
    blanks = sum(counts[cell] for cell, value in values.items() if value == 0)
    cells = sum(counts[cell] for cell in marks)
    if not marks or (blanks and cells < 3):
        return {}
    doubts.append("read cells of several digits as candidates, so as blanks")
    return dict.fromkeys(marks, 0)


def _is_marks(cell: str, size: int) -> bool:
    digits = cell.strip("{}()[]*").replace(",", "")
    return (
        digits.isascii()
        and digits.isdecimal()
        and all(a < b for a, b in pairwise(digits))
        and digits[0] != "0"
        and digits[-1] <= str(size)
    )


def _odd_blank(
    odd: list[str], counts: Counter[str], values: Mapping[str, int], size: int, doubts: list[str]
) -> dict[str, int]:
    """One unknown symbol, often there, in a grid without other blanks: that is the blank."""
    blanks = sum(counts[cell] for cell, value in values.items() if value == 0)
    if len(odd) != 1 or blanks or counts[odd[0]] * 4 < size * size:
        return {}
    doubts.append(f"read {odd[0]!r} as a blank")
    return {odd[0]: 0}


def _hexadecimal(
    counts: Counter[str], values: Mapping[str, int], size: int, doubts: list[str]
) -> dict[str, int]:
    """0-9A-F on a 16x16 board with another blank: `0` is a digit, and takes the free 16."""
    if size != 16 or "0" not in counts or any(cell in counts for cell in ("G", "g", "16")):
        return {}
    if not any(values.get(cell) == 0 and cell != "0" for cell in counts):
        return {}
    doubts.append("read 0 as a digit of 0-9A-F; it stands as 16 (G)")
    return {"0": 16}
