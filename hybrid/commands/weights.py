"""`tinyduo weights`: the trained weights that are here, their cards, and whether they work."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from ..terminal import say
from .options import examples, formatter, given

if TYPE_CHECKING:
    from ...trm.checkpoint import Weights

# One Sudoku a board size, with many singles: weights that fail these are broken.
_SUDOKUS = (
    ".23....1....4...",
    ".3..2..4.35...2..........51.6....4..",
    "....658...7...1...14.2...6..................3.8..2945.........68.3.1.2.796...8...",
    "..E.69.G..523..F3D.6..CFE94.1.529.2.5AEBF317..6.F5B7.12.68C...EG"
    "6...E5B..G.3..874.8.A73..2E1D.G.A3G52..D4.78.C19..7.GC..5..FBA4."
    "D4F..6G1...AC.B5.B...EA72C..F..88..A.2.C.DF.9G.E.29.8..5.EB6.7A1"
    ".C.8F.5.A469.1..BA3F.G72..8.6E94.64...8.G....3.D..51......3BG8.A",
)
_MAZE_SIDES = (5, 10, 20)


def add_parser(subparsers: Any) -> None:
    """Add `weights` to the parser."""
    parser = subparsers.add_parser(
        "weights",
        help="list, show and verify trained weights",
        description="The shipped TRM weights: what there is, how it was made, whether it works.",
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


def run_list(args: argparse.Namespace) -> int:
    """Print the names of the shipped weights."""
    from ...trm.checkpoint import load_weights, weight_names

    for name in weight_names():
        print(f"{name}  {_parameters(load_weights(name)):,} parameters")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print a card as JSON."""
    from ...trm.checkpoint import load_weights

    print(json.dumps(load_weights(args.name).card, indent=2))
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Check weights against their card and on a few puzzles; 0 where all is well."""
    from ...trm.checkpoint import load_weights
    from ...trm.puzzles import Status
    from ...trm.solver import solve_many

    weights = load_weights(args.name)
    problems = []
    found, expected = _parameters(weights), weights.card.get("parameters")
    if found != expected:
        problems.append(f"{found} parameters, but the card says {expected}")
    if not all(value.isfinite().all() for value in weights.model.state_dict().values()):
        problems.append("some parameters are not finite")
    probes = _probes(weights.puzzles)
    for size, result in zip(probes, solve_many(probes.values(), weights=weights), strict=True):
        print(f"{size}: {result.status}, {result.steps} steps, {result.candidates} candidates")
        if result.status is not Status.SOLVED:
            problems.append(f"an easy {size} puzzle is {result.status}")
    for problem in problems:
        say(f"{weights.name}: {problem}")
    return 1 if problems else 0


def _probes(kind: str) -> dict[str, Any]:
    """Easy puzzles of a kind, by size."""
    from ...trm.puzzles.maze.generate import generate
    from ...trm.puzzles.sudoku import from_line

    if kind == "maze":
        return {
            f"{side}x{side}": generate(height=side, width=side, seed=1, path_cells=(side, side**2))
            for side in _MAZE_SIDES
        }
    puzzles = [from_line(probe) for probe in _SUDOKUS]
    return {f"{puzzle.size}x{puzzle.size}": puzzle for puzzle in puzzles}


def run_score(args: argparse.Namespace) -> int:
    """Print scores as JSON; a line a set goes to stderr."""
    from ...trm.checkpoint import load_weights
    from ...trm.training.scores import score

    if args.n < 1:
        raise ValueError(f"--n is {args.n}, expected 1 or more")
    options = given(seed=args.seed)
    weights = load_weights(args.name, device=args.device)
    print(json.dumps(score(weights, n=args.n, report=say, **options), indent=2))
    return 0


def _parameters(weights: Weights) -> int:
    return sum(parameter.numel() for parameter in weights.model.parameters())
