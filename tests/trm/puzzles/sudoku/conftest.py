"""Boards for the Sudoku tests, made here: nothing is copied from a data set."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tinyduo.trm.puzzles.sudoku import Grid, Layout, Sudoku

LAYOUTS = (Layout(2, 2), Layout(2, 3), Layout(3, 2), Layout(3, 3), Layout(4, 4))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `layout` runs on every board we support."""
    if "layout" in metafunc.fixturenames:
        ids = [f"{board.size}x{board.size}-{board.box_rows}x{board.box_cols}" for board in LAYOUTS]
        metafunc.parametrize("layout", LAYOUTS, ids=ids)


@pytest.fixture(scope="session")
def full() -> Callable[[Layout], Grid]:
    """Makes the pattern grid of a layout: each row is the one above, shifted."""

    def make(layout: Layout) -> Grid:
        size, rows, cols = layout.size, layout.box_rows, layout.box_cols
        starts = [cols * (row % rows) + row // rows for row in range(size)]
        return tuple(tuple((start + col) % size + 1 for col in range(size)) for start in starts)

    return make


@pytest.fixture(scope="session")
def dug(full: Callable[[Layout], Grid]) -> Callable[..., Sudoku]:
    """Makes a puzzle from the pattern grid by blanking `blanks` cells at random."""

    def make(layout: Layout, blanks: int, seed: int = 0) -> Sudoku:
        grid = [list(row) for row in full(layout)]
        for cell in random.Random(seed).sample(range(layout.size**2), blanks):
            grid[cell // layout.size][cell % layout.size] = 0
        return Sudoku(tuple(tuple(row) for row in grid), layout)

    return make
