"""Fine-tuning of an official ARC network on the demonstrations of one new task.

The official recipe, cut to a task: all weights with AdamATan2, and with SignSGD a new puzzle
embedding for each augmented copy; a carry with deep supervision and halting; pairs moved about
the board, input and output alike, but one of a copy's. What differs: warm-up and average are
short, and pairs are moved anew each time. Full fine-tuning, as embeddings alone and low-rank
updates were found to be worse (arXiv:2511.02886). Only demonstrations are learnt from.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isfinite
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from ..networks.official import OfficialNetwork
from ..puzzles.arc.augmentation import Augmentation
from ..puzzles.arc.official_form import PADDING, SIDE, Grid, tokens_of
from ..puzzles.arc.task import Demonstration
from ..recursion import Step, TinyRecursiveModel
from .average import ParameterAverage
from .board import Board, Carry, Losses
from .config import OFFICIAL, TrainingConfig
from .official_loss import IGNORED, official_losses
from .optimizers import optimizers_of, rate_share
from .sign_sgd import SignSGD
from .supervision import Supervision

_CELLS = SIDE * SIDE
_LATELY = 0.95  # of the running means that stays with each update
_LOOK_EVERY = 10  # updates


@dataclass(frozen=True, slots=True)
class FineTuning:
    """How a network learns a task.

    20,000 rows of a supervision step are a task's share of 12,500 updates of 384 rows for 240
    tasks together (arXiv:2511.02886).
    """

    batch: int = 16  # rows of an update
    config: TrainingConfig = field(
        default_factory=lambda: replace(
            OFFICIAL,
            updates=1250,
            warmup=50,
            ema=0.99,
            weight_decay=0.1,  # as officially for ARC
            embedding_rate=1e-2,
        )
    )

    @property
    def rows(self) -> int:
        """Rows of supervision steps in all."""
        return self.batch * self.config.updates

    def of(self, updates: int) -> FineTuning:
        """The same with another number of updates."""
        return replace(self, config=replace(self.config, updates=updates))


@dataclass(frozen=True, slots=True)
class Learning:
    """How far it is."""

    updates: int
    loss: float  # of the answers, lately
    fitted: float  # share of rows that are exactly right, lately


@dataclass(frozen=True, slots=True)
class Tuned:
    """A network that has learnt a task."""

    model: TinyRecursiveModel  # the weight average, frozen
    rows: Tensor  # (copies, puzzle_width)
    learning: Learning


@dataclass(frozen=True, slots=True)
class DemonstrationStream:
    """Draws demonstrations of augmented copies, somewhere on the board."""

    demonstrations: Sequence[Demonstration]
    augmentations: Sequence[Augmentation]

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` questions `(n, 1 + 900)`, the copy's number first, and answers `(n, 900)`, int64."""
        questions = np.empty((n, 1 + _CELLS), np.int64)
        answers = np.empty((n, _CELLS), np.int64)
        for row in range(n):
            number = int(rng.integers(len(self.augmentations)))
            pair = self.demonstrations[int(rng.integers(len(self.demonstrations)))]
            grids = [self.augmentations[number].apply(g) for g in (pair.input, pair.output)]
            down, right = self._place(grids, rng)
            questions[row, 0] = number
            questions[row, 1:], answers[row] = (tokens_of(g, row=down, col=right) for g in grids)
        return questions, answers

    def _place(self, grids: Sequence[Grid], rng: np.random.Generator) -> tuple[int, int]:
        """Row and column of both grids' corner; of one pair in a task's it is the board's."""
        height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
        down, right = rng.integers(0, [SIDE - height, SIDE - width], endpoint=True).tolist()
        return (0, 0) if rng.random() * len(self.demonstrations) < 1 else (down, right)


def fine_tune(
    model: TinyRecursiveModel,
    demonstrations: Sequence[Demonstration],
    augmentations: Sequence[Augmentation],
    rows: Tensor,
    *,
    recipe: FineTuning,
    seed: int = 0,
    ends: float = inf,
    report: Callable[[Learning], None] | None = None,
) -> Tuned:
    """Teach a copy of a model a task; the model itself stays as it is.

    Args:
        model: of an official ARC network; its device is used.
        demonstrations: what is learnt.
        augmentations: of the copies.
        rows: `(copies, puzzle_width)`, the embeddings that the copies begin with.
        recipe: settings.
        seed: of what is drawn.
        ends: by `perf_counter`; at least one update is made.
        report: called now and then.

    Raises:
        ValueError: where the loss is no longer finite.
    """
    device, config = next(model.parameters()).device, recipe.config
    learner = learner_of(model, rows)
    optimizers = optimizers_of(learner, config)
    embeddings = next(one for one in optimizers if isinstance(one, SignSGD))
    supervise = Supervision(learner, embeddings, narrow=False)
    average = ParameterAverage(learner, config.ema)
    stream = DemonstrationStream(demonstrations, augmentations)
    board = Board((1 + _CELLS,), 1.0, recipe.batch, stream, Tensor.long, losses_of)
    carry = _empty(recipe.batch, device)
    rng = np.random.default_rng(seed)
    means: Tensor | None = None
    learning = Learning(0, inf, 0.0)
    for update in range(config.updates):
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate_share(config, update)
            optimizer.zero_grad(set_to_none=True)
        _refill(carry, stream, config, rng)
        step, losses = supervise(board, carry)
        (losses.answer + config.halt_weight * losses.halt).backward()
        for optimizer in optimizers:
            optimizer.step()
        average.update(learner)
        carry.advance(step, step.halt_logit > 0, max_steps=config.max_steps)
        now = torch.stack([losses.answer.detach().double(), losses.exact.double().mean()])
        means = now if means is None else means.lerp(now, 1 - _LATELY)
        last = update + 1 == config.updates or perf_counter() > ends
        if last or (update + 1) % _LOOK_EVERY == 0:
            loss, fitted = means.tolist()
            if not isfinite(loss):
                raise ValueError(f"the loss is no longer finite after {update + 1} updates")
            learning = Learning(update + 1, loss, fitted)
            if report:
                report(learning)
        if last:
            break
    return Tuned(average.module.eval(), embeddings.table.detach(), learning)


def learner_of(model: TinyRecursiveModel, rows: Tensor) -> TinyRecursiveModel:
    """A trainable copy of a model, whose table of puzzle embeddings is `rows`."""
    learner = copy.deepcopy(model).requires_grad_(True).train()
    network = learner.network
    assert isinstance(network, OfficialNetwork)
    assert network.puzzle_emb is not None
    device = next(model.parameters()).device
    network.puzzle_emb.weights = rows.detach().to(device, torch.float32, copy=True)
    return learner


def losses_of(step: Step, answers: Tensor) -> Losses:
    """The official losses; cells outside of the grid and its end count for nothing."""
    return official_losses(step, torch.where(answers == PADDING, IGNORED, answers))


def _empty(rows: int, device: torch.device) -> Carry:
    """A carry whose rows all wait for a puzzle; in int64, as numbers of copies need it."""
    questions = torch.zeros(rows, 1 + _CELLS, dtype=torch.long, device=device)
    steps = torch.zeros(rows, dtype=torch.long, device=device)
    done = torch.ones(rows, dtype=torch.bool, device=device)
    return Carry(questions, questions[:, 1:].clone(), steps, steps.clone(), done)


def _refill(
    carry: Carry, stream: DemonstrationStream, config: TrainingConfig, rng: np.random.Generator
) -> None:
    """Put new pairs where rows are done."""
    fresh = int(carry.done.sum())
    if not fresh:
        return
    questions, answers = stream.draw(fresh, rng)
    explores = rng.random(fresh) < config.exploration
    least = np.where(explores, rng.integers(2, config.max_steps + 1, fresh), 0)
    carry.replace_done(questions, answers, least)
