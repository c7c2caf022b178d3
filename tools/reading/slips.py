"""Slips: what is missing in a grid that is nearly one, in plain words.

The size meant is the one that most rows have; the complaint names the first row, or the
count, that does not fit. Where neither the shape nor the words of the message point to a
Sudoku there is no complaint, for a table of figures is nobody's slip.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .carve import bars, cutters
from .context import Context
from .grids import Group
from .raw import SIZES, Raw
from .rows import Place, Stretch

_UNSUPPORTED = (5, 7, 8, 10, 12, 14, 15, 20, 25)  # board sizes that people draw and we do not do


def slip_of(groups: Sequence[Group], context: Context) -> Raw | None:
    """The near miss that left-over lines make, or None where they are no grid at all."""
    items = [item for group in groups for item in group.items]
    if items and items[0].place is Place.TAIL and len(items) > 4:  # of a sentence: "values 1-12"
        shorter = _slip_of(items[1:], context)
        if shorter is not None and not shorter.problem:
            return shorter
    return _slip_of(items, context)


def _slip_of(items: Sequence[Stretch], context: Context) -> Raw | None:
    rows = [item for item in items if item.place not in (Place.RULE, Place.DASHES)]
    if not rows:
        return None
    span = (rows[0].start, rows[-1].end)
    best: Raw | None = None
    for with_dashes in (False, True):
        lines = [item for item in items if item.place is not Place.RULE] if with_dashes else rows
        if with_dashes and not _dash_rows(lines):
            continue
        for form, cutter in cutters([line.text for line in lines]):
            if cutter is bars and "|" not in lines[0].text.strip()[1:-1]:
                continue
            cells = tuple(tuple(cutter(line.text)) for line in lines)
            found = complaint(Raw(cells, span, form, problem="?"), context)
            if found is not None and (best is None or _closeness(found) < _closeness(best)):
                best = found
    return best


def _dash_rows(lines: Sequence[object]) -> bool:
    texts = [line.text for line in lines if getattr(line, "place", None) is not Place.DASHES]  # type: ignore[attr-defined]
    return any("-" in text or "_" in text for text in texts)


def _closeness(raw: Raw) -> int:
    """How many rows are not as they should be."""
    return sum(len(row) != raw.size for row in raw.rows) + abs(len(raw.rows) - raw.size)


def complaint(raw: Raw, context: Context) -> Raw | None:
    """The same cells with what is missing said, or None where they are no Sudoku."""
    if len(raw.rows) == 1:
        return _line(raw, context)
    widths = Counter(len(row) for row in raw.rows)
    width, often = widths.most_common(1)[0]
    count = len(raw.rows)
    if width == count and often == count and width not in SIZES:
        return _square(raw, width, context)
    size = _size_meant(width, often, count=count, context=context)
    if size is None:
        return _crumbs(raw, context)
    wrong = [n for n, row in enumerate(raw.rows, start=1) if len(row) != size]
    parts = []
    if count != size:
        parts.append(f"{count} rows, expected {size}")
    if wrong:
        cells = len(raw.rows[wrong[0] - 1])
        parts.append(f"row {wrong[0]} has {cells} cell{'s' * (cells != 1)}, expected {size}")
        if len(wrong) > 1:
            parts[-1] += f" (and {len(wrong) - 1} more such row{'s' * (len(wrong) > 2)})"
    return replace(raw, size=size, problem="; ".join(parts))


def _size_meant(width: int, often: int, *, count: int, context: Context) -> int | None:
    for size in SIZES:
        if context.expects:
            near = abs(count - size) <= max(1, size // 3) and often * 2 >= count
            near = near or (size > 6 and 3 <= often == count < size)
        else:
            near = size > 6 and abs(count - size) <= 2 and often * 3 >= count * 2
        if near and abs(width - size) <= (1 if context.expects and count == size else 0):
            return size
    return None


def _line(raw: Raw, context: Context) -> Raw | None:
    total = len(raw.rows[0])
    cells = "".join(raw.rows[0])
    digits = sum(char.isdecimal() for char in cells)
    blanks = sum(char in "0.-_*?xX" for char in cells)
    often = max((cells.count(mark) for mark in "0.-_*?xX"), default=0)
    if digits + blanks < len(cells) * 0.9 or often * 4 < total:
        return None
    if not digits and not context.sudoku:
        return None
    for size, margin in ((9, 11), (16, 16), (6, 3), (4, 2)):
        area = size * size
        if size != 9 and not (context.expects and (size in context.sizes or size == 16)):
            continue
        if area != total and abs(total - area) <= margin * (2 if context.expects else 1):
            return replace(raw, size=size, problem=f"{total} cells, expected {area}")
    return None


def _square(raw: Raw, width: int, context: Context) -> Raw | None:
    numbers = {cell for row in raw.rows for cell in row if cell.isdecimal() and cell != "0"}
    rows = sum(any(cell.isdecimal() for cell in row) for row in raw.rows)
    looks = (
        len(numbers) > 3
        and rows > 2
        and any(not c.isdecimal() or c == "0" for row in raw.rows for c in row)
    )
    if width not in _UNSUPPORTED or not (context.sudoku or (looks and not context.other)):
        return None
    return replace(raw, size=width, problem="")


def _crumbs(raw: Raw, context: Context) -> Raw | None:
    """Rows too odd to name one: only where a Sudoku is spoken of."""
    total = sum(len(row) for row in raw.rows)
    nine = 8 <= len(raw.rows) <= 10 and total >= 17  # the blanks were left out
    if not context.sudoku or len(raw.rows) < 4 or (total < 40 and not nine):
        return None
    problem = f"{total} cells in {len(raw.rows)} rows, expected 81 in 9 rows of 9"
    return replace(raw, size=9, problem=problem)
