"""Named recipes: the official ones of the TRM paper (arXiv:2510.04871), and small ones for CPUs.

The official ones have the settings of the official code (65,104 updates are 50,000 epochs of
1,000 puzzles). They differ from it where the trainer does: a free row is filled at once, where
the official code throws away most of a drawn batch, and a row's least number of steps is drawn
once a puzzle, not in every step. `--preset` of the command line chooses; without it, our own
recipes of sudoku.py and maze.py are trained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isqrt
from typing import Literal

import torch
from torch import Tensor

from ..networks.group import GroupNetwork, GroupNetworkConfig
from ..networks.official import OfficialConfig, OfficialNetwork, official_question
from ..puzzles.maze.official_form import VOCABULARY
from ..puzzles.sudoku.official_form import vocabulary
from ..recursion import Step, TinyRecursiveModel
from .board import Board, Losses, Stream
from .config import OFFICIAL, TrainingConfig
from .maze_data import MazeStream
from .official_loss import IGNORED, official_losses
from .streams import ON_PATH
from .sudoku import BOARDS, board_of
from .sudoku_data import BoardData

Kind = Literal["sudoku", "maze"]


@dataclass(frozen=True, slots=True)
class Preset:
    """A network, its recursion, its training, and the puzzles that are made for it."""

    says: str  # in the help
    network: OfficialConfig | GroupNetworkConfig
    latent_updates: int  # n
    answer_updates: int  # T
    batch: int  # rows, of all processes together
    training: TrainingConfig
    data: BoardData | MazeStream  # what is generated where no data are given
    augments: bool = True  # Sudokus: turns each by a symmetry
    evaluate_every: int = 500  # updates

    @property
    def kind(self) -> Kind:
        """What its puzzles are."""
        return "maze" if isinstance(self.data, MazeStream) else "sudoku"

    @property
    def highest(self) -> int:
        """The highest number in an answer."""
        return ON_PATH if self.kind == "maze" else isqrt(self.cells)

    @property
    def cells(self) -> int:
        """L, of its puzzles."""
        data = self.data
        return (data.side if isinstance(data, MazeStream) else data.layout.size) ** 2

    def build(self) -> TinyRecursiveModel:
        """A fresh model, seeded."""
        torch.manual_seed(self.training.seed)  # modules initialise from the global generator
        config = self.network
        network = (
            OfficialNetwork(replace(config, dtype=self.training.precision))
            if isinstance(config, OfficialConfig)
            else GroupNetwork(config)
        )
        return TinyRecursiveModel(
            network, latent_updates=self.latent_updates, answer_updates=self.answer_updates
        )

    def board(self, stream: Stream) -> Board:
        """The board of its puzzles."""
        if isinstance(self.network, GroupNetworkConfig):
            assert isinstance(self.data, BoardData)
            return board_of(self.data.box, 1.0, self.batch, stream)
        return Board((self.cells,), 1.0, self.batch, stream, _question_of, _losses_of)

    @property
    def board_name(self) -> str:
        """What the log calls it."""
        return f"{isqrt(self.cells)}x{isqrt(self.cells)}"


def _question_of(cells: Tensor) -> Tensor:
    """The question `(B, 1 + L)` of an official network."""
    return official_question(cells.long() + 1)


def _losses_of(step: Step, answers: Tensor) -> Losses:
    """The losses of an official network, whose tokens are one more than our answers."""
    return official_losses(step, torch.where(answers < 0, IGNORED, answers.long() + 1))


_NINE, *_ = BOARDS["9x9"]
_FOUR = BoardData((2, 2), random=20_000, extra_share=0.5)
_SMALL = TrainingConfig(
    updates=4_000,
    learning_rate=1e-3,
    muon_rate=0.02,
    warmup=100,
    schedule="cosine",
    decay_to=0.0,
    ema=0.99,
    halt_weight=0.5,
    halt_when_right=False,
)
_TOKENS_9X9 = OfficialConfig(cells=81, vocabulary=vocabulary(9), mixer="tokens")
_ATTENTION_9X9 = replace(_TOKENS_9X9, mixer="attention", positions="rotary")
_ATTENTION_30X30 = replace(_ATTENTION_9X9, cells=900, vocabulary=VOCABULARY)
_TOKENS_4X4 = OfficialConfig(
    cells=16,
    vocabulary=vocabulary(4),
    mixer="tokens",
    width=64,
    hidden_multiple=32,
    prefix=1,
    puzzle_width=0,
)

PRESETS: Mapping[Kind, Mapping[str, Preset]] = {
    "sudoku": {
        "trm-mlp": Preset(
            "the paper's best 9x9 network, 5.0 M parameters: an MLP over cells",
            _TOKENS_9X9, 6, 3, 768, OFFICIAL, _NINE,
        ),
        "trm-attention": Preset(
            "the paper's other 9x9 network, 6.8 M parameters: attention",
            _ATTENTION_9X9, 6, 3, 768, OFFICIAL, _NINE,
        ),
        "trm-mlp-4x4": Preset(
            "the MLP over cells, 0.08 M parameters, on 4x4: minutes on one core",
            _TOKENS_4X4, 3, 2, 128, _SMALL, _FOUR, evaluate_every=100,
        ),
        "group-4x4": Preset(
            "our group network on 4x4 alone, to compare with trm-mlp-4x4",
            GroupNetworkConfig(), 3, 2, 128, _SMALL, _FOUR, evaluate_every=100,
        ),
    },
    "maze": {
        "trm-attention": Preset(
            "the paper's best 30x30 network, 6.8 M parameters: attention",
            _ATTENTION_30X30, 4, 3, 768, OFFICIAL, MazeStream(30, (110,)), augments=False,
        ),
    },
}  # fmt: skip
