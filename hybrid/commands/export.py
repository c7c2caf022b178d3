"""`tinyduo export`: trained weights for other runtimes and for web pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..terminal import say
from .options import examples, formatter


def add_parser(subparsers: Any) -> None:
    """Add `export` to the parser."""
    parser = subparsers.add_parser(
        "export",
        help="write the TRM as ONNX, or the parts of a web page that runs it",
        description="Export one supervision step of trained weights (extra onnx).",
        epilog=examples(
            "tinyduo export onnx sudoku --out sudoku.onnx",
            "tinyduo export browser --out examples/browser",
        ),
        formatter_class=formatter,
    )
    actions = parser.add_subparsers(metavar="WHAT", required=True)
    onnx = actions.add_parser(
        "onnx",
        help="one supervision step as an ONNX model",
        description="One supervision step as an ONNX model: question, y and z in; logits, "
        "halt_logit, next_y and next_z out. It takes boards of every size, any number at once. "
        "Its metadata tell the rest.",
        epilog=examples(
            "tinyduo export onnx sudoku --out sudoku.onnx",
            "tinyduo export onnx maze --out maze.onnx --answer-updates 1",
        ),
        formatter_class=formatter,
    )
    onnx.add_argument("name", nargs="?", default="sudoku", help="weights, name or path (sudoku)")
    onnx.add_argument("--out", type=Path, required=True, metavar="FILE", help="the model")
    onnx.set_defaults(run=run_onnx)
    browser = actions.add_parser(
        "browser",
        help="the Sudoku model and onnxruntime-web, for a static page",
        description="Put the Sudoku model and onnxruntime-web (33 MB from the npm registry, once) "
        "into a page's folder.",
        epilog=examples(
            "tinyduo export browser --out examples/browser",
            "python -m http.server --bind 127.0.0.1 --directory examples/browser",
        ),
        formatter_class=formatter,
    )
    browser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the page's folder")
    browser.set_defaults(run=run_browser)
    for action, default in ((onnx, "the single pass's"), (browser, "that of training")):
        action.add_argument(
            "--answer-updates", type=int, metavar="T", help=f"of a step (default: {default})"
        )


def run_onnx(args: argparse.Namespace) -> int:
    """Write the model; prints its path."""
    from ...trm.checkpoint import load_weights
    from ...trm.export import save_step, step_card

    weights = load_weights(args.name)
    size = save_step(weights, args.out, answer_updates=args.answer_updates)
    card = step_card(weights, answer_updates=args.answer_updates)
    say(f"{size:,} bytes, {card['network_calls']} network calls a step")
    print(args.out)
    return 0


def run_browser(args: argparse.Namespace) -> int:
    """Write a page's parts; prints their paths."""
    from ...trm.checkpoint import load_weights
    from ...trm.export import save_page_parts

    for path in save_page_parts(
        load_weights("sudoku"), args.out, answer_updates=args.answer_updates
    ):
        print(path)
    return 0
