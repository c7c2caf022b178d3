"""`tinyduo bench`: speed beside the official sizes; accuracy by steps; learning curves of runs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...hybrid.commands.options import examples, formatter, given
from ...hybrid.terminal import results, say

if TYPE_CHECKING:
    from .kind import Kind

_KINDS = ("sudoku", "maze")


def add_parser(subparsers: Any) -> None:
    """Add `bench` to the parser."""
    parser = subparsers.add_parser(
        "bench",
        help="time the networks beside the official sizes; accuracy by steps",
        description="Times our networks and the official TRM sizes on the same generated "
        "puzzles, on the CPU and on a GPU where there is one. Give it an idle machine.",
        epilog=examples("tinyduo bench --quick", "tinyduo bench --json bench.json"),
        formatter_class=formatter,
    )
    parser.add_argument("--quick", action="store_true", help="fewer puzzles: about a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows there")
    parser.add_argument("--threads", type=int, metavar="N", help="of torch on the CPU")
    _add_shared(parser)
    parser.set_defaults(run=run_speed)
    actions = parser.add_subparsers(metavar="ACTION")
    drawn = actions.add_parser(
        "curves",
        help="exact rate by supervision step and by candidates, as SVG and JSON",
        description="How many steps and candidates help, and how often a right answer is spoilt "
        "by going on. Needs the extra `plots` (matplotlib).",
        epilog=examples(
            "tinyduo bench curves --out docs",
            "tinyduo bench curves --kind sudoku --data my.csv --steps 64",
        ),
        formatter_class=formatter,
    )
    drawn.add_argument("--out", type=Path, default=Path("docs"), metavar="DIR", help="(docs)")
    drawn.add_argument(
        "--data", type=Path, metavar="CSV", help="columns question and answer (generated)"
    )
    drawn.add_argument("--steps", type=int, metavar="N", help="supervision steps (256)")
    drawn.add_argument("--candidates", type=int, metavar="N", help="of the solver (256)")
    drawn.add_argument("--device", default="cpu", metavar="D", help="cpu (default), cuda, ...")
    _add_shared(drawn)
    drawn.set_defaults(run=run_curves)
    learned = actions.add_parser(
        "learning",
        help="learning curves of training runs beside each other, as SVG and JSON",
        description="Exact rate on unseen puzzles by CPU seconds of training and by puzzles "
        "drawn, of runs of `tinyduo train`. Needs the extra `plots` (matplotlib).",
        epilog=examples(
            "tinyduo bench learning --runs runs/trm-mlp-4x4 runs/group-4x4",
            "tinyduo bench learning --runs runs/trm-mlp-4x4 --rate 0.95 --out docs",
        ),
        formatter_class=formatter,
    )
    learned.add_argument(
        "--runs", type=Path, nargs="+", required=True, metavar="DIR", help="of `tinyduo train`"
    )
    learned.add_argument("--out", type=Path, default=Path("docs"), metavar="DIR", help="(docs)")
    learned.add_argument(
        "--rate", type=float, default=0.99, metavar="R", help="when was it reached for good? (0.99)"
    )
    learned.add_argument("--wall", action="store_true", help="seconds by the wall, not of the CPU")
    learned.set_defaults(run=run_learning)


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=_KINDS, help="one kind of puzzle (default: all)")
    parser.add_argument("--weights", metavar="W", help="name or path; asks for --kind")
    parser.add_argument("--n", type=int, metavar="N", help="puzzles of each sort")
    parser.add_argument("--seed", type=int, metavar="N", help="of the puzzles and the solver (0)")


def run_speed(args: argparse.Namespace) -> int:
    """Time everything; a table on stdout, progress on stderr."""
    from dataclasses import replace

    import torch

    from .machine import in_a_line, machine
    from .speed import QUICK, SpeedConfig, at_hand, measure
    from .table import as_json, show

    config = at_hand(QUICK if args.quick else SpeedConfig())
    config = replace(config, **given(n=args.n, seed=args.seed, weights=args.weights))
    if args.threads is not None:
        if args.threads < 1:
            raise ValueError(f"--threads is {args.threads}, expected 1 or more")
        torch.set_num_threads(args.threads)
    where = machine()
    rows = []
    for kind in _kinds(args):
        rows += measure(kind, config, report=say)
    console = results()
    show(rows, console)
    console.print(f"{in_a_line(where)} · seed {config.seed}, n = {config.n} a sort")
    if args.json:
        args.json.write_text(json.dumps(as_json(rows, where, config.seed), indent=2) + "\n")
    return 0


def run_curves(args: argparse.Namespace) -> int:
    """Measure and draw the curves; the paths of the files on stdout."""
    from ...trm.checkpoint import load_weights, weight_names
    from .curves import CurveConfig, curves
    from .kind import made, read_items
    from .machine import machine
    from .plot import plot

    config = CurveConfig(
        **given(n=args.n, steps=args.steps, candidates=args.candidates, seed=args.seed)
    )
    for kind in _kinds(args):
        if not args.weights and kind.name not in weight_names():
            say(f"no weights {kind.name!r} yet: no curves of {kind.title}")
            continue
        items = (
            read_items(kind, args.data, n=args.n)
            if args.data
            else made(kind, config.n, seed=config.seed, report=say)[1]
        )
        weights = load_weights(args.weights or kind.name, device=args.device)
        found = curves(kind, items, weights, config, report=say) | {"machine": machine()}
        path = args.out / f"curves-{kind.name}-{items.name}.svg"
        plot(found, path)
        path.with_suffix(".json").write_text(json.dumps(found) + "\n")
        print(path)
    return 0


def run_learning(args: argparse.Namespace) -> int:
    """Draw the learning curves of runs; the path of the drawing on stdout."""
    from .learning import reached, read_runs
    from .machine import machine
    from .plot import plot_learning

    runs = read_runs(args.runs, wall=args.wall)
    when = {one["name"]: reached(one, args.rate) for one in runs}
    for name, sets in when.items():
        for held_out, place in sets.items():
            says = (
                f"after {place['seconds']:.0f} s and {place['puzzles']} puzzles"
                if place
                else "not reached"
            )
            say(f"{name}, {held_out}: {args.rate:.0%} {says}")
    path = args.out / "learning.svg"
    plot_learning(runs, path, clock="seconds" if args.wall else "CPU seconds")
    found = {"runs": runs, "rate": args.rate, "reached": when, "machine": machine()}
    path.with_suffix(".json").write_text(json.dumps(found) + "\n")
    print(path)
    return 0


def _kinds(args: argparse.Namespace) -> list[Kind]:
    """The kind asked for, or all.

    Raises:
        ValueError: where a file or weights are given, but not the kind that they are for.
    """
    given_alone = [name for name in ("data", "weights") if vars(args).get(name)]
    if given_alone and not args.kind:
        raise ValueError(f"--{given_alone[0]} is for one kind; add --kind {' or '.join(_KINDS)}")
    from .maze import MazeKind
    from .sudoku import SudokuKind

    return [kind for kind in (SudokuKind(), MazeKind()) if args.kind in (None, kind.name)]
