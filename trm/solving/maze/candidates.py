"""Running candidates: a batch of mazes of one size through the recursion, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ...puzzles.maze import Maze, Path
from ...puzzles.maze.tokens import tokens_of
from ...recursion import TinyRecursiveModel
from ..batch import RunningBatch
from .follow import follow
from .form import on_path, question_of


@dataclass(frozen=True, slots=True)
class BatchStep:
    """The running rows after one supervision step; R of them are left."""

    number: int  # from 1
    rows: np.ndarray  # (R,) which rows of the batch these are
    on_path: np.ndarray  # (R, H, W) probability of a cell being on the path
    halt: np.ndarray  # (R,) halt probabilities


class CandidateBatch:
    """A batch of mazes of one size, run together.

    Args:
        model: the recursive model; its device is used.
        mazes: all of one height and width.
        noise: standard deviation added to each row's starting state, `(B,)`; None for none.
        generator: for the noise; on the CPU.
    """

    def __init__(
        self,
        model: TinyRecursiveModel,
        mazes: Sequence[Maze],
        *,
        noise: np.ndarray | None = None,
        generator: torch.Generator | None = None,
    ) -> None:
        self.tokens = np.stack([tokens_of(maze) for maze in mazes])  # (B, H, W)
        self.shape = mazes[0].height, mazes[0].width
        device = next(model.parameters()).device
        question = question_of(model, mazes).to(device)
        self.batch = RunningBatch(model, question, noise=noise, generator=generator)

    def run(self, steps: int) -> Iterator[BatchStep]:
        """Up to `steps` supervision steps; call `finish` between them to drop rows."""
        for number in range(1, steps + 1):
            if len(self.batch) == 0:
                return
            yield self._step(number)

    def finish(self, finished: np.ndarray) -> None:
        """Take the rows of a mask `(R,)` out of the batch."""
        self.batch.finish(finished)

    def path(self, step: BatchStep, index: int) -> Path:
        """The path that one of a step's rows has drawn, as far as it goes."""
        return follow(self.tokens[step.rows[index]], step.on_path[index])

    @torch.inference_mode()
    def _step(self, number: int) -> BatchStep:
        step = self.batch.step()
        return BatchStep(
            number=number,
            rows=self.batch.rows.cpu().numpy(),
            on_path=on_path(self.batch.model, step.logits.float(), self.shape).cpu().numpy(),
            halt=step.halt_logit.float().sigmoid().cpu().numpy(),
        )
