"""Settling: from cell texts to a finding, or to nothing.

Sizes, symbols and complaints of every notation are settled here, by the same rules. A
square of figures is a Sudoku unless its figures or the words around it say otherwise.
"""

from __future__ import annotations

from dataclasses import replace

from ...trm.puzzles import Grid, Layout, Status, Sudoku
from .context import Context
from .finding import Finding, Kind
from .raw import SIZES, Cells, Raw
from .symbols import Meaning, interpret


def settle(raw: Raw, context: Context) -> Finding | None:
    """The finding for one raw grid; None where it is no Sudoku."""
    if raw.problem:
        return _finding(raw, Status.MALFORMED, raw.problem)
    if raw.variant:
        return replace(further(raw.variant), span=raw.span, form=raw.form)
    size = len(raw.rows)
    if size not in SIZES:
        message = f"a {size}x{size} board; supported are 4x4, 6x6, 9x9 and 16x16"
        return _finding(raw, Status.UNSUPPORTED, message)
    meaning = interpret(raw.rows, size, context.legend, order=context.order)
    if meaning.grid is None:
        if not _is_near(meaning, raw.rows, context):
            return None
        return _finding(raw, Status.MALFORMED, meaning.problem)
    if not _is_likely(meaning.grid, raw.form, context) or _is_rule(raw.rows, context):
        return None
    layout = Layout.of_size(size, (context.box or raw.box) if size == 6 else None)
    return Finding(
        "",
        Kind.SUDOKU,
        None,
        Sudoku(meaning.grid, layout),
        raw.span,
        raw.form,
        raw.doubts + meaning.doubts,
        attempt=_attempt(raw.attempt, context),
    )


def further(variant: str) -> Finding:
    """What is said of a Sudoku with further rules; where it stands is left to the caller."""
    message = f"a Sudoku with further rules: {variant}; classic Sudokus only are solved"
    return Finding("", Kind.UNSUPPORTED, Status.UNSUPPORTED, None, (0, 0), "", (), message)


def _finding(raw: Raw, status: Status, message: str) -> Finding:
    return Finding("", Kind.SUDOKU, status, None, raw.span, raw.form, raw.doubts, message)


def _attempt(cells: Cells | None, context: Context) -> Grid | None:
    return interpret(cells, len(cells), context.legend).grid if cells else None


def _is_near(meaning: Meaning, rows: Cells, context: Context) -> bool:
    """Whether a grid with wrong cells was meant as a Sudoku."""
    if context.other and not context.sudoku:
        return False
    size = len(rows)
    right = size * size - meaning.wrong
    if size <= 6 and not context.expects:
        digits = {
            cell for row in rows for cell in row if cell.isdecimal() and 0 < int(cell) <= size
        }
        return size == 6 and meaning.wrong <= 2 and len(digits) >= 4
    return right * 10 >= size * size * (6 if context.expects else 9)


def _is_likely(grid: Grid, form: str, context: Context) -> bool:
    """Whether a square of small numbers is a Sudoku rather than a matrix or a bitmap."""
    if context.sudoku:
        return True
    filled = [digit for row in grid for digit in row if digit]
    if context.other:  # a phone number in the signature makes no Sudoku a matrix
        return len(grid) >= 9 and 17 <= len(filled) < len(grid) ** 2 and _is_clean(grid)
    kinds = set(filled)
    size = len(grid)
    if len(kinds) == 1 and size >= 9:  # a bitmap, or the beginning of a puzzle?
        return len(filled) <= (3 if kinds == {1} else size)
    if size >= 9:
        return not (_crowded(grid) and (len(kinds) <= 3 or form == "one line"))
    return size in context.sizes or (len(kinds) > 1 and not _crowded(grid))


def _is_rule(rows: Cells, context: Context) -> bool:
    """Whether a board of nothing but dashes is a line drawn across the page."""
    marks = {cell for row in rows for cell in row}
    return not context.expects and len(marks) == 1 and marks <= set("-_*~#")


def _is_clean(grid: Grid) -> bool:
    """No digit stands twice in a row or a column: few tables of figures are like that."""
    lines = [[digit for digit in line if digit] for line in (*grid, *zip(*grid, strict=True))]
    return all(len(line) == len(set(line)) for line in lines)


def _crowded(grid: Grid) -> bool:
    """Digits repeat so often in rows that nobody can have meant a Sudoku."""
    clashes = sum(
        len(filled) - len(set(filled))
        for row in grid
        if (filled := [digit for digit in row if digit])
    )
    return clashes > len(grid) // 2
