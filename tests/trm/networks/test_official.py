"""The official network: sizes, its beginning, and what its loader says of wrong settings."""

import pytest
import torch

from tinyduo.trm.networks.official import (
    OfficialConfig,
    OfficialNetwork,
    official_maze,
    official_question,
    official_sudoku,
)
from tinyduo.trm.networks.official_blocks import SwiGLU, cut_normal
from tinyduo.trm.networks.official_checkpoint import bare_key, config_of, model_of

SETTINGS = {
    "seq_len": 16,
    "vocab_size": 6,
    "mlp_t": False,
    "pos_encodings": "rope",
    "hidden_size": 16,
    "L_layers": 2,
    "num_heads": 2,
    "expansion": 4,
    "puzzle_emb_len": 0,
    "puzzle_emb_ndim": 24,
    "num_puzzle_identifiers": 3,
    "forward_dtype": "float32",
    "H_cycles": 3,
    "L_cycles": 6,
}


def n_parameters(model: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def test_sizes_are_the_published_ones():
    with torch.device("meta"):
        sudoku, maze = official_sudoku(), official_maze()
    assert n_parameters(sudoku) == 5_028_866
    assert round(n_parameters(maze) / 1e6, 1) == 6.8
    assert (sudoku.answer_updates, sudoku.latent_updates) == (3, 6)
    assert (maze.answer_updates, maze.latent_updates) == (3, 4)


@pytest.mark.parametrize(("size", "hidden"), [(512, 1536), (97, 512), (64, 256), (17, 256)])
def test_hidden_sizes_are_rounded_up_as_in_checkpoints(size, hidden):
    assert SwiGLU(size, 4).down_proj.weight.shape == (size, hidden)


def test_cut_normal_has_the_wanted_deviation_after_cutting():
    torch.manual_seed(0)
    drawn = cut_normal(100_000, std=0.5)
    assert drawn.std().item() == pytest.approx(0.5, rel=0.01)
    assert drawn.abs().max() <= 2 * 0.5 / 0.8796


@pytest.mark.parametrize("mixer", ["tokens", "attention"])
@pytest.mark.parametrize("positions", ["rotary", "learned", "none"])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_shapes_of_every_variant(mixer, positions, dtype):
    config = OfficialConfig(
        cells=9,
        vocabulary=5,
        mixer=mixer,
        positions=positions,
        width=16,
        heads=2,
        prefix=2,
        puzzle_width=24,
        puzzles=3,
        dtype=dtype,
    )
    network = OfficialNetwork(config)
    tokens = torch.randint(5, (4, 9), generator=torch.Generator().manual_seed(0))
    x = network.embed(official_question(tokens, torch.tensor([0, 2, 1, 1])))
    y, z = network.initial_state(x)
    state = network.update(z + (y + x))
    assert x.shape == y.shape == state.shape == (4, 11, 16)
    assert state.dtype == getattr(torch, dtype)
    assert network.read_answer(y).shape == (4, 9, 5)
    assert network.read_halt(y).shape == (4,)


def test_a_puzzle_embedding_fills_the_prefix_from_its_beginning():
    network = OfficialNetwork(
        OfficialConfig(cells=2, vocabulary=3, mixer="tokens", width=4, prefix=2, puzzle_width=5)
    )
    rows = torch.arange(1.0, 6.0)[None]
    x = network.embed_with(torch.zeros(1, 2).int(), rows)
    assert (x[0, :2] / 2).tolist() == [[1, 2, 3, 4], [5, 0, 0, 0]]  # times sqrt(4)


def test_a_network_without_puzzle_embeddings_reads_the_halt_at_the_first_cell():
    config = OfficialConfig(
        cells=4, vocabulary=3, mixer="attention", width=8, heads=2, prefix=0, puzzle_width=0
    )
    network = OfficialNetwork(config)
    x = network.embed(official_question(torch.zeros(2, 4)))
    assert x.shape == (2, 4, 8)
    assert network.read_halt(x).tolist() == [-5, -5]  # untrained: nearly sure not to be done


def test_settings_are_translated():
    config = config_of(SETTINGS)
    assert (config.prefix, config.positions, config.mixer) == (2, "rotary", "attention")


@pytest.mark.parametrize(
    "change", [{"causal": True}, {"pos_encodings": "alibi"}, {"rope_theta": 500.0}]
)
def test_settings_that_we_do_not_have_are_refused(change):
    with pytest.raises(ValueError, match=f"{next(iter(change))} is "):
        config_of(SETTINGS | change)


@pytest.mark.parametrize("before", ["_orig_mod.model.inner.", "model.inner.", "inner.", ""])
def test_keys_load_whatever_wrapped_the_network(before):
    torch.manual_seed(1)
    network = OfficialNetwork(config_of(SETTINGS))
    parameters = {before + key: value for key, value in network.state_dict().items()}
    model = model_of(SETTINGS, parameters)
    assert isinstance(model.network, OfficialNetwork)
    for key, value in model.network.state_dict().items():
        assert torch.equal(value, network.state_dict()[key])
    assert {bare_key(key) for key in parameters} == set(network.state_dict())


def test_missing_parameters_are_named():
    parameters = OfficialNetwork(config_of(SETTINGS)).state_dict()
    del parameters["lm_head.weight"]
    with pytest.raises(ValueError, match=r"lm_head\.weight"):
        model_of(SETTINGS, parameters)


@pytest.mark.parametrize(("sizes", "what"), [({"heads": 3}, "heads"), ({"prefix": 0}, "prefix")])
def test_sizes_that_do_not_fit_are_refused(sizes, what):
    with pytest.raises(ValueError, match=what):
        OfficialConfig(**({"cells": 4, "vocabulary": 3, "mixer": "attention"} | sizes))
