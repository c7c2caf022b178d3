"""Hypotheses: copies of a puzzle with uncertain cells fixed, for further candidates.

A network that treats all candidates alike cannot suppose one of them; the solver supposes
it instead, and the verifier judges the outcome against the original givens. Two kinds:
*careful* ones fix a single cell to one of its likeliest digits, *bold* ones fix the most
confident part of the answer so far, as long as it does not clash (they carry puzzles with
many answers, where nothing is certain).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...puzzles.sudoku.board import Layout
from ...puzzles.sudoku.tables import tables

BOLD_SHARES = (0.15, 0.3, 0.5)  # of the blanks that a bold hypothesis fixes


def careful(digits: np.ndarray, probabilities: np.ndarray, *, n: int) -> list[np.ndarray]:
    """`n` copies, each with one uncertain blank fixed to its best or second-best digit.

    Args:
        digits: the parent's flat digits `(L,)`, 0 = blank.
        probabilities: the network's, `(L, V)`.
        n: how many; two for each of the most uncertain cells.
    """
    order = np.argsort(-probabilities, axis=-1, kind="stable")
    second = np.take_along_axis(probabilities, order[:, 1:2], axis=-1)[:, 0]
    second = np.where(digits == 0, second, -1.0)
    cells = np.argsort(-second, kind="stable")[: (n + 1) // 2]
    return [
        _fixed(digits, cell, order[cell, rank] + 1)
        for cell in cells
        if digits[cell] == 0
        for rank in (1, 0)  # the second-best first: the best is what the parent already tried
    ][:n]


def bold(
    digits: np.ndarray,
    probabilities: np.ndarray,
    *,
    layout: Layout,
    share: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """A copy with the most confident `share` of the blanks fixed, none of them clashing.

    Args:
        digits: the parent's flat digits `(L,)`, 0 = blank.
        probabilities: the network's, `(L, V)`.
        layout: the board.
        share: of the blanks to fix.
        rng: breaks ties and loosens the order, so that copies differ.
    """
    peers = tables(layout).peers
    copy = digits.copy()
    noise = rng.gumbel(size=probabilities.shape) * 0.5
    scores = np.log(probabilities + 1e-9) + noise
    blanks = np.flatnonzero(digits == 0)
    wanted = max(1, round(share * len(blanks)))
    cells = blanks[np.argsort(-scores[blanks].max(-1), kind="stable")]
    for cell in cells:
        free = scores[cell].copy()
        taken = copy[peers[cell]]
        free[taken[taken > 0] - 1] = -np.inf
        if np.isfinite(free).any():
            copy[cell] = free.argmax() + 1
            wanted -= 1
            if wanted == 0:
                break
    return copy


def assumptions(
    givens: np.ndarray, digits: np.ndarray, size: int
) -> tuple[tuple[tuple[int, int], int], ...]:
    """What a hypothesis adds to the givens, as ((row, column), digit)."""
    cells: Sequence[int] = np.flatnonzero((givens == 0) & (digits != 0)).tolist()
    return tuple((divmod(cell, size), int(digits[cell])) for cell in cells)


def _fixed(digits: np.ndarray, cell: int, digit: int) -> np.ndarray:
    copy = digits.copy()
    copy[cell] = digit
    return copy
