"""reasoning-gym: its items, its verifiers, our rendering."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tinyduo.evals.arms import ArmSettings, Outcome, make_arms
from tinyduo.evals.replies import parse
from tinyduo.evals.scoring import record_of
from tinyduo.evals.suites import load_items
from tinyduo.evals.suites.gym import INFEASIBLE, SORTS, Worker, bench_score, rendered
from tinyduo.evals.suites.item import Bench
from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Maze, Status, Sudoku
from tinyduo.trm.puzzles.arc import load_suite
from tinyduo.trm.puzzles.arc.held_out import HELD_OUT
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.training.arc_pairs import REARC_PYTHON

here = pytest.mark.skipif(not REARC_PYTHON.exists(), reason="no .venv-rearc; run: make rearc")


def made(suite, **options) -> Any:
    """Items, of whose puzzles a test knows the kind."""
    return load_items(suite, **options)


def answer_of(item):
    if isinstance(item.puzzle, Maze):
        path = label(item.puzzle)
        return Status.SOLVED if path else Status.CONTRADICTION, path
    if isinstance(item.puzzle, Sudoku):
        return Status.SOLVED, item.solution
    return Status.PREDICTED, tuple((grid,) for grid in item.solution)


@here
@pytest.mark.parametrize("suite", SORTS)
def test_their_verifier_takes_right_answers_in_our_rendering_and_no_others(suite):
    items = made(suite, n=3, seed=1)
    assert len({item.id for item in items}) == 3
    for item in items:
        status, answer = answer_of(item)
        outcome = Outcome(status, answer, verified=status is Status.SOLVED, tool_called=True)
        right = record_of(item, "trm-oracle", outcome)
        assert (right["score"], right["bench_score"], right["false_verified"]) == (1.0, 1.0, False)
        unsolved = record_of(item, "trm-oracle", replace(outcome, status=Status.UNSOLVED))
        assert (unsolved["right"], unsolved["abstained"]) == (False, item.solvable)


@here
def test_partial_credit_is_noted_and_does_not_count():
    item = made("rg-mini-sudoku", n=1, seed=1)[0]
    rows = [list(row) for row in item.solution]
    rows[0] = rows[0][::-1]
    wrong = Outcome(Status.SOLVED, tuple(map(tuple, rows)), verified=True, tool_called=True)
    record = record_of(item, "trm-oracle", wrong)
    assert 0 < record["bench_score"] < 1
    assert (record["score"], record["false_verified"], record["cause"]) == (0.0, True, "trm")


@here
def test_the_first_attempt_at_an_arc_entry_is_the_one_that_counts():
    item = made("rg-rearc", n=1, seed=1)[0]
    (right,) = item.solution
    wrong = ((9,),)
    for attempts, score in (((right, wrong), 1.0), ((wrong, right), 0.0), ((), 0.0)):
        outcome = Outcome(Status.PREDICTED, (attempts,), tool_called=True)
        assert record_of(item, "trm-oracle", outcome)["score"] == score


@here
def test_the_same_seed_makes_the_same_entries_and_another_seed_others():
    one, again, other = ([item.text for item in made("rg-path", n=4, seed=s)]
                         for s in (1, 1, 2))  # fmt: skip
    assert one == again
    assert not set(one) & set(other)


@here
def test_arc_entries_are_of_tasks_that_pretraining_has_not_seen():
    assert {item.cluster for item in made("rg-rearc", n=6)} <= set(HELD_OUT)
    assert {item.cluster for item in made("rg-arc", n=6)} <= set(load_suite("arc-1-eval"))


@here
@pytest.mark.parametrize("suite", ["rg-sudoku", "rg-mini-sudoku", "rg-path"])
def test_their_questions_are_read_as_they_are_meant(suite):
    for item in made(suite, n=4, seed=2):
        assert [finding.puzzle for finding in read(item.text).findings] == [item.puzzle]


@here
def test_whole_messages_are_answered_and_judged_by_them():
    items = made("rg-path", n=6, seed=4)
    arm = make_arms(["reader-trm"], ArmSettings())[0]
    records = [
        record_of(item, arm.name, out) for item, out in zip(items, arm.answer(items), strict=True)
    ]
    assert [record["score"] for record in records] == [1.0] * 6
    assert {"contradiction", "solved"} == {record["status"] for record in records}


@here
def test_arms_see_the_question_alone():
    item = made("rg-sudoku", n=1)[0]
    solution = "\n".join(" ".join(map(str, row)) for row in item.solution)
    assert item.to_json()["bench"] == {"dataset": "sudoku", "seed": item.bench.seed, "index": 0}
    assert solution not in item.text


@here
def test_an_answer_that_is_no_path_is_wrong_and_no_error():
    item = next(item for item in made("rg-path", n=6, seed=1) if item.solvable)
    leap = (item.puzzle.start, (item.puzzle.start[0] + 3, 0))
    for path in (leap, (leap[1],), leap[:1]):
        assert not record_of(item, "llm", Outcome(Status.PREDICTED, path, parse="strict"))["right"]


@here
def test_what_the_worker_cannot_make_is_told():
    with pytest.raises(ValueError, match="failed to judge"):
        bench_score(Bench("sudoku", 1, "one"), "1")  # type: ignore[arg-type]


def test_a_missing_environment_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match="run: make rearc"):
        Worker(tmp_path / "python")


def test_an_environment_without_the_package_says_what_to_do():
    worker = Worker(Path(sys.executable))
    with pytest.raises(ValueError, match=r"process of reasoning-gym ended.*run: make rearc"):
        worker.ask("make", Bench("sudoku", 1, 0))
    worker.close()


def test_no_path_is_said_in_their_word(mazes):
    item = mazes[0]
    assert rendered(item, Status.CONTRADICTION, None) == INFEASIBLE
    assert rendered(item, Status.UNSOLVED, None) is None
    assert parse("ANSWER: infeasible", item.puzzle).status is Status.CONTRADICTION
    moves = rendered(item, Status.SOLVED, label(item.puzzle))
    assert moves is not None
    assert set(moves.split()) <= {"up", "down", "left", "right"}
