"""One training run of the command line: train, save the weights with their card, score them.

Under torchrun all processes train; the first alone reports, saves and scores.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .options import given
from .train_line import TrainLine

if TYPE_CHECKING:
    from torch import nn

    from ...trm.checkpoint import Weights
    from ...trm.training.arc import ArcRecipe, ArcTrainer
    from ...trm.training.maze import MazeRecipe
    from ...trm.training.presets import Preset
    from ...trm.training.sudoku import SudokuRecipe
    from ...trm.training.trainer import Trainer

    Recipe = SudokuRecipe | MazeRecipe | ArcRecipe | Preset

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is trained, and what is known of it before."""

    kind: str  # of puzzles
    name: str  # of the run's folder in the cache
    recipe: Recipe  # with what the command line says of it
    train: Callable[..., tuple[nn.Module, Trainer | ArcTrainer]]  # by the recipe; as `train_sudoku`
    card: dict[str, Any]  # what is particular to it on the weights' card
    score: Callable[[Weights, int, Say], dict[str, Any]]  # on so many puzzles a set


def settled(args: argparse.Namespace, recipe: Any) -> Any:
    """The recipe with the settings of the command line.

    Raises:
        ValueError: for one that makes no sense.
    """
    for name in ("updates", "batch"):
        value = getattr(args, name)
        if value is not None and value < 1:
            raise ValueError(f"--{name} is {value}, expected 1 or more")
    for name in ("score", "seed"):
        value = getattr(args, name)
        if value is not None and value < 0:
            raise ValueError(f"--{name} is {value}, expected 0 or more")
    settings = given(updates=args.updates, seed=args.seed, precision=args.precision)
    return replace(recipe, training=replace(recipe.training, **settings))


def run(args: argparse.Namespace, job: Job) -> int:
    """Do a job; prints the path of the weights."""
    from ...trm.cache import cache_root
    from ...trm.checkpoint import load_weights, save_weights
    from ...trm.recursion import TinyRecursiveModel
    from ...trm.training.log import RunOptions
    from ...trm.training.ranks import Ranks, joined

    _check_device(args.device)
    folder = args.folder or cache_root() / "runs" / job.name
    out = args.out or folder / f"{job.kind}.safetensors"
    if out.suffix != ".safetensors":
        raise ValueError(f"--out is {out}, expected a name that ends in .safetensors")
    start = load_weights(args.init_from) if args.init_from else None
    shown = given(
        checkpoint_seconds=args.checkpoint_every,
        evaluate_every=getattr(job.recipe, "evaluate_every", None)
        if args.evaluate_every is None
        else args.evaluate_every,
        log_every=args.log_every,
    )
    with joined(args.device) as device, TrainLine() as line:
        first = Ranks.current().first
        options = RunOptions(tensorboard=args.tensorboard, tick=line.tick, **shown)
        model, trainer = job.train(
            job.recipe,
            run=folder,
            device=device,
            start=start.model if start else None,
            compile_network=not args.no_compile,
            options=options,
            report=line.say if first else _silent,
        )
        if not first:
            return 0
        assert isinstance(model, TinyRecursiveModel)
        card = {
            "puzzles": job.kind,
            "training": asdict(job.recipe.training) | {"init_from": args.init_from},
            "training_seconds": round(trainer.pace.seconds),
            "training_cpu_seconds": round(trainer.pace.cpu_seconds),
            "puzzles_seen": trainer.puzzles,
            "processes": trainer.ranks.world,
            "command": " ".join(["tinyduo", *sys.argv[1:]]),
            "commit": commit_of_checkout(),
            "history": history_of(start.card) if start else [],
        } | job.card
        save_weights(model, out, card)
    if args.score:
        with TrainLine() as line:
            line.say(f"scoring {out}")
            scores = job.score(load_weights(str(out), device=device), args.score, line.say)
        save_weights(model, out, card | {"scores": scores})
    print(out)
    return 0


def _check_device(device: str) -> None:
    """Refuse a device that is not here, before anything is made for it."""
    import torch

    try:
        kind = torch.device(device).type
        usable = kind == "cpu" or torch.get_device_module(kind).is_available()
    except RuntimeError:
        usable = False
    if not usable:
        raise ValueError(f"device {device!r} is not usable here; try cpu")


def _silent(line: str) -> None:
    """What other processes than the first report: nothing."""


def history_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs that made the weights of a card, first to last."""
    told = ("command", "commit", "config", "data", "training", "training_seconds")
    before: Any = card.get("history", [])
    if isinstance(before, str):  # a note
        before = [{"note": before}]
    return [*before, {key: card[key] for key in told if key in card}]


def commit_of_checkout() -> str:
    """The commit that this code is of, "+" where it was changed since; "" outside a checkout."""
    here = Path(__file__).parent

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(here), *arguments], capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    try:
        commit = git("rev-parse", "--short=12", "HEAD")
        return f"{commit}+" if commit and git("status", "--porcelain", "--", ":/*.py") else commit
    except OSError:  # no git
        return ""
