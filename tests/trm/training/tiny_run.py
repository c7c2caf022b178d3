"""A training run of seconds: called by tests, or a process of its own, to be killed or joined.

`python tiny_run.py '{"run": "DIR", ...}'` takes the arguments of `train`.
"""

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from tinyduo.trm.networks import GroupNetworkConfig
from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork
from tinyduo.trm.puzzles import Layout
from tinyduo.trm.puzzles.sudoku.generate import generate_many
from tinyduo.trm.training.log import RunOptions
from tinyduo.trm.training.presets import Preset
from tinyduo.trm.training.ranks import joined
from tinyduo.trm.training.streams import Pairs
from tinyduo.trm.training.sudoku_data import BoardData
from tinyduo.trm.training.trainer import Trainer, TrainingConfig

NETWORKS = {
    "group": GroupNetworkConfig(width=16, message=8, hidden=16),
    "official": OfficialConfig(
        cells=16, vocabulary=6, mixer="tokens", width=16, prefix=1, puzzle_width=16
    ),
}
CONFIGS = {
    "group": TrainingConfig(learning_rate=1e-2, warmup=5, decay_to=1.0, max_steps=3),
    "official": TrainingConfig(
        learning_rate=3e-3, warmup=5, max_steps=3, schedule="cosine", decay_to=1.0, clip=0.0,
        optimizer="adam_atan2", embedding_rate=1e-3, halt_when_right=False, ema_from_start=True,
    ),
}  # fmt: skip


class Slow(Pairs):
    """Pairs that take a while, so that a run can be killed."""

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        time.sleep(0.02)
        return super().draw(n, rng)


def train(
    run: str,
    updates: int,
    *,
    network: str = "group",
    checkpoint_seconds: float = 0.0,
    double: bool = False,
    batch: int = 8,
) -> Trainer:
    """Train a tiny network on a few 4x4 Sudokus, with a line of the log for every update."""
    torch.manual_seed(0)
    config = replace(CONFIGS[network], updates=updates)
    puzzles, solutions, _ = generate_many(12, layout=Layout(2, 2), seed=3)
    sizes = NETWORKS[network]
    preset = Preset("", sizes, 1, 2, batch, config, BoardData((2, 2), random=1))
    model = preset.build()
    if double:
        model = model.double()
        if isinstance(model.network, OfficialNetwork):
            model.network.dtype = torch.float64
    stream = Slow(np.stack([puzzles, solutions], axis=1))
    with joined("cpu"):
        boards = {"4x4": preset.board(stream)}
        trainer = Trainer(model, boards, config, run=Path(run), compile_network=False)
        options = RunOptions(checkpoint_seconds=checkpoint_seconds, log_every=1)
        trainer.train(evaluate=lambda model: {}, options=options, report=lambda line: None)
    return trainer


if __name__ == "__main__":
    torch.set_num_threads(1)
    train(**json.loads(sys.argv[1]))
    os._exit(0)  # now and then gloo's threads abort the end of an interpreter (pytorch#190489)
