"""`tinyduo chat`: the terminal around a conversation (chat.py in the folder above)."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ..terminal import printable, progress, results
from .options import (
    add_llm_option,
    add_solver_options,
    arc_budget_of,
    budget_of,
    examples,
    formatter,
)


def add_parser(subparsers: Any) -> None:
    """Add `chat` to the parser."""
    parser = subparsers.add_parser(
        "chat",
        help="talk about a puzzle",
        description="A conversation that remembers the puzzle: paste one, then ask for a hint, "
        "the next single, a check of your grid, or the answer.",
        epilog=examples("tinyduo chat", "tinyduo chat --llm none"),
        formatter_class=formatter,
    )
    add_llm_option(parser)
    add_solver_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Talk until the person leaves."""
    from rich.text import Text

    from ..answer import Hybrid
    from ..chat import GREETING, Conversation
    from ..thinking import Thinking

    out = results()
    ascii_only = not out.encoding.lower().startswith("utf")
    hybrid = Hybrid(
        args.llm,
        budget=budget_of(args.budget),
        arc_budget=arc_budget_of(args.budget),
        seed=args.seed,
        weights=args.weights,
        device=args.device,
    )
    conversation = Conversation(hybrid)
    interactive = sys.stdin.isatty()
    if interactive:
        out.print(Text(GREETING, "dim"))
    while (text := read_message(interactive=interactive)) is not None:
        if not text.strip():
            continue
        with Thinking(progress(), shows_grid=False) as thinking:
            hybrid.on_step, hybrid.on_progress = thinking.show, thinking.learn
            turn = conversation.say(text)
        if turn.picture is not None:
            out.print(turn.picture.drawn(labels=True, width=out.width, ascii_only=ascii_only))
        out.print(Text(printable(turn.text)))
        if turn.ends:
            break
    return 0


def read_message(*, interactive: bool) -> str | None:
    """What the person types next; None at the end of the input.

    A pasted grid has many lines: what is waiting in the terminal belongs to the same message.
    Without a terminal an empty line ends a message.
    """
    lines: list[str] = []
    if interactive:
        print("you> ", end="", flush=True)
    while line := sys.stdin.readline():
        if line.strip():
            lines.append(line.rstrip("\n"))
        if interactive and not _more_waiting():
            return "\n".join(lines)
        if not interactive and lines and not line.strip():
            break
    return "\n".join(lines) if lines else None


def _more_waiting() -> bool:
    """Whether the terminal holds another line, a moment after the last."""
    import select

    try:
        return bool(select.select([sys.stdin], [], [], 0.05)[0])
    except (OSError, ValueError):  # not every system can wait for a terminal
        return False
