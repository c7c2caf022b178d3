"""What fine-tuning an official network on a new task would cost here, measured on one row.

One supervision step of one row is timed with gradient, as in learning, and one without, as in
the vote; both are multiplied. The optimizer is left out: it costs once a batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import torch

from ...puzzles.arc.official_form import Grid
from ...puzzles.arc.task import ArcTask
from ...recursion import TinyRecursiveModel
from ...training.arc_finetune import FineTuning, learner_of, losses_of
from ..threads import step_rows
from .known import Copies
from .views import STEPS, board_of, network_of


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, estimated from single rows."""

    learning_rows: int
    learning_row: float  # seconds
    voting_rows: int
    voting_row: float  # seconds

    @property
    def seconds(self) -> float:
        """In all."""
        return self.learning_rows * self.learning_row + self.voting_rows * self.voting_row

    def __str__(self) -> str:
        return (
            f"{_duration(self.seconds)} ({self.learning_rows:,} rows of learning at "
            f"{self.learning_row:.2g} s, {self.voting_rows:,} of voting at {self.voting_row:.2g} s)"
        )


def measured_cost(
    model: TinyRecursiveModel, task: ArcTask, copies: Copies, recipe: FineTuning
) -> Cost:
    """What learning the task and voting over its copies would cost with this model, here."""
    voting = _voting_row(model, task.tests[0], copies)
    learning = _learning_row(model, task, copies)
    views = len(copies) * len(task.tests)
    # A CPU runs as many rows of a vote at once as it has threads.
    threads = torch.get_num_threads() if next(model.parameters()).device.type == "cpu" else 1
    return Cost(recipe.rows, learning, views * STEPS, voting / threads)


def _voting_row(model: TinyRecursiveModel, grid: Grid, copies: Copies) -> float:
    device = next(model.parameters()).device
    with torch.inference_mode():
        x = network_of(model).embed_with(board_of([grid], device), copies.rows[:1].to(device))
        began = perf_counter()
        step_rows(model, x, model.start(x)).halt_logit.tolist()
    return perf_counter() - began


def _learning_row(model: TinyRecursiveModel, task: ArcTask, copies: Copies) -> float:
    device = next(model.parameters()).device
    learner = learner_of(model, copies.rows[:1])
    pair = task.demonstrations[0]
    questions, answers = (board_of([grid], device) for grid in (pair.input, pair.output))
    row = copies.rows[:1].to(device).requires_grad_()
    began = perf_counter()
    x = network_of(learner).embed_with(questions, row)
    losses = losses_of(learner.step(x, learner.start(x.detach())), answers.long())
    (losses.answer + losses.halt).backward()
    next(learner.parameters()).sum().item()  # a GPU has done it only now
    return perf_counter() - began


def _duration(seconds: float) -> str:
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds >= 1.5 * length:
            return f"about {seconds / length:,.0f} {unit}"
    return f"about {seconds:.0f} seconds"
