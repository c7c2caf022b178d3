"""`tinyduo train`: make the shipped weights again, or others by a preset or of another length.

Run by torchrun it trains in several processes, of which the first reports and saves.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import say
from .options import examples, formatter, given
from .train_arc import add_arc
from .train_run import Job, Say, run, settled

if TYPE_CHECKING:
    from ...trm.checkpoint import Weights
    from ...trm.training.presets import Kind

_PRESETS = {  # checked against trm/training/presets.py by a test; `--help` must not import torch
    "sudoku": ("trm-mlp", "trm-attention", "trm-mlp-4x4", "group-4x4"),
    "maze": ("trm-attention",),
}


def add_parser(subparsers: Any) -> None:
    """Add `train` to the parser."""
    parser = subparsers.add_parser(
        "train",
        help="train a TRM",
        description="Train a Tiny Recursive Model; a run that was stopped goes on.",
        epilog=examples(
            "tinyduo train sudoku --preset trm-mlp-4x4",
            "tinyduo train maze --updates 200 --run trial",
        ),
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
    sudoku.add_argument(
        "--stage",
        choices=("deduce", "suppose"),
        help="suppose: the second stage; takes --init-from the first (deduce)",
    )
    sudoku.set_defaults(run=run_sudoku)
    maze = _add_kind(kinds, "maze", "the grid network on mazes, small ones first")
    maze.add_argument(
        "--stage",
        choices=("small", "large", "settle", "turn"),
        help="large, settle, turn: the further stages; each takes --init-from the one before "
        "(small)",
    )
    maze.set_defaults(run=run_maze)
    add_arc(kinds)


def _add_kind(kinds: Any, name: str, what: str) -> argparse.ArgumentParser:
    added = kinds.add_parser(
        name,
        help=what,
        description=f"Train {name} weights, by default on puzzles of our own generator; the extra "
        "`train` (numba) makes them in minutes. In several processes: "
        f"torchrun --nproc-per-node N -m tinyduo.hybrid.cli train {name} ...",
        epilog=examples(
            f"tinyduo train {name}", f"tinyduo train {name} --preset trm-attention --device cuda"
        ),
        formatter_class=formatter,
    )
    added.add_argument(
        "--preset",
        choices=_PRESETS[name],
        help="a recipe of the TRM paper, or a small one (default: the shipped weights' own)",
    )
    added.add_argument(
        "--data",
        type=Path,
        metavar="PATH",
        help="of a preset: a folder of the official form, or a CSV with the columns question and "
        "answer (generated)",
    )
    added.add_argument(
        "--subsample", type=int, metavar="N", help="train on N rows of the CSV (officially 1000)"
    )
    added.add_argument("--batch", type=int, metavar="N", help="of a preset: rows, all processes'")
    added.add_argument(
        "--precision",
        choices=("float32", "bfloat16"),
        help="(float32; official presets on a GPU: bfloat16)",
    )
    added.add_argument(
        "--run",
        "--folder",  # for torchrun, which takes --run for an option of its own
        dest="folder",
        type=Path,
        metavar="DIR",
        help="checkpoint and log (in the cache); under torchrun say --folder",
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
    added.add_argument(
        "--checkpoint-every", type=float, metavar="S", help="seconds between checkpoints (180)"
    )
    added.add_argument(
        "--evaluate-every", type=int, metavar="N", help="updates between evaluations (500)"
    )
    added.add_argument("--log-every", type=int, metavar="N", help="updates between lines (50)")
    added.add_argument(
        "--tensorboard", action="store_true", help="log for TensorBoard as well, in DIR"
    )
    added.add_argument("--no-compile", action="store_true", help="do not compile the network")
    return added


def run_sudoku(args: argparse.Namespace) -> int:
    """Train Sudoku weights, save them, print their path."""
    if args.preset:
        return _run_preset(args, "sudoku")
    _ours(args)
    from ...trm.training.sudoku import HALT_THRESHOLD, SudokuRecipe, data_card, train_sudoku
    from ...trm.training.sudoku_data import Seeds

    seeds = Seeds(args.seeds, skip=args.seeds_skip) if args.seeds else None
    recipe = SudokuRecipe.suppose() if args.stage == "suppose" else SudokuRecipe()
    guessing = {"guessing": recipe.guessing.to_json()} if recipe.guessing else {}
    card = {
        "data": data_card(seeds),
        "halt_threshold": HALT_THRESHOLD,
        "single_pass": recipe.single_pass,
        **guessing,
    }
    train = partial(train_sudoku, seeds=seeds)
    return run(args, Job("sudoku", "sudoku", settled(args, recipe), train, card, _score))


def run_maze(args: argparse.Namespace) -> int:
    """Train maze weights, save them, print their path."""
    if args.preset:
        return _run_preset(args, "maze")
    _ours(args)
    from ...trm.training.maze import HALT_THRESHOLD, MazeRecipe, data_card, train_maze

    stages = {None: MazeRecipe, "small": MazeRecipe}
    stages |= {"large": MazeRecipe.large, "settle": MazeRecipe.settle, "turn": MazeRecipe.turned}
    recipe = settled(args, stages[args.stage]())
    card: dict[str, Any] = {"data": data_card(recipe), "halt_threshold": HALT_THRESHOLD}
    if recipe.single_pass:
        card["single_pass"] = recipe.single_pass
    return run(args, Job("maze", "maze", recipe, train_maze, card, _score))


def _ours(args: argparse.Namespace) -> None:
    """Refuse what goes with presets alone."""
    for name in ("data", "subsample", "batch"):
        if getattr(args, name) is not None:
            raise ValueError(f"--{name} goes with --preset")


def _run_preset(args: argparse.Namespace, kind: Kind) -> int:
    """Train by a preset, save the weights, print their path."""
    from ...trm.training.official_data import read_data
    from ...trm.training.preset_run import generated, score_preset, train_preset
    from ...trm.training.presets import PRESETS

    if args.stage or getattr(args, "seeds", None):
        raise ValueError("--stage and --seeds are of our own recipes; --preset is another one")
    if args.subsample is not None and not args.data:
        raise ValueError("--subsample goes with --data")
    preset = PRESETS[kind][args.preset]
    if args.device.startswith("cpu"):  # where bfloat16 is slower, not quicker
        preset = replace(preset, training=replace(preset.training, precision="float32"))
    preset = replace(settled(args, preset), **given(batch=args.batch))
    data = (
        read_data(preset, args.data, subsample=args.subsample)
        if args.data
        else generated(preset, say)
    )
    card = {"preset": args.preset, "batch": preset.batch, "data": data.card, "halt_threshold": 0.5}

    def scored(weights: Weights, n: int, report: Say) -> dict[str, Any]:
        return score_preset(weights.model, preset, data, n=n, report=report)

    train = partial(train_preset, data=data)
    name = f"{kind}-{args.preset}"
    return run(args, Job(kind, name, preset, train, card, scored))


def _score(weights: Weights, n: int, report: Say) -> dict[str, Any]:
    """The scores of our own recipes' weights."""
    from ...trm.training.scores import score

    return score(weights, n=n, report=report)
