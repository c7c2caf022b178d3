"""Hypotheses: copies of a puzzle with uncertain cells fixed, for further candidates.

A network that treats all candidates alike cannot suppose one of them; the solver supposes
it instead, and the verifier judges the outcome against the original givens. Two kinds:
*suppositions* fix a few uncertain cells, *bold* ones fix the most confident part of the
answer so far, as long as it does not clash (they carry puzzles with many answers, where
nothing is certain).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...puzzles.sudoku.board import Layout
from ...puzzles.sudoku.tables import tables

UNCERTAIN = 20  # cells, those with the likeliest second digits, that suppositions draw from


def supposed(
    digits: np.ndarray, probabilities: np.ndarray, *, n: int, rng: np.random.Generator
) -> np.ndarray:
    """A copy with `n` uncertain blanks fixed, each to a digit drawn by its probability.

    Args:
        digits: the flat givens `(L,)`, 0 = blank.
        probabilities: the network's, `(L, V)`.
        n: how many; fewer where there are fewer blanks.
        rng: draws the cells and their digits.
    """
    second = np.sort(probabilities, axis=-1)[:, -2]
    blanks = np.flatnonzero(digits == 0)
    uncertain = blanks[np.argsort(-second[blanks], kind="stable")][:UNCERTAIN]
    copy = digits.copy()
    for cell in rng.permutation(uncertain)[:n]:
        share = probabilities[cell].astype(np.float64)
        copy[cell] = rng.choice(len(share), p=share / share.sum()) + 1
    return copy


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
    """What a hypothesis adds to the givens, as ((row, column), digit); supposed: + `size`."""
    cells: Sequence[int] = np.flatnonzero((givens == 0) & (digits != 0)).tolist()
    return tuple((divmod(cell, size), (int(digits[cell]) - 1) % size + 1) for cell in cells)
