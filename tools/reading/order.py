"""Order: grids whose lines are labelled as columns or as boxes, put into rows.

"Column 1: 5 . . 6 ..." was once read as the first row. Only lines that are all labelled so, and
counted from 1, are turned; anything less leaves the grid as it stands.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...trm.puzzles import Grid, Sudoku
from .finding import Finding

_COLUMNS = r"col(?:umn|umna|onne|onna|una)?|spalte|kolom|kolumna|kolumn|столбец"
_BOXES = r"box|block|region|kasten|k[äa]stchen|caja|bloque|bloc|carr[ée]|riquadro|blok|blocco"
_LABEL = re.compile(
    rf"[ \t>*•\-]*(?:(?P<column>{_COLUMNS})|(?P<box>{_BOXES}))[ .#]{{0,2}}(?P<number>\d{{1,2}})\b",
    re.IGNORECASE,
)
_BY_COLUMNS = re.compile(
    r"\b(?:each|every) col(?:umn)? (?:as|is|on|in) (?:one|a|its own) (?:line|row)"
    r"|\b(?:each|every) (?:line|row) (?:is|shows|holds) (?:a|one) column\b"
    r"|\b(?:typed|wrote|written|given|copied|listed) (?:it |this |them )?(?:down )?column by column"
    r"|\b(?:lines|rows) (?:below |above |here )?are (?:really |actually |the )?columns\b"
    r"|\bjede (?:zeile|reihe) ist eine spalte|\bspaltenweise\b|\bcada (?:l[ií]nea"
    r"|fila) es una columna"
    r"|\bchaque ligne est une colonne",
    re.IGNORECASE,
)
_NEAR = 1_000  # characters on either side of a grid that may say so


def in_rows(finding: Finding, plain: str) -> Finding:
    """The same finding with its grid in rows, where its lines are columns or boxes.

    Args:
        finding: of a Sudoku.
        plain: the message, normalised.
    """
    puzzle = finding.puzzle
    if not isinstance(puzzle, Sudoku) or finding.attempt or finding.form == "boxes":
        return finding
    begin = max(plain.rfind("\n", 0, finding.span[0]), plain.rfind("\r", 0, finding.span[0])) + 1
    labels = [_LABEL.match(line) for line in plain[begin : finding.span[1]].splitlines()]
    found = [label for label in labels if label]
    first, last = finding.span
    around = f"{plain[max(0, first - _NEAR) : first]}\n{plain[last : last + _NEAR]}"
    if not found and _BY_COLUMNS.search(around):
        turned: Grid = tuple(zip(*puzzle.givens, strict=True))
        return _turned(finding, puzzle, turned, "read each line as a column")
    if [int(label["number"]) for label in found] != list(range(1, puzzle.size + 1)):
        return finding
    if all(label["column"] for label in found):
        columns: Grid = tuple(zip(*puzzle.givens, strict=True))
        return _turned(finding, puzzle, columns, "read each line as a column")
    if all(label["box"] for label in found):
        return _turned(finding, puzzle, _of_boxes(puzzle), "read each line as a box")
    return finding


def _turned(finding: Finding, puzzle: Sudoku, grid: Grid, doubt: str) -> Finding:
    turned = Sudoku(grid, puzzle.layout)
    return replace(finding, puzzle=turned, doubts=(*finding.doubts, doubt))


def _of_boxes(puzzle: Sudoku) -> Grid:
    """The rows of a board whose boxes are given, left to right and top to bottom."""
    height, width, size = puzzle.layout.box_rows, puzzle.layout.box_cols, puzzle.size
    across = size // width
    return tuple(
        tuple(
            puzzle.givens[row // height * across + col // width][row % height * width + col % width]
            for col in range(size)
        )
        for row in range(size)
    )
