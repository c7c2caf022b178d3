"""`tinyduo bench` and `tinyduo bench curves` from the command line."""

import json
import shlex

import pytest

from tinyduo.evals.bench import command
from tinyduo.hybrid import cli
from tinyduo.hybrid.cli import main


@pytest.fixture(autouse=True)
def _one_small_kind(monkeypatch, small_kind):
    all_kinds = command._kinds
    monkeypatch.setattr(command, "_kinds", lambda args: all_kinds(args) and [small_kind])


@pytest.mark.parametrize("arguments", ["bench", "bench curves"])
def test_every_help_ends_with_two_commands_that_parse(arguments, capsys):
    assert main([*arguments.split(), "--help"]) == 0
    *_, header, first, second = capsys.readouterr().out.rstrip().splitlines()
    assert header == "examples:"
    for line in (first, second):
        cli._parser().parse_args(shlex.split(line)[1:])


def test_bench_prints_the_table_and_writes_the_rows(tmp_path, capsys):
    out = tmp_path / "bench.json"
    assert main(["bench", "--quick", "--n", "1", "--seed", "3", "--json", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "seed 3, n = 1 a sort" in shown
    assert "commit" in shown
    found = json.loads(out.read_text())
    assert found["seed"] == 3
    assert {row["network"] for row in found["rows"]} == {"tinyduo", "official size"}


def test_curves_writes_a_drawing_and_its_numbers(tmp_path, capsys):
    pytest.importorskip("matplotlib", reason="pip install 'tinyduo[plots]'")
    options = ["--n", "2", "--steps", "2", "--candidates", "1", "--out", str(tmp_path)]
    assert main(["bench", "curves", *options]) == 0
    path = tmp_path / "curves-sudoku-hard.svg"
    assert capsys.readouterr().out.strip() == str(path)
    assert path.read_text().startswith("<?xml")
    found = json.loads(path.with_suffix(".json").read_text())
    assert (found["n"], found["puzzles"]) == (2, "hard")
    assert found["machine"]["commit"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--threads 0", "--threads is 0"),
        ("--n 0", "at least 1"),
        ("--weights sudoku", "add --kind"),
        ("curves --data x.csv", "add --kind"),
        ("curves --kind sudoku --data /nowhere.csv", "/nowhere.csv"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(options, message, capsys):
    assert main(["bench", *options.split()]) == 2
    assert message in capsys.readouterr().err
