"""The settings of a training run, as the weights' card tells them.

The defaults are our own recipe. What the official TRM does otherwise (arXiv:2510.04871 and its
code) has a setting each; `OFFICIAL` has them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Settings of a run; every one is written to the weights' card."""

    updates: int = 6000  # optimizer steps = supervision steps
    learning_rate: float = 4e-3  # of the optimizer
    muon_rate: float = 0.0  # of Muon, for the matrices inside the blocks; 0: no Muon
    warmup: int = 200  # updates of linear warm-up
    decay_from: float = 0.45  # share of the run after which the rate falls linearly
    decay_to: float = 0.02  # of the learning rate, at the end
    weight_decay: float = 0.05
    clip: float = 1.0  # gradient norm; 0: none
    ema: float = 0.999  # decay of the weight average that is shipped
    halt_weight: float = 0.1  # of the halting loss
    max_steps: int = 16  # supervision steps before a row is given up, ...
    max_steps_to: int | None = None  # ... growing over the run to this; None: no growth
    exploration: float = 0.1  # rows that must reach a random number of steps (Sec. 3)
    seed: int = 0
    optimizer: Literal["adamw", "adam_atan2"] = "adamw"  # of what Muon does not take
    schedule: Literal["linear", "cosine"] = "linear"  # cosine: to `decay_to`, from the warm-up on
    embedding_rate: float = 0.0  # of SignSGD, for the puzzles' own embeddings; 0: they stay
    halt_when_right: bool = True  # a row halts when it is right as well; False: when the head says
    ema_from_start: bool = False  # the average remembers as long at first as later
    precision: Literal["float32", "bfloat16"] = "float32"  # of states and products


OFFICIAL = TrainingConfig(
    updates=65_104,  # 50,000 epochs of 1,000 puzzles, 768 at a time
    learning_rate=1e-4,
    warmup=2000,
    decay_to=1.0,
    weight_decay=1.0,
    clip=0.0,
    halt_weight=0.5,
    optimizer="adam_atan2",
    schedule="cosine",
    embedding_rate=1e-4,
    halt_when_right=False,
    ema_from_start=True,
    precision="bfloat16",
)
