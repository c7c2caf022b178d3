"""Presets: the official settings, and that each trains, is scored and goes on from its weights."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from tinyduo.trm.networks.official import (
    OfficialConfig,
    OfficialNetwork,
    official_maze,
    official_sudoku,
)
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.training.log import RunOptions
from tinyduo.trm.training.preset_run import Data, exact_rows, generated, score_preset, train_preset
from tinyduo.trm.training.presets import PRESETS, Preset
from tinyduo.trm.training.streams import Listed, Pairs
from tinyduo.trm.training.sudoku_data import BoardData

ALL = [preset for kind in PRESETS.values() for preset in kind.values()]
NAMES = [f"{kind}-{name}" for kind, presets in PRESETS.items() for name in presets]


def shrunk(preset: Preset, updates: int = 2) -> Preset:
    """The preset with a small network and few generated puzzles."""
    network = preset.network
    if isinstance(network, OfficialConfig):
        network = replace(network, width=32, heads=2, puzzle_width=min(network.puzzle_width, 32))
    data = preset.data
    if isinstance(data, BoardData):
        data = BoardData(data.box, random=60, hard_rating=0.0)
    training = replace(preset.training, updates=updates, precision="float32", warmup=1)
    return replace(
        preset, network=network, data=data, training=training, batch=2,
        latent_updates=1, answer_updates=1,
    )  # fmt: skip


@pytest.mark.parametrize("preset", ALL, ids=NAMES)
def test_every_preset_trains(preset, tmp_path, monkeypatch):
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tinyduo.trm.training.preset_run._HELD_OUT", 2)
    small = shrunk(preset)
    data = generated(small, lambda line: None)
    lines: list[str] = []
    model, trainer = train_preset(
        small, data=data, run=tmp_path / "run", compile_network=False, report=lines.append,
        options=RunOptions(log_every=1),
    )  # fmt: skip
    assert isinstance(model, TinyRecursiveModel)
    assert trainer.update == 2
    assert trainer.puzzles >= 2
    assert any("held-out/" in line for line in lines)
    assert all(torch.isfinite(parameter).all() for parameter in model.parameters())
    scores = score_preset(model, small, data, n=2, report=lambda line: None)
    for row in scores["sets"].values():
        assert set(row) == {"1 steps, unverified", "16 steps, unverified"}


def test_the_official_presets_are_the_official_networks():
    for official, preset in (
        (official_sudoku(), PRESETS["sudoku"]["trm-mlp"]),
        (official_maze(), PRESETS["maze"]["trm-attention"]),
    ):
        assert isinstance(official.network, OfficialNetwork)
        assert preset.network == official.network.config
        assert preset.latent_updates == official.latent_updates
        assert preset.answer_updates == official.answer_updates
        training = preset.training
        assert (training.updates, training.learning_rate, training.weight_decay) == (
            65_104, 1e-4, 1.0,
        )  # fmt: skip
        assert (training.warmup, training.decay_to, training.ema) == (2000, 1.0, 0.999)
        assert (preset.batch, training.halt_weight, training.max_steps) == (768, 0.5, 16)
        assert training.optimizer == "adam_atan2"
        assert not training.halt_when_right


def test_puzzle_embeddings_are_trained_by_their_sign_and_averaged_not_at_all(tmp_path):
    preset = PRESETS["sudoku"]["trm-mlp-4x4"]
    network = replace(preset.network, width=16, puzzle_width=16)
    training = replace(preset.training, updates=3, embedding_rate=0.01, warmup=1)
    small = shrunk(replace(preset, network=network))
    small = replace(small, network=network, training=training)
    rows = np.array([[[0] * 16, [1, 2, 3, 4] * 4]], np.int8)
    data = Data(Pairs(rows), {"few": Listed(rows)}, {})
    _, trainer = train_preset(
        small, data=data, run=tmp_path, compile_network=False, report=lambda line: None
    )
    key = "network.puzzle_emb.weights"
    table = trainer.model.state_dict()[key]
    assert table.abs().max() > 0.005
    assert torch.equal(trainer.average.module.state_dict()[key], table)


def test_a_small_network_learns_a_few_puzzles(tmp_path):
    preset = PRESETS["sudoku"]["trm-mlp-4x4"]
    network = replace(preset.network, width=32)
    training = replace(preset.training, updates=150, warmup=5, ema=0.9, max_steps=4)
    small = replace(preset, network=network, training=training, batch=8, latent_updates=2)
    pairs = np.array([[[0] * 15 + [1], [1, 2, 3, 4, 3, 4, 1, 2, 2, 1, 4, 3, 4, 3, 2, 1]]], np.int8)
    other = (pairs % 4 + 1) * (pairs > 0)
    rows = np.concatenate([pairs, other]).astype(np.int8)
    data = Data(Pairs(rows), {"few": Listed(rows)}, {})
    model, _ = train_preset(
        small, data=data, run=tmp_path, compile_network=False, report=lambda line: None
    )
    assert isinstance(model, TinyRecursiveModel)
    right = exact_rows(model, small.board(data.train), rows[:, 0], rows[:, 1], steps=4)
    assert right.all()


def test_weights_of_another_network_are_no_beginning(tmp_path):
    rows = np.ones((1, 2, 16), np.int8)
    data = Data(Pairs(rows), {"few": Listed(rows)}, {})
    with pytest.raises(ValueError, match="not of the preset's network"):
        train_preset(
            shrunk(PRESETS["sudoku"]["trm-mlp-4x4"]), data=data, run=tmp_path,
            start=PRESETS["sudoku"]["group-4x4"].build(), compile_network=False,
        )  # fmt: skip
