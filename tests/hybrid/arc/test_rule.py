"""Simple rules of whole grids: found where they fit all demonstrations, said as observations."""

import pytest

from tinyduo.hybrid.arc.facts import facts_of
from tinyduo.hybrid.arc.rule import simple_rule
from tinyduo.tools.reading import Ask
from tinyduo.trm.puzzles import Status
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration
from tinyduo.trm.solving.arc.result import ArcAttempt, ArcResult


def grid(*rows):
    return tuple(tuple(map(int, row)) for row in rows)


ONE, TWO, TEST = grid("012", "340"), grid("110", "025"), grid("500", "010")


def task(rule, one=ONE, two=TWO, test=TEST):
    return ArcTask((Demonstration(one, rule(one)), Demonstration(two, rule(two))), (test,))


def turned(one):
    return tuple(tuple(row) for row in zip(*one[::-1], strict=True))


def framed(one):
    """The grid with a margin of black cells."""
    wide = (0,) * (len(one[0]) + 2)
    return (wide, *((0, *row, 0) for row in one), wide)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (lambda one: one, "the input itself"),
        (lambda one: one[::-1], "the input mirrored top to bottom"),
        (lambda one: tuple(row[::-1] for row in one), "the input mirrored left to right"),
        (turned, "the input turned a quarter to the right"),
        (lambda one: turned(turned(one)), "the input turned by half"),
        (lambda one: turned(turned(turned(one))), "the input turned a quarter to the left"),
        (lambda one: tuple(zip(*one, strict=True)), "the input mirrored at its main diagonal"),
        (
            lambda one: tuple(tuple((cell + 3) % 10 for cell in row) for row in one),
            "the input recoloured one to one",
        ),
        (
            lambda one: tuple(tuple((cell + 3) % 10 for cell in row) for row in one[::-1]),
            "the input mirrored top to bottom and recoloured one to one",
        ),
        (
            lambda one: tuple(
                tuple(cell for cell in row for _ in range(3)) for row in one for _ in range(2)
            ),
            "the input magnified 2x3",
        ),
        (lambda one: tuple(row * 2 for row in one) * 3, "the input repeated 3x2"),
    ],
)
def test_a_rule_that_fits_has_a_name_and_can_be_applied(rule, words):
    found = simple_rule(task(rule))
    assert found is not None
    assert found.words == words
    assert found.apply(TEST) == rule(TEST)


def test_a_box_that_is_cut_out_is_named():
    inner = {framed(ONE): ONE, framed(grid("11", "23")): grid("11", "23")}
    found = simple_rule(
        ArcTask(tuple(Demonstration(*pair) for pair in inner.items()), (framed(TWO),))
    )
    assert found is not None
    assert found.words == "cut out of the input: what is not background"
    assert found.apply(framed(TWO)) == TWO


def test_no_rule_is_forced_on_a_task():
    assert simple_rule(task(lambda one: ((sum(map(sum, one)) % 10,),))) is None


def test_a_colour_the_demonstrations_do_not_show_is_left_open():
    recoloured = task(
        lambda one: tuple(tuple((cell + 3) % 10 for cell in row) for row in one), test=grid("999")
    )
    found = simple_rule(recoloured)
    assert found is not None
    assert found.apply(grid("999")) is None
    said = " ".join(facts_of(recoloured, predicted(grid("222")), Ask.EXPLAIN))
    assert "does not say what becomes of the test input" in said


def predicted(*grids):
    attempts = tuple(ArcAttempt(each, 0.5, 0.5) for each in grids)
    return ArcResult(Status.PREDICTED, (attempts,), None, (), None, 40, 0.1, "arc")


def test_an_explanation_observes_and_never_verifies():
    mirrored = task(lambda one: one[::-1])
    agrees = " ".join(facts_of(mirrored, predicted(TWO, TEST[::-1]), Ask.EXPLAIN))
    assert "in all 2 demonstrations the output is the input mirrored top to bottom" in agrees
    assert "That the test follows it is not certain." in agrees
    assert "The network's attempt 2 agrees with it." in agrees
    differs = " ".join(facts_of(mirrored, predicted(TWO), Ask.EXPLAIN))
    assert "No attempt of the network agrees with it." in differs
    for said in (agrees, differs):
        assert "verified" not in said
        assert "solved" not in said.lower()
    assert "An observation" not in " ".join(facts_of(mirrored, predicted(TWO), Ask.HINT))
