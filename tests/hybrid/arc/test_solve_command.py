"""`tinyduo arc solve`: one object a task, pictures for people, and targets kept to the end."""

import json
import shlex

import pytest

from tinyduo.hybrid import cli
from tinyduo.hybrid.cli import main
from tinyduo.trm.puzzles.arc import load_suite, to_json


@pytest.fixture
def file(tmp_path):
    """A task whose test output is its test input, so that the guess is right."""
    pairs = [{"input": [[0, 1]], "output": [[1, 0]]}]
    path = tmp_path / "own.json"
    tests = [{"input": [[3, 4]], "output": [[3, 4]]}, {"input": [[5, 6]], "output": [[0, 0]]}]
    path.write_text(json.dumps({"train": pairs, "test": tests}))
    return path


@pytest.mark.parametrize("action", ["solve", "submit"])
def test_every_help_ends_with_two_commands_that_parse(action, capsys):
    assert main(["arc", action, "--help"]) == 0
    *_, header, first, second = capsys.readouterr().out.rstrip().splitlines()
    assert header == "examples:"
    for line in (first, second):
        cli._parser().parse_args(shlex.split(line)[1:])


def test_one_object_a_task_as_in_the_contract(guessing, file, capsys):
    assert main(["arc", "solve", "007bbfb7", str(file), "--json"]) == 0
    out, err = capsys.readouterr()
    first, second = map(json.loads, out.splitlines())
    assert err == ""
    fields = "kind status ask grid answer verdict explanation puzzles seconds self_check sizes"
    assert {*fields.split(), "reason", "steps", "weights"} <= first.keys()
    assert (first["task"], first["kind"], first["status"]) == ("007bbfb7", "arc", "predicted")
    assert first["grid"] == to_json(load_suite("arc-1-train")["007bbfb7"].task)
    assert first["correct"] == [False]
    assert first["verdict"] is None
    assert second["correct"] == [True, False]
    assert len(second["answer"]) == 2
    assert set(first["seconds"]) == {"read", "load", "trm", "explain", "total"}


def test_targets_never_reach_the_solver(guessing, file):
    main(["arc", "solve", str(file), "--json"])
    assert "0, 0)" not in repr(guessing[0]["task"].tests)
    assert not hasattr(guessing[0]["task"], "targets")


def test_people_see_attempts_and_how_they_compare(guessing, file, capsys):
    assert main(["arc", "solve", str(file), "007bbfb7"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("own (own.json)\ntest 1: 1x2    attempt 1 (p 0.61): 1x2")
    assert "Compared with the known outputs: 1 of 2 right" in out
    assert "Compared with the known output: wrong" in out
    assert "held-out" in out
    assert "verified" not in out


@pytest.mark.parametrize(
    ("arguments", "seconds", "steps"),
    [([], 45, None), (["--budget", "7"], 7, None), (["--max-steps", "9"], None, 9)],
)
def test_the_budget_is_seconds_or_steps(guessing, file, arguments, seconds, steps):
    main(["arc", "solve", str(file), "--seed", "4", *arguments, "--json"])
    assert (guessing[0]["budget"].seconds, guessing[0]["budget"].steps) == (seconds, steps)
    assert guessing[0]["seed"] == 4


def test_a_refusal_is_an_answer(guessing, tmp_path, capsys):
    path = tmp_path / "hard.json"
    pairs = [{"input": [[0, 1]], "output": [[1, 0]]}]
    path.write_text(json.dumps({"train": pairs, "test": [{"input": [[9]]}]}))
    assert main(["arc", "solve", str(path)]) == 0
    assert "no size fits" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["nothing"], "no ARC task 'nothing'"),
        (["nothing.json"], "nothing.json: No such file"),
        (["{file}", "nothing"], "no ARC task 'nothing'"),
        (["{bad}"], "bad.json: no JSON"),
        (["{ragged}"], "ragged.json: demonstration 1, input: row 2 has 1 cells"),
        (["{file}", "--list", "arc-1"], "--list is for ids"),
        (["{file}", "--budget", "0"], "a budget of 0.0 seconds"),
        (["{file}", "--max-steps", "0"], "a budget of 0 steps"),
        (["{file}", "--budget", "1", "--max-steps", "2"], "not allowed with argument"),
        (["{file}", "--weights", "nowhere"], "no weights 'nowhere'"),
        (["{file}", "--force"], "official ARC checkpoint"),
    ],
)
def test_errors_are_said_before_anything_is_learned(
    guessing, arguments, what, file, tmp_path, capsys
):
    bad, ragged = tmp_path / "bad.json", tmp_path / "ragged.json"
    bad.write_text("{")
    ragged.write_text('{"train": [{"input": [[1, 2], [3]], "output": [[1]]}], "test": []}')
    filled = [each.format(file=file, bad=bad, ragged=ragged) for each in arguments]
    assert main(["arc", "solve", *filled]) == 2
    out, err = capsys.readouterr()
    assert what in err
    assert "Traceback" not in err
    assert (out, guessing) == ("", [])
