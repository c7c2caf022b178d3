"""`tinyduo train`: weights with a card, and runs that go on from others keep their history."""

import json
import subprocess
import sys

import pytest

from tinyduo.hybrid.cli import main
from tinyduo.hybrid.commands.train import _PRESETS
from tinyduo.hybrid.commands.train_line import TrainLine
from tinyduo.hybrid.commands.train_run import history_of
from tinyduo.trm.training import maze as recipe
from tinyduo.trm.training.presets import PRESETS


def train(folder, *more: str) -> dict:
    arguments = ["train", "maze", "--updates", "2", "--run", str(folder), "--no-compile"]
    assert main([*arguments, "--score", "0", *more]) == 0
    return json.loads((folder / "maze.json").read_text())


@pytest.mark.slow
def test_a_run_that_goes_on_from_weights_tells_where_they_came_from(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(recipe, "HELD_OUT", {"5x5": (5, 2)})
    first = train(tmp_path / "one")
    assert first["history"] == []
    assert first["data"]["boards"]["10x10"]["side"] == 10
    path = str(tmp_path / "one" / "maze.safetensors")
    second = train(tmp_path / "two", "--stage", "large", "--init-from", path)
    assert [run["command"] for run in second["history"]] == [first["command"]]
    assert second["training"]["init_from"] == path
    assert "40x40" in second["data"]["boards"]
    assert capsys.readouterr().out.splitlines()[-1] == str(tmp_path / "two" / "maze.safetensors")


def test_history_grows_by_one_run_each_time():
    card = {"command": "b", "commit": "2", "history": [{"command": "a"}], "scores": {}}
    assert history_of(card) == [{"command": "a"}, {"command": "b", "commit": "2"}]


def test_the_presets_of_the_help_are_those_there_are():
    assert {kind: tuple(presets) for kind, presets in PRESETS.items()} == _PRESETS


@pytest.fixture
def small_preset(monkeypatch, tmp_path):
    """`trm-mlp-4x4` on few puzzles, a cache of its own, and a run of two updates."""
    import dataclasses

    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path / "cache"))
    name = "trm-mlp-4x4"
    preset = PRESETS["sudoku"][name]
    data = dataclasses.replace(preset.data, random=60)
    changed = dataclasses.replace(preset, data=data)
    monkeypatch.setattr(
        "tinyduo.trm.training.presets.PRESETS", {"sudoku": {name: changed}, "maze": {}}
    )
    shared = ["--updates", "2", "--batch", "4", "--no-compile", "--log-every", "1"]
    return ["train", "sudoku", "--preset", name, *shared]


def test_a_preset_gives_weights_with_a_card_and_scores(small_preset, tmp_path, capsys):
    run = tmp_path / "run"
    assert main([*small_preset, "--run", str(run), "--score", "3"]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [str(run / "sudoku.safetensors")]
    assert "updates/s" in shown.err
    card = json.loads((run / "sudoku.json").read_text())
    assert card["preset"] == "trm-mlp-4x4"
    assert card["config"]["network"] == "official"
    assert card["batch"] == 4
    assert card["training"]["updates"] == 2
    assert "checksum" in card["data"]["held_out"]
    assert card["scores"]["sets"]["4x4, minimal"]["16 steps, unverified"]["n"] == 3
    again = [*small_preset, "--run", str(tmp_path / "on"), "--score", "0"]
    assert main([*again, "--init-from", str(run / "sudoku.safetensors")]) == 0
    assert len(json.loads((tmp_path / "on" / "sudoku.json").read_text())["history"]) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--preset", "trm-mlp", "--stage", "suppose"], "--preset is another one"),
        (["--preset", "trm-mlp", "--subsample", "5"], "--subsample goes with --data"),
        (["--data", "x.csv"], "--data goes with --preset"),
        (["--batch", "5"], "--batch goes with --preset"),
        (["--preset", "trm-mlp", "--batch", "0"], "--batch is 0, expected 1 or more"),
        (["--updates", "0"], "--updates is 0, expected 1 or more"),
        (["--score", "-1"], "--score is -1, expected 0 or more"),
        (["--seed", "-1"], "--seed is -1, expected 0 or more"),
        (["--preset", "trm-mlp", "--data", "not/there"], "neither a CSV file nor a folder"),
    ],
)
def test_options_that_do_not_go_together_are_named(arguments, says, capsys):
    assert main(["train", "sudoku", *arguments]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("device", ["nonsense", "meta", "xpu"])
def test_a_device_that_is_not_here_is_one_line(device, small_preset, tmp_path, capsys):
    assert main([*small_preset, "--run", str(tmp_path / "run"), "--device", device]) == 2
    assert f"device '{device}' is not usable here" in capsys.readouterr().err


def test_tensorboard_is_asked_for_where_it_is_missing(small_preset, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard.writer", None)
    assert main([*small_preset, "--run", str(tmp_path / "run"), "--tensorboard"]) == 2
    assert "pip install 'tinyduo[tensorboard]'" in capsys.readouterr().err


def test_progress_is_one_line_that_changes_in_a_terminal_and_plain_lines_elsewhere(
    monkeypatch, capsys
):
    with TrainLine() as plain:
        assert plain.tick is None
        plain.say("50/100")
    assert capsys.readouterr().err == "50/100\n"
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with TrainLine() as live:
        assert live.tick is not None
        live.tick("7/100 going on")
        live.say("50/100")
    shown = capsys.readouterr().err
    assert "50/100" in shown
    assert "\x1b[" in shown  # the line was taken back


@pytest.mark.slow
def test_torchrun_trains_in_two_processes(tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"),
            *("-m", "tinyduo.hybrid.cli", "train", "sudoku", "--preset", "trm-mlp-4x4"),
            *("--updates", "2", "--no-compile", "--folder", str(tmp_path / "run"), "--score", "0"),
        ],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(tmp_path / "run" / "sudoku.safetensors")]
    assert json.loads((tmp_path / "run" / "sudoku.json").read_text())["processes"] == 2
