"""A copy of the pretrained model learns one task from its demonstrations.

Full weights, Muon and AdamW, on views of the demonstrations; the learning rate falls to zero by
the end of the budget, be it in steps or in seconds. Boards of one size run as one batch, so
nothing is padded; a training step adds the gradients of all sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from torch import nn

from ...networks.task import TABLES
from ...puzzles.arc.aligned import Board
from ...recursion import TinyRecursiveModel
from ...training.arc_optimizers import arc_optimizers
from ...training.config import TrainingConfig
from .batch import ArcBatch, losses_of, stacked, task_network
from .views import Views


@dataclass(frozen=True, slots=True)
class LearningConfig:
    """How a task is learned; chosen on training tasks that pretraining never saw."""

    learning_rate: float = 3e-3  # of AdamW
    muon_rate: float = 0.02  # of Muon, for the matrices of the blocks
    tasks_rate: float = 0.1  # of Adam, for the task's own table
    shown_rate: float = 0.1  # of Adam, for that which goes straight to the answer
    weight_decay: float = 0.05
    warmup: int = 10  # steps
    cells: int = 600  # of a batch, about
    boards: tuple[int, int] = (4, 12)  # of a batch, at least and at most


@dataclass(slots=True)
class Clock:
    """How much of a budget is used: of steps, of seconds, or of whichever ends first.

    Seconds count from `begin` to `end` (perf_counter); steps are this learner's own.
    """

    steps: int | None
    begin: float
    end: float | None
    made: int = 0

    @property
    def share(self) -> float:
        """From 0 to 1."""
        of_steps = self.made / self.steps if self.steps else 0.0
        now = perf_counter()
        of_time = (now - self.begin) / max(self.end - self.begin, 1e-9) if self.end else 0.0
        return min(1.0, max(of_steps, of_time))


class Learner:
    """Learns one task.

    Args:
        model: the pretrained model; a copy of it learns.
        boards: of the demonstrations, with targets.
        views: of the task.
        config: how.
        seed: of views and batches.

    `boards` and `views` may be exchanged between calls of `learn`.
    """

    def __init__(
        self,
        model: TinyRecursiveModel,
        boards: Sequence[Board],
        views: Views,
        config: LearningConfig,
        seed: int | tuple[int, ...],
    ) -> None:
        self.model = _for_one_task(model)
        self.boards = boards
        self.views = views
        self.config = config
        self.rng = np.random.default_rng(seed)
        self.device = next(self.model.parameters()).device
        self.loss, self.fitted = 0.0, 0.0  # lately
        settings = TrainingConfig(
            learning_rate=config.learning_rate,
            muon_rate=config.muon_rate,
            weight_decay=config.weight_decay,
        )
        self._optimizers = arc_optimizers(
            self.model, settings, tasks_rate=config.tasks_rate, shown_rate=config.shown_rate
        )

    def learn(
        self, clock: Clock, watch: Callable[[], None] | None = None, *, until: float = 1.0
    ) -> None:
        """Train until so much of the clock's budget is used.

        Args:
            clock: the budget, to whose end the rate falls.
            watch: called after each training step.
            until: a share of the budget; later calls go on.
        """
        while (share := clock.share) < until:
            self._one_step(self._batches(), share, clock.made)
            clock.made += 1
            if watch:
                watch()

    def _one_step(self, batches: Sequence[ArcBatch], share: float, made: int) -> None:
        rate = min(1.0, (made + 1) / self.config.warmup) * (1 - share)
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate
            optimizer.zero_grad(set_to_none=True)
        network = task_network(self.model)
        count = sum(len(batch.target) for batch in batches)
        loss, exact = 0.0, 0.0
        for batch in batches:
            x = network.embed(batch.question)
            step = self.model.step(x, self.model.start(x))
            losses = losses_of(step, network, batch)
            weight = len(batch.target) / count
            (losses.total * weight).backward()
            loss += weight * losses.answer.item()
            exact += weight * losses.exact.double().mean().item()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
        lately = 0.9 if made else 0.0
        self.loss = lately * self.loss + (1 - lately) * loss
        self.fitted = lately * self.fitted + (1 - lately) * exact

    def _batches(self) -> list[ArcBatch]:
        """Views of demonstrations, a batch for each size of board."""
        cells = sum(board.inside.size for board in self.boards) / len(self.boards)
        least, most = self.config.boards
        count = int(np.clip(self.config.cells / cells, least, most))
        # Every demonstration as often as the others, over the batches.
        order = self.rng.permutation(np.arange(count) % len(self.boards))
        odd = int(self.rng.integers(2))  # turns of one parity keep boards of a size together
        sizes: dict[tuple[int, ...], list[tuple[Board, int]]] = {}
        for number in order.tolist():
            view = self.views.drawn(2 * int(self.rng.integers(4)) + odd, self.rng)
            board = self.boards[number].seen(view.turn, view.colours)
            sizes.setdefault(board.inside.shape, []).append((board, view.turn))
        batches = []
        for group in sizes.values():
            boards, turns = zip(*group, strict=True)
            batches.append(stacked(boards, turns, [0] * len(group), self.device))
        return batches


def _for_one_task(model: TinyRecursiveModel) -> TinyRecursiveModel:
    """A copy that can be trained, with one task vector: the mean of the pretrained ones."""
    network = task_network(model)
    config = replace(network.config, tasks=1)
    alone = type(network)(config)
    state = dict(network.state_dict())
    for name in TABLES:
        state[name] = state[name].mean(0, keepdim=True)
    alone.load_state_dict(state)
    return TinyRecursiveModel(
        alone.to(network.tasks.device),
        latent_updates=model.latent_updates,
        answer_updates=model.answer_updates,
    ).requires_grad_()
