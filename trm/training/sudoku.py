"""`tinyduo train sudoku`: the recipe of the shipped Sudoku weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import torch
from torch import nn

from ..networks.group import GroupNetwork, GroupNetworkConfig, flat_cells, question_of
from ..recursion import TinyRecursiveModel
from .sudoku_data import BoardData, SudokuStream, puzzles_of
from .trainer import Board, Trainer, TrainingConfig

BOARDS = {
    # name: data, share of the updates, batch
    "9x9": (
        BoardData((3, 3), random=120_000, climbed=4_000, climb_tries=60_000,
                  hard_share=0.4, climbed_share=0.2),
        0.86, 48,
    ),
    "4x4": (BoardData((2, 2), random=10_000), 0.03, 128),
    "6x6": (BoardData((2, 3), random=20_000), 0.04, 128),
    "6x6 (3x2)": (BoardData((3, 2), random=20_000), 0.03, 128),
    "16x16": (BoardData((4, 4), random=4_000, keep=110, extra_share=0.5), 0.04, 8),
}  # fmt: skip
HALT_THRESHOLD = 0.9  # halt probability from which a single pass stops; on easy and hard generated
# puzzles (100 each, seed 777) thresholds from 0.8 on lose no right answer, 0.5 loses 2 %
HELD_OUT = BoardData((3, 3), random=2_000, hard_rating=6.0, seed=2)


@dataclass(frozen=True, slots=True)
class SudokuRecipe:
    """Network, recursion and training of one set of Sudoku weights."""

    network: GroupNetworkConfig = field(default_factory=GroupNetworkConfig)
    latent_updates: int = 4  # n
    answer_updates: int = 2  # T
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def with_updates(self, updates: int) -> SudokuRecipe:
        """The same recipe for another length."""
        return replace(self, training=replace(self.training, updates=updates))

    def build(self) -> TinyRecursiveModel:
        """A fresh model, seeded."""
        torch.manual_seed(self.training.seed)  # modules initialise from the global generator
        return TinyRecursiveModel(
            GroupNetwork(self.network),
            latent_updates=self.latent_updates,
            answer_updates=self.answer_updates,
        )


def train_sudoku(
    recipe: SudokuRecipe,
    *,
    run: Path,
    device: str = "cpu",
    start: dict[str, torch.Tensor] | None = None,
    compile_network: bool = True,
    report: Callable[[str], None] = print,
) -> tuple[nn.Module, Trainer]:
    """Train Sudoku weights; resumes what is in `run`.

    Args:
        recipe: what to train.
        run: folder for the checkpoint and the log.
        device: where to train.
        start: state dict to begin from instead of random weights.
        compile_network: see `Trainer`.
        report: gets a line of progress now and then.

    Returns:
        (the averaged model, the trainer with its counters).
    """
    boards = {
        name: Board(data.box, share, batch, SudokuStream(data, puzzles_of(data, report)))
        for name, (data, share, batch) in BOARDS.items()
    }
    held_out = SudokuStream(HELD_OUT, puzzles_of(HELD_OUT, report))
    model = recipe.build()
    if start is not None:
        model.load_state_dict(start)
    trainer = Trainer(
        model.to(device), boards, recipe.training, run=run, compile_network=compile_network
    )

    def evaluate(average: nn.Module) -> dict[str, float]:
        assert isinstance(average, TinyRecursiveModel)
        sets = {"random": held_out.random[:64], "hard": held_out.hard[:64]}
        return {
            f"held-out/{name}": exact_rate(average, torch.from_numpy(pairs), box=(3, 3))
            for name, pairs in sets.items()
        }

    return trainer.train(evaluate=evaluate, report=report), trainer


def data_card() -> dict[str, object]:
    """What the training puzzles are, for the weights' card."""
    return {
        "source": "own generator (tinyduo.trm.puzzles.sudoku.generate), no other data",
        "boards": {
            name: asdict(data) | {"share_of_updates": share, "batch": batch}
            for name, (data, share, batch) in BOARDS.items()
        },
    }


@torch.inference_mode()
def exact_rate(
    model: TinyRecursiveModel, pairs: torch.Tensor, *, box: tuple[int, int], steps: int = 16
) -> float:
    """Share of puzzles right after `steps` supervision steps.

    Args:
        model: on any device.
        pairs: puzzles and solutions, `(n, 2, L)` int8.
        box: rows, columns of a box.
        steps: supervision steps.
    """
    device = next(model.parameters()).device
    pairs = pairs.to(device)
    x = model.network.embed(question_of(pairs[:, 0], box))
    state = model.start(x)
    logits = None
    for _ in range(steps):
        step = model.step(x, state)
        state, logits = step.state, step.logits
    assert logits is not None
    right = flat_cells(logits).argmax(-1) + 1 == pairs[:, 1]
    return right.all(-1).float().mean().item()
