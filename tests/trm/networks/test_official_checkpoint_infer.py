"""What a checkpoint is, read off its shapes and settings, and contradictions between them."""

from typing import Any

import pytest
import torch

from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork
from tinyduo.trm.networks.official_checkpoint_infer import Inferred, infer
from tinyduo.trm.networks.official_checkpoint_settings import read_settings

PUBLISHED = {
    "H_cycles": 3, "L_cycles": 4, "L_layers": 2, "hidden_size": 512, "num_heads": 8,
    "expansion": 4, "puzzle_emb_ndim": 512, "puzzle_emb_len": 16, "pos_encodings": "rope",
    "forward_dtype": "bfloat16", "mlp_t": False, "data_paths": ["data/maze-30x30-hard-1k"],
}  # fmt: skip


def shapes_of(config: OfficialConfig) -> dict[str, tuple[int, ...]]:
    with torch.device("meta"):
        return {key: tuple(v.shape) for key, v in OfficialNetwork(config).state_dict().items()}


def sized(**sizes: Any) -> OfficialConfig:
    return OfficialConfig(**({"cells": 81, "vocabulary": 11, "mixer": "tokens"} | sizes))


def inferred(config: OfficialConfig, settings: Any = None, **known: Any) -> Inferred:
    return infer(shapes_of(config), settings or {}, dtype="float32", **known)


@pytest.mark.parametrize(
    "config",
    [
        sized(),
        sized(width=128, prefix=1, puzzle_width=128, hidden_multiple=32, layers=3),
        sized(prefix=0, puzzle_width=0, width=64),
        sized(cells=16, vocabulary=6, width=16, puzzle_width=8, prefix=1),
        sized(cells=36, vocabulary=8, width=96, expansion=2.0),
        sized(width=64, puzzle_width=64, expansion=2.0),
        sized(cells=900, vocabulary=6, width=64, puzzle_width=64),
        sized(cells=900, vocabulary=12),
    ],
    ids=str,
)
def test_token_mixers_are_known_by_their_shapes(config):
    found = inferred(config)
    # Heads mean nothing here, and other ways to the same hidden sizes are as good.
    assert shapes_of(found.config) == shapes_of(config)
    assert (found.config.cells, found.config.prefix) == (config.cells, config.prefix)
    assert "cells" not in found.assumed


@pytest.mark.parametrize(
    ("vocabulary", "kind", "cells", "updates"),
    [(11, "sudoku", 81, (3, 6)), (6, "maze", 900, (3, 4)), (12, "arc", 900, (3, 4))],
)
def test_without_settings_attention_gets_the_published_recipe_and_says_so(
    vocabulary, kind, cells, updates
):
    config = sized(mixer="attention", positions="rotary", vocabulary=vocabulary, cells=cells)
    found = inferred(config)
    assert (found.puzzles, found.config.cells) == (kind, cells)
    assert (found.answer_updates, found.latent_updates) == updates
    assert found.config == config
    assert {"prefix": 16, "heads": 8, "positions": "rotary"}.items() <= found.assumed.items()
    assert found.assumed["latent_updates"] == updates[1]


def test_settings_leave_nothing_to_assume_but_the_size_of_the_grid():
    config = sized(mixer="attention", positions="rotary", vocabulary=6, cells=900)
    found = inferred(config, PUBLISHED)
    assert found.assumed == {"cells": 900}
    assert found.config.dtype == "bfloat16"
    assert inferred(config, PUBLISHED | {"seq_len": 400}).config.cells == 400


def test_a_4x4_sudoku_has_as_many_tokens_as_a_maze_and_is_told_apart():
    small = sized(cells=16, vocabulary=6, mixer="attention", positions="rotary")
    assert inferred(small).assumed["puzzles"] == "maze"
    told = inferred(small, puzzles="sudoku")
    assert (told.puzzles, told.config.cells) == ("sudoku", 16)
    named = inferred(small, {"data_paths": ["data/sudoku-4x4"]})
    assert named.puzzles == "sudoku"
    assert inferred(sized(cells=16, vocabulary=6)).puzzles == "sudoku"


def test_heads_are_of_64_unless_told():
    config = sized(mixer="attention", positions="rotary", width=128, puzzle_width=128)
    assert inferred(config).config.heads == 2
    assert inferred(config, heads=4).config.heads == 4
    assert inferred(config, {"num_heads": 1}).config.heads == 1


@pytest.mark.parametrize("positions", ["learned", "rotary"])
def test_learned_positions_are_seen(positions):
    config = sized(mixer="attention", positions=positions)
    assert inferred(config).config.positions == positions


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"hidden_size": 256}, "hidden_size is 256, but by the parameters it is 512"),
        ({"L_layers": 4}, "L_layers is 4"),
        ({"mlp_t": True}, "mlp_t is True"),
        ({"puzzle_emb_ndim": 128}, "puzzle_emb_ndim is 128"),
        ({"pos_encodings": "learned"}, "pos_encodings is 'learned'"),
        ({"expansion": 8}, "not those of the settings' expansion"),
        ({"expansion": float("inf")}, "expansion is inf, expected a finite number"),
        ({"H_cycles": "three"}, "H_cycles is 'three', expected int"),
        ({"L_cycles": 10**6}, "L_cycles is 1000000, expected 1 to 1000"),
        ({"num_heads": 0}, "num_heads is 0"),
        ({"num_heads": 7}, "7 heads"),
        ({"forward_dtype": "complex64"}, "complex64"),
        ({"data_paths": ["data/sudoku-extreme"], "vocab_size": 12}, "vocab_size is 12"),
        ({"data_paths": ["data/arc-agi"]}, "not one of arc puzzles"),
        ({"data_paths": 5, "seq_len": 17}, "no square grid"),
        ({"seq_len": 17}, "no square grid"),
        ({"rope_theta": 500.0}, "rope_theta"),
    ],
)
def test_settings_of_another_checkpoint_are_refused(change, what):
    config = sized(mixer="attention", positions="rotary", vocabulary=6, cells=900)
    with pytest.raises(ValueError, match=what):
        inferred(config, PUBLISHED | change)


def test_parameters_of_other_networks_are_refused():
    shapes = shapes_of(sized())
    with pytest.raises(ValueError, match=r"embed_tokens\.embedding_weight' is missing; found w"):
        infer({"w": (2, 2)}, {}, dtype="float32")
    with pytest.raises(ValueError, match="HRM"):
        infer(shapes | {"H_level.layers.0.mlp.down_proj.weight": (2, 2)}, {}, dtype="float32")
    with pytest.raises(ValueError, match=r"layers numbered from 0 .* found 0, 1, 5"):
        infer(shapes | {"L_level.layers.5.mlp.down_proj.weight": (2, 2)}, {}, dtype="float32")
    with pytest.raises(ValueError, match="vocabulary of 77 tokens"):
        infer(shapes | {"embed_tokens.embedding_weight": (77, 512)}, {}, dtype="float32")
    with pytest.raises(ValueError, match="expected a matrix"):
        infer(shapes | {"embed_tokens.embedding_weight": (77,)}, {}, dtype="float32")


def test_settings_are_read_from_the_file_beside_a_checkpoint(tmp_path):
    path = tmp_path / "all_config.yaml"
    path.write_text("arch:\n  hidden_size: 64\n  mlp_t: true\ndata_paths: [data/maze]\nlr: 0.1\n")
    settings = read_settings(path)
    assert settings == {"hidden_size": 64, "mlp_t": True, "data_paths": ["data/maze"]}


@pytest.mark.parametrize(
    "text", ["", "a: [", "- 1", "lr: 0.1", "arch: 3", "arch: !!python/object:os.system {}"]
)
def test_a_file_without_settings_is_one_clear_line(text, tmp_path):
    path = tmp_path / "all_config.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"all_config\.yaml: (not YAML|no settings)") as caught:
        read_settings(path)
    assert "\n" not in str(caught.value)
