"""The ARC Prize form: what the official scorer needs is there, and its sums are ours."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tinyduo.trm.puzzles.arc import read_submission, score
from tinyduo.trm.puzzles.arc.prize import Work, prize_of, results_of, write_results, write_task

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
WORK = Work(
    "trm",
    NOON,
    NOON + timedelta(seconds=30),
    settings={"seed": 0},
    prompt_tokens=7,
    completion_tokens=5,
    reasoning_tokens=2,
    cost=0.25,
)
WRONG = ((0,),)


@pytest.fixture
def answers(item):
    """The first test input answered rightly at the second attempt, the other not at all."""
    return ((WRONG, item.targets[0]), ())


def test_a_task_there_and_back(item, answers, tmp_path):
    path = write_task(tmp_path, item, answers, WORK)
    assert path.name == "mirror.json"
    assert read_submission(tmp_path) == {"mirror": (answers[0], (None, None))}


def test_every_attempt_has_what_the_official_schema_requires(item, answers):
    tests = prize_of(item, answers, WORK)
    for place, test in enumerate(tests):
        assert list(test) == ["attempt_1", "attempt_2"]
        for attempt in test.values():
            metadata = attempt["metadata"]
            required = "model provider start_timestamp end_timestamp choices kwargs usage cost"
            assert set(required.split()) <= metadata.keys()
            assert metadata["pair_index"] == place
            assert metadata["task_id"] == "mirror"
            assert metadata["kwargs"] == {"seed": 0, "device": "cpu"}
            # Of an empty answer, the official scorer quotes the last choice.
            quoted = metadata["choices"][-1]["message"]["content"]
            assert json.loads(quoted) == attempt["answer"]
            for key in ("start_timestamp", "end_timestamp"):
                assert datetime.fromisoformat(metadata[key]).tzinfo is not None
    assert tests[1]["attempt_1"]["answer"] == []
    assert [attempt["correct"] for test in tests for attempt in test.values()] == [
        False, True, False, False,
    ]  # fmt: skip


def test_without_outputs_nobody_says_whether_an_attempt_is_right(item, answers):
    tests = prize_of(replace(item, targets=None), answers, WORK)
    assert {attempt["correct"] for test in tests for attempt in test.values()} == {None}


def official_sums(folder):
    """What the official scorer adds up over the attempts of all files."""
    sums = {"seconds": 0.0, "cost": 0.0, "output": 0, "total": 0, "attempts": 0, "empty": 0}
    for path in folder.glob("*.json"):
        for test in json.loads(path.read_text()) if path.name != "results.json" else ():
            for attempt in test.values():
                metadata = attempt["metadata"]
                ends = (metadata[f"{end}_timestamp"] for end in ("start", "end"))
                start, end = map(datetime.fromisoformat, ends)
                sums["seconds"] += (end - start).total_seconds()
                sums["cost"] += metadata["cost"]["total_cost"]
                sums["output"] += metadata["usage"]["completion_tokens"]
                sums["total"] += metadata["usage"]["total_tokens"]
                sums["attempts"] += 1
                sums["empty"] += attempt["answer"] == []
    return sums


def test_results_say_what_the_official_scorer_would_add_up(item, answers, tmp_path):
    items = {name: replace(item, name=name) for name in ("a", "b", "c")}
    for name in ("a", "b"):
        write_task(tmp_path, items[name], answers, WORK)
    found = score(read_submission(tmp_path), items)
    write_results(tmp_path, found, {"a": WORK, "b": WORK})
    results, sums = json.loads((tmp_path / "results.json").read_text()), official_sums(tmp_path)
    assert results["score"] == 1.0  # a sum, as officially
    assert results["total_tasks"] == 3  # of those asked for, one was not handed in
    assert results["total_cost"] == sums["cost"] == 0.5
    assert results["avg_duration_per_task"] * 3 == pytest.approx(sums["seconds"])
    assert sums["seconds"] == 60
    assert results["avg_output_tokens_per_task"] * 3 == pytest.approx(sums["output"])
    assert results["avg_total_tokens_per_task"] * 3 == pytest.approx(sums["total"])
    assert results["total_attempts"] == sums["attempts"] == 8
    assert results["num_attempts_with_empty_list"] == sums["empty"] == 4
    assert results["task_results"]["a"]["score"] == 0.5
    assert results["task_results"]["c"] == dict.fromkeys(results["task_results"]["a"], 0)
    ours = results["tinyduo"]
    assert ours["compute_seconds"] == 60
    assert ours["cost_per_solved"] == 0.5
    assert ours["device"] == "cpu"
    assert ours["missing"] == ["c"]


def test_nothing_done_divides_by_nothing(item):
    results = results_of(score({}, {"a": item}), {})
    assert (results["avg_cost_per_attempt"], results["total_attempts"]) == (0.0, 0)
    assert results["tinyduo"]["cost_per_solved"] is None


def test_more_answers_than_test_inputs_are_refused(item):
    with pytest.raises(ValueError, match="mirror: 3 answers, expected 2"):
        prize_of(item, ((), (), ()), WORK)
