"""What is said of a puzzle is true for its status and for what was asked."""

import pytest

from tinyduo.hybrid.sudoku.facts import facts_of
from tinyduo.tools.reading import Ask
from tinyduo.trm.puzzles import Problem, Status, Verdict
from tinyduo.trm.puzzles.sudoku import from_line, verify
from tinyduo.trm.result import Result

SMALL, BARE = from_line("...4...31...4..."), from_line("12..............")
ANSWER = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 3, 1))
BAD = ((3, 1, 2, 4), (2, 4, 1, 3), (1, 3, 4, 2), (4, 2, 1, 1))
OTHERS = ((1, 2, 3, 4), (4, 3, 1, 2), (2, 1, 4, 3), (3, 4, 2, 1))


def words(puzzle, ask, status, answer=None, *, unique=None, verdict=None, others=(), attempt=None):
    if answer and verdict is None:
        verdict = verify(puzzle, answer)
    result = Result(status, answer, verdict, unique, others, 2, 7, 0.5, 0.1, "sudoku")
    return " ".join(facts_of(puzzle, result, ask, attempt))


def test_unsolved_says_so_and_names_what_is_broken():
    said = words(SMALL, Ask.SOLVE, Status.UNSOLVED, BAD, unique=True)
    assert said.startswith("Not solved: 7 tries")
    assert "The best try is shown, and it is not right. Column 3 has two 1s" in said
    assert "shown" not in words(SMALL, Ask.SOLVE, Status.UNSOLVED)


def test_unsolved_still_has_hints_checks_and_counts():
    """Whatever was asked, the reply was that the best try is shown."""
    assert "only r2c2 can hold 4" in words(SMALL, Ask.HINT, Status.UNSOLVED, BAD)
    entered = ((4, 0, 0, 4), *SMALL.givens[1:])
    assert "two 4s" in words(SMALL, Ask.CHECK, Status.UNSOLVED, BAD, attempt=entered)
    count = words(SMALL, Ask.COUNT, Status.UNSOLVED, BAD, unique=True)
    assert count.endswith("exactly one answer, but the network did not find it.")


@pytest.mark.parametrize("ask", list(Ask))
def test_unsolved_is_never_called_solved_or_verified(ask):
    said = words(SMALL, ask, Status.UNSOLVED, BAD).lower().replace("not solved", "")
    assert "solved" not in said
    assert "verified" not in said.replace("no verified", "")


def test_several_answers_are_shown_only_where_they_are_there():
    said = words(BARE, Ask.SOLVE, Status.MULTIPLE, OTHERS, unique=False, others=(ANSWER,))
    assert "two of them are shown" in said
    assert "the network found none" in words(BARE, Ask.SOLVE, Status.MULTIPLE, unique=False)
    said = words(BARE, Ask.EXPLAIN, Status.MULTIPLE, OTHERS, unique=False)
    assert "fill 0 of the 14 blanks; the givens do not settle the rest." in said


def test_a_hidden_contradiction_is_said_once():
    """The words were "has no answer. No answer exists: ..."."""
    problem = Problem("contradiction", ((0, 0), (1, 2)), "no answer exists: the givens ...")
    said = words(BARE, Ask.SOLVE, Status.CONTRADICTION, verdict=Verdict((problem,)))
    assert said == (
        "This 4x4 Sudoku with 2 givens has no answer: the givens at r1c1 and r2c3 cannot all "
        "stand together."
    )


def test_how_hard_is_answered_in_plain_words():
    said = words(SMALL, Ask.QUESTION, Status.SOLVED, ANSWER, unique=True)
    assert said.startswith("An easy 4x4 Sudoku with 4 givens: each step is a cell with one")
    assert said.endswith("the answer is verified and there is no other.")
