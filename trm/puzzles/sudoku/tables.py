"""A layout as index arrays, for code that works on flat boards with numpy or torch."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from .board import Layout


class Tables(NamedTuple):
    """A layout as index arrays; L cells, N digits."""

    groups: np.ndarray  # (3N, N) cells of each group
    peers: np.ndarray  # (L, P) cells that share a group with a cell
    segments: np.ndarray  # (S, k) cells where a line crosses a box, padded with -1
    rest_of_line: np.ndarray  # (S, m) the line without the segment, padded with -1
    rest_of_box: np.ndarray  # (S, m) the box without the segment, padded with -1


@cache
def tables(layout: Layout) -> Tables:
    """The index arrays of a layout."""
    groups = [set(group.cells) for group in layout.groups]
    size = layout.size
    lines, boxes = groups[: 2 * size], groups[2 * size :]
    peers = [
        sorted(set().union(*(group for group in groups if cell in group)) - {cell})
        for cell in range(size * size)
    ]
    crossings = [(line, box) for line in lines for box in boxes if line & box]
    return Tables(
        np.array([sorted(group) for group in groups], np.int32),
        np.array(peers, np.int32),
        _padded([sorted(line & box) for line, box in crossings]),
        _padded([sorted(line - box) for line, box in crossings]),
        _padded([sorted(box - line) for line, box in crossings]),
    )


def _padded(rows: list[list[int]]) -> np.ndarray:
    width = max(map(len, rows))
    return np.array([row + [-1] * (width - len(row)) for row in rows], np.int32)
