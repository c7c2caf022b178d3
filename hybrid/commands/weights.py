"""`tinyduo weights`: the trained weights that are here, whether they work, and importing more."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import say
from .options import examples, formatter, given

if TYPE_CHECKING:
    from ...trm.checkpoint import Weights

KINDS = ("sudoku", "maze", "arc")  # that a checkpoint may be for


def add_parser(subparsers: Any) -> None:
    """Add `weights` to the parser."""
    parser = subparsers.add_parser(
        "weights",
        help="list, show, verify and import trained weights",
        description="TRM weights, shipped and imported: what there is, how it was made, whether "
        "it works.",
        epilog=examples("tinyduo weights list", "tinyduo weights verify sudoku"),
        formatter_class=formatter,
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for name, action, what in (
        ("list", run_list, "names and sizes"),
        ("show", run_show, "the card: network, training, scores"),
        ("verify", run_verify, "load them and solve a few puzzles"),
        ("score", run_score, "exact rates on freshly generated puzzles (minutes; extra train)"),
    ):
        added = actions.add_parser(
            name,
            help=what,
            epilog=examples(
                f"tinyduo weights {name}",
                "tinyduo weights verify" if name == "list" else f"tinyduo weights {name} maze",
            ),
            formatter_class=formatter,
        )
        if name != "list":
            added.add_argument("name", nargs="?", default="sudoku", help="name or path")
        if name == "score":
            added.add_argument("--n", type=int, default=200, help="puzzles a set (200)")
            added.add_argument("--seed", type=int, help="of the generator")
            added.add_argument("--device", default="cpu", metavar="D", help="cpu, cuda, ...")
        added.set_defaults(run=action)
    _add_import(actions)


def _add_import(actions: Any) -> None:
    parser = actions.add_parser(
        "import",
        help="make weights of an official TRM checkpoint",
        description="Import a checkpoint of the official TRM code: a file of torch.save (step_N), "
        "a .safetensors file, or a folder of them, of which the newest is taken. Settings come "
        "from all_config.yaml beside it, else from the shapes and the published recipe; the card "
        "says which.",
        epilog=examples(
            "tinyduo weights import checkpoints/run/step_65104 --name sudoku-official",
            "tinyduo solve --weights sudoku-official --puzzles puzzles.csv --out answers.jsonl",
        ),
        formatter_class=formatter,
    )
    parser.add_argument("path", metavar="PATH", help="checkpoint file or folder")
    parser.add_argument("--name", metavar="N", help="of the weights (default: the folder's)")
    parser.add_argument("--out", metavar="FILE", help="a .safetensors file (default: the cache)")
    parser.add_argument("--config", metavar="YAML", help="all_config.yaml (default: beside PATH)")
    parser.add_argument("--puzzles", choices=KINDS, help="what it solves (default: inferred)")
    parser.add_argument("--heads", type=int, metavar="N", help="of attention (default: width / 64)")
    parser.add_argument(
        "--ids",
        metavar="IDS",
        help="puzzle embeddings to keep: blank, all, or numbers, ranges and names from "
        "identifiers.json, as in 3,10-20,00d62c1b (default: blank; ARC: all)",
    )
    parser.add_argument("--replace", action="store_true", help="weights of the same name")
    parser.set_defaults(run=run_import)


def run_import(args: argparse.Namespace) -> int:
    """Import a checkpoint and print what it was taken for."""
    from ...trm.checkpoint import load_weights
    from ...trm.importing import ImportOptions, import_weights

    if args.heads is not None and args.heads < 1:
        raise ValueError(f"--heads is {args.heads}, expected 1 or more")
    options = ImportOptions(
        name=args.name,
        out=Path(args.out) if args.out else None,
        config=Path(args.config) if args.config else None,
        puzzles=args.puzzles,
        heads=args.heads,
        ids=args.ids,
        replace=args.replace,
    )
    out = import_weights(Path(args.path), options)
    weights = load_weights(str(out))
    print(f"{weights.name}  {_parameters(weights):,} parameters, for {weights.puzzles} puzzles")
    assumed = weights.card["assumed"]
    if assumed:
        listed = ", ".join(f"{name} {value}" for name, value in assumed.items())
        say(f"assumed, as published: {listed}")
    say(f"written to {out}; try: tinyduo weights verify {args.out or weights.name}")
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print the names of the shipped weights, then of the imported ones."""
    from ...trm.checkpoint import imported_names, load_weights, weight_names

    shipped = weight_names()
    for name in shipped:
        print(f"{name}  {_parameters(load_weights(name)):,} parameters")
    for name in sorted(set(imported_names()) - set(shipped)):
        try:
            weights = load_weights(name)
            what = f"{_parameters(weights):,} parameters, for {weights.puzzles} puzzles"
        except ValueError as error:
            what = str(error)
        print(f"{name}  imported: {what}")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print a card as JSON."""
    from ...trm.checkpoint import load_weights

    print(json.dumps(load_weights(args.name).card, indent=2))
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Check weights against their card and on a few puzzles; 0 where all is well."""
    from ...trm.checkpoint import load_weights
    from ...trm.training.soundness import problems_of

    weights = load_weights(args.name)
    problems = problems_of(weights, report=print)
    for problem in problems:
        say(f"{weights.name}: {problem}")
    return 1 if problems else 0


def run_score(args: argparse.Namespace) -> int:
    """Print scores as JSON; a line a set goes to stderr."""
    from ...trm.checkpoint import load_weights
    from ...trm.networks.task import TaskNetwork
    from ...trm.training.arc_scores import score_arc
    from ...trm.training.scores import score

    if args.n < 1:
        raise ValueError(f"--n is {args.n}, expected 1 or more")
    options = given(seed=args.seed)
    weights = load_weights(args.name, device=args.device)
    learns = isinstance(weights.model.network, TaskNetwork)
    if weights.puzzles not in ("sudoku", "maze") and not learns:
        raise ValueError(
            f"official {weights.puzzles} weights cannot be scored here; tinyduo arc solve asks them"
        )
    scored = score_arc if learns else score
    print(json.dumps(scored(weights, n=args.n, report=say, **options), indent=2))
    return 0


def _parameters(weights: Weights) -> int:
    from ...trm.checkpoint import parameters_of

    return parameters_of(weights.model)
