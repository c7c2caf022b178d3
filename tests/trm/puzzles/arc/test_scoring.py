"""The strict score: what counts, over which tasks, and that nothing can be gained by trickery."""

from dataclasses import replace

import pytest

from tinyduo.trm.puzzles.arc import Rate, score, score_task

WRONG = ((0,),)


@pytest.fixture
def right(item):
    """The right answers to the test inputs of the item."""
    return item.targets


def test_one_of_two_attempts_is_enough_and_a_third_counts_for_nothing(item, right):
    first, second = right
    assert score_task(((first,), (WRONG, second)), item).solved == (True, True)
    assert score_task(((WRONG, WRONG, first), (None, second)), item).solved == (False, True)


def test_only_the_test_input_in_whose_place_an_answer_stands_counts(item, right):
    assert score_task((right[::-1], (None, right[0])), item).solved == (True, False)
    assert score_task(((right[1],), (right[0],)), item).solved == (False, False)


def test_every_cell_and_the_size_must_be_right(item, right):
    almost = ((6, 0), (0, 8))
    larger = (*right[1], (0, 0))
    assert score_task(((right[0],), (almost, larger)), item).solved == (True, False)


def test_a_task_scores_the_share_of_its_outputs(item, right):
    one = ((right[0],), (WRONG, None))
    found = score({"a": one, "b": tuple((grid,) for grid in right)}, {"a": item, "b": item})
    assert found.tasks["a"].share == 0.5
    assert found.tasks["a"].attempts == 2
    assert (found.mean.hits, found.mean.n) == (1.5, 2)
    assert (found.fully_solved.hits, found.fully_solved.n) == (1, 2)
    assert (found.outputs.hits, found.outputs.n) == (3, 4)


def test_the_mean_is_over_tasks_and_not_over_outputs(item, right):
    single = replace(
        item, task=replace(item.task, tests=item.task.tests[:1]), targets=item.targets[:1]
    )
    found = score({"b": ((right[0],),)}, {"a": item, "b": single})
    assert found.mean.value == 0.5
    assert found.outputs.value == pytest.approx(1 / 3)


def test_what_is_missing_counts_as_wrong_and_what_was_not_asked_for_not_at_all(item, right):
    """The official scorer divides by the tasks handed in (arc-agi-benchmarking#97)."""
    answers = tuple((grid,) for grid in right)
    found = score({"a": answers, "z": answers}, {name: item for name in "abcd"})
    assert found.mean.value == 0.25
    assert found.missing == ("b", "c", "d")
    assert found.unasked == ("z",)
    assert found.tasks["b"].solved == (False, False)
    short = score({"a": answers[:1]}, {"a": item})
    assert (short.mean.value, short.missing) == (0.5, ())
    refused = score({"a": ()}, {"a": item})  # handed in, with nothing in it
    assert (refused.mean.value, refused.missing) == (0.0, ())


def test_what_cannot_be_scored_is_refused(item):
    with pytest.raises(ValueError, match="no tasks to score"):
        score({}, {})
    with pytest.raises(ValueError, match="mirror: 3 answers, expected 2"):
        score_task(((), (), ()), item)
    with pytest.raises(ValueError, match="mirror: the test outputs are not known"):
        score_task((), replace(item, targets=None))


def test_rates_have_wilson_intervals():
    for end in Rate(187, 200).interval:  # an end q solves (p - q)^2 = z^2 q (1 - q) / n
        assert (0.935 - end) ** 2 == pytest.approx(1.96**2 * end * (1 - end) / 200)
    assert [round(end, 3) for end in Rate(187, 200).interval] == [0.892, 0.962]
    assert Rate(0, 0).interval == (0.0, 1.0)
    assert Rate(0, 50).interval[0] == 0.0
    assert Rate(50, 50).interval[1] == 1.0
    assert Rate(0, 0).value == 0.0


def test_json_says_all_of_it(item, right):
    data = score({"a": ((right[0],), ())}, {"a": item, "b": item}).to_json()
    assert data["score"] == {
        "value": 0.25,
        "hits": 0.5,
        "n": 2,
        "interval": data["score"]["interval"],
    }
    assert data["tasks"] == {"a": 0.5, "b": 0.0}
    assert (data["missing"], data["unasked"], data["attempts"]) == (["b"], [], 2)
