"""ARC grids as official TRM data hold them: 900 tokens, and the way back.

A token is a colour plus 2; 1 is the end marker, in the row below the grid and in the column
right of it; 0 is padding. Training pairs may stand anywhere on the 30x30 board (input and
output moved alike); what a network answers is read from the top left corner, so questions of a
test stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

Grid = tuple[tuple[int, ...], ...]  # rows of colours, 0 = black

SIDE = 30  # rows and columns of the board that holds a grid
COLOURS = 10
PADDING = 0  # a token outside of the grid
END = 1  # the token below the grid and right of it
FIRST_COLOUR = 2  # the token of colour 0
VOCABULARY = FIRST_COLOUR + COLOURS


def tokens_of(grid: Sequence[Sequence[int]], *, row: int = 0, col: int = 0) -> np.ndarray:
    """The tokens of a grid, int32 `(900,)`.

    Args:
        grid: rows of colours.
        row: of the board, where the grid's first row stands.
        col: of the board, where the grid's first column stands.

    Raises:
        ValueError: for rows of different lengths, a colour that is not 0 to 9, or a grid that
            does not fit there.
    """
    lengths = {len(line) for line in grid}
    if len(lengths) != 1 or 0 in lengths:
        raise ValueError("expected rows of one length, and at least one cell")
    colours = np.array(grid, np.int64)
    wrong = np.argwhere((colours < 0) | (colours >= COLOURS))
    if len(wrong):
        place = wrong[0].tolist()
        raise ValueError(
            f"r{place[0] + 1}c{place[1] + 1} is {colours[tuple(place)]}, "
            f"expected a colour from 0 to {COLOURS - 1}"
        )
    bottom, right = row + colours.shape[0], col + colours.shape[1]
    if min(row, col) < 0 or max(bottom, right) > SIDE:
        raise ValueError(
            f"a grid of {colours.shape[0]}x{colours.shape[1]} at row {row + 1}, column {col + 1} "
            f"does not fit on {SIDE}x{SIDE}"
        )
    board = np.full((SIDE, SIDE), PADDING, np.int32)
    board[row:bottom, col:right] = colours + FIRST_COLOUR
    board[bottom : bottom + 1, col:right] = END  # nothing where the grid ends with the board
    board[row:bottom, right : right + 1] = END
    return board.ravel()


def of_tokens(tokens: np.ndarray) -> Grid:
    """The grid that stands at the top left: the largest rectangle there of nothing but colours.

    Of equally large ones it is the one with fewer rows. There is always an answer, be it
    without a cell: a network may well put no colour into the corner.

    Args:
        tokens: 900 integers.

    Raises:
        ValueError: for another number of tokens.
    """
    if tokens.size != SIDE * SIDE:
        raise ValueError(f"{tokens.size} tokens, expected {SIDE * SIDE}")
    board = tokens.reshape(SIDE, SIDE).astype(int)
    coloured = (board >= FIRST_COLOUR) & (board < VOCABULARY)
    runs = np.logical_and.accumulate(coloured, axis=1).sum(axis=1)  # colours from the left edge
    widths = np.minimum.accumulate(runs)  # of a rectangle down to this row
    rows = int((widths * np.arange(1, SIDE + 1)).argmax()) + 1
    width = int(widths[rows - 1])
    if not width:
        return ()
    return tuple(map(tuple, (board[:rows, :width] - FIRST_COLOUR).tolist()))


def grid_hash(grid: Sequence[Sequence[int]]) -> str:
    """The hexadecimal SHA-256 of a grid: its rows, its columns, its cells, a byte each.

    >>> grid_hash(((0,),))[:8]
    '9f44ac6a'
    """
    width = len(grid[0]) if grid else 0
    return sha256(bytes([len(grid), width, *(cell for line in grid for cell in line)])).hexdigest()
