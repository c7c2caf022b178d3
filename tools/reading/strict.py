"""The strict entry for tools: one puzzle from a tool's argument, or an error that can be mended.

Where `read` says what it found, this refuses: a caller that passes a grid means exactly
one puzzle.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from math import isqrt

from ...trm.puzzles import Layout, Status, Sudoku
from ...trm.puzzles.maze import Maze, from_line
from .finding import Finding, Kind
from .mazes import unspaced
from .reader import read
from .symbols import interpret

ARGUMENT_LIMIT = 20_000  # characters of a tool argument
_MAZE_FORMS = 'pass rows over "#" (wall), " " or "." (open), "S" and "G", like ["#S#", "# G"]'
_SYMBOLS = {"#": "#", " ": " ", ".": " ", "S": "S", "G": "G"}
_NUMBERS = {"0": " ", "1": "#", "2": "S", "3": "G"}
_SHORTEST_LINE = 16  # cells; shorter text may be anything
_FORMS = 'pass rows like [[5, 3, 0, ...], ...] or text like "53..7....6..195..." (81 characters)'


def read_sudoku(
    grid: str | Sequence[Sequence[object]], box: tuple[int, int] | None = None
) -> Sudoku:
    """The one Sudoku that an argument means.

    Args:
        grid: text in any notation that `read` knows, or rows whose cells are integers,
            digits, letters from A for 10, or "", ".", None and 0 for blanks.
        box: (rows, columns) of a box where they are not the usual ones.

    Raises:
        ValueError: for anything else; the message says what was expected, what came, where,
            and what to do.

    >>> read_sudoku("1..3 3... ...1 .1..").givens[0]
    (1, 0, 0, 3)
    """
    if isinstance(grid, str):
        return _boxed(_from_text(grid), box)
    if isinstance(grid, bytes) or not isinstance(grid, Sequence):
        raise ValueError(f"the grid is of type {type(grid).__name__}; {_FORMS}")
    if len(grid) in (4, 6, 9, 16) and all(isinstance(row, str) for row in grid):
        return _boxed(_from_text("\n".join(str(row) for row in grid)), box)
    return _from_rows(grid, box)


def _from_text(text: str) -> Sudoku:
    if len(text) > ARGUMENT_LIMIT:
        raise ValueError(
            f"the grid has {len(text):,} characters, at most {ARGUMENT_LIMIT:,} are read; {_FORMS}"
        )
    finding = _only(f"sudoku:\n{text}", "Sudoku", shown=text, forms=_FORMS)
    if not isinstance(finding.puzzle, Sudoku):
        mend = "only classic boards of 4x4, 6x6, 9x9 and 16x16 are solved"
        if finding.status is Status.MALFORMED:
            mend = _FORMS
        raise ValueError(f"{finding.message or 'a maze, expected a Sudoku'}; {mend}")
    return finding.puzzle


def _only(text: str, name: str, *, shown: str, forms: str) -> Finding:
    """The one finding of a text; that there is none, or are several, is an error."""
    findings = read(text).findings
    if not findings:
        part = shown if len(shown) <= 40 else shown[:40] + "..."
        raise ValueError(f"no {name} in {part!r} ({len(shown)} characters); {forms}")
    finding, *others = findings
    if others:
        raise ValueError(f"{len(findings)} puzzles in the text, expected one; pass them one by one")
    return finding


def read_maze(grid: str | Sequence[str] | Sequence[Sequence[object]]) -> Maze:
    """The one maze that an argument means.

    Args:
        grid: text in any notation that `read` knows, or rows: strings, or lists of symbols
            or of numbers (0 open, 1 wall, 2 start, 3 goal).

    Raises:
        ValueError: for anything else; the message says what was expected, what came, where,
            and what to do.

    >>> read_maze(["S.#", "#.G"]).rows
    ('S #', '# G')
    """
    if not isinstance(grid, str):
        if isinstance(grid, bytes) or not isinstance(grid, Sequence):
            raise ValueError(f"the grid is of type {type(grid).__name__}; {_MAZE_FORMS}")
        rows = _cells(grid)
        if (plain := _plain(rows)) is not None:
            return _maze(plain)
        grid = json.dumps(rows, ensure_ascii=False)
    elif _is_line(grid):
        return from_line(grid)
    if len(grid) > ARGUMENT_LIMIT:
        raise ValueError(
            f"the grid has {len(grid):,} characters, at most {ARGUMENT_LIMIT:,} are read; "
            f"{_MAZE_FORMS}"
        )
    finding = _only(f"maze:\n{grid}", "maze", shown=grid, forms=_MAZE_FORMS)
    if not isinstance(finding.puzzle, Maze):
        said = finding.message if finding.kind is not Kind.SUDOKU else "a Sudoku, expected a maze"
        raise ValueError(f"{said}; {_MAZE_FORMS}")
    return finding.puzzle


def _cells(rows: Sequence[object]) -> list[str | list[str]]:
    """Rows as strings and lists of symbols, checked cell by cell."""
    lines: list[str | list[str]] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str):
            lines.append(row)
            continue
        if isinstance(row, bytes) or not isinstance(row, Sequence):
            raise ValueError(
                f"row {number} is of type {type(row).__name__}, expected a string or a list"
            )
        cells = ["" if cell is None else str(cell) for cell in row]
        for col, cell in enumerate(cells, start=1):
            if len(cell) > 2:
                raise ValueError(f"r{number}c{col} is {cell[:8]!r}..., expected one symbol")
        lines.append(cells)
    return lines


def _is_line(text: str) -> bool:
    """Whether text is a square maze in one line, over the symbols of data sets."""
    square = isqrt(len(text)) ** 2 == len(text) >= _SHORTEST_LINE
    return square and set("SG") <= set(text) <= set("# SG")


def _plain(rows: Sequence[str | list[str]]) -> tuple[str, ...] | None:
    """Rows over the symbols, or all over the numbers, that the tools name; None for others."""
    texts = [row for row in rows if isinstance(row, str)]
    if len(texts) == len(rows):
        rows = unspaced(texts)
    cells = [[cell or " " for cell in row] for row in rows]
    found = {cell for row in cells for cell in row}
    if not found:
        return None
    for symbols in (_SYMBOLS, _NUMBERS):
        if found <= set(symbols):
            return tuple("".join(symbols[cell] for cell in row) for row in cells)
    return None


def _maze(rows: tuple[str, ...]) -> Maze:
    try:
        return Maze(rows)
    except ValueError as error:
        raise ValueError(f"{error}; {_MAZE_FORMS}") from error


def _boxed(puzzle: Sudoku, box: tuple[int, int] | None) -> Sudoku:
    return Sudoku(puzzle.givens, Layout.of_size(puzzle.size, box)) if box else puzzle


def _from_rows(rows: Sequence[Sequence[object]], box: tuple[int, int] | None) -> Sudoku:
    size = len(rows)
    if size not in (4, 6, 9, 16):
        raise ValueError(f"the grid has {size} rows, expected 4, 6, 9 or 16; {_FORMS}")
    cells: list[list[str]] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str):
            row = list(row)
        if not isinstance(row, Sequence):
            raise ValueError(
                f"row {number} is of type {type(row).__name__}, expected a list of cells"
            )
        if len(row) != size:
            shown = repr(row)
            shown = shown if len(shown) <= 60 else shown[:60] + "..."
            raise ValueError(f"row {number} has {len(row)} cells, expected {size}: {shown}")
        cells.append(
            [_cell(cell, f"r{number}c{col}", size) for col, cell in enumerate(row, start=1)]
        )
    meaning = interpret(cells, size)
    if meaning.grid is None:
        raise ValueError(f"{meaning.problem}; pass 0 for a blank")
    return Sudoku(meaning.grid, Layout.of_size(size, box))


def _cell(cell: object, name: str, size: int) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        if len(cell) > 8:
            raise ValueError(f"{name} is {cell[:8]!r}..., expected one symbol")
        return cell.strip()
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        cell = int(cell)
    if not isinstance(cell, int) or isinstance(cell, bool) or not 0 <= cell <= size:
        raise ValueError(f"{name} is {cell!r}, expected an integer from 0 (blank) to {size}")
    return str(cell)
