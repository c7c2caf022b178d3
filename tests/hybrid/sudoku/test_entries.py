"""What is said of single cells: entries, corrections, questions."""

import pytest

from tinyduo.hybrid.sudoku.coach import HintLevel
from tinyduo.hybrid.sudoku.entries import (
    Why,
    read_cell_question,
    read_correction,
    read_entries,
    read_entry_check,
    read_hint_level,
    read_why,
)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("r1c4 is a 7", {(0, 3): 7}),
        ("put a 7 in r1c4", {(0, 3): 7}),
        ("put 7 in row 1 column 4", {(0, 3): 7}),
        ("R1C4: A and r2c2 = 3", {(0, 3): 10, (1, 1): 3}),
        ("clear r1c4", {(0, 3): 0}),
        ("r1c4 is blank", {(0, 3): 0}),
        ("Zeile 1, Spalte 4 ist eine 7", {(0, 3): 7}),
        ("fila 1, columna 4 = 7", {(0, 3): 7}),
        ("I'll put a seven in row 1, column 4 please", {(0, 3): 7}),
        ("r1c1=1; r1c2=2 and then r1c3=3", {(0, 0): 1, (0, 1): 2, (0, 2): 3}),
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
        ("oops, r3c4 is 8", {(2, 3): 8}),
        ("r3c4 is an 8, not a 3", {(2, 3): 8}),
        ("I mistyped r3c4, it should be 8", {(2, 3): 8}),
        ("sorry, you misread r3c4: it's an 8", {(2, 3): 8}),
        ("change r3c4 from 3 to 8", {(2, 3): 8}),
        ("the given in r3c4 is 8", {(2, 3): 8}),
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


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("why is r3c5 a 7?", Why((2, 4), 7)),
        ("Why r3c5=7", Why((2, 4), 7)),
        ("why does row 3, column 5 hold a seven", Why((2, 4), 7)),
        ("explain r3c5", Why((2, 4))),
        ("why can't r3c5 be a 5?", Why((2, 4), 5, against=True)),
        ("pourquoi pas 5 en ligne 3, colonne 5 ?", Why((2, 4), 5, against=True)),
        ("why is r3c5 a 7 and r3c6 an 8?", None),
        ("why?", None),
        ("r3c5 is 7", None),
        ("why is r0c5 a 7", None),
        ("why " * 500 + "r1c1", None),
    ],
)
def test_why(text, asked):
    assert read_why(text) == asked


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("a stronger hint", HintLevel.DIGIT),
        ("give me a bigger hint please", HintLevel.DIGIT),
        ("just a tiny hint", HintLevel.PLACE),
        ("where should I look next?", HintLevel.PLACE),
        ("hint", None),
    ],
)
def test_levels_of_hints(text, level):
    assert read_hint_level(text) is level


def test_the_check_of_one_entry():
    assert read_entry_check("is my entry in r3c4 right?") == (2, 3)
    assert read_entry_check("check r3c4") == (2, 3)
    assert read_entry_check("is r3c4 8?") is None
