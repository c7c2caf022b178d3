"""Whether the answers of data made elsewhere answer their questions.

Training believes its data: a row with another puzzle's answer teaches something wrong, and no
number of the log shows it. So every row is looked at before the first update, in blocks, for
files have millions. Not asked here: whether the answer is the only one, or the path the shortest.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

import numpy as np

from ..puzzles.maze.tokens import SYMBOLS
from ..puzzles.sudoku.board import Layout, Sudoku
from ..puzzles.sudoku.verify import verify
from ..puzzles.verdict import cell_name
from .streams import ON_PATH

_BLOCK = 1 << 14  # rows that are looked at together
_OPEN, *_ENDS = (SYMBOLS.index(symbol) for symbol in " SG")


def wrong_sudoku(pairs: np.ndarray, layout: Layout) -> tuple[int, str] | None:
    """The first Sudoku whose answer is none of its question, and what is wrong with it.

    Args:
        pairs: `(n, 2, L)`, questions (0 blank) and answers.
        layout: of the boards.

    Returns:
        The number of the pair and the verifier's word on it; None where all are right.
    """
    groups = np.array([group.cells for group in layout.groups])  # (groups, size)
    digits = np.arange(1, layout.size + 1)
    for first, questions, answers in _blocks(pairs):
        kept = ((questions == 0) | (questions == answers)).all(1)
        whole = (np.sort(answers[:, groups], axis=-1) == digits).all((1, 2))
        wrong = np.flatnonzero(~(kept & whole))
        if len(wrong):
            question, answer = (_rows(part[wrong[0]]) for part in (questions, answers))
            verdict = verify(Sudoku(question, layout), answer)
            return first + int(wrong[0]), verdict.problems[0].message
    return None


def wrong_maze(pairs: np.ndarray) -> tuple[int, str] | None:
    """The first maze whose answer is another maze, or no path from S to G.

    Args:
        pairs: `(n, 2, L)`, tokens of square mazes, in answers with `ON_PATH` on the path.

    Returns:
        The number of the pair and what is wrong; None where nothing is.
    """
    for first, questions, answers in _blocks(pairs):
        drawn = answers == ON_PATH
        changed = np.where(drawn, questions != _OPEN, questions != answers)
        wrong = np.flatnonzero(changed.any(1) | ~_leads(drawn, questions))
        if len(wrong):
            row = int(wrong[0])
            if not changed[row].any():
                return first + row, "the path does not lead from S to G, or branches"
            cell = divmod(int(changed[row].argmax()), isqrt(questions.shape[1]))
            return first + row, f"{cell_name(cell)} is not that of the question"
    return None


def _leads(drawn: np.ndarray, questions: np.ndarray) -> np.ndarray:
    """Whether paths `(n, L)` have S and G for ends, and every other cell has two beside it."""
    n, cells = questions.shape
    side = isqrt(cells)
    ends = np.isin(questions, _ENDS).reshape(n, side, side)
    path = np.pad(drawn.reshape(n, side, side) | ends, ((0, 0), (1, 1), (1, 1)))
    beside = (
        path[:, :-2, 1:-1].astype(np.int8)
        + path[:, 2:, 1:-1]
        + path[:, 1:-1, :-2]
        + path[:, 1:-1, 2:]
    )  # (n, side, side)
    wanted = np.where(ends, 1, 2)
    return ((beside == wanted) | ~path[:, 1:-1, 1:-1]).all((1, 2)) & (ends.sum((1, 2)) == 2)


def _blocks(pairs: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    for first in range(0, len(pairs), _BLOCK):
        some = pairs[first : first + _BLOCK]
        yield first, some[:, 0], some[:, 1]


def _rows(cells: np.ndarray) -> tuple[tuple[int, ...], ...]:
    size = isqrt(len(cells))
    return tuple(tuple(row) for row in cells.reshape(size, size).tolist())
