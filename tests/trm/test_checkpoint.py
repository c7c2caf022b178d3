"""Weights on disk: a round trip, and one-line errors for what cannot be loaded."""

import json

import pytest
import torch

from tinyduo.trm.checkpoint import load_weights, save_weights, weight_names, weights_folder
from tinyduo.trm.networks.group import question_of


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
