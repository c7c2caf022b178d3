"""`tinyduo web`: the web chat in a browser."""

from __future__ import annotations

import argparse
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...tools.errors import TinyduoError
from ..terminal import say
from .options import (
    add_llm_option,
    add_solver_options,
    arc_budget_of,
    budget_of,
    examples,
    formatter,
)

PORT = 7860


def add_parser(subparsers: Any) -> None:
    """Add `web` to the parser."""
    parser = subparsers.add_parser(
        "web",
        help="talk about a puzzle in the browser",
        description="A page with the board, the recursion step by step and a conversation, on "
        "this machine (extra web). Each browser tab has its own conversation. Other machines "
        "reach it only with --host and --auth-file.",
        epilog=examples("tinyduo web", "tinyduo web --llm none --port 8000"),
        formatter_class=formatter,
    )
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="address to listen on (127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=_port, default=PORT, metavar="P", help=f"port (default: {PORT})"
    )
    parser.add_argument(
        "--auth-file",
        metavar="FILE",
        help="lines of name:password that may log in; needed for every host but this machine's own",
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="puzzles solved at a time; others wait (default: 1)",
    )
    add_llm_option(parser)
    add_solver_options(parser)
    parser.set_defaults(run=run_web)


def run_web(args: argparse.Namespace) -> int:
    """Serve the page until interrupted."""
    missing = [name for name in ("gradio", "uvicorn") if find_spec(name) is None]
    if missing:
        raise TinyduoError(
            f"the web page needs {missing[0]}, of the extra web: pip install 'tinyduo[web]'"
        )
    if args.workers < 1:
        raise TinyduoError(f"--workers is {args.workers}, expected at least 1")
    from ..answer import Hybrid
    from ..web import Shared
    from ..web.server import create_app, is_loopback, read_people, serve

    people = read_people(Path(args.auth_file)) if args.auth_file else None
    if people is None and not is_loopback(args.host):
        create_app(Shared(), host=args.host)  # says why not, before anything is loaded
    _check_free(args.host, args.port)
    options = {
        "budget": budget_of(args.budget),
        "arc_budget": arc_budget_of(args.budget),
        "seed": args.seed,
        "weights": args.weights,
        "device": args.device,
    }
    hybrid = Hybrid(args.llm, **options)  # resolves the language model once
    options["llm_seconds"] = hybrid.llm_seconds
    app = create_app(Shared(hybrid.llm, options, args.workers), host=args.host, people=people)
    where = f"[{args.host}]" if ":" in args.host else args.host
    say(f"tinyduo is at http://{where}:{args.port}/ (Ctrl-C ends it)")
    serve(app, host=args.host, port=args.port)
    return 0


def _port(text: str) -> int:
    """A port that can be listened on."""
    port = int(text) if text.isdecimal() else 0
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"{text:.30} is no port from 1 to 65535")
    return port


def _check_free(host: str, port: int) -> None:
    """Raise `TinyduoError` where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise TinyduoError(
                f"cannot listen on {host}, port {port}: {error.strerror}; choose another --port"
            ) from error
