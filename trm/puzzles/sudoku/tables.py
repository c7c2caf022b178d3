"""A layout as index arrays, for code that works on flat boards with numpy or torch."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from .board import Layout


class Tables(NamedTuple):
    """A layout as index arrays; L cells, N digits, G groups."""

    groups: np.ndarray  # (G, N) cells of each group
    peers: np.ndarray  # (L, P) cells that share a group with a cell; short rows repeat a peer
    segments: np.ndarray  # (S, k) cells, two or more, that two groups share, padded with -1
    rest_of_line: np.ndarray  # (S, m) the first (a line, where there is one) without the segment
    rest_of_box: np.ndarray  # (S, m) the second group without the segment; both padded with -1


@lru_cache(maxsize=64)  # layouts of one's own may come without end
def tables(layout: Layout) -> Tables:
    """The index arrays of a layout."""
    groups = [set(group.cells) for group in layout.groups]
    size = layout.size
    peers = [
        sorted(set().union(*(group for group in groups if cell in group)) - {cell})
        for cell in range(size * size)
    ]
    most = max(map(len, peers))
    crossings = [(line, box) for line, box in combinations(groups, 2) if len(line & box) > 1]
    return Tables(
        np.array([sorted(group) for group in groups], np.int32),
        # Repeated, not padded with -1: callers may then index with peers without a check.
        np.array([near + near[:1] * (most - len(near)) for near in peers], np.int32),
        _padded([sorted(line & box) for line, box in crossings]),
        _padded([sorted(line - box) for line, box in crossings]),
        _padded([sorted(box - line) for line, box in crossings]),
    )


def _padded(rows: list[list[int]]) -> np.ndarray:
    width = max(map(len, rows), default=0)
    padded = [row + [-1] * (width - len(row)) for row in rows]
    return np.array(padded, np.int32).reshape(len(rows), width)
