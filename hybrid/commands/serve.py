"""`tinyduo serve`: the HTTP service (service/ in the folder above)."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...tools.errors import TinyduoError, ToolInputError
from ..terminal import say
from .options import add_llm_option, examples, formatter, given

TOKEN = "TINYDUO_TOKEN"
_NEEDED = ("starlette", "uvicorn", "mcp", "prometheus_client")


def add_parser(subparsers: Any) -> None:
    """Add `serve` to the parser."""
    parser = subparsers.add_parser(
        "serve",
        help="serve messages, tools, MCP and an OpenAI-compatible model over HTTP",
        description="Serve until Ctrl-C: /v1/solve, /v1/tools, /v1/chat/completions, /mcp, "
        "/healthz, /readyz, /metrics and /openapi.json (extra serve). On loopback unless a token "
        f"is given, by --token-file or the environment variable {TOKEN}.",
        epilog=examples("tinyduo serve --llm none", "tinyduo serve --port 9000 --queue 64"),
        formatter_class=formatter,
    )
    parser.add_argument("--host", metavar="HOST", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="N", help="0: any that is free (8000)")
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="holds the bearer token")
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name that requests may ask for us by; * for all; may be repeated",
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes that compute (one a core, 8 at most); 0: none beside this one",
    )
    parser.add_argument(
        "--queue", type=int, metavar="N", help="calls under way; one more is told busy (128)"
    )
    parser.add_argument(
        "--budget", type=float, metavar="S", help="seconds a puzzle of a message may take (20)"
    )
    parser.add_argument(
        "--max-seconds", type=float, metavar="S", help="the most a call may ask for (60)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the solver (0)")
    for kind in ("sudoku", "maze", "arc"):
        parser.add_argument(
            f"--{kind}-weights", metavar="W", help="name or path (default: the shipped ones)"
        )
    add_llm_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise TinyduoError("the HTTP service needs the extra serve: pip install 'tinyduo[serve]'")
    from ...tools.catalogue import ToolWeights
    from ..service.server import serve
    from ..service.settings import MAX_WORKERS, Settings, cores

    settings = Settings(
        token=_token(args.token_file),
        allowed_hosts=tuple(args.allow_host),
        llm=args.llm,
        seed=args.seed,
        workers=min(cores(), MAX_WORKERS) if args.workers is None else args.workers,
        weights=ToolWeights(args.sudoku_weights, args.maze_weights, args.arc_weights),
        **given(
            host=args.host,
            port=args.port,
            queue=args.queue,
            budget_s=args.budget,
            max_seconds=args.max_seconds,
        ),
    )
    serve(settings, on_listening=lambda url: say(f"tinyduo serves at {url} (Ctrl-C ends it)"))
    return 0


def _token(file: Path | None) -> str | None:
    """The token from its file, else from the environment; None where there is none."""
    if file is None:
        return os.environ.get(TOKEN) or None
    try:
        token = file.read_text("ascii").strip()
    except UnicodeDecodeError:
        raise ToolInputError(f"--token-file {file}: expected ASCII characters") from None
    if not token:
        raise ToolInputError(f"--token-file {file}: it is empty")
    return token
