"""Symbols: which digit, or blank, each cell's text stands for.

A grid of texts comes in, a grid of integers or a plain sentence about the first cell that
is no digit goes out. A legend in the message ("🍎 = 1", "x is blank") comes first; then
what the whole grid shows: a letter can be a digit, a blank, or a mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...trm.puzzles import Grid

BLANKS = frozenset(".-_*?xXoO~#")
_BLANK_WORDS = frozenset(
    ["", "0", "none", "null", "nil", "nan", "na", "n/a", "undefined", "blank", "empty", "--", "__"]
    + ["..", "??", "leer", "vide", "vacío", "vacio", "vuoto", "vazio", "leeg", "puste", "[ ]", "()"]
)
_NUMBER = re.compile(r"([0-9]{1,4})(?:\.0{0,4})?|0x([0-9a-fA-F])")
_LETTERS = "ABCDEFGHIJKLMNOP"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A grid of integers, or what stands in the way."""

    grid: Grid | None
    doubts: tuple[str, ...] = ()
    problem: str = ""  # set exactly when there is no grid
    wrong: int = 0  # cells that are no digit of this size


def interpret(
    rows: Sequence[Sequence[str]], size: int, legend: Mapping[str, int] | None = None
) -> Meaning:
    """Read the cells of a square grid.

    Args:
        rows: `size` rows of `size` cell texts, normalised.
        size: 4, 6, 9 or 16.
        legend: symbols whose meaning the message states; 0 stands for blank.
    """
    counts = Counter(cell.strip() for row in rows for cell in row)
    doubts: list[str] = []
    values = dict(legend or {})
    for cell in counts:
        if cell not in values and (value := _plain_value(cell)) is not None:
            values[cell] = value
    odd = [cell for cell in counts if cell not in values]
    named = _letters(odd, counts, values, size=size, doubts=doubts)
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
                problem = problem or f"r{number}c{col} is {_shown(cell)}, expected {_expected(size)}"
    if problem:
        return Meaning(None, tuple(doubts), problem, wrong)
    grid = tuple(tuple(values[cell.strip()] for cell in row) for row in rows)
    return Meaning(grid, tuple(doubts))


def _plain_value(cell: str) -> int | None:
    if cell.lower() in _BLANK_WORDS or cell in BLANKS:
        return 0
    number = _NUMBER.fullmatch(cell)
    if number is None or (len(cell) > 1 and cell[0] == "0" and number[2] is None and cell != "0."):
        return 0 if cell and set(cell) <= {"-"} or cell and set(cell) <= {"_"} else None
    return int(number[1]) if number[1] else int(number[2], 16)


def _expected(size: int) -> str:
    digits = f"1 to {size}" if size < 16 else "1 to 9 or A to G"
    return f"{digits}, or a blank, on a {size}x{size} board"


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= 12 else cell[:12] + "...")


def _letters(
    odd: list[str], counts: Counter[str], values: Mapping[str, int], *, size: int, doubts: list[str]
) -> dict[str, int]:
    """Letters as digits: A-G beside digits on a 16x16 board, or a board of symbols only."""
    digits = {cell for cell, value in values.items() if value and cell in counts}
    single = [cell for cell in odd if len(cell) == 1]
    if size == 16 and digits:
        return {cell: place for cell in single if (place := "ABCDEFG".find(cell.upper()) + 10) > 9}
    if digits or not single or len(single) < len(odd):
        return {}
    spare = [cell for cell in counts if cell in "xXoO*?#~" and cell]  # blanks or symbols?
    blanks = [cell for cell in counts if values.get(cell) == 0 and cell not in spare]
    symbols = list(single) + (spare if blanks or len(spare) > 1 else [])
    folded = {cell.upper() for cell in symbols}
    if not blanks and not spare:  # one symbol too many: the commonest is the blank
        common = max(single, key=lambda cell: counts[cell])
        if counts[common] * 3 > size * size and len(folded) > 1:
            symbols.remove(common)
            folded.discard(common.upper())
            values = {**values, common: 0}
            doubts.append(f"read {common!r} as a blank")
    if len(folded) > size or len(folded) < 2:
        return {}
    if folded <= set(_LETTERS[:size]):
        order = list(_LETTERS[:size])
    elif folded <= set(_LETTERS):
        return {}
    else:
        order = list(dict.fromkeys(cell.upper() for cell in counts if cell.upper() in folded))
        if all(cell.isalpha() and cell.isascii() for cell in order):
            order.sort()
    named = {cell: order.index(cell.upper()) + 1 for cell in symbols}
    listed = ", ".join(f"{cell} as {value}" for cell, value in sorted(named.items(), key=_second))
    doubts.append(f"read {listed}")
    return named | {cell: 0 for cell in values if cell in counts and not values[cell]}


def _second(item: tuple[str, int]) -> int:
    return item[1]


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
        and digits.isdigit()
        and all(a < b for a, b in zip(digits, digits[1:], strict=False))
        and "1" <= digits[0]
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
