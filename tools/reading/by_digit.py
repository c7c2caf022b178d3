"""Clues by digit: grids that say of each digit where it stands, as in "5s: r1c2 r4c9".

Four digits make a grid, or three where a Sudoku is named. Cells are written as rows and columns,
as pairs in brackets, or with a letter for the row.
"""

from __future__ import annotations

import re

from .context import Context
from .coordinates import of_cells
from .raw import Raw

_SPOKEN = ("ones?", "twos?", "threes?", "fours?", "fives?", "six(?:es)?", "sevens?", "eights?",
           "nines?")  # fmt: skip
_PLACE = (
    r"(?:r ?\d{1,2} ?,? ?c ?\d{1,2}|[(\[] ?\d{1,2} ?[,;/] ?\d{1,2} ?[)\]]|[A-Pa-p]\d{1,2})(?!\w)"
)
_NAMES = "|".join(f"(?P<n{n}>{name})" for n, name in enumerate(_SPOKEN, start=1))
_LINE = re.compile(
    rf"(?<![^\s>*•\-;.(])(?:(?:the |digit |number )?(?P<digit>[1-9])(?:'?s)?|{_NAMES})"
    r"[ \t]{0,3}(?::|=|->|→|-(?= )|(?:are |is |goes? |stands? )?(?:at|in|on)\b)[ \t\[{]{0,3}"
    rf"(?P<cells>{_PLACE}(?:(?:[ \t,;&]|and ){{1,5}}{_PLACE}){{0,15}})",
    re.IGNORECASE,
)
_CELL = re.compile(_PLACE, re.IGNORECASE)


def by_digit_in(plain: str, context: Context) -> list[Raw]:
    """The grid of a message that lists where each digit stands, in a list; or an empty list."""
    lines = list(_LINE.finditer(plain))
    digits = {_digit(line) for line in lines}
    cells = [(cell[0], _digit(line)) for line in lines for cell in _CELL.finditer(line["cells"])]
    if len(digits) < (3 if context.expects else 4) or len(cells) < 2 * len(digits):
        return []
    named = [(*_row_and_col(cell, context), digit) for cell, digit in cells]
    return [of_cells(named, (lines[0].start(), lines[-1].end()), context, form="digits")]


def _digit(line: re.Match[str]) -> int:
    return int(line["digit"] or next(n for n in range(1, 10) if line[f"n{n}"]))


def _row_and_col(cell: str, context: Context) -> tuple[int, int]:
    numbers = [int(number) for number in re.findall(r"\d{1,2}", cell)]
    if len(numbers) > 1:
        return numbers[0], numbers[1]
    letter = ord(cell[0].upper()) - 64
    return (numbers[0], letter) if context.excel else (letter, numbers[0])
