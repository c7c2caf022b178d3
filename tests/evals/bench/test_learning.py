"""`tinyduo bench learning`: curves of runs from their logs."""

import json

import pytest

from tinyduo.evals.bench.learning import reached, read_runs
from tinyduo.hybrid.cli import main


@pytest.fixture
def runs(tmp_path):
    def make(name: str, rates: list[float]):
        folder = tmp_path / name
        folder.mkdir()
        with (folder / "log.jsonl").open("w") as log:
            for number, rate in enumerate(rates, 1):
                counts = {"update": 100 * number, "puzzles": 1000 * number}
                seconds = {"seconds": 20.0 * number, "cpu_seconds": 10.0 * number}
                log.write(json.dumps(counts | seconds | {"loss/4x4": 1.0}) + "\n")
                log.write(json.dumps(counts | seconds | {"held-out/minimal": rate}) + "\n")
        return folder

    return make


def test_a_run_is_read_by_its_evaluations(runs):
    (run,) = read_runs([runs("mlp", [0.1, 0.9])])
    assert run == {
        "name": "mlp",
        "seconds": [10.0, 20.0],
        "puzzles": [1000, 2000],
        "rates": {"minimal": [0.1, 0.9]},
    }
    assert read_runs([runs("mlp2", [0.1])], wall=True)[0]["seconds"] == [20.0]


def test_a_rate_is_reached_when_it_is_kept(runs):
    (run,) = read_runs([runs("mlp", [0.99, 0.5, 0.99, 1.0])])
    assert reached(run, 0.99) == {"minimal": {"seconds": 30.0, "puzzles": 3000}}
    (never,) = read_runs([runs("never", [0.99, 0.5])])
    assert reached(never, 0.99) == {"minimal": None}


def test_the_drawing_and_its_numbers_are_the_same_for_the_same_logs(runs, tmp_path, capsys):
    pytest.importorskip("matplotlib", reason="pip install 'tinyduo[plots]'")
    folders = [str(runs("mlp", [0.2, 1.0])), str(runs("group", [0.8, 1.0]))]
    drawn = []
    for name in ("a", "b"):
        command = ["bench", "learning", "--runs", *folders, "--out", str(tmp_path / name)]
        assert main(command) == 0
        drawn.append((tmp_path / name / "learning.svg").read_bytes())
    assert drawn[0] == drawn[1]
    assert b"mlp, minimal" in drawn[0]
    found = json.loads((tmp_path / "a" / "learning.json").read_text())
    assert found["reached"]["group"]["minimal"]["puzzles"] == 2000
    shown = capsys.readouterr()
    assert "mlp, minimal: 99% after 20 s and 2000 puzzles" in shown.err
    assert shown.out.splitlines()[0].endswith("learning.svg")


@pytest.mark.parametrize("log", [None, "", "{", '{"update": 1, "held-out/x": 1}\n'])
def test_a_run_without_evaluations_is_an_error(log, tmp_path, capsys):
    if log is not None:
        (tmp_path / "log.jsonl").write_text(log)
    assert main(["bench", "learning", "--runs", str(tmp_path)]) == 2
    assert "log.jsonl" in capsys.readouterr().err


def test_runs_of_one_name_cannot_be_told_apart(runs, tmp_path):
    folder = runs("mlp", [1.0])
    with pytest.raises(ValueError, match="told apart by their folders' names"):
        read_runs([folder, folder])
