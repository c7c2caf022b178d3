"""The training loop: deep supervision with a carry, halting, EMA and checkpoints.

As in Jolicoeur-Martineau (2025), arXiv:2510.04871, one optimizer step is one supervision
step: the carry keeps every row's state until the row is done, then a new puzzle takes its
place. Differences: a row is done when it is right and its halting head says so (the paper:
when the head says so), plain cross entropy (the paper: stablemax), AdamW, or Muon for the
matrices inside the blocks (the paper: AdamATan2), and several boards (a sort and size of
puzzles), each with a carry of its own, drawn at random.

A checkpoint holds everything (weights, EMA, optimizer, carries, random states), so a run
that was killed goes on as if it had not been.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from ..recursion import State, Step, TinyRecursiveModel


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Settings of a run; every one is written to the weights' card."""

    updates: int = 6000  # optimizer steps = supervision steps
    learning_rate: float = 4e-3  # of AdamW
    muon_rate: float = 0.0  # of Muon, for the matrices inside the blocks; 0: AdamW for all
    warmup: int = 200  # updates of linear warm-up
    decay_from: float = 0.45  # share of the run after which the rate falls linearly
    decay_to: float = 0.02  # of the learning rate, at the end
    weight_decay: float = 0.05
    clip: float = 1.0  # gradient norm
    ema: float = 0.999  # decay of the weight average that is shipped
    halt_weight: float = 0.1  # of the halting loss
    max_steps: int = 16  # supervision steps before a row is given up, ...
    max_steps_to: int | None = None  # ... growing over the run to this; None: no growth
    exploration: float = 0.1  # rows that must reach a random number of steps (Sec. 3)
    seed: int = 0


class Stream(Protocol):
    """Where examples come from."""

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` questions and answers, each `(n, *shape)` int8."""
        ...


class Losses(NamedTuple):
    """What a supervision step is judged by."""

    answer: Tensor  # mean loss of the answer
    halt: Tensor  # mean loss of the halting head
    exact: Tensor  # (B,) rows that are exactly right


@dataclass(frozen=True, slots=True)
class Board:
    """One sort and size of puzzles in training."""

    shape: tuple[int, ...]  # of a question, and of its answer
    share: float  # of the updates
    batch: int  # rows of its carry
    stream: Stream
    question: Callable[[Tensor], Tensor]  # int8 (B, *shape) to what the network embeds
    losses: Callable[[Step, Tensor], Losses]  # of a step and the answers (B, *shape)
    begins: float = 0.0  # share of the run before which this board is left out


@dataclass(slots=True)
class Carry:
    """The rows of one board between updates."""

    questions: Tensor  # (B, *shape) int8
    answers: Tensor  # (B, *shape) int8
    steps: Tensor  # (B,) supervision steps so far
    least: Tensor  # (B,) steps before a row may halt
    done: Tensor  # (B,) rows to be replaced
    y: Tensor | None = None  # the state; None before the first update
    z: Tensor | None = None

    @classmethod
    def empty(cls, board: Board, device: torch.device) -> Carry:
        """A carry whose rows all wait for a puzzle."""
        cells = torch.zeros(board.batch, *board.shape, dtype=torch.int8, device=device)
        steps = torch.zeros(board.batch, dtype=torch.long, device=device)
        done = torch.ones(board.batch, dtype=torch.bool, device=device)
        return cls(cells, cells.clone(), steps, steps.clone(), done)


class Trainer:
    """Trains a recursive model on several boards.

    Args:
        model: the model; its device is used.
        boards: by name.
        config: settings.
        run: folder for `checkpoint.pt` and `log.jsonl`; a checkpoint found there is resumed.
        compile_network: torch.compile the network (halves the time on CPU, needs g++).
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
        self.device = next(model.parameters()).device
        self.carries = {n: Carry.empty(board, self.device) for n, board in self.boards.items()}
        self.config = config
        self.run = run
        self.rng = np.random.default_rng(config.seed)
        self.average = AveragedModel(model, avg_fn=self._average)
        self.optimizers = _optimizers(model, config)
        self.update = 0
        self.seconds = 0.0
        run.mkdir(parents=True, exist_ok=True)
        if (run / "checkpoint.pt").exists():
            self._resume()
        if compile_network:
            # One graph a board, with and without gradient: more than dynamo's usual limit.
            torch._dynamo.config.recompile_limit = 4 * len(self.boards) + 8
            network = model.network
            network.update = torch.compile(network.update, dynamic=False)  # pyright: ignore

    def train(
        self,
        *,
        evaluate: Callable[[nn.Module], dict[str, float]],
        evaluate_every: int = 500,
        checkpoint_seconds: float = 180.0,
        report: Callable[[str], None] = print,
    ) -> nn.Module:
        """Run to the end of the config; returns the weight average."""
        began, saved = time.monotonic() - self.seconds, time.monotonic()
        totals: dict[str, list[float]] = {}
        while self.update < self.config.updates:
            name = self._pick_board()
            losses = self._one_update(name)
            self.update += 1
            for key, value in losses.items():
                totals.setdefault(f"{key}/{name}", []).append(value)
            self.seconds = time.monotonic() - began
            last = self.update == self.config.updates
            if self.update % 50 == 0 or last:
                means = {key: sum(values) / len(values) for key, values in totals.items()}
                totals.clear()
                if self.update % evaluate_every == 0 or last:
                    means |= evaluate(self.average.module)
                self._log(means, report)
            if time.monotonic() - saved > checkpoint_seconds or last:
                self._save()
                saved = time.monotonic()
        return self.average.module

    def _one_update(self, name: str) -> dict[str, float]:
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * self._rate()
            optimizer.zero_grad(set_to_none=True)
        board, carry = self.boards[name], self.carries[name]
        self._refill(board, carry)
        x = self.model.network.embed(board.question(carry.questions))
        step = self.model.step(x, self._state(carry, x.detach()))
        losses = board.losses(step, carry.answers)
        (losses.answer + self.config.halt_weight * losses.halt).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
        for optimizer in self.optimizers:
            optimizer.step()
        self.average.update_parameters(self.model)
        self._advance(carry, step, losses.exact)
        return {
            "loss": losses.answer.item(),
            "halt_loss": losses.halt.item(),
            "exact": losses.exact.float().mean().item(),
        }

    def _refill(self, board: Board, carry: Carry) -> None:
        """Put new puzzles where rows are done."""
        fresh = int(carry.done.sum())
        if not fresh:
            return
        questions, answers = board.stream.draw(fresh, self.rng)
        explore = self.rng.random(fresh) < self.config.exploration
        least = np.where(explore, self.rng.integers(2, self._max_steps() + 1, fresh), 0)
        carry.questions[carry.done] = torch.from_numpy(questions).to(self.device)
        carry.answers[carry.done] = torch.from_numpy(answers).to(self.device)
        carry.least[carry.done] = torch.from_numpy(least).to(self.device)
        carry.steps[carry.done] = 0

    def _state(self, carry: Carry, x: Tensor) -> State:
        """The rows' states, those of new puzzles at their start."""
        start = self.model.start(x)
        if carry.y is None or carry.z is None:
            return start
        return State(carry.y, carry.z).replaced(carry.done, start)

    def _advance(self, carry: Carry, step: Step, exact: Tensor) -> None:
        carry.y, carry.z = step.state.y, step.state.z
        carry.steps += 1
        halts = exact & (step.halt_logit > 0) & (carry.steps >= carry.least)
        carry.done = halts | (carry.steps >= self._max_steps())

    def _pick_board(self) -> str:
        done = self.update / self.config.updates
        names = [name for name, board in self.boards.items() if board.begins <= done]
        shares = np.array([self.boards[name].share for name in names])
        return names[self.rng.choice(len(names), p=shares / shares.sum())]

    def _max_steps(self) -> int:
        first, last = self.config.max_steps, self.config.max_steps_to
        return round(first + ((last or first) - first) * self.update / self.config.updates)

    def _rate(self) -> float:
        """The share of the peak learning rates that this update has."""
        config, done = self.config, self.update / self.config.updates
        warm = min(1.0, (self.update + 1) / config.warmup)
        fall = max(0.0, (done - config.decay_from) / (1 - config.decay_from))
        return warm * (1 - fall * (1 - config.decay_to))

    def _average(self, average: Tensor, current: Tensor, n: Tensor | int) -> Tensor:
        decay = min(self.config.ema, (1 + int(n)) / (10 + int(n)))  # short memory at first
        return average + (current - average) * (1 - decay)

    def _log(self, means: dict[str, float], report: Callable[[str], None]) -> None:
        left = self.seconds / self.update * (self.config.updates - self.update)
        row = {"update": self.update, "seconds": round(self.seconds, 1)}
        row |= {key: round(value, 4) for key, value in means.items()}
        with (self.run / "log.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")
        shown = "  ".join(f"{key} {value:.3f}" for key, value in sorted(means.items()))
        report(f"{self.update}/{self.config.updates}  {left / 60:.0f} min left  {shown}")

    def _save(self) -> None:
        checkpoint = {
            "config": asdict(self.config),
            "update": self.update,
            "seconds": self.seconds,
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "carries": {name: asdict(carry) for name, carry in self.carries.items()},
            "rng": json.dumps(self.rng.bit_generator.state),
        }
        part = self.run / "checkpoint.part"
        torch.save(checkpoint, part)
        part.replace(self.run / "checkpoint.pt")

    def _resume(self) -> None:
        checkpoint = torch.load(
            self.run / "checkpoint.pt", map_location=self.device, weights_only=True
        )
        settings = asdict(self.config) | {"updates": None}  # a run may be made longer or shorter
        if checkpoint["config"] | {"updates": None} != settings:
            raise ValueError(
                f"the checkpoint in {self.run} was made with other settings; use the same "
                "settings, or another --run folder"
            )
        self.update, self.seconds = checkpoint["update"], checkpoint["seconds"]
        self.model.load_state_dict(checkpoint["model"])
        self.average.load_state_dict(checkpoint["average"])
        for optimizer, saved in zip(self.optimizers, checkpoint["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.rng.bit_generator.state = json.loads(checkpoint["rng"])
        for name, carry in checkpoint["carries"].items():
            self.carries[name] = Carry(**carry)


def _optimizers(model: nn.Module, config: TrainingConfig) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the blocks (if it has a rate), AdamW for the rest."""
    matrices = [
        parameter
        for name, parameter in model.named_parameters()
        if config.muon_rate and "blocks." in name and parameter.dim() == 2
    ]
    chosen = {id(parameter) for parameter in matrices}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    decay = config.weight_decay
    adamw = torch.optim.AdamW(
        [{"params": rest, "peak": config.learning_rate}], betas=(0.9, 0.95), weight_decay=decay
    )
    if not matrices:
        return [adamw]
    return [
        adamw,
        torch.optim.Muon([{"params": matrices, "peak": config.muon_rate}], weight_decay=decay),
    ]
