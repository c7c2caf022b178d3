"""`tinyduo arc submit`: resumable, in shards, merged, and scored over the whole list."""

import json

import pytest

from tinyduo.hybrid.arc import submit
from tinyduo.hybrid.arc.submit import Settings, merged, write_forms
from tinyduo.hybrid.cli import main
from tinyduo.trm.puzzles.arc import load_suite, read_submission
from tinyduo.trm.solving.arc.result import ArcBudget

IDS = ["007bbfb7", "00d62c1b", "017c7c7b", "025d127b"]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "answers"


def submitted(out, *more, tasks=IDS):
    return main(["arc", "submit", "--list", "arc-1-train", "--tasks", *tasks, "--out", str(out),
                 "--max-steps", "5", "--quiet", *map(str, more)])  # fmt: skip


def records_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_records_and_both_forms_are_written_and_scored(guessing, out, capsys):
    assert submitted(out) == 0
    printed = capsys.readouterr().out
    assert "chosen: 4 tasks" in printed
    records = records_of(out / "records.jsonl")
    assert [record["task"] for record in records] == IDS
    assert {"answer", "self_check", "steps", "seconds", "started", "ended"} <= records[0].keys()
    assert "grid" not in records[0]
    for form in (out / "submission.json", out / "prize"):
        answers = read_submission(form)
        assert list(answers) == IDS
        first = load_suite("arc-1-train")[IDS[0]].task.tests[0]
        assert answers[IDS[0]][0][0] == first
    results = json.loads((out / "prize" / "results.json").read_text())
    assert (results["total_tasks"], results["score"]) == (4, 0)
    capsys.readouterr()
    assert (
        main(["arc", "score", str(out / "prize"), "--suite", "arc-1-train", "--tasks", *IDS]) == 0
    )
    assert capsys.readouterr().out == printed


def test_the_solver_gets_no_target(guessing, out):
    submitted(out)
    assert all(set(type(call["task"]).__slots__) == {"demonstrations", "tests"}
               for call in guessing)  # fmt: skip
    assert guessing[0]["budget"] == ArcBudget(seconds=None, steps=5)


def test_a_stopped_run_goes_on_without_repeating(guessing, out, monkeypatch):
    answer, asked = submit.answer_one, []

    def stops(name, *rest):
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(name)
        return answer(name, *rest)

    monkeypatch.setattr(submit, "answer_one", stops)
    assert submitted(out) == 130
    path = out / "records.jsonl"
    path.write_bytes(path.read_bytes()[:-20])  # and the last line was cut off
    monkeypatch.setattr(submit, "answer_one", answer)
    guessing.clear()
    assert submitted(out) == 0
    assert [record["task"] for record in records_of(path)] == IDS
    assert len(guessing) == 3
    guessing.clear()
    assert submitted(out) == 0
    assert guessing == []


@pytest.mark.parametrize(
    ("more", "named"), [(["--seed", 1], "seed"), (["--shard", "1/2", "--seed", 1], "seed")]
)
def test_other_settings_are_refused(guessing, out, capsys, more, named):
    submitted(out)
    before = (out / "records.jsonl").read_bytes()
    capsys.readouterr()
    assert submitted(out, *more) == 2
    assert f"another setting of {named}" in capsys.readouterr().err
    assert (out / "records.jsonl").read_bytes() == before
    assert submitted(out, tasks=IDS[:2]) == 2


def test_shards_in_one_folder_are_one_submission(guessing, out, capsys):
    assert submitted(out, "--shard", "1/2") == 0
    assert "2 without an answer, counted as 0: 00d62c1b, 025d127b" in capsys.readouterr().out
    assert len(json.loads((out / "submission.json").read_text())) == 4  # Kaggle wants all
    assert submitted(out, "--shard", "2/2") == 0
    assert "without an answer" not in capsys.readouterr().out
    assert len(guessing) == 4
    assert sorted(path.name for path in out.glob("*.jsonl")) == [
        "records-1-of-2.jsonl", "records-2-of-2.jsonl",
    ]  # fmt: skip


def test_shards_of_several_folders_are_merged(guessing, tmp_path, capsys):
    for part in (1, 2):
        submitted(tmp_path / str(part), "--shard", f"{part}/2", "--form", "kaggle")
    assert not (tmp_path / "1" / "prize").exists()
    folders = [str(tmp_path / "1"), str(tmp_path / "2")]
    guessing.clear()
    arguments = ["--merge", *folders, "--out", str(tmp_path / "all"), "--json"]
    capsys.readouterr()
    assert main(["arc", "submit", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["score"]["n"] == 4
    assert guessing == []
    assert list(read_submission(tmp_path / "all" / "prize")) == IDS
    with pytest.raises(ValueError, match="answered twice"):
        merged([tmp_path / "1", tmp_path / "1"])


def test_another_list_is_never_scored(guessing, out):
    submitted(out)
    card = out / "records.jsonl.run.json"
    card.write_text(card.read_text().replace('"sha256": "', '"sha256": "0'))
    with pytest.raises(ValueError, match="not the one that was answered"):
        write_forms([out], out)


def test_ids_may_stand_in_a_file(guessing, out, tmp_path):
    path = tmp_path / "ids.txt"
    path.write_text("\n".join(IDS))
    assert submitted(out, tasks=[str(path)]) == 0
    assert len(guessing) == 4


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ([], "--list LIST and --out DIR are needed"),
        (["--list", "arc-1-train"], "--out DIR"),
        (["--list", "arc-9", "--out", "{out}"], "no ARC list 'arc-9'"),
        (["--list", "arc-1-train", "--out", "{out}", "--tasks", "x"], "has no task 'x'"),
        (["--list", "arc-1-train", "--out", "{out}", "--shard", "3/2"], "no part such as 1/4"),
        (["--list", "arc-1-train", "--out", "{out}", "--jobs", "0"], "--jobs is 0"),
        (["--merge", "{out}"], "no records*.jsonl"),
        (["--merge", "{out}", "--list", "arc-1-train"], "--merge only merges"),
    ],
)
def test_errors_are_one_line_and_usage(guessing, arguments, what, out, capsys):
    assert main(["arc", "submit", *(each.format(out=out) for each in arguments)]) == 2
    out_, err = capsys.readouterr()
    assert what in err
    assert "Traceback" not in err
    assert out_ == ""


def test_a_shard_beyond_the_last_is_refused():
    with pytest.raises(ValueError, match="shard 3/2"):
        Settings("arc-1-train", shard=(3, 2))
