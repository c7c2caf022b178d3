"""Drawing ARC grids: a cell is its digit on its colour, and grids stand beside each other.

The digits are always there, so a drawing can be read without colours: by those who see them
differently, and where a console that is no terminal prints none. Cells are two characters wide
where the terminal has room, one where not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...trm.puzzles.arc import ArcItem, Grid, size_name

if TYPE_CHECKING:
    from rich.text import Text

_TITLE, _ARROW = "bold", "dim"
_APART, _GAP = 3, 4  # columns around an arrow, and between blocks
# The colours that ARC tasks are usually shown in, each with the one its digit is legible in.
_CELLS = tuple(
    f"{digit} on {colour}"
    for digit, colour in (
        ("#999999", "#000000"),
        ("#ffffff", "#0074d9"),
        ("#ffffff", "#d62c22"),
        ("#000000", "#2ecc40"),
        ("#000000", "#ffdc00"),
        ("#000000", "#aaaaaa"),
        ("#ffffff", "#c80f9e"),
        ("#000000", "#ff851b"),
        ("#000000", "#7fdbff"),
        ("#ffffff", "#870c25"),
    )
)


@dataclass(frozen=True, slots=True)
class _Block:
    """Grids that belong together, under one title."""

    title: str
    grids: tuple[Grid, ...]

    def width(self, cell: int) -> int:
        """Columns that its grids take beside each other."""
        return sum(cell * len(grid[0]) for grid in self.grids) + _APART * (len(self.grids) - 1)


def draw_task(
    item: ArcItem, *, answers: bool = False, width: int = 80, ascii_only: bool = False
) -> Text:
    """A task: demonstrations beside each other, then the test inputs.

    Args:
        item: the task by its name.
        answers: show the test outputs too, where they are known.
        width: columns of the terminal.
        ascii_only: no arrows beyond ASCII.
    """
    arrow = "->" if ascii_only else "→"
    blocks = [
        _block(f"demonstration {number}", (pair.input, pair.output), arrow)
        for number, pair in enumerate(item.task.demonstrations, start=1)
    ]
    tests: list[_Block] = []
    for number, grid in enumerate(item.task.tests, start=1):
        shown = (grid, item.targets[number - 1]) if answers and item.targets else (grid,)
        tests.append(_block(f"test {number}", shown, arrow))
    cell = _cell_width((*blocks, *tests), width)
    text = _drawn(blocks, cell, width, arrow)
    text.append("\n\n")
    return text.append_text(_drawn(tests, cell, width, arrow))


def draw_row(
    grids: Sequence[tuple[str, Grid]], *, width: int = 80, ascii_only: bool = False
) -> Text:
    """Grids with their titles beside each other, in as many rows as it takes.

    Args:
        grids: titles, such as "attempt 1", and grids.
        width: columns of the terminal.
        ascii_only: no arrows beyond ASCII.
    """
    arrow = "->" if ascii_only else "→"
    blocks = [_block(title, (grid,), arrow) for title, grid in grids]
    return _drawn(blocks, _cell_width(blocks, width), width, arrow)


def _block(name: str, grids: tuple[Grid, ...], arrow: str) -> _Block:
    return _Block(f"{name}: {f' {arrow} '.join(map(size_name, grids))}", grids)


def _cell_width(blocks: Sequence[_Block], width: int) -> int:
    """Columns of a cell, the same for all that is shown together."""
    return 2 if all(block.width(2) <= width for block in blocks) else 1


def _drawn(blocks: Sequence[_Block], cell: int, width: int, arrow: str) -> Text:
    """The blocks, as many beside each other as there is room for."""
    from rich.text import Text

    rows: list[list[_Block]] = []
    used = 0
    for block in blocks:
        needed = max(len(block.title), block.width(cell))
        if rows and used + _GAP + needed <= width:
            rows[-1].append(block)
            used += _GAP + needed
        else:
            rows.append([block])
            used = needed
    return Text("\n\n", no_wrap=True, overflow="crop").join(
        _beside([_lines(block, cell, width, arrow) for block in row]) for row in rows
    )


def _lines(block: _Block, cell: int, width: int, arrow: str) -> list[Text]:
    """A block's title and rows; its grids stand below each other where they are too wide."""
    from rich.text import Text

    lines = [Text(block.title, _TITLE)]
    if block.width(cell) > width:
        for number, grid in enumerate(block.grids):
            lines += [Text(arrow, _ARROW)] * bool(number) + _rows(grid, cell)
        return lines
    height = max(map(len, block.grids))
    for row in range(height):
        line = Text()
        for number, grid in enumerate(block.grids):
            if number:
                # Beside the middle row, so that grids of any height point at each other.
                sign = arrow if row == (height - 1) // 2 else ""
                line.append(sign.center(_APART), _ARROW)
            rows = _rows(grid, cell)
            line.append_text(rows[row] if row < len(rows) else Text(" " * cell * len(grid[0])))
        lines.append(line)
    return lines


def _rows(grid: Grid, cell: int) -> list[Text]:
    from rich.text import Text

    return [
        Text.assemble(*((str(colour).ljust(cell), _CELLS[colour]) for colour in row))
        for row in grid
    ]


def _beside(blocks: list[list[Text]]) -> Text:
    """Blocks of lines beside each other, their titles on one line."""
    from rich.text import Text

    widths = [max(map(len, lines)) for lines in blocks]
    joined = []
    for number in range(max(map(len, blocks))):
        line = Text()
        for lines, width in zip(blocks, widths, strict=True):
            here = lines[number].copy() if number < len(lines) else Text()
            here.pad_right(width - len(here))
            line.append_text(here).append(" " * _GAP)
        line.rstrip()
        joined.append(line)
    return Text("\n").join(joined)
