"""Running candidates: a batch of mazes of one size through the recursion, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ...puzzles.maze import Maze, Path
from ...puzzles.maze.tokens import tokens_of
from ...recursion import State, Step, TinyRecursiveModel
from ...turning import Turning, seen, told_back
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
        turning: when all rows go on in another view; None: never. Paths are of the mazes as given.
    """

    def __init__(
        self,
        model: TinyRecursiveModel,
        mazes: Sequence[Maze],
        *,
        noise: np.ndarray | None = None,
        generator: torch.Generator | None = None,
        turning: Turning | None = None,
    ) -> None:
        self.tokens = np.stack([tokens_of(maze) for maze in mazes])  # (B, H, W)
        self.shape = mazes[0].height, mazes[0].width
        device = next(model.parameters()).device
        self.question = question_of(model, mazes).to(device)
        self.batch = RunningBatch(model, self.question, noise=noise, generator=generator)
        self.turning, self.view = turning, 0

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
    def home(self, step: BatchStep, rows: np.ndarray, further: int) -> BatchStep:
        """Some rows after further steps in the mazes' own view; the batch stays as it is.

        Args:
            step: the last one.
            rows: which of its rows, a mask `(R,)`.
            further: how many steps, at least 1.
        """
        kept = torch.from_numpy(rows).to(self.batch.rows.device)
        state = self.batch.state.rows(kept)
        y, z = (told_back(part, self.view) for part in (state.y, state.z))
        question = self.question[self.batch.rows[kept]]
        alone = RunningBatch(self.batch.model, question, state=State(y, z))
        steps = [alone.step() for _ in range(further)]
        return self._read(steps[-1], step.number + further, step.rows[rows], view=0)

    @torch.inference_mode()
    def _step(self, number: int) -> BatchStep:
        if self.turning and (view := self.turning.view(number - 1)) != self.view:
            self._turn(view)
        return self._read(self.batch.step(), number, self.batch.rows.cpu().numpy(), self.view)

    def _read(self, step: Step, number: int, rows: np.ndarray, view: int) -> BatchStep:
        marked = on_path(self.batch.model, step.logits.float(), self.shape)
        return BatchStep(
            number=number,
            rows=rows,
            on_path=told_back(marked, view).cpu().numpy(),
            halt=step.halt_logit.float().sigmoid().cpu().numpy(),
        )

    def _turn(self, view: int) -> None:
        """Go on in another view, with the same state."""
        state, now = self.batch.state, self.view
        y, z = (seen(told_back(part, now), view) for part in (state.y, state.z))
        self.batch.state, self.view = State(y, z), view
        self.batch.ask(seen(self.question[self.batch.rows], view))
