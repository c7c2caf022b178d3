"""The training loop: deep supervision with a carry, halting, EMA and checkpoints.

As in Jolicoeur-Martineau (2025), arXiv:2510.04871, one optimizer step is one supervision
step: the carry keeps every row's state until the row is done, then a new puzzle takes its
place. Several boards may be trained, each with a carry of its own, drawn at random. What our
recipe does otherwise than the official one is named in `TrainingConfig`.

Under torchrun (ranks.py) every process has its rows of each batch. A checkpoint holds everything
(weights, EMA, optimizers, carries, streams, random state), so a run that was killed goes on as
if it had not been, with as many processes as divide its batches.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..networks.group import flat_cells
from ..recursion import TinyRecursiveModel
from ..turning import VIEWS
from .average import ParameterAverage
from .board import Board, Carry, Losses, Stateful, Stream
from .config import TrainingConfig
from .log import Log, Pace, Progress, RunOptions
from .optimizers import optimizers_of, rate_share
from .ranks import Ranks
from .run_folder import RunFolder, differences, shapes_of
from .supervision import supervision_of
from .turning import turn

__all__ = ["Board", "Carry", "Losses", "Stream", "Trainer", "TrainingConfig"]

_WORDS = ("loss", "halt_loss", "exact")  # of the log, as a board's totals count them


class Trainer:
    """Trains a recursive model on several boards.

    Args:
        model: the model; its device is used.
        boards: by name.
        config: settings.
        run: folder for `checkpoint.pt` and `log.jsonl`; a checkpoint found there is resumed.
        compile_network: torch.compile the network (halves the time on CPU, needs g++).

    Raises:
        ValueError: for a checkpoint that cannot be read or is of another run, and for batches
            that the processes cannot share.
    """

    def __init__(
        self,
        model: TinyRecursiveModel,
        boards: Mapping[str, Board],
        config: TrainingConfig,
        *,
        run: Path,
        compile_network: bool = True,
    ) -> None:
        self.model = model
        self.boards = dict(boards)
        self.config = config
        self.device = next(model.parameters()).device
        self.ranks = Ranks.current()
        self.rows = {n: self.ranks.share_of(board.batch, n) for n, board in boards.items()}
        self.carries = {
            name: Carry.empty(board, board.batch // self.ranks.world, self.device)
            for name, board in self.boards.items()
        }
        self.folder = RunFolder(run)
        self.rng = np.random.default_rng(config.seed)
        self.average = ParameterAverage(model, config.ema)
        self.optimizers = optimizers_of(model, config)
        self.update = 0
        self.puzzles = 0  # drawn so far
        self.pace = Pace(0.0, 0.0)
        self.totals: dict[str, Tensor] = {}  # by board: sums of `_WORDS` since the log, and count
        self._resume()
        self.supervise = supervision_of(model, config, self.optimizers, self.ranks)
        if compile_network:
            # One graph a board, with and without gradient: more than dynamo's usual limit.
            torch._dynamo.config.recompile_limit = 4 * len(self.boards) + 8
            network = model.network
            network.update = torch.compile(network.update, dynamic=False)  # pyright: ignore

    def train(
        self,
        *,
        evaluate: Callable[[nn.Module], dict[str, float]],
        options: RunOptions | None = None,
        report: Callable[[str], None] = print,
    ) -> nn.Module:
        """Run to the end of the config; returns the weight average."""
        options = options or RunOptions()
        log = self._log(options)
        pace, saved = self.pace, time.monotonic()
        pace.skip()
        while self.update < self.config.updates:
            name = self._pick_board()
            self._one_update(name)
            self.update += 1
            pace.count(self.boards[name].batch)
            last = self.update == self.config.updates
            if self.update % options.log_every == 0 or last:
                means = self._means(self.ranks)
                self._stop_unless_finite()
                self.totals.clear()
                if log:
                    pace.look()  # with what a GPU was still at
                    if self.update % options.evaluate_every == 0 or last:
                        means |= evaluate(self.average.module)
                        pace.skip()
                    log.add(self._row(means))
                    report(str(self._progress(means)))
                pace.begin_stretch()
            elif options.tick and log and pace.ticks():
                options.tick(str(self._progress(self._means(Ranks()))))
            due = last or time.monotonic() - saved > options.checkpoint_seconds
            if self.ranks.first_says(due, self.device):
                self._stop_unless_finite()
                self._save()
                saved = time.monotonic()
        if log:
            log.close()
        return self.average.module

    def _stop_unless_finite(self) -> None:
        """End a run that has diverged, before its last good checkpoint is overwritten.

        Raises:
            ValueError: where a loss since the last line of the log was not finite.
        """
        if not all(self.ranks.mean(total).isfinite().all() for total in self.totals.values()):
            raise ValueError(
                f"the loss is no longer finite by update {self.update}; the last checkpoint in "
                f"{self.folder.path} is from before: begin again with a lower rate"
            )

    def _one_update(self, name: str) -> None:
        share = rate_share(self.config, self.update)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * share
            optimizer.zero_grad(set_to_none=True)
        board, carry = self.boards[name], self.carries[name]
        self._refill(name)
        step, losses = self.supervise(board, carry)
        (losses.answer + self.config.halt_weight * losses.halt).backward()
        if self.config.clip:
            nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
        for optimizer in self.optimizers:
            optimizer.step()
        self.average.update(self.model, self._decay())
        self._count(name, losses)
        halts = step.halt_logit > 0
        if self.config.halt_when_right:
            halts &= losses.exact
        carry.advance(step, halts, max_steps=self._max_steps())
        if board.guessing and carry.asked is not None:
            numbers = board.guessing.numbers(board.batch, carry.asked.shape[1], self.rng)
            carry.asked = board.guessing.asked(
                carry.asked,
                carry.questions,
                carry.answers,
                carry.steps,
                flat_cells(step.logits.detach()),
                numbers[self.rows[name]].to(self.device),
                self.update / self.config.updates,
            )
        if board.turning:
            views = torch.from_numpy(self.rng.integers(VIEWS, size=board.batch)[self.rows[name]])
            turn(carry, board.turning, views.to(self.device))

    def _refill(self, name: str) -> None:
        """Put new puzzles where rows are done: drawn for all processes, each takes its own."""
        carry, rows = self.carries[name], self.rows[name]
        done = self.ranks.gathered(carry.done)
        fresh = int(done.sum())
        if not fresh:
            return
        questions, answers = self.boards[name].stream.draw(fresh, self.rng)
        explore = self.rng.random(fresh) < self.config.exploration
        least = np.where(explore, self.rng.integers(2, self._max_steps() + 1, fresh), 0)
        begin = int(done[: rows.start].sum())
        mine = slice(begin, begin + int(carry.done.sum()))
        carry.replace_done(questions[mine], answers[mine], least[mine])
        self.puzzles += fresh

    def _pick_board(self) -> str:
        done = self.update / self.config.updates
        names = [name for name, board in self.boards.items() if board.begins <= done]
        shares = np.array([self.boards[name].share for name in names])
        return names[self.rng.choice(len(names), p=shares / shares.sum())]

    def _max_steps(self) -> int:
        first, last = self.config.max_steps, self.config.max_steps_to
        return round(first + ((last or first) - first) * self.update / self.config.updates)

    def _decay(self) -> float:
        """Share of the weight average that stays with this update."""
        if self.config.ema_from_start:
            return self.config.ema
        n = self.update  # a short memory at first, and none of the first random weights
        return min(self.config.ema, (1 + n) / (10 + n)) if n else 0.0

    def _count(self, name: str, losses: Losses) -> None:
        """Add an update to the totals; they stay on the device until someone looks."""
        exact = losses.exact.double().mean()
        row = [losses.answer.detach().double(), losses.halt.detach().double(), exact]
        counted = torch.stack([*row, torch.ones_like(exact)])
        self.totals[name] = self.totals[name] + counted if name in self.totals else counted

    def _means(self, ranks: Ranks) -> dict[str, float]:
        """Mean losses and exact rates since the last line of the log."""
        means = {}
        for name in sorted(self.totals):
            *sums, count = ranks.mean(self.totals[name]).tolist()
            for word, total in zip(_WORDS, sums, strict=True):
                means[f"{word}/{name}"] = total / count
        return means

    def _log(self, options: RunOptions) -> Log | None:
        """The log, on rank 0."""
        return Log(self.folder, self.update, options) if self.ranks.first else None

    def _row(self, means: Mapping[str, float]) -> dict[str, float]:
        """A line of the log."""
        counts = {"update": self.update, "puzzles": self.puzzles}
        rounded = {key: round(value, 6) for key, value in means.items()}
        seconds = {"seconds": self.pace.seconds, "cpu_seconds": self.pace.cpu_seconds}
        return counts | {key: round(value, 2) for key, value in seconds.items()} | rounded

    def _progress(self, means: Mapping[str, float]) -> Progress:
        updates, rows = self.pace.speed()
        return Progress(self.update, self.config.updates, updates, rows, means)

    def _save(self) -> None:
        """Write a checkpoint of the whole run: rank 0 does, of all processes' rows."""
        carries = {
            name: carry.mapped(self.ranks.gathered).tensors()
            for name, carry in self.carries.items()
        }
        totals = {name: self.ranks.mean(total) for name, total in self.totals.items()}
        if not self.ranks.first:
            return
        self.folder.save(
            {
                "config": asdict(self.config),
                "update": self.update,
                "puzzles": self.puzzles,
                "seconds": self.pace.seconds,
                "cpu_seconds": self.pace.cpu_seconds,
                "totals": totals,
                "model": self.model.state_dict(),
                "average": self.average.state_dict(),
                "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
                "carries": carries,
                "streams": {
                    name: board.stream.state_dict()
                    for name, board in self.boards.items()
                    if isinstance(board.stream, Stateful)
                },
                "rng": json.dumps(self.rng.bit_generator.state),
            }
        )

    def _resume(self) -> None:
        checkpoint = self.folder.load(self.device)
        if checkpoint is None:
            return
        # A run may be made longer or shorter; older checkpoints lack the newer settings.
        free = {"updates": None}
        saved = asdict(TrainingConfig()) | checkpoint["config"] | free
        if differing := differences(saved, asdict(self.config) | free):
            raise self._other_settings(differing)
        if checkpoint["update"] > self.config.updates:
            raise ValueError(
                f"the run in {self.folder.path} has made {checkpoint['update']} updates, more than "
                f"the {self.config.updates} that are wanted; take another --run folder"
            )
        self.update = checkpoint["update"]
        self.pace = Pace(checkpoint["seconds"], checkpoint.get("cpu_seconds", 0.0))
        self.puzzles = checkpoint.get("puzzles", 0)
        self.totals = dict(checkpoint.get("totals", {}))
        try:
            self.model.load_state_dict(checkpoint["model"])
            self.average.load_state_dict(checkpoint["average"])
            for optimizer, state in zip(self.optimizers, checkpoint["optimizers"], strict=True):
                optimizer.load_state_dict(state)
        except (RuntimeError, ValueError) as error:
            sizes = (shapes_of(state) for state in (checkpoint["model"], self.model.state_dict()))
            raise self._other_settings(differences(*sizes) or "another network") from error
        self.rng.bit_generator.state = json.loads(checkpoint["rng"])
        carries = {name: Carry(**tensors) for name, tensors in checkpoint["carries"].items()}
        batches = {f"batch of {name}": len(carry) for name, carry in carries.items()}
        wanted = {f"batch of {name}": board.batch for name, board in self.boards.items()}
        if differing := differences(batches, wanted):
            raise self._other_settings(differing)
        for name, carry in carries.items():
            self.carries[name] = carry.mapped(lambda rows, mine=self.rows[name]: rows[mine].clone())
        for name, state in checkpoint.get("streams", {}).items():
            stream = self.boards[name].stream
            if not isinstance(stream, Stateful):
                raise self._other_settings(f"data of {name} with an order, now without")
            stream.load_state_dict(state)

    def _other_settings(self, differing: str) -> ValueError:
        return ValueError(
            f"the checkpoint in {self.folder.path} was made with other settings ({differing}); "
            "use the same settings, or another --run folder"
        )
