"""A low-rank adapter over real transformers code and a few thousand random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from tinyduo.hybrid.llm.adapter import applied, load_adapter, save_adapter
from tinyduo.hybrid.llm.engine import load_engine
from tinyduo.tools.errors import LLMUnavailableError

LAYER = "model.layers.1.mlp.up_proj"  # 16 -> 32 in the tiny model


@pytest.fixture
def factors() -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    random = torch.Generator().manual_seed(0)
    down = torch.randn(2, 16, generator=random).half().float()
    up = torch.randn(32, 2, generator=random).half().float()
    return {LAYER: (down, up)}


@pytest.fixture
def model(tiny_folder: Path) -> Any:
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(tiny_folder).eval()


def test_on_it_equals_merged_weights_and_off_nothing_has_changed(
    tmp_path: Path, model: Any, factors: Any
) -> None:
    save_adapter(tmp_path / "a", factors, 1.5, {"purpose": "test"})
    adapter = load_adapter(tmp_path / "a")
    assert adapter.card == {"purpose": "test", "scale": 1.5}
    ids = torch.tensor([[3, 1, 4, 1, 5]])
    with torch.no_grad():
        plain = model(ids).logits
        with applied(model, adapter):
            on = model(ids).logits
        assert torch.equal(model(ids).logits, plain)
        down, up = factors[LAYER]
        model.get_submodule(LAYER).weight += 1.5 * up @ down
        merged = model(ids).logits
    assert not torch.allclose(on, plain, atol=1e-2)
    torch.testing.assert_close(on, merged, rtol=1e-3, atol=1e-3)


def test_it_is_switched_off_after_a_failure(tmp_path: Path, model: Any, factors: Any) -> None:
    save_adapter(tmp_path / "a", factors, 1.0, {})
    with pytest.raises(KeyError), applied(model, load_adapter(tmp_path / "a")):
        raise KeyError
    assert not model.get_submodule(LAYER)._forward_hooks


@pytest.mark.parametrize(
    ("name", "shape"), [("model.layers.9.mlp.up_proj", (2, 16)), (LAYER, (2, 17))]
)
def test_an_adapter_of_another_model_is_refused(
    tmp_path: Path, model: Any, name: str, shape: tuple[int, int]
) -> None:
    save_adapter(tmp_path / "a", {name: (torch.zeros(shape), torch.zeros(32, 2))}, 1.0, {})
    with (
        pytest.raises(LLMUnavailableError, match="for another model"),
        applied(model, load_adapter(tmp_path / "a")),
    ):
        pass


def test_a_broken_adapter_is_one_sentence(tmp_path: Path, factors: Any) -> None:
    path = tmp_path / "a"
    with pytest.raises(LLMUnavailableError, match="no adapter can be read"):
        load_adapter(path)
    save_adapter(path, factors, 1.0, {})
    path.with_suffix(".json").write_text(json.dumps({"scale": "much"}))
    with pytest.raises(LLMUnavailableError, match="no adapter can be read"):
        load_adapter(path)


def test_the_likeliest_reply_is_the_one_with_the_highest_product(tiny_folder: Path) -> None:
    """Best first and one by one agree, and the probabilities of all add up to 1."""
    engine = load_engine(tiny_folder, device="cpu")
    options = [" solve sudoku A", " solve sudoku B", " solve maze A", " hint none", " solve none"]
    end = sorted(engine.end_ids)[0]
    rows = {option: (*engine.encode(option), end) for option in options}
    prompt = engine.encode("Call:")

    def share(row: tuple[int, ...]) -> float:
        product = 1.0
        for at, token in enumerate(row):
            allowed = sorted({other[at] for other in rows.values() if other[:at] == row[:at]})
            logits = engine._read([*prompt, *row[:at]], engine._new_cache(), None)[allowed]
            product *= float(logits.softmax(0)[allowed.index(token)])
        return product

    shares = {option: share(row) for option, row in rows.items()}
    assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
    found = engine.likeliest("Call:", options)
    assert found.option == max(shares, key=lambda option: shares[option])
    assert found.probability == pytest.approx(shares[found.option], rel=1e-3)
    assert engine.likeliest("Call:", [" solve"]).probability == 1
