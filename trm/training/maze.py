"""`tinyduo train maze`: the recipe of the shipped maze weights.

Small mazes first: they cost little and teach the algorithm, larger ones join as the run goes
on. The labels are the deterministic shortest paths of `puzzles/maze/label.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..networks.grid import GridNetwork, GridNetworkConfig
from ..puzzles.maze.generate import generate_many
from ..recursion import Step, TinyRecursiveModel
from ..turning import Turning
from .log import RunOptions
from .maze_data import MazeStream
from .trainer import Board, Losses, Trainer, TrainingConfig

BOARDS = {
    # name: stream, share of the updates, batch, share of the run before it joins
    "10x10": (MazeStream(10, (2, 10, 16)), 0.15, 64, 0.0),
    "14x14": (MazeStream(14, (2, 16, 26)), 0.25, 48, 0.0),
    "20x20": (MazeStream(20, (2, 30, 50)), 0.3, 24, 0.1),
    "30x30": (MazeStream(30, (2, 60, 100, 110)), 0.3, 12, 0.3),
}
LARGE_BOARDS = {  # of the further stages, which go on from the first
    "5x5": (MazeStream(5), 0.03, 64, 0.0),
    "14x14": (MazeStream(14, (2, 16, 26)), 0.12, 48, 0.0),
    "20x20": (MazeStream(20, (2, 30, 50)), 0.25, 24, 0.0),
    "30x30": (MazeStream(30, (2, 60, 100, 110, 118)), 0.55, 16, 0.0),
    "40x40": (MazeStream(40, (2, 100, 140)), 0.05, 8, 0.5),
}
HELD_OUT = {"14x14": (14, 2), "20x20": (20, 40), "30x30": (30, 110)}  # side, path cells at least
HELD_OUT_SEED = 2
# Halt probability from which a single pass stops. On 60 + 60 generated 30x30 mazes (seed 77, 16
# steps) thresholds of 0.9, 0.5 and 0.2 are right equally often, 0.2 in half the steps.
HALT_THRESHOLD = 0.2
# Weight of cells off the path: they are many, and most are easy.
_OFF_PATH = 0.5


@dataclass(frozen=True, slots=True)
class MazeRecipe:
    """Network, recursion and training of one set of maze weights."""

    network: GridNetworkConfig = field(default_factory=GridNetworkConfig)
    latent_updates: int = 4  # n
    answer_updates: int = 3  # T
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(updates=9_000, muon_rate=0.02)
    )

    boards: dict[str, tuple[MazeStream, float, int, float]] = field(
        default_factory=lambda: dict(BOARDS)
    )
    turning: Turning | None = None

    @classmethod
    def large(cls) -> MazeRecipe:
        """The second stage: larger mazes, fewer steps (most are drawn by the fourth)."""
        training = TrainingConfig(
            updates=4_000, muon_rate=0.01, learning_rate=2e-3, decay_from=0.1, max_steps=8
        )
        return cls(training=training, boards=dict(LARGE_BOARDS))

    @classmethod
    def settle(cls) -> MazeRecipe:
        """The last stage: the second's mazes again, at a low rate."""
        low = replace(cls.large().training, updates=800, muon_rate=1e-3, learning_rate=1e-3)
        return cls(training=replace(low, max_steps=16), boards=dict(LARGE_BOARDS))

    @classmethod
    def turned(cls) -> MazeRecipe:
        """The stage after that: the same mazes, seen from another side every two steps."""
        settle = cls.settle()
        training = replace(settle.training, updates=3_000, muon_rate=5e-3, learning_rate=1e-3)
        return replace(settle, training=training, turning=Turning(every=2))

    @property
    def single_pass(self) -> dict[str, Any]:
        """What a single pass does otherwise than training, for the card."""
        return {"turning": self.turning.to_json()} if self.turning else {}

    def with_updates(self, updates: int) -> MazeRecipe:
        """The same recipe for another length."""
        return replace(self, training=replace(self.training, updates=updates))

    def build(self) -> TinyRecursiveModel:
        """A fresh model, seeded."""
        torch.manual_seed(self.training.seed)  # modules initialise from the global generator
        return TinyRecursiveModel(
            GridNetwork(self.network),
            latent_updates=self.latent_updates,
            answer_updates=self.answer_updates,
        )


def train_maze(
    recipe: MazeRecipe,
    *,
    run: Path,
    device: str = "cpu",
    start: TinyRecursiveModel | None = None,
    compile_network: bool = True,
    options: RunOptions | None = None,
    report: Callable[[str], None] = print,
) -> tuple[nn.Module, Trainer]:
    """Train maze weights; resumes what is in `run`. Arguments and result: `train_sudoku`."""
    boards = {
        name: Board(
            (stream.side,) * 2,
            share,
            batch,
            stream,
            Tensor.long,
            losses_of,
            begins,
            turning=recipe.turning,
        )
        for name, (stream, share, batch, begins) in recipe.boards.items()
    }
    held_out = {
        name: generate_many(
            64, height=side, width=side, seed=HELD_OUT_SEED, path_cells=(least, side**2)
        )
        for name, (side, least) in HELD_OUT.items()
    }
    model = recipe.build()
    if start is not None:
        model.load_state_dict(start.state_dict())
    trainer = Trainer(
        model.to(device), boards, recipe.training, run=run, compile_network=compile_network
    )

    def evaluate(average: nn.Module) -> dict[str, float]:
        assert isinstance(average, TinyRecursiveModel)
        return {
            f"held-out/{name}": label_rate(
                average, torch.from_numpy(tokens), torch.from_numpy(on_path)
            )
            for name, (tokens, on_path, _) in held_out.items()
        }

    return trainer.train(evaluate=evaluate, options=options, report=report), trainer


def losses_of(step: Step, answers: Tensor) -> Losses:
    """The losses of a supervision step.

    Args:
        step: with logits `(B, H, W, 2)`.
        answers: 1 on the label path, -1 on walls, else 0, `(B, H, W)`.

    Returns:
        Weighted cross entropy per cell against the label path, the halting loss, and the rows
        that draw a shortest path, whichever: halting is to stop at any right answer.
    """
    target = answers.long().clamp(min=0)
    drawn = step.logits.argmax(-1)
    through_wall = ((drawn == 1) & (answers < 0)).flatten(1).any(-1)
    right = is_shortest(drawn, target) & ~through_wall
    weight = step.logits.new_tensor([_OFF_PATH, 1.0])
    return Losses(
        answer=F.cross_entropy(step.logits.flatten(0, -2), target.flatten(), weight=weight),
        halt=F.binary_cross_entropy_with_logits(step.halt_logit, right.float()),
        exact=right,
    )


def is_shortest(drawn: Tensor, label: Tensor) -> Tensor:
    """Which rows `(B,)` draw a path as long as the label between its ends, and nothing else.

    On open cells such a path is a shortest one. Cells are counted: two ends with one drawn
    neighbour, all others with two, as many as on the label; a circle beside the path would
    make it shorter than the shortest.

    Args:
        drawn: 1 where a path is drawn, `(B, H, W)`.
        label: 1 on the label path, `(B, H, W)`.
    """
    beside = drawn.new_tensor([[0, 1, 0], [1, 0, 1], [0, 1, 0]]).float()[None, None]

    def ends_of(path: Tensor) -> Tensor:
        return (F.conv2d(path.float()[:, None], beside, padding=1)[:, 0] == 1) & (path == 1)

    neighbours = F.conv2d(drawn.float()[:, None], beside, padding=1)[:, 0]
    ends = (drawn == 1) & (neighbours == 1)
    simple = ((drawn == 0) | (neighbours == 2) | ends).flatten(1).all(-1)
    same_ends = (ends == ends_of(label)).flatten(1).all(-1)
    as_long = drawn.flatten(1).sum(1) == label.flatten(1).sum(1)
    return simple & same_ends & as_long


@torch.inference_mode()
def label_rate(
    model: TinyRecursiveModel, tokens: Tensor, on_path: Tensor, *, steps: int = 16
) -> float:
    """Share of mazes whose label path is exactly drawn after `steps` supervision steps.

    Args:
        model: on any device.
        tokens: mazes of one size, `(n, H, W)`.
        on_path: their label paths, `(n, H, W)` bool.
        steps: supervision steps.
    """
    device = next(model.parameters()).device
    x = model.network.embed(tokens.to(device).long())
    state = model.start(x)
    drawn = torch.zeros_like(on_path)
    for _ in range(steps):
        step = model.step(x, state)
        state, drawn = step.state, step.logits.argmax(-1) == 1
    return (drawn.cpu() == on_path).flatten(1).all(-1).float().mean().item()


def data_card(recipe: MazeRecipe) -> dict[str, object]:
    """What the training mazes are, for the weights' card."""
    return {
        "source": "own generator (tinyduo.trm.puzzles.maze.generate), no other data",
        "boards": {
            name: asdict(stream) | {"share_of_updates": share, "batch": batch, "begins": begins}
            for name, (stream, share, batch, begins) in recipe.boards.items()
        },
    }
