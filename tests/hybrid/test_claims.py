"""The claim checker keeps what the facts bear out and drops the rest."""

from dataclasses import replace

import pytest

from tinyduo.hybrid.claims import Claims, check, named_cells, named_places, numbers_in
from tinyduo.trm.puzzles import Status

GRID = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 3, 1))
SOLVED = Claims(
    status=Status.SOLVED,
    unique=True,
    board=(4, 4),
    sizes=frozenset({(4, 4), (2, 2)}),
    shown=GRID,
    numbers=frozenset({4, 5}),
    places=frozenset({"row 1", "box 2"}),
)
HINT = replace(SOLVED, cells=frozenset({(0, 0)}))
UNSOLVED = replace(SOLVED, status=Status.UNSOLVED, unique=None, shown=None)
CONTRADICTION = replace(UNSOLVED, status=Status.CONTRADICTION)


@pytest.mark.parametrize(
    "sentence",
    [
        "Your puzzle is solved and verified.",
        "r1c1 is 3.",
        "r2c3 must be 1!",
        "Start with row 1, where r1c1 = 3.",
        "It is the only solution.",
        "The 4x4 board has 4 givens.",
        "It took five steps.",
        "What a nice puzzle.",
    ],
)
def test_true_sentences_are_kept(sentence):
    assert check(sentence, SOLVED) == (sentence, [])


@pytest.mark.parametrize(
    "sentence",
    [
        "r1c1 is 4.",
        "r9c1 is 3.",
        "The cell r1c1 holds the digit 2.",
        "r1c1 surely needs 2.",
        "Look at row 3.",
        "It took 7 steps.",
        "It took seven steps.",
        "The boxes are 3x3.",
        "There are several solutions.",
        "This puzzle is impossible.",
        "It cannot be solved.",
    ],
)
def test_false_or_unfounded_sentences_are_dropped(sentence):
    assert check(sentence, SOLVED) == ("", [sentence])


@pytest.mark.parametrize("word", ["solved", "verified", "correct", "valid", "successfully filled"])
@pytest.mark.parametrize("claims", [UNSOLVED, CONTRADICTION])
def test_nothing_unsolved_is_called_right(word, claims):
    assert check(f"Your puzzle is {word}.", claims)[0] == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "I can help with any type of puzzle, from simple ones to complex ones.",
        "I'm here to assist you, no matter how difficult the puzzle may seem.",
        "We solve every Sudoku.",
    ],
)
def test_without_a_puzzle_a_model_promises_nothing(sentence):
    """The embedded model offered to help with puzzles of every kind."""
    claims = Claims(Status.NONE, None, (9, 9), frozenset(), None, frozenset(), frozenset())
    assert check(f"Hello there! {sentence}", claims) == ("Hello there!", [sentence])


def test_uniqueness_is_claimed_only_where_the_judge_said_so():
    unsure = replace(SOLVED, unique=None)
    assert check("It has a unique solution.", SOLVED)[0]
    assert not check("It has a unique solution.", unsure)[0]


def test_a_hint_names_no_other_cell():
    assert check("r1c1 is 3.", HINT)[0]
    assert not check("And r2c1 is 2.", HINT)[0]


def test_true_sentences_survive_beside_false_ones():
    kept, dropped = check("r1c1 is 3. r1c2 is 9! It took 5 steps.", SOLVED)
    assert kept == "r1c1 is 3. It took 5 steps."
    assert dropped == ["r1c2 is 9!"]


def test_what_a_text_of_facts_names():
    text = "In row 3 only r3c4 can hold 7; Column 12 and block 2 too."
    assert named_cells(text) == {(2, 3)}
    assert named_places(text) == {"row 3", "column 12", "box 2"}
    assert numbers_in(text) == {3, 7, 12, 2}


@pytest.mark.parametrize("text", ["", "\0", "9" * 5000, "r" * 5000, "r1c1 " * 2000, "." * 5000])
def test_any_text_is_checked_quickly(text):
    check(text, SOLVED)
