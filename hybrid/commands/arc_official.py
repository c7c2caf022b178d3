"""`tinyduo arc solve --weights W` where W is of an official ARC checkpoint: options and call."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from .options import given

if TYPE_CHECKING:
    from ...trm.checkpoint import Weights
    from ...trm.puzzles.arc import ArcTask
    from ...trm.solving.arc.result import ArcBudget, ArcProgress, ArcResult


def add_official_options(parser: argparse.ArgumentParser) -> None:
    """The options that only weights of official ARC checkpoints have."""
    group = parser.add_argument_group("with --weights of an official ARC checkpoint")
    group.add_argument(
        "--views", type=int, metavar="N", help="augmented copies that vote (default: 1001)"
    )
    group.add_argument(
        "--force", action="store_true", help="learn a task that they do not know on a CPU too"
    )


def official_weights(weights: str | None, device: str) -> Weights | None:
    """The weights, loaded, if they are of an official ARC network; None where they are not.

    Raises:
        ValueError: where there are no such weights, or they cannot be read.
    """
    if weights is None:
        return None
    from ...trm.checkpoint import load_weights
    from ...trm.solving.arc_official import is_official

    loaded = load_weights(weights, device=device)
    return loaded if is_official(loaded) else None


def solve_official(
    task: ArcTask,
    args: argparse.Namespace,
    *,
    name: str | None,
    budget: ArcBudget | None,
    report: Callable[[ArcProgress], None] | None = None,
) -> ArcResult:
    """Solve a task with what the command line says.

    Args:
        task: the task.
        args: with `weights`, `device`, `seed`, and `add_official_options`'s.
        name: its id, by which the network may know it; None for a task of unknown origin.
        budget: limits; None for the usual ones.
        report: called now and then.

    Raises:
        ValueError: as `solve_arc_official`.
    """
    from ...trm.solving.arc_official import solve_arc_official

    return solve_arc_official(
        task,
        name=name,
        weights=args.weights,
        budget=budget,
        seed=args.seed,
        force=args.force,
        device=args.device,
        report=report,
        **given(views=args.views),
    )
