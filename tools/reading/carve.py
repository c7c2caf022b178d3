"""Carving: whole grids out of lines that hold cells.

Each way of cutting a line into cells (comma fields, bars, chunks, single characters) is
tried on a group of lines; the first under which the group is square wins. Row and column
labels, rows joined in one line and lines of 27 cells are square in their own ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from math import isqrt

from .characters import SKIP
from .raw import SIZES, Cells
from .symbols import is_cell

_CHUNK = re.compile(r"[^\s|,;&/'\"\\]+")
_SEPARATORS = set(" \t|,;&/'\"\\" + SKIP)
_FIELD = re.compile(r"[,;&]")

Cutter = Callable[[str], "list[str]"]


def packed(text: str) -> list[str]:
    """Every character is a cell."""
    return [char for char in text if char not in _SEPARATORS]


def chunks(text: str) -> list[str]:
    """Everything between separators is a cell."""
    return _CHUNK.findall(text.replace(SKIP, ""))


def are_cells(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these texts can be single cells, or each a whole board."""
    return all(len(cell) < 2 or len(cell) >= 36 or is_cell(cell) for row in rows for cell in row)


def bars(text: str) -> list[str]:
    """Everything between bars is a cell, nothing too."""
    text = text.replace(SKIP, "").strip()
    text = text[:-1] if text.endswith("|.") else text  # LaTeX's sudoku package ends a row so
    parts = text.removeprefix("|").removesuffix("|").split("|")
    if any(part and not part.strip() for part in parts):  # blanks are drawn wide: "||" is one bar
        parts = [part for part in parts if part]
    return [part.replace("**", "").strip(" '\"") for part in parts]  # bold is no blank


def open_bars(text: str) -> list[str]:
    """Every bar, or two, begins a cell, as in AsciiDoc and in wikis; the last may be blank."""
    parts = text.replace(SKIP, "").replace("||", "|").strip().removeprefix("|").split("|")
    return [part.strip(" *'\"") for part in parts]


def inner_bars(text: str) -> list[str]:
    """Everything between bars is a cell, what stands outside the outer bars too."""
    return [part.strip(" *'\"") for part in text.replace(SKIP, "").split("|")]


def fields(text: str) -> list[str]:
    """Everything between commas, semicolons, ampersands or tabs is a cell, nothing too."""
    text = text.replace(SKIP, "")
    if "\t" in text:
        parts = text.split("\t")
    else:
        found = _FIELD.search(text)
        parts = text.split(found[0]) if found else [text]
    return [part.strip(" '\"|") for part in parts]


def cutters(texts: Sequence[str]) -> list[tuple[str, Cutter]]:
    """The ways of cutting that fit these lines, most telling first, with the form's name."""
    ways: list[tuple[str, Cutter]] = []
    if all("\t" in text or _FIELD.search(text) for text in texts):
        ways.append(("tab separated" if "\t" in texts[0] else "csv", fields))
    if all("|" in text for text in texts):
        ways.append(("table", bars))
        if not all(text.strip().startswith("|") for text in texts):
            ways.append(("table", inner_bars))
        elif not all(text.strip().endswith("|") for text in texts):
            ways.append(("table", open_bars))
    framed = any("|" in text for text in texts)
    ways.append(("boxed grid" if framed else "grid", chunks))
    ways.append(("boxed grid" if framed else "grid", packed))
    return ways


def whole(rows: Sequence[Sequence[str]]) -> list[Cells] | None:
    """The square grids that these rows make up exactly, or None.

    >>> whole([list("12.."), list("...."), list("...."), list("...4")])
    [(('1', '2', '.', '.'), ('.', '.', '.', '.'), ('.', '.', '.', '.'), ('.', '.', '.', '4'))]
    """
    count = len(rows)
    width = len(rows[0])
    even = all(len(row) == width for row in rows)
    if even and width in SIZES and count % width == 0:
        return [_cells(rows[at : at + width]) for at in range(0, count, width)]
    unlabelled = _unlabelled(rows)
    if unlabelled is not None:
        return [unlabelled]
    if count == 1 and (split := _marked(rows[0])) is not None:
        return [split]
    if area := _area(rows):
        return [_square(cell, isqrt(area)) for row in rows for cell in row]
    return _joined(rows, width if even else 0)


def _marked(cells: Sequence[str]) -> Cells | None:
    """One line whose rows are set apart by the same mark, even one that can be a blank."""
    for size in SIZES:
        if len(cells) == size * size + size - 1:
            marks = set(cells[size :: size + 1])
            if len(marks) == 1 and not marks.pop().isalnum():
                return _cells([cells[at : at + size] for at in range(0, len(cells), size + 1)])
    return None


def _area(rows: Sequence[Sequence[str]]) -> int:
    """The cells of a board, where every cell text is a whole board; else 0."""
    areas = {len(cell) for row in rows for cell in row}
    return areas.pop() if areas in ({81}, {256}, {36}) else 0


def _cells(rows: Sequence[Sequence[str]]) -> Cells:
    return tuple(tuple(row) for row in rows)


def _unlabelled(rows: Sequence[Sequence[str]]) -> Cells | None:
    """A grid without the labels of its rows or columns, or an empty last field."""
    for size in SIZES:
        body = list(rows)
        if len(body) == size + 1 and (is_label(body[0], size) or not any(body[0])):
            body = body[1:]
        if len(body) != size:
            continue
        widths = {len(row) for row in body}
        if widths == {size} and len(body) < len(rows):
            return _cells(body)
        if widths == {size + 2} and all(row[0] == row[-1] for row in body):
            body = [row[:-1] for row in body]
            widths = {size + 1}
        if widths != {size + 1}:
            continue
        if is_label([row[0] for row in body], size):
            return _cells([row[1:] for row in body])
        if not any(row[-1] for row in body):  # a separator ends each line
            return _cells([row[:-1] for row in body])
        if not any(row[0] for row in body):
            return _cells([row[1:] for row in body])
    return None


def is_label(cells: Sequence[str], size: int) -> bool:
    """Whether cells are labels: 1, 2, 3 ... or A, B, C ... or 0, 1, 2 ..., with a corner or not."""
    names = [cell.lower().strip("rc:.)") or cell.lower().strip("r:.)") for cell in cells]
    if len(names) == size + 1:
        names = names[1:]
    if len(names) != size:
        return False
    numbers = [str(n) for n in range(size + 1)]
    return names in (numbers[1:], numbers[:-1], list("abcdefghijklmnop"[:size]))


def _joined(rows: Sequence[Sequence[str]], width: int) -> list[Cells] | None:
    """Rows written on fewer lines: one line of 81, three of 27, a line broken anywhere."""
    total = sum(len(row) for row in rows)
    for size in SIZES:
        area = size * size
        if total % area or total < area:
            continue
        grids = total // area
        if area == 16 and len(rows) > 8:
            continue  # lines of 16 are rows of a larger board, unless there are few
        if all(len(row) == area for row in rows):  # a puzzle a line
            return [_square(row, size) for row in rows]
        single = width == 1 and all(len(row[0]) <= 2 for row in rows)
        regular = width and (width % size == 0 or single)
        broken = grids == 1 and size in (9, 16) and len(rows) > 1 and _is_wrapped(rows)
        if (regular and grids == 1) or broken:
            return [_square(list(chain.from_iterable(rows)), size)]
    return None


def _is_wrapped(rows: Sequence[Sequence[str]]) -> bool:
    widths = [len(row) for row in rows]
    if len(rows) == 2 or (len(rows) == 3 and widths[0] <= widths[1]):  # words before, and after
        return max(widths) >= 20 and min(widths) > 3 and max(map(len, rows[0])) == 1
    return widths[0] >= 20 and len(set(widths[:-1])) == 1 and widths[-1] <= widths[0]


def _square(cells: Sequence[str], size: int) -> Cells:
    return tuple(tuple(cells[at : at + size]) for at in range(0, size * size, size))
