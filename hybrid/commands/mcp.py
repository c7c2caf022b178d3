"""`tinyduo mcp`: the tools for clients of the Model Context Protocol, over stdin and stdout."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from typing import Any

from ...tools.errors import TinyduoError
from .options import examples, formatter, given


def add_parser(subparsers: Any) -> None:
    """Add `mcp` to the parser."""
    parser = subparsers.add_parser(
        "mcp",
        help="serve the tools to agents over the Model Context Protocol",
        description="Serve the tools over stdin and stdout until the client leaves (extra mcp). "
        "A client starts this command itself; stdout carries the protocol and nothing else.",
        epilog=examples("tinyduo mcp", "tinyduo mcp --max-seconds 20 --workers 2"),
        formatter_class=formatter,
    )
    parser.add_argument(
        "--max-seconds",
        type=float,
        metavar="S",
        help="the most that a call may ask for as its budget (default: 60)",
    )
    parser.add_argument(
        "--workers", type=int, metavar="N", help="puzzles solved at a time (default: 1)"
    )
    parser.add_argument(
        "--waiting", type=int, metavar="N", help="calls that may wait; more are busy (default: 8)"
    )
    for kind in ("sudoku", "maze", "arc"):
        parser.add_argument(
            f"--{kind}-weights", metavar="W", help="name or path (default: the shipped ones)"
        )
    parser.set_defaults(run=run_mcp)


def run_mcp(args: argparse.Namespace) -> int:
    """Serve until stdin ends."""
    if find_spec("mcp") is None:
        raise TinyduoError("the MCP server needs the extra mcp: pip install 'tinyduo[mcp]'")
    from ...tools.catalogue import ToolWeights
    from ...tools.mcp import create_server
    from ...tools.running import Runner

    weights = ToolWeights(args.sudoku_weights, args.maze_weights, args.arc_weights)
    limits = given(max_seconds=args.max_seconds, workers=args.workers, waiting=args.waiting)
    create_server(Runner(weights=weights, **limits)).run("stdio")
    return 0
