"""Sudoku tokens and augmentations are those of official data (tests/golden/parity)."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from tinyduo.trm.puzzles.sudoku import Layout, Symmetry, from_line
from tinyduo.trm.puzzles.sudoku.official_form import (
    BLANK,
    FIRST_DIGIT,
    augmentation,
    of_tokens,
    tokens_of,
    vocabulary,
)

GOLDEN = json.loads(
    (Path(__file__).parents[3] / "golden" / "parity" / "sudoku_augment.json").read_text()
)
NINE = Layout()


@pytest.mark.parametrize("case", GOLDEN["augmented"], ids=lambda case: f"seed {case['seed']}")
def test_augmentations_are_the_official_ones(case):
    symmetry = augmentation(
        NINE,
        transposed=case["transpose"],
        rows=case["row_perm"],
        cols=case["col_perm"],
        digits=case["digit_map"],
    )
    for name in ("puzzle", "solution"):
        assert symmetry.apply(from_line(GOLDEN[name])) == from_line(case[name])
        assert symmetry.inverse().apply(from_line(case[name])) == from_line(GOLDEN[name])


def test_an_augmentation_must_keep_the_boxes():
    torn = [3, 1, 2, 0, 4, 5, 6, 7, 8]
    with pytest.raises(ValueError, match="stay together"):
        augmentation(NINE, transposed=False, rows=torn, cols=range(9), digits=range(10))


def test_a_transposed_board_of_oblong_boxes_changes_its_layout():
    layout = Layout(2, 3)
    symmetry = augmentation(layout, transposed=True, rows=range(6), cols=range(6), digits=range(7))
    assert symmetry.target == Layout(3, 2)


def test_tokens_are_digits_plus_one_and_come_back(dug, layout):
    puzzle = dug(layout, layout.size)
    tokens = tokens_of(puzzle)
    assert tokens.min() == BLANK
    assert tokens.max() < vocabulary(layout.size) == layout.size + FIRST_DIGIT
    assert of_tokens(tokens) == of_tokens(tokens.ravel()) == puzzle.givens
    moved = Symmetry.random(layout, random.Random(1)).apply(puzzle.givens)
    assert (tokens_of(moved) == np.array(moved) + 1).all()


@pytest.mark.parametrize("token", [0, 6])
def test_padding_and_digits_of_larger_boards_are_named(token):
    tokens = np.full((4, 4), BLANK)
    tokens[1, 2] = token
    with pytest.raises(ValueError, match=f"r2c3 has token {token}, expected 1"):
        of_tokens(tokens)


def test_tokens_must_be_a_square():
    with pytest.raises(ValueError, match="no square board"):
        of_tokens(np.ones((2, 8), int))
