"""`solve_arc_task` the function: records as in the contract, and errors an agent can act on."""

import json

import pytest

from tinyduo.tools import ToolInputError, solve_arc_task
from tinyduo.tools.arc import MAX_PAIRS, arc_content, arc_summary
from tinyduo.trm.solving.arc.result import ARC_SECONDS

TRAIN = [
    {"input": [[0, 1], [1, 0]], "output": [[1, 0], [0, 1]]},
    {"input": [[0, 2], [2, 0]], "output": [[2, 0], [0, 2]]},
]
TEST = [{"input": [[0, 3], [3, 0]]}]


def test_a_record_is_json_and_as_in_the_contract(guessing):
    record = solve_arc_task(TRAIN, TEST)
    assert json.loads(json.dumps(record)) == record
    assert record == {
        "kind": "arc",
        "status": "predicted",
        "grid": {"train": TRAIN, "test": TEST},
        "answer": [
            [
                {"grid": [[0, 3], [3, 0]], "p_correct": 0.61},
                {"grid": [[1, 4], [4, 1]], "p_correct": 0.08},
            ]
        ],
        "verdict": None,
        "self_check": {"hits": 1, "folds": 2, "reproduced": 2, "demonstrations": 2},
        "sizes": ["the input"],
        "reason": None,
        "steps": 40,
        "weights": "guess",
        "seconds": 0.1,
    }


def test_the_solver_gets_the_budget_and_the_seed_and_no_test_output(guessing):
    solve_arc_task(TRAIN, [TEST[0] | {"output": [[7, 7]]}], budget_s=3, seed=5)
    solve_arc_task(TRAIN, TEST)
    first, second = guessing
    assert (first["budget"].seconds, first["seed"]) == (3, 5)
    assert second["budget"].seconds == ARC_SECONDS
    assert "7" not in repr(first["task"])


def test_a_refusal_is_a_result_with_its_reason(guessing):
    record = solve_arc_task(TRAIN, [{"input": [[9]]}])
    assert (record["status"], record["answer"]) == ("unsupported", None)
    assert record["reason"] == "no size fits"
    assert "no size fits" in arc_summary(record)


@pytest.mark.parametrize(
    ("train", "test", "expected"),
    [
        ([], TEST, "train: the task has no demonstrations"),
        (TRAIN, [], "test: the task has no test inputs"),
        (TRAIN * 16, TEST, f"train has 32 pairs, expected at most {MAX_PAIRS}"),
        (TRAIN, TEST * 31, "test has 31 pairs"),
        ([{"input": [[0], [1, 2]], "output": [[1]]}], TEST, "train: demonstration 1, input: row 2"),
        ([{"input": [[10]], "output": [[1]]}], TEST, "r1c1 is 10"),
        ([{"input": [[True]], "output": [[1]]}], TEST, "r1c1 is True"),
        ([{"input": [[0] * 31], "output": [[1]]}], TEST, "31 columns"),
        ([{"input": [[0]]}], TEST, 'demonstration 1 has no "output"'),
        (TRAIN, [{"output": [[1]]}], 'test: test 1 has no "input"'),
        (TRAIN, [[[1]]], "test"),
        (TRAIN, 5, "test"),
        ("x", TEST, "train"),
    ],
)
def test_input_that_is_no_task_is_a_one_line_error(train, test, expected):
    with pytest.raises(ToolInputError, match=expected.replace("(", r"\(")) as caught:
        solve_arc_task(train, test)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("budget", [0, -1, 1e9, float("nan")])
def test_a_budget_out_of_range_is_refused(budget):
    with pytest.raises(ToolInputError, match="budget_s"):
        solve_arc_task(TRAIN, TEST, budget_s=budget)


def test_the_word_that_nobody_may_use_of_arc_is_not_used(guessing):
    assert "verified" not in arc_summary(solve_arc_task(TRAIN, TEST)).lower()


@pytest.mark.parametrize(("side", "attempts"), [(2, 2), (22, 1), (30, 0)])
def test_the_content_leaves_out_what_is_too_large(guessing, side, attempts):
    record = solve_arc_task(TRAIN, [{"input": [[1] * side] * side}])
    content = arc_content(record)
    assert len(json.dumps(content)) <= 1000
    assert sum(map(len, content["answer"] or [])) == attempts
    assert ("artifact" in content["summary"]) == (attempts < 2)
    if attempts:
        assert content["answer"][0][0] == {"grid": ["1" * side] * side, "p": 0.61}
