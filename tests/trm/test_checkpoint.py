"""Weights on disk: a round trip, and one-line errors for what cannot be loaded."""

import json

import pytest
import torch

from tinyduo.trm.checkpoint import (
    Weights,
    imported_folder,
    imported_names,
    load_weights,
    save_weights,
    weight_names,
    weights_folder,
)
from tinyduo.trm.networks.group import question_of
from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.solver import predict


def test_saved_weights_load_to_the_same_function(tiny_model, tmp_path):
    save_weights(tiny_model, tmp_path / "w.safetensors", {"halt_threshold": 0.7})
    weights = load_weights(str(tmp_path / "w.safetensors"))
    x = question_of(torch.tensor([[1] + [0] * 15]), (2, 2))
    logits = [
        model.step(embedded, model.start(embedded)).logits
        for model in (tiny_model, weights.model)
        for embedded in [model.network.embed(x)]
    ]
    torch.testing.assert_close(*logits)
    assert weights.halt_threshold == 0.7


def test_grid_weights_load_to_the_same_function_and_are_for_mazes(tiny_grid, tmp_path):
    save_weights(tiny_grid.model, tmp_path / "g.safetensors", {})
    weights = load_weights(str(tmp_path / "g.safetensors"))
    question = torch.tensor([[[2, 1, 0], [0, 1, 3]]])
    logits = [
        model.step(embedded, model.start(embedded)).logits
        for model in (tiny_grid.model, weights.model)
        for embedded in [model.network.embed(question)]
    ]
    torch.testing.assert_close(*logits)
    assert weights.puzzles == "maze"


def test_official_weights_load_to_the_same_function_and_the_card_says_for_what(tmp_path):
    config = OfficialConfig(
        cells=16, vocabulary=6, mixer="tokens", width=16, prefix=1, puzzle_width=16,
        hidden_multiple=32, dtype="bfloat16",
    )  # fmt: skip
    model = TinyRecursiveModel(OfficialNetwork(config), latent_updates=2, answer_updates=2)
    save_weights(model, tmp_path / "o.safetensors", {"puzzles": "sudoku"})
    weights = load_weights(str(tmp_path / "o.safetensors"))
    assert weights.puzzles == "sudoku"
    assert weights.card["config"]["sizes"]["dtype"] == "bfloat16"
    for key, value in weights.model.state_dict().items():
        assert torch.equal(value, model.state_dict()[key].float()), "float32 on the CPU"
    x = weights.model.network.embed(torch.zeros(1, 17).long())
    assert weights.model.step(x, weights.model.start(x)).logits.dtype == torch.float32

    save_weights(model, tmp_path / "unsaid.safetensors", {})
    with pytest.raises(ValueError, match="does not say which puzzles"):
        _ = load_weights(str(tmp_path / "unsaid.safetensors")).puzzles


def test_imported_weights_are_found_by_name_and_shipped_names_stay(tiny_model, own_cache):
    save_weights(tiny_model, imported_folder() / "mine.safetensors", {"history": "mine"})
    save_weights(tiny_model, imported_folder() / "sudoku.safetensors", {"history": "mine"})
    assert imported_folder().is_relative_to(own_cache)
    assert imported_names() == ["mine", "sudoku"]
    assert "mine" not in weight_names()
    assert load_weights("mine").card["history"] == "mine"
    assert load_weights("sudoku").card["history"] != "mine"
    with pytest.raises(
        ValueError,
        match="expected one of arc, maze, sudoku, sudoku-deduce, sudoku4-mlp, mine, sudoku or",
    ):
        load_weights("nothing")


def test_weights_are_for_what_the_card_says_else_for_what_the_network_is_made_for(tiny_model):
    assert Weights("tiny", tiny_model, {}).puzzles == "sudoku"
    assert Weights("tiny", tiny_model, {"puzzles": "latin"}).puzzles == "latin"


def test_a_card_of_an_unknown_network_is_a_one_line_error(tiny_model, tmp_path):
    path = tmp_path / "odd.safetensors"
    save_weights(tiny_model, path, {})
    path.with_suffix(".json").write_text('{"config": {"network": "odd"}}')
    with pytest.raises(ValueError, match="unknown network 'odd', expected one of group, grid"):
        load_weights(str(path))


@pytest.mark.parametrize("name", ["nothing", "/no/such/file.safetensors", "../sudoku", ""])
def test_unknown_weights_are_named_with_the_known_ones(name):
    with pytest.raises(ValueError, match=r"no weights .* expected one of .*sudoku"):
        load_weights(name)


def test_truncated_weights_are_a_one_line_error(tiny_model, tmp_path):
    path = tmp_path / "cut.safetensors"
    save_weights(tiny_model, path, {})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ValueError, match="cannot be read") as caught:
        load_weights(str(path))
    assert "\n" not in str(caught.value)


def test_a_card_of_another_network_is_a_one_line_error(tiny_model, tmp_path):
    path = tmp_path / "other.safetensors"
    save_weights(tiny_model, path, {})
    card = json.loads(path.with_suffix(".json").read_text())
    card["config"]["sizes"]["width"] = 16
    path.with_suffix(".json").write_text(json.dumps(card))
    with pytest.raises(ValueError, match="cannot be read") as caught:
        load_weights(str(path))
    assert "\n" not in str(caught.value)


def test_an_unusable_device_is_a_one_line_error():
    with pytest.raises(ValueError, match="device 'nonsense' is not usable"):
        load_weights("sudoku", device="nonsense")


@pytest.mark.parametrize("name", weight_names())
def test_shipped_weights_are_small_and_have_a_whole_card(name):
    path = weights_folder() / f"{name}.safetensors"
    card = json.loads(path.with_suffix(".json").read_text())
    assert path.stat().st_size < 4_000_000
    for key in ("config", "parameters", "data", "training", "command", "commit", "scores"):
        assert card[key], key


def test_a_single_pass_may_have_more_answer_updates_than_training(tiny_weights):
    assert tiny_weights.single_pass.calls == tiny_weights.model.calls
    card = {"single_pass": {"answer_updates": 6}}
    more = Weights("more", tiny_weights.model, card).single_pass
    assert more.calls == tiny_weights.model.calls // tiny_weights.model.answer_updates * 6
    assert more.network is tiny_weights.model.network


def test_a_step_of_several_parts_is_several_steps(tiny_weights, golden):
    puzzles = [one.puzzle for one in golden("hard")[:2]]
    card = {"single_pass": {"parts": 3}, "halt_threshold": 1}
    parts = predict(puzzles, weights=Weights("parts", tiny_weights.model, card), steps=2)
    whole = predict(
        puzzles, weights=Weights("whole", tiny_weights.model, {"halt_threshold": 1}), steps=6
    )
    assert [one.answer for one in parts] == [one.answer for one in whole]
    assert [one.steps for one in parts] == [2, 2]


def test_a_step_with_more_updates_is_several_steps(tiny_weights, golden):
    puzzles = [one.puzzle for one in golden("hard")[:2]]
    times = 3
    updates = tiny_weights.model.answer_updates * times
    more = Weights("more", tiny_weights.model, {"single_pass": {"answer_updates": updates}})
    few, many = (
        predict(puzzles, weights=more, steps=1),
        predict(puzzles, weights=tiny_weights, steps=times),
    )
    assert [one.answer for one in few] == [one.answer for one in many]
