"""Drawings: tasks as `tinyduo arc show` prints them, several pairs of grids beside each other.

A title says what stands below it and how large it is, so cells are cut at fixed columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..characters import Line
from .parts import Arrow, Label, Part, Role, Section, Shown, Span

_TITLE = re.compile(
    r"\b(?P<what>demonstration|test)(?: (?P<number>\d{1,2}))?: (?P<rows>\d{1,2})x(?P<cols>\d{1,2})"
    r"(?: (?:→|->) (?P<rows2>\d{1,2})x(?P<cols2>\d{1,2}))?(?= {2}|\Z)"
)
_ARROW = ("→", "->")
_APART = 3  # columns around an arrow

_Grid = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """What a title announces."""

    column: int  # where it begins
    start: int  # in the message
    section: Section
    number: int | None
    sizes: tuple[tuple[int, int], ...]  # rows and columns of one grid or two


def drawn_in(lines: Sequence[Line]) -> tuple[list[Part], list[Span]]:
    """The parts of all drawings, and the spans of the lines they take."""
    parts: list[Part] = []
    spans: list[Span] = []
    at = 0
    while at < len(lines):
        blocks = [_block(found, lines[at]) for found in _TITLE.finditer(lines[at].text)]
        whole = all(len(each.sizes) == 2 or each.section is Section.TEST for each in blocks)
        read = _read(blocks, lines[at + 1 : at + 64]) if blocks and whole else None
        if read is None:
            at += 1
            continue
        grids, used = read
        end = lines[at + used].start + len(lines[at + used].text)
        for block, shown in zip(blocks, grids, strict=True):
            parts += _parts(block, shown, (block.start, end))
        spans.append((lines[at].start, end))
        at += used + 1
    return parts, spans


def _block(found: re.Match[str], line: Line) -> _Block:
    sizes = [(int(found["rows"]), int(found["cols"]))]
    if found["rows2"]:
        sizes.append((int(found["rows2"]), int(found["cols2"])))
    section = Section.TRAIN if found["what"] == "demonstration" else Section.TEST
    number = int(found["number"]) if found["number"] else None
    start = line.start + found.start()
    return _Block(found.start(), start, section, number, tuple(sizes))


def _read(blocks: Sequence[_Block], lines: Sequence[Line]) -> tuple[list[list[_Grid]], int] | None:
    """The grids of blocks beside each other, and how many lines they take."""
    texts = [line.text for line in lines]
    for cell in (2, 1):
        grids = [_beside(block, texts, cell) for block in blocks]
        if all(grids):
            high = max(rows for block in blocks for rows, _ in block.sizes)
            return [grid for grid in grids if grid], high
    if len(blocks) == 1 and (found := _below(blocks[0], texts)):
        return [found[0]], found[1]
    return None


def _beside(block: _Block, texts: Sequence[str], cell: int) -> list[_Grid] | None:
    """The grids of a block that stand beside each other, cells so many columns wide."""
    grids, column = [], block.column
    for rows, cols in block.sizes:
        grid = tuple(
            tuple(text[column : column + cell * cols].ljust(cell * cols)[::cell])
            for text in texts[:rows]
        )
        padding = "".join(
            text[column + 1 : column + cell * cols : cell] for text in texts[:rows]
        ) if cell > 1 else ""  # fmt: skip
        if len(grid) < rows or padding.strip() or not _are_digits(grid):
            return None
        grids.append(grid)
        column += cell * cols + _APART
    return grids


def _below(block: _Block, texts: Sequence[str]) -> tuple[list[_Grid], int] | None:
    """The grids of a block that stand below each other, an arrow between them."""
    grids, at = [], 0
    for number, (rows, cols) in enumerate(block.sizes):
        if number:
            if at >= len(texts) or texts[at].strip() not in _ARROW:
                return None
            at += 1
        grid = tuple(tuple(text.replace(" ", "")) for text in texts[at : at + rows])
        if len(grid) < rows or any(len(row) != cols for row in grid) or not _are_digits(grid):
            return None
        grids.append(grid)
        at += rows
    return grids, at


def _are_digits(grid: _Grid) -> bool:
    return all(cell.isdecimal() for row in grid for cell in row)


def _parts(block: _Block, grids: Sequence[_Grid], span: Span) -> list[Part]:
    parts: list[Part] = [Label(span, block.section, Role.INPUT, block.number)]
    for number, grid in enumerate(grids):
        parts += [Arrow(span)] * number
        parts.append(Shown(span, grid, "drawing"))
    return parts
