"""`tinyduo train sudoku`: make the shipped weights again, or others of another length or seed."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..terminal import say
from .options import examples, formatter, given


def add_parser(subparsers: Any) -> None:
    """Add `train` to the parser."""
    parser = subparsers.add_parser(
        "train",
        help="train a TRM",
        description="Train a Tiny Recursive Model; a run that was stopped goes on.",
        epilog=examples("tinyduo train sudoku", "tinyduo train sudoku --updates 200 --run trial"),
        formatter_class=formatter,
    )
    kinds = parser.add_subparsers(metavar="KIND", required=True)
    sudoku = kinds.add_parser(
        "sudoku",
        help="the group network on Sudokus of all sizes",
        description="Train Sudoku weights on puzzles of our own generator. Needs the extra "
        "`train` (numba) to make them in minutes.",
        epilog=examples(
            "tinyduo train sudoku", "tinyduo train sudoku --updates 200 --run trial --no-compile"
        ),
        formatter_class=formatter,
    )
    sudoku.add_argument(
        "--run", dest="folder", type=Path, metavar="DIR", help="checkpoint and log (in the cache)"
    )
    sudoku.add_argument("--out", type=Path, metavar="FILE", help="weights (DIR/sudoku.safetensors)")
    sudoku.add_argument("--updates", type=int, metavar="N", help="optimizer steps")
    sudoku.add_argument("--seed", type=int, metavar="N", help="of weights and draws")
    sudoku.add_argument("--device", default="cpu", metavar="D", help="cpu (default), cuda, ...")
    sudoku.add_argument(
        "--init-from", metavar="W", help="begin from these weights (name or path), not at random"
    )
    sudoku.add_argument(
        "--score", type=int, default=200, metavar="N", help="puzzles a set to score at the end"
    )
    sudoku.add_argument("--no-compile", action="store_true", help="do not compile the network")
    sudoku.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Train, save the weights, print their path."""
    from dataclasses import asdict, replace

    from ...trm.cache import cache_root
    from ...trm.checkpoint import load_weights, save_weights
    from ...trm.recursion import TinyRecursiveModel
    from ...trm.training.scores import score
    from ...trm.training.sudoku import HALT_THRESHOLD, SudokuRecipe, data_card, train_sudoku

    if args.updates is not None and args.updates < 1:
        raise ValueError(f"--updates is {args.updates}, expected 1 or more")
    folder = args.folder or cache_root() / "runs" / "sudoku"
    out = args.out or folder / "sudoku.safetensors"
    if out.suffix != ".safetensors":
        raise ValueError(f"--out is {out}, expected a name that ends in .safetensors")
    recipe = SudokuRecipe()
    settings = given(updates=args.updates, seed=args.seed)
    recipe = replace(recipe, training=replace(recipe.training, **settings))
    start = None
    if args.init_from:
        start = load_weights(args.init_from, device=args.device).model.state_dict()
    model, trainer = train_sudoku(
        recipe,
        run=folder,
        device=args.device,
        start=start,
        compile_network=not args.no_compile,
        report=say,
    )
    assert isinstance(model, TinyRecursiveModel)
    card = {
        "puzzles": "sudoku",
        "data": data_card(),
        "training": asdict(recipe.training) | {"init_from": args.init_from},
        "training_seconds": round(trainer.seconds),
        "command": " ".join(["tinyduo", *sys.argv[1:]]),
        "commit": commit_of_checkout(),
        "halt_threshold": HALT_THRESHOLD,
    }
    save_weights(model, out, card)
    if args.score:
        say(f"scoring {out}")
        scores = score(load_weights(str(out), device=args.device), n=args.score, report=say)
        save_weights(model, out, card | {"scores": scores})
    print(out)
    return 0


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
