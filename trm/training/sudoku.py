"""`tinyduo train sudoku`: the recipe of the shipped Sudoku weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..networks.group import GroupNetwork, GroupNetworkConfig, flat_cells, question_of
from ..networks.widen import widen
from ..puzzles.sudoku.board import Layout
from ..recursion import Step, TinyRecursiveModel
from ..supposing import Supposing, supposed
from .log import RunOptions
from .sudoku_data import BoardData, Seeds, SudokuStream, left_out, puzzles_of, seed_puzzles
from .supposing import Guessing
from .trainer import Board, Losses, Stream, Trainer, TrainingConfig

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
SEED_SHARES = (0.15, 0.25)  # of the 9x9 draws: the puzzles of a seeds file, those found near them
HALT_THRESHOLD = 0.9  # halt probability from which a single pass stops; on easy and hard generated
# puzzles (100 each, seed 777) thresholds from 0.8 on lose no right answer, 0.5 loses 2 %
# A single pass of the first stage's weights: T three times that of training. Of the second's: a
# step has four parts, each with suppositions of its own (20 network calls and 8 cells; in training
# 40 calls and 3 cells: chosen afterwards, on puzzles that training did not see).
SINGLE_PASS = {"answer_updates": 6}
SUPPOSING_PASS = {
    "answer_updates": 4,
    "parts": 4,
    "supposing": Supposing(after=4, every=1, cells=8).to_json(),
}
HELD_OUT = BoardData((3, 3), random=2_000, hard_rating=6.0, seed=2)


@dataclass(frozen=True, slots=True)
class SudokuRecipe:
    """Network, recursion and training of one set of Sudoku weights."""

    network: GroupNetworkConfig = field(default_factory=GroupNetworkConfig)
    latent_updates: int = 4  # n
    answer_updates: int = 2  # T
    training: TrainingConfig = field(default_factory=TrainingConfig)
    guessing: Guessing | None = None  # suppositions, on every board

    @classmethod
    def suppose(cls) -> SudokuRecipe:
        """The second stage, which goes on from the first: the network learns to suppose."""
        return cls(
            network=GroupNetworkConfig(supposes=True),
            training=TrainingConfig(updates=4_600, learning_rate=1.5e-3, max_steps=26),
            guessing=Guessing(Supposing(after=6, every=4)),
        )

    @property
    def single_pass(self) -> dict[str, Any]:
        """What the card says of single passes."""
        return SUPPOSING_PASS if self.guessing else SINGLE_PASS

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
    seeds: Seeds | None = None,
    device: str = "cpu",
    start: TinyRecursiveModel | None = None,
    compile_network: bool = True,
    options: RunOptions | None = None,
    report: Callable[[str], None] = print,
) -> tuple[nn.Module, Trainer]:
    """Train Sudoku weights; resumes what is in `run`.

    Args:
        recipe: what to train.
        run: folder for the checkpoint and the log.
        seeds: hard 9x9 puzzles of yours to train on as well.
        device: where to train.
        start: a model to begin from instead of random weights; a narrower one is widened.
        compile_network: see `Trainer`.
        options: how the run is kept and shown.
        report: gets a line of progress now and then.

    Returns:
        (the averaged model, the trainer with its counters).
    """
    pools = seed_puzzles(seeds, report) if seeds else ()
    extra = tuple(zip(pools, SEED_SHARES, strict=False))
    boards = {}
    for name, (data, share, batch) in BOARDS.items():
        more = extra if data.layout == Layout() else ()
        stream = SudokuStream(data, puzzles_of(data, report), more)
        boards[name] = board_of(data.box, share, batch, stream, recipe.guessing)
    held_out = SudokuStream(HELD_OUT, puzzles_of(HELD_OUT, report))
    model = recipe.build()
    if start is not None:
        _begin_from(model, start)
    trainer = Trainer(
        model.to(device), boards, recipe.training, run=run, compile_network=compile_network
    )

    sets = {"random": held_out.random[:64], "hard": held_out.hard[:64]}
    if seeds and seeds.skip:
        sets["seeds"] = left_out(seeds)[:64]

    def evaluate(average: nn.Module) -> dict[str, float]:
        assert isinstance(average, TinyRecursiveModel)
        return {
            f"held-out/{name}": exact_rate(
                average,
                torch.from_numpy(pairs),
                box=(3, 3),
                steps=32,
                supposing=recipe.guessing.supposing if recipe.guessing else None,
            )
            for name, pairs in sets.items()
        }

    return trainer.train(evaluate=evaluate, options=options, report=report), trainer


def _begin_from(model: TinyRecursiveModel, begin: TinyRecursiveModel) -> None:
    """Copy the weights to begin from, widened where the network is wider."""
    network, start = model.network, begin.network
    if not (isinstance(network, GroupNetwork) and isinstance(start, GroupNetwork)):
        raise ValueError("Sudoku training begins from Sudoku weights (a group network)")
    if network.config == start.config:
        network.load_state_dict(start.state_dict())
    else:
        widen(network, start.state_dict(), start.config)


def board_of(
    box: tuple[int, int],
    share: float,
    batch: int,
    stream: Stream,
    guessing: Guessing | None = None,
) -> Board:
    """A board of the trainer: Sudokus with boxes of `box` rows and columns."""
    cells = (box[0] * box[1]) ** 2
    question = partial(question_of, box=box)
    return Board((cells,), share, batch, stream, question, losses_of, guessing=guessing)


def losses_of(step: Step, answers: Tensor) -> Losses:
    """The losses of a supervision step.

    Args:
        step: with logits `(B, P, p, Q, q, V)`.
        answers: digits from 1, `(B, L)`.

    Returns:
        Cross entropy per cell, the halting loss, and the exactly right rows.
    """
    logits = flat_cells(step.logits)  # (B, L, V)
    target = answers.long() - 1
    exact = (logits.argmax(-1) == target).all(-1)
    return Losses(
        answer=F.cross_entropy(logits.flatten(0, 1), target.flatten()),
        halt=F.binary_cross_entropy_with_logits(step.halt_logit, exact.float()),
        exact=exact,
    )


def data_card(seeds: Seeds | None = None) -> dict[str, object]:
    """What the training puzzles are, for the weights' card."""
    other = seeds.card() | {"shares": SEED_SHARES} if seeds else "none"
    return {
        "source": "own generator (tinyduo.trm.puzzles.sudoku.generate)",
        "seeds": other,
        "boards": {
            name: asdict(data) | {"share_of_updates": share, "batch": batch}
            for name, (data, share, batch) in BOARDS.items()
        },
    }


@torch.inference_mode()
def exact_rate(
    model: TinyRecursiveModel,
    pairs: torch.Tensor,
    *,
    box: tuple[int, int],
    steps: int = 16,
    supposing: Supposing | None = None,
) -> float:
    """Share of puzzles right after `steps` supervision steps.

    Args:
        model: on any device.
        pairs: puzzles and solutions, `(n, 2, L)` int8.
        box: rows, columns of a box.
        steps: supervision steps.
        supposing: whether, and how, the recursion supposes; the draws are the same each time.
    """
    device = next(model.parameters()).device
    pairs = pairs.to(device)
    x = model.network.embed(question_of(pairs[:, 0], box))
    state = model.start(x)
    draws = torch.Generator().manual_seed(0)
    logits = None
    right = torch.zeros(len(pairs), dtype=torch.bool, device=device)
    done = right.clone()
    for number in range(steps):
        if supposing and logits is not None and supposing.due(torch.tensor(number)):
            numbers = torch.rand(len(pairs), supposing.numbers, generator=draws).to(device)
            asked = supposed(pairs[:, 0], logits, numbers, cells=supposing.cells)
            x = model.network.embed(question_of(asked, box))
        step = model.step(x, state)
        state, logits = step.state, flat_cells(step.logits)
        exact = (logits.argmax(-1) + 1 == pairs[:, 1]).all(-1)
        right = torch.where(done, right, exact)
        if supposing:  # a later supposition may not spoil what the halting head stood by
            done |= step.halt_logit > 0
    return right.float().mean().item()
