"""Derived planes: turned forms, first colours in sight, most and least frequent colours."""

import numpy as np
import pytest

from tinyduo.trm.puzzles.arc.derived import (
    COUNTS,
    DERIVED,
    LOOKS,
    TURNS,
    derived,
    turned,
    turned_back,
)

CELLS = np.array([[0, 0, 3, 0], [5, 0, 0, 0], [0, 0, 3, 3]], np.uint8)


def lists(under, cells, first, count):
    """Some of the derived planes, as lists."""
    return [np.asarray(each).tolist() for each in derived(under, cells)[first : first + count]]


def test_there_is_one_for_each_plane():
    found = derived(CELLS, CELLS)
    assert len(found) == DERIVED == TURNS + LOOKS + COUNTS
    assert [each is None for each in found[:TURNS]] == [
        turned(CELLS, turn).shape != CELLS.shape for turn in range(1, 8)
    ]


def test_a_cell_sees_the_nearest_colour_that_is_no_background():
    up, down, left, right = lists(CELLS, CELLS, TURNS, LOOKS)
    assert up == [[10] * 4, [10, 10, 3, 10], [5, 10, 3, 10]]
    assert down == [[5, 10, 3, 3], [10, 10, 3, 3], [10] * 4]
    assert left == [[10, 10, 10, 3], [10, 5, 5, 5], [10, 10, 10, 3]]
    assert right == [[3, 3, 10, 10], [10] * 4, [3, 3, 3, 10]]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(CELLS, (3, 5)), (CELLS * 0, (10, 10)), (np.array([[1, 1, 2]], np.uint8), (2, 2))],
)
def test_colours_are_counted_beside_the_background(cells, expected):
    found = lists(cells[:1, :1], cells, TURNS + LOOKS, COUNTS)
    assert found == [[[colour]] for colour in expected]


@pytest.mark.parametrize("turn", range(8))
def test_turning_back_undoes_turning(turn):
    cells = np.arange(2 * 3 * 4).reshape(2, 3, 4)
    assert (turned_back(turned(cells, turn), turn) == cells).all()
    assert (turned(cells, turn).shape == (2, 3, 4)) == (turn % 2 == 0)


def test_the_eight_turns_differ():
    cells = np.arange(9).reshape(3, 3)
    assert len({turned(cells, turn).tobytes() for turn in range(8)}) == 8
