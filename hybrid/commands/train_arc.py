"""`tinyduo train arc`: the start from which ARC tasks are learned at run time."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .options import examples, formatter
from .train_run import Job, Say, run, settled

if TYPE_CHECKING:
    from torch import nn

    from ...trm.checkpoint import Weights
    from ...trm.training.arc import ArcTrainer


def add_arc(kinds: Any) -> None:
    """Add `train arc` to the kinds of `train`."""
    added = kinds.add_parser(
        "arc",
        help="the task network on ARC-AGI-1 training tasks",
        description="Pretrain the model that learns ARC tasks at run time: ARC-AGI-1 training "
        "tasks but the 64 held out, and their RE-ARC generators. Takes the extra `arc` and the "
        "environment that `make rearc` makes. A run that was stopped goes on.",
        epilog=examples("tinyduo train arc", "tinyduo train arc --updates 4000 --init-from arc"),
        formatter_class=formatter,
    )
    added.add_argument(
        "--run", dest="folder", type=Path, metavar="DIR", help="checkpoint and log (in the cache)"
    )
    added.add_argument("--out", type=Path, metavar="FILE", help="weights (DIR/arc.safetensors)")
    added.add_argument("--updates", type=int, metavar="N", help="optimizer steps")
    added.add_argument("--seed", type=int, metavar="N", help="of weights and draws")
    added.add_argument("--device", default="cpu", metavar="D", help="cpu (default), cuda, ...")
    added.add_argument(
        "--init-from", metavar="W", help="begin from these weights (name or path), not at random"
    )
    added.add_argument(
        "--score",
        type=int,
        default=0,
        metavar="N",
        help="held-out tasks to solve at the end (0), about 30 seconds each",
    )
    added.add_argument(
        "--checkpoint-every", type=float, metavar="S", help="seconds between checkpoints (180)"
    )
    added.add_argument("--log-every", type=int, metavar="N", help="updates between lines (50)")
    added.add_argument(
        "--tensorboard", action="store_true", help="log for TensorBoard as well, in DIR"
    )
    added.set_defaults(
        run=run_arc, evaluate_every=None, no_compile=True, batch=None, precision=None
    )


def run_arc(args: argparse.Namespace) -> int:
    """Pretrain for ARC, save the weights, print their path."""
    from ...trm.training.arc import ArcRecipe, cards_of_data, train_arc

    recipe = settled(args, ArcRecipe())

    def train(recipe: ArcRecipe, **settings: Any) -> tuple[nn.Module, ArcTrainer]:
        settings.pop("compile_network")  # boards have hundreds of sizes, each a graph of its own
        return train_arc(recipe, **settings)

    return run(args, Job("arc", "arc", recipe, train, {"data": cards_of_data(recipe)}, _score))


def _score(weights: Weights, n: int, report: Say) -> dict[str, Any]:
    from ...trm.training.arc_scores import score_arc

    return score_arc(weights, n=n, report=report)
