"""ARC answers: taken from records of `tinyduo arc submit`, and exported as submissions."""

import json
from pathlib import Path
from typing import Any

import pytest

from tinyduo.evals.arms import ArmSettings, make_arms
from tinyduo.evals.arms.recorded import Recorded
from tinyduo.evals.evaluate import Evaluation, evaluate
from tinyduo.evals.export import export
from tinyduo.evals.runs import read_run
from tinyduo.hybrid.arc import submit
from tinyduo.hybrid.cli import main
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration, pick, read_submission
from tinyduo.trm.puzzles.arc.prize import RESULTS
from tinyduo.trm.solving.arc.result import ArcBudget

LIST, TASKS, STEPS = "arc-1-eval", 3, 700


@pytest.fixture(scope="module")
def tasks() -> dict:
    """Three tasks with one test input, with their items."""
    items = pick(LIST, None)
    short = [name for name, item in items.items() if len(item.task.tests) == 1]
    return {name: items[name] for name in short[:TASKS]}


@pytest.fixture(scope="module")
def records(tasks, tmp_path_factory) -> Path:
    """Records as `tinyduo arc submit` writes them: the first task right, the others not."""
    folder = tmp_path_factory.mktemp("records")
    card = submit.Settings(LIST, tuple(tasks), budget=ArcBudget(None, STEPS), seed=5).card()
    (folder / "records.jsonl.run.json").write_text(json.dumps(card))
    lines = []
    for number, (name, item) in enumerate(tasks.items()):
        grid = [list(row) for row in item.targets[0]] if number == 0 else [[number]]
        attempts = [{"grid": grid, "p_correct": 0.7}, {"grid": [[9]], "p_correct": 0.1}]
        lines.append(
            {"task": name, "status": "predicted", "answer": [attempts], "sizes": ["1x1"],
             "reason": None, "steps": STEPS, "seconds": 2.5, "weights": "arc",
             "started": "2026-01-01T00:00:00+00:00", "ended": "2026-01-01T00:00:02+00:00"}
        )  # fmt: skip
    (folder / "records.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


@pytest.fixture(scope="module")
def folder(records, tmp_path_factory) -> Path:
    """An evaluation of the tasks that are recorded, without learning."""
    from tinyduo.evals import evaluate as module
    from tinyduo.evals.suites.arc import arc_items

    out = tmp_path_factory.mktemp("eval")
    with pytest.MonkeyPatch.context() as patch:
        known = set(submit.merged([records])[1])
        items = [item for item in arc_items("arc-1", None, 0) if item.id in known]
        patch.setattr(module, "load_items", lambda *_, **__: items)
        arms = ("reader-trm", "trm-oracle")
        evaluate(Evaluation("arc-1", out, arms, llm="none", arc_records=records))
    return out


def test_arms_answer_from_records_as_if_they_had_learnt(folder, tasks):
    run = read_run([folder])
    for arm in ("reader-trm", "trm-oracle"):
        found = list(run.of_arm(arm).values())
        assert [record["right"] for record in found] == [True, False, False]
        assert {record["status"] for record in found} == {"predicted"}
        assert {(record["steps"], record["confidence"]) for record in found} == {(STEPS, 0.7)}
    assert list(run.items) == list(tasks)


def test_card_and_report_say_where_the_answers_come_from(folder):
    told = read_run([folder]).card["arc_records"]
    assert (told["list"], told["seed"]) == (LIST, 5)
    assert told["budget"] == {"seconds": None, "steps": STEPS}
    assert len(told["sha256"]) == 64
    assert f"seed 5, budget {STEPS} steps" in (folder / "report.html").read_text("utf-8")


def test_items_without_a_record_are_named_before_anything_is_asked(records, tmp_path):
    asked = Evaluation("arc-1", tmp_path / "out", ("trm-oracle",), llm="none", arc_records=records)
    with pytest.raises(ValueError, match=r"no record of 397 tasks: .*tinyduo arc submit"):
        evaluate(asked)
    assert not (tmp_path / "out").exists()
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ValueError, match="no records"):
        Recorded(empty).card()


def test_a_task_that_has_no_record_is_not_found(records):
    other = ArcTask((Demonstration(((1,),), ((2,),)),), (((3,),),))
    assert Recorded(records).result(other) is None
    arm: Any = make_arms(["trm-oracle"], ArmSettings(recorded=Recorded(records)))[0]
    assert arm.recorded == Recorded(records)


def test_an_arc_prize_folder_of_an_arm_is_read_back_and_scored(folder, tasks, tmp_path):
    found = export(read_run([folder]), "arc-prize", tmp_path, arm="reader-trm")
    assert (found.answered, found.score.mean.hits) == (3, 1)
    results = json.loads((tmp_path / RESULTS).read_text("utf-8"))
    assert (results["score"], results["total_tasks"], results["total_attempts"]) == (1, 3, 6)
    back = read_submission(tmp_path)
    assert set(back) == set(tasks)
    first = next(iter(tasks))
    assert back[first][0][0] == tasks[first].targets[0]
    said = json.loads((tmp_path / f"{first}.json").read_text("utf-8"))[0]["attempt_1"]
    assert said["correct"] is True
    assert said["metadata"]["kwargs"]["arc_records"]["seed"] == 5


def test_kaggle_gets_every_task_through_the_command(folder, tasks, tmp_path, capsys):
    out = ["--arm", "trm-oracle", "--form", "kaggle", "--out", str(tmp_path)]
    assert main(["eval", "export", str(folder), *out]) == 0
    assert "33.3%" in capsys.readouterr().out
    assert set(json.loads((tmp_path / "submission.json").read_text("utf-8"))) == set(tasks)
    assert main(["eval", "export", str(folder), "--form", "kaggle", "--out", str(tmp_path)]) == 2
    assert "name one of the arms by --arm: reader-trm, trm-oracle" in capsys.readouterr().err


def test_only_arc_tasks_are_exported(tmp_path):
    out = tmp_path / "eval"
    evaluate(Evaluation("sudoku-4x4", out, ("exact",), llm="none", n=1))
    with pytest.raises(ValueError, match="no ARC task"):
        export(read_run([out]), "kaggle", tmp_path)
