"""Sudokus as official TRM data hold them: tokens, and the augmentation of training puzzles.

A token is a digit plus one, so a blank is 1; token 0 is padding and stands in no puzzle. A
network that was trained on such data reads and writes these tokens. An augmentation is one of
our symmetries; it is only put together from other parts here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .board import Grid, Layout, Sudoku
from .symmetry import Symmetry

PADDING = 0  # a token that no cell has
BLANK = 1  # the token of an empty cell
FIRST_DIGIT = 2  # the token of digit 1: an answer has this one or higher ones


def vocabulary(size: int) -> int:
    """How many tokens a board of `size` rows needs: its digits, the blank, the padding."""
    return FIRST_DIGIT + size


def tokens_of(grid: Sudoku | Grid) -> np.ndarray:
    """The tokens of a puzzle or a grid, int32 `(H, W)`.

    >>> tokens_of(((0, 2), (2, 1))).tolist()
    [[1, 3], [3, 2]]
    """
    digits = grid.givens if isinstance(grid, Sudoku) else grid
    return np.array(digits, np.int32) + BLANK


def of_tokens(tokens: np.ndarray) -> Grid:
    """The grid of tokens `(H, W)`, or of a flat square `(H * W,)`.

    Raises:
        ValueError: where the tokens are no square, or one is padding or no digit of the board.
    """
    size = round(tokens.size**0.5)
    if tokens.shape not in ((size, size), (size * size,)):
        raise ValueError(f"tokens of shape {tokens.shape} are no square board")
    digits = tokens.reshape(size, size).astype(int) - BLANK
    wrong = np.argwhere((digits < 0) | (digits > size))
    if len(wrong):
        row, col = wrong[0].tolist()
        raise ValueError(
            f"r{row + 1}c{col + 1} has token {digits[row, col] + BLANK}, "
            f"expected {BLANK} (blank) to {size + BLANK}"
        )
    return tuple(tuple(row) for row in digits.tolist())


def augmentation(
    layout: Layout,
    *,
    transposed: bool,
    rows: Sequence[int],
    cols: Sequence[int],
    digits: Sequence[int],
) -> Symmetry:
    """The symmetry of an official augmentation; `Symmetry.random` draws from the same ones.

    Args:
        layout: of the boards it applies to.
        transposed: whether the board is transposed, before anything else.
        rows: for each row of the result, the row (of the transposed board) it is taken from.
        cols: the same for columns.
        digits: digit d becomes digits[d]; digits[0] is 0.

    Raises:
        ValueError: where the maps are no permutations, or tear a row, column or box apart.
    """
    size = layout.size
    target = Layout(layout.box_cols, layout.box_rows) if transposed else layout
    if transposed:
        cells = tuple(col * size + row for row in rows for col in cols)
    else:
        cells = tuple(row * size + col for row in rows for col in cols)
    return Symmetry(layout, target, cells, tuple(digits))
