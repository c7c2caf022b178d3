"""The one-line form of a Sudoku: row by row, one character a cell.

16 characters make a 4x4 board, 36 a 6x6, 81 a 9x9, 256 a 16x16. Blanks are `.` or `0`;
digits above 9 are letters from A (16x16: 1-9, A-G). Every other notation that people
write is the business of `tinyduo.tools.reading`.
"""

from __future__ import annotations

from math import isqrt

from .board import BOXES, Grid, Layout, Sudoku

SYMBOLS = "123456789ABCDEFG"


def to_symbol(digit: int) -> str:
    """The character of a digit: `.` for 0, `A` for 10."""
    return SYMBOLS[digit - 1] if digit else "."


def to_line(grid: Grid) -> str:
    """A grid in one line, `.` for blanks.

    >>> to_line(((0, 2), (2, 0)))
    '.22.'
    """
    return "".join(to_symbol(digit) for row in grid for digit in row)


def from_line(line: str, box: tuple[int, int] | None = None) -> Sudoku:
    """The puzzle of a one-line form.

    Args:
        line: 16, 36, 81 or 256 characters; spaces at the ends are ignored.
        box: (rows, columns) of a box where they are not the usual ones.

    Raises:
        ValueError: for another length, or a character that is no digit of that board.
    """
    line = line.strip()
    size = isqrt(len(line))
    if size * size != len(line) or size not in BOXES:
        raise ValueError(f"the puzzle has {len(line)} characters, expected 16, 36, 81 or 256")
    digits = []
    for place, symbol in enumerate(line):
        digit = 0 if symbol in ".0" else SYMBOLS.find(symbol.upper()) + 1
        if digit > size or (digit == 0 and symbol not in ".0"):
            raise ValueError(
                f"r{place // size + 1}c{place % size + 1} is {symbol!r}, expected "
                f"{SYMBOLS[0]} to {SYMBOLS[size - 1]}, or . or 0 for a blank"
            )
        digits.append(digit)
    grid = tuple(tuple(digits[start : start + size]) for start in range(0, size * size, size))
    return Sudoku(grid, Layout.of_size(size, box))
