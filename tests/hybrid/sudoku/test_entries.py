"""What is said of single cells: entries, corrections, questions."""

import pytest

from tinyduo.hybrid.sudoku.entries import read_cell_question, read_correction, read_entries


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("r1c4 is a 7", {(0, 3): 7}),
        ("put a 7 in r1c4", {(0, 3): 7}),
        ("put 7 in row 1 column 4", {(0, 3): 7}),
        ("R1C4: A and r2c2 = 3", {(0, 3): 10, (1, 1): 3}),
        ("clear r1c4", {(0, 3): 0}),
        ("r1c4 is blank", {(0, 3): 0}),
        ("r0c4 = 1", None),
        ("what is r1c4?", None),
        ("r1c4 = 7 I think, or 8", None),
        (" ".join(f"r1c{col}=1" for col in range(1, 12)), None),
        ("r1c1=1 " * 200, None),
    ],
)
def test_entries(text, entries):
    assert read_entries(text) == entries


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("no, r3c4 is an 8", {(2, 3): 8}),
        ("You misread it: r3c4 = 8", {(2, 3): 8}),
        ("r3c4 should be 8", {(2, 3): 8}),
        ("now r3c4 is 8", None),
        ("r3c4 is 8", None),
        ("no", None),
    ],
)
def test_corrections(text, cells):
    assert read_correction(text) == cells


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what goes in r1c2?", ((0, 1), None)),
        ("solve row 1, column 2", ((0, 1), None)),
        ("is 7 right in r1c2?", ((0, 1), 7)),
        ("could r1c2 be a 7?", ((0, 1), 7)),
        ("why is r1c2 7?", None),
        ("what is 5 + 5 in r1c2", None),
        ("what about r1c2 and r3c4?", None),
        ("what is r0c2", None),
        ("r1c2 = 7", None),
    ],
)
def test_questions(text, asked):
    assert read_cell_question(text) == asked
