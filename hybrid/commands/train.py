"""`tinyduo train`: make the shipped weights again, or others of another length or seed."""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import say
from .options import examples, formatter, given

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

    from ...trm.training.maze import MazeRecipe
    from ...trm.training.sudoku import SudokuRecipe
    from ...trm.training.trainer import Trainer


def add_parser(subparsers: Any) -> None:
    """Add `train` to the parser."""
    parser = subparsers.add_parser(
        "train",
        help="train a TRM",
        description="Train a Tiny Recursive Model; a run that was stopped goes on.",
        epilog=examples("tinyduo train sudoku", "tinyduo train maze --updates 200 --run trial"),
        formatter_class=formatter,
    )
    kinds = parser.add_subparsers(metavar="KIND", required=True)
    sudoku = _add_kind(kinds, "sudoku", "the group network on Sudokus of all sizes")
    sudoku.add_argument(
        "--seeds", type=Path, metavar="CSV", help="hard 9x9 puzzles (columns question, answer) "
        "to train on as well, and on others found near them",
    )  # fmt: skip
    sudoku.add_argument(
        "--seeds-skip", type=int, default=0, metavar="N", help="leave out the first N of them"
    )
    sudoku.set_defaults(run=run_sudoku)
    maze = _add_kind(kinds, "maze", "the grid network on mazes, small ones first")
    maze.add_argument(
        "--stage",
        choices=("small", "large", "settle"),
        default="small",
        help="large, then settle: the further stages; each takes --init-from the one before",
    )
    maze.set_defaults(run=run_maze)


def _add_kind(kinds: Any, name: str, what: str) -> argparse.ArgumentParser:
    added = kinds.add_parser(
        name,
        help=what,
        description=f"Train {name} weights on puzzles of our own generator. Needs the extra "
        "`train` (numba) to make them in minutes.",
        epilog=examples(
            f"tinyduo train {name}", f"tinyduo train {name} --updates 200 --run trial --no-compile"
        ),
        formatter_class=formatter,
    )
    added.add_argument(
        "--run", dest="folder", type=Path, metavar="DIR", help="checkpoint and log (in the cache)"
    )
    added.add_argument("--out", type=Path, metavar="FILE", help=f"weights (DIR/{name}.safetensors)")
    added.add_argument("--updates", type=int, metavar="N", help="optimizer steps")
    added.add_argument("--seed", type=int, metavar="N", help="of weights and draws")
    added.add_argument("--device", default="cpu", metavar="D", help="cpu (default), cuda, ...")
    added.add_argument(
        "--init-from", metavar="W", help="begin from these weights (name or path), not at random"
    )
    added.add_argument(
        "--score", type=int, default=200, metavar="N", help="puzzles a set to score at the end"
    )
    added.add_argument("--no-compile", action="store_true", help="do not compile the network")
    return added


def run_sudoku(args: argparse.Namespace) -> int:
    """Train Sudoku weights, save them, print their path."""
    from ...trm.training.sudoku import (
        HALT_THRESHOLD,
        SINGLE_PASS,
        SudokuRecipe,
        data_card,
        train_sudoku,
    )
    from ...trm.training.sudoku_data import Seeds

    seeds = Seeds(args.seeds, skip=args.seeds_skip) if args.seeds else None
    return _run(
        args,
        "sudoku",
        SudokuRecipe(),
        partial(train_sudoku, seeds=seeds),
        {
            "data": data_card(seeds),
            "halt_threshold": HALT_THRESHOLD,
            "single_pass": SINGLE_PASS,
        },
    )


def run_maze(args: argparse.Namespace) -> int:
    """Train maze weights, save them, print their path."""
    from ...trm.training.maze import HALT_THRESHOLD, MazeRecipe, data_card, train_maze

    stages = {"small": MazeRecipe, "large": MazeRecipe.large, "settle": MazeRecipe.settle}
    recipe = stages[args.stage]()
    card = {"data": data_card(recipe), "halt_threshold": HALT_THRESHOLD}
    return _run(args, "maze", recipe, train_maze, card)


def _run(
    args: argparse.Namespace,
    kind: str,
    recipe: SudokuRecipe | MazeRecipe,
    train: Callable[..., tuple[nn.Module, Trainer]],
    card: dict[str, Any],
) -> int:
    """Train by a recipe, save the weights with their card, score them, print their path."""
    from ...trm.cache import cache_root
    from ...trm.checkpoint import load_weights, save_weights
    from ...trm.recursion import TinyRecursiveModel
    from ...trm.training.scores import score

    if args.updates is not None and args.updates < 1:
        raise ValueError(f"--updates is {args.updates}, expected 1 or more")
    folder = args.folder or cache_root() / "runs" / kind
    out = args.out or folder / f"{kind}.safetensors"
    if out.suffix != ".safetensors":
        raise ValueError(f"--out is {out}, expected a name that ends in .safetensors")
    settings = given(updates=args.updates, seed=args.seed)
    recipe = replace(recipe, training=replace(recipe.training, **settings))
    start = load_weights(args.init_from, device=args.device) if args.init_from else None
    model, trainer = train(
        recipe,
        run=folder,
        device=args.device,
        start=start.model if start else None,
        compile_network=not args.no_compile,
        report=say,
    )
    assert isinstance(model, TinyRecursiveModel)
    card = {
        "puzzles": kind,
        "training": asdict(recipe.training) | {"init_from": args.init_from},
        "training_seconds": round(trainer.seconds),
        "command": " ".join(["tinyduo", *sys.argv[1:]]),
        "commit": commit_of_checkout(),
        "history": history_of(start.card) if start else [],
    } | card
    save_weights(model, out, card)
    if args.score:
        say(f"scoring {out}")
        scores = score(load_weights(str(out), device=args.device), n=args.score, report=say)
        save_weights(model, out, card | {"scores": scores})
    print(out)
    return 0


def history_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs that made the weights of a card, first to last."""
    told = ("command", "commit", "config", "data", "training", "training_seconds")
    return [*card.get("history", []), {key: card[key] for key in told if key in card}]


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
        return f"{commit}+" if commit and git("status", "--porcelain", "--", "*.py") else commit
    except OSError:  # no git
        return ""
