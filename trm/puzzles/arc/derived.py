"""Grids derived from the one under an output, whose colours a cell may take or depend on.

- The grid turned and mirrored, for rules of symmetry.
- What each cell sees first when it looks up, down, left or right: the colour of the nearest cell
  that is no background, for lines, rays and things that fall.
- The colours that a whole input has most and least of, beside its background.

Each has a plane of its own on the board (`aligned`). They say where a colour can come from,
never which rule holds. The background is the most frequent colour.
"""

from __future__ import annotations

import numpy as np

from .official_form import COLOURS

TURNS = 7  # turned and mirrored forms, all but the plain one
LOOKS = 4  # up, down, left, right
COUNTS = 2  # most and least frequent colour
DERIVED = TURNS + LOOKS + COUNTS

_NOTHING = COLOURS


def derived(under: np.ndarray, cells: np.ndarray) -> list[np.ndarray | None]:
    """`DERIVED` grids as large as the output, or None for those that do not fit.

    Args:
        under: uint8 `(h, w)`, what lies under the output.
        cells: uint8 `(H, W)`, the whole input.
    """
    forms = [turned(under, turn) for turn in range(1, 1 + TURNS)]
    background = np.bincount(cells.ravel(), minlength=COLOURS).argmax()
    return [
        *(form if form.shape == under.shape else None for form in forms),
        *_looks(under, int(background)),
        *(np.full(under.shape, colour, np.uint8) for colour in _counted(cells, int(background))),
    ]


def turned(cells: np.ndarray, turn: int) -> np.ndarray:
    """The last two axes of an array by `turn` quarter turns, mirrored first from 4 on."""
    return np.rot90(cells[..., ::-1] if turn >= 4 else cells, turn % 4, axes=(-2, -1))


def turned_back(cells: np.ndarray, turn: int) -> np.ndarray:
    """The array whose `turned` form is given."""
    back = np.rot90(cells, -(turn % 4), axes=(-2, -1))
    return back[..., ::-1] if turn >= 4 else back


def _looks(cells: np.ndarray, background: int) -> list[np.ndarray]:
    """The first colour that each cell sees above, below, left and right of it."""
    found = []
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        lines = np.moveaxis(cells, axis, 0)[::step]
        seen = np.full_like(lines, _NOTHING)
        for number in range(1, len(lines)):
            before = lines[number - 1]
            seen[number] = np.where(before == background, seen[number - 1], before)
        found.append(np.moveaxis(seen[::step], 0, axis))
    return found


def _counted(cells: np.ndarray, background: int) -> tuple[int, int]:
    """The most and the least frequent colour beside the background; nothing where none is."""
    counts = np.bincount(cells.ravel(), minlength=COLOURS)
    counts[background] = 0
    shown = np.flatnonzero(counts)
    if not len(shown):
        return _NOTHING, _NOTHING
    return int(counts.argmax()), int(shown[counts[shown].argmin()])
