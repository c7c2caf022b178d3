"""The claim checker keeps what the facts bear out and drops the rest."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.hybrid.claims import Claims, check, examine, named_cells, sentences_in, stated
from tinyduo.hybrid.sudoku.facts import facts_of
from tinyduo.hybrid.sudoku.kind import claims_of
from tinyduo.tools.reading import Ask
from tinyduo.trm.puzzles import Problem, Status, Verdict
from tinyduo.trm.puzzles.sudoku import from_line, verify
from tinyduo.trm.result import Result

GRID = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 3, 1))
FACTS = (
    "Solved and verified: this 4x4 Sudoku with 4 givens is filled, and there is no other answer.",
    "The network took 5 steps at the first try.",
    "A first step to follow by hand: in box 2 only r1c3 can hold 2.",
    "In row 1 the 2 must be in r1c2 or r1c3, all in box 1.",
)
SOLVED = Claims(
    status=Status.SOLVED,
    unique=True,
    board=(4, 4),
    sizes=frozenset({(4, 4), (2, 2)}),
    shown=GRID,
    facts=FACTS,
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
        "Start with box 2, where r1c3 = 2.",
        "Only r1c3 can hold the 2 in box 2.",
        "It is the only solution.",
        "The 4x4 board has 4 givens.",
        "It took five steps.",
        "It took 5 network steps.",
        "What a nice puzzle.",
        "Row 3, column 1 holds a 1.",
        "Zeile 1, Spalte 1 ist 3.",
        "fila 2, columna 2 es 4.",
        "ligne 2, colonne 2 : 4.",
        "2行2列は4です。",
        "第1行第1列是3。",
        "Es hat 4 Vorgaben.",
        "Das Sudoku ist gelöst und eindeutig.",
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
        "r1c1 is not 3.",
        "Look at row 3.",
        "Only r1c3 can hold the 2 in box 1.",
        "Only r1c3 can hold the 4 in box 2.",
        "It took 7 steps.",
        "It took seven steps.",
        "It took 4 steps.",
        "It has 5 givens.",
        "It took 5.",
        "The boxes are 3x3.",
        "It is a 2x2 Sudoku.",
        "There are several solutions.",
        "This puzzle is impossible.",
        "It cannot be solved.",
        "Zeile 1, Spalte 1 ist 4.",
        "fila 2, columna 2 es 3.",
        "ligne 2, colonne 2 : 3.",
        "2行2列は3です。",
        "第1行第1列是2。",
        "(1, 1) is 4.",
        "Es hat 5 Vorgaben.",
        "Es ist unmöglich.",
    ],
)
def test_false_or_unfounded_sentences_are_dropped(sentence):
    assert check(sentence, SOLVED) == ("", [sentence])


@pytest.mark.parametrize(
    "word",
    [
        *("solved", "verified", "correct", "valid", "successfully filled", "gelöst", "resuelto"),
        *("résolu", "verificato", "решено"),
    ],
)
@pytest.mark.parametrize("claims", [UNSOLVED, CONTRADICTION])
def test_nothing_unsolved_is_called_right(word, claims):
    assert check(f"Your puzzle is {word}.", claims)[0] == ""


def test_what_is_not_right_may_be_said_so():
    assert check("It is not solved.", UNSOLVED)[0]
    assert not check("It is not solved.", SOLVED)[0]
    assert not check("It is not unique.", SOLVED)[0]


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
    claims = Claims(Status.NONE, None, (9, 9), frozenset(), None)
    assert check(f"Hello there! {sentence}", claims) == ("Hello there!", [sentence])


def test_uniqueness_is_claimed_only_where_the_judge_said_so():
    unsure = replace(SOLVED, unique=None)
    assert check("It has a unique solution.", SOLVED)[0]
    assert not check("It has a unique solution.", unsure)[0]


def test_a_hint_names_no_other_cell():
    assert check("r1c1 is 3.", HINT)[0]
    assert not check("And r2c1 is 2.", HINT)[0]


def test_a_right_number_in_the_wrong_place_is_found():
    """Numbers were a bag: "5 givens" passed because the network took 5 steps."""
    assert check("The network took 4 steps.", SOLVED)[0] == ""
    assert check("In row 1 the 1 must be in r1c2 or r1c3.", SOLVED)[0] == ""
    assert check("In row 1 the 2 must be in r1c2 or r1c3.", SOLVED)[0]


def test_true_sentences_survive_beside_false_ones():
    kept, dropped = check("r1c1 is 3. r1c2 is 9! It took 5 steps.", SOLVED)
    assert kept == "r1c1 is 3. It took 5 steps."
    assert dropped == ["r1c2 is 9!"]


def test_what_was_checked_is_counted():
    checked = examine("r1c1 is 3. r1c2 is 9! It is solved. Nice.", SOLVED)
    assert checked.claims_checked == 5
    assert checked.sentences_kept == 0.75
    twice = checked + checked
    assert (twice.claims_checked, twice.sentences_kept) == (10, 0.75)
    assert examine("...", SOLVED).sentences_kept == 1


def test_what_a_text_of_facts_names():
    text = "In row 3 only r3c4 can hold 7; r1c1 and r1c2 can only be 8 and 9; r2c2 can only be 5: x"
    assert named_cells(text) == {(2, 3), (0, 0), (0, 1), (1, 1)}
    assert stated([text]) == {(2, 3): "7", (1, 1): "5"}
    assert sentences_in("p is 0.61, or so. Yes!") == ["p is 0.61, or so.", "Yes!"]


@pytest.mark.parametrize("text", ["", "\0", "9" * 5000, "r" * 5000, "r1c1 " * 2000, "." * 5000])
def test_any_text_is_checked_quickly(text):
    check(text, SOLVED)


# Facts of real puzzles: whatever one changes in them is found.

SMALL, BARE = from_line("...4...31...4..."), from_line("12..............")
OTHERS = ((1, 2, 3, 4), (4, 3, 1, 2), (2, 1, 4, 3), (3, 4, 2, 1))
TWICE = from_line("4..4............")
_BAD = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 1, 1))


def told(puzzle, status, ask, answer=None, unique=None, attempt=None, verdict=None):
    verdict = verify(puzzle, answer) if answer else verdict
    result = Result(status, answer, verdict, unique, (), 12, 7, 0.5, 0.1, "sudoku")
    facts = facts_of(puzzle, result, ask, attempt)
    return facts, claims_of(puzzle, result, ask, facts)


def cases():
    problem = Problem("row", ((0, 0), (0, 3)), "row 1 has two 4s: r1c1 and r1c4")
    entries = ((3, 2, 0, 4), *SMALL.givens[1:])
    yield told(TWICE, Status.CONTRADICTION, Ask.SOLVE, verdict=Verdict((problem,)))
    yield told(SMALL, Status.SOLVED, Ask.CHECK, GRID, True, entries)
    for ask in (Ask.SOLVE, Ask.EXPLAIN, Ask.HINT, Ask.COUNT, Ask.QUESTION):
        yield told(SMALL, Status.SOLVED, ask, GRID, True)
        yield told(BARE, Status.MULTIPLE, ask, OTHERS, False)
        yield told(SMALL, Status.UNSOLVED, ask, _BAD, True)


CASES = list(cases())
FRAMES = ("{}", "Well, {}", "As you can see: {}", "Also gut: {}", "{} Enjoy.")


def spoken(fact):
    """A fact in other words, its numbers kept; None where there is nothing to reword."""
    return re.sub(r"^(?:Solved and verified|A first step to follow by hand|Step \d+): ", "", fact)


@given(st.sampled_from(CASES), st.sampled_from(FRAMES), st.data())
@settings(max_examples=150, deadline=None)
def test_sentences_made_of_facts_are_kept(case, frame, data):
    facts, claims = case
    sentence = data.draw(st.sampled_from([s for fact in facts for s in sentences_in(fact)]))
    text = frame.format(spoken(sentence))
    kept, dropped = check(text, claims)
    allowed_words = ("no answer", "not right", "nothing")  # only the template may deny
    assert kept or any(word in text for word in allowed_words), dropped


@given(st.sampled_from(CASES), st.sampled_from(FRAMES), st.integers(1, 20), st.data())
@settings(max_examples=400, deadline=None)
def test_a_sentence_with_one_number_changed_is_always_found(case, frame, new, data):
    facts, claims = case
    every = [s for fact in facts for s in sentences_in(fact)]
    sentence = data.draw(st.sampled_from(every))
    places = list(re.finditer(r"\d+", sentence))
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    if int(place[0]) == new:
        return
    changed = f"{sentence[: place.start()]}{new}{sentence[place.end() :]}"
    begin = sentence[: place.start()].rfind(": ") + 1  # "The hardest one is ...: " and a step
    if any(changed[begin:] in each for each in every) or is_true(changed, claims):
        return  # another fact says so
    assert check(frame.format(changed), claims)[1], changed


def is_true(text, claims):
    """Whether a changed sentence says no more than that some cells hold what they do hold."""
    found = re.fullmatch(r"\D*r(\d+)c(\d+) (?:is|can only be) (\d+)\W.*", text)
    if not found or claims.shown is None:
        return False
    row, col, digit = map(int, found.groups())
    inside = 0 < row <= len(claims.shown) and 0 < col <= len(claims.shown)
    return inside and claims.shown[row - 1][col - 1] == digit
