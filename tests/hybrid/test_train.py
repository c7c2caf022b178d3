"""`tinyduo train`: weights with a card, and runs that go on from others keep their history."""

import json

import pytest

from tinyduo.hybrid.cli import main
from tinyduo.hybrid.commands.train import history_of
from tinyduo.trm.training import maze as recipe

pytestmark = pytest.mark.slow


def train(folder, *more: str) -> dict:
    arguments = ["train", "maze", "--updates", "2", "--run", str(folder), "--no-compile"]
    assert main([*arguments, "--score", "0", *more]) == 0
    return json.loads((folder / "maze.json").read_text())


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
