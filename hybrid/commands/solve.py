"""`tinyduo solve`: one message, many messages, or many puzzles."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terminal import printable, progress, results, say
from .options import (
    add_llm_option,
    add_solver_options,
    arc_budget_of,
    budget_of,
    examples,
    formatter,
    message_of,
)

if TYPE_CHECKING:
    from ..reply import Reply

ANSWERED, UNSOLVED, USAGE = 0, 1, 2  # exit codes
_CODES = {"unsolved": UNSOLVED, "malformed": USAGE}


def add_parser(subparsers: Any) -> None:
    """Add `solve` to the parser."""
    parser = subparsers.add_parser(
        "solve",
        help="solve the puzzle in a message, or many puzzles",
        description="Solve the puzzle in a message, or a file of messages or puzzles.",
        epilog=examples(
            "tinyduo solve --llm none --json '...4 ...3 1... 4...'",
            "tinyduo solve --puzzles puzzles.csv --out answers.jsonl --single-pass",
        ),
        formatter_class=formatter,
    )
    parser.add_argument("message", nargs="*", metavar="MESSAGE", help="the message; - for stdin")
    parser.add_argument("-f", "--file", metavar="FILE", help="read the message from a file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quiet", action="store_true", help="no progress, no timings")
    add_llm_option(parser)
    add_solver_options(parser)
    batch = parser.add_argument_group("many at once")
    source = batch.add_mutually_exclusive_group()
    source.add_argument("--puzzles", metavar="IN.csv", help="one-line puzzles, column `question`")
    source.add_argument("--messages", metavar="IN.jsonl", help="messages, field `text`")
    batch.add_argument("--out", metavar="OUT.jsonl", help="one JSON object a line; resumed")
    batch.add_argument(
        "--kind", choices=["sudoku", "maze"], help="of --puzzles (default: each line's own)"
    )
    batch.add_argument(
        "--single-pass", action="store_true", help="one candidate, no verifier, no retry"
    )
    batch.add_argument("--steps", type=int, metavar="N", help="supervision steps of a candidate")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit code."""
    if args.puzzles or args.messages:
        return _run_batch(args)
    if args.out or args.single_pass or args.kind or args.steps is not None:
        raise ValueError(
            "--out, --kind, --single-pass and --steps go with --puzzles IN.csv or "
            "--messages IN.jsonl"
        )
    text = message_of(args.message, args.file)
    if text is None:
        say(
            "usage: tinyduo solve MESSAGE, or -f FILE, or text on stdin; more: tinyduo solve --help"
        )
        return USAGE
    return _run_message(text, args)


def _run_message(text: str, args: argparse.Namespace) -> int:
    from ..answer import Hybrid
    from ..thinking import Thinking

    options = {"seed": args.seed, "weights": args.weights, "device": args.device}
    options |= {"budget": budget_of(args.budget), "arc_budget": arc_budget_of(args.budget)}
    with Thinking(progress(), quiet=args.quiet) as thinking:
        shown = {"on_step": thinking.show, "on_progress": thinking.learn}
        hybrid = Hybrid(args.llm, **options, **shown)
        reply = hybrid.answer(text)
    if args.json:
        print(json.dumps(reply.to_json()))
    else:
        _print_reply(reply, quiet=args.quiet)
    return _CODES.get(str(reply.status), ANSWERED)


def _print_reply(reply: Reply, *, quiet: bool) -> None:
    from rich.text import Text

    from ...tools.reading import Ask
    from ...trm.puzzles import Status
    from ..kinds import picture_of

    out = results()
    ascii_only = not out.encoding.lower().startswith("utf")
    for number, puzzle in enumerate(reply.puzzles, start=1):
        picture = picture_of(puzzle, reply.ask)
        if picture is None:
            continue
        if len(reply.puzzles) > 1:
            out.print(Text(f"Puzzle {number}", "dim"))
        # Without row and column numbers a drawing can be pasted back; with them cells are found.
        labels = reply.ask is not Ask.SOLVE or puzzle.status is Status.CONTRADICTION
        out.print(picture.drawn(labels=labels, width=out.width, ascii_only=ascii_only))
    out.print(Text(printable(reply.explanation)))
    if not quiet:
        parts = ", ".join(f"{part} {seconds:.2f} s" for part, seconds in reply.seconds.items())
        progress().print(Text(parts, "dim"))


def _run_batch(args: argparse.Namespace) -> int:
    if args.message or args.file:
        raise ValueError("a message goes without --puzzles and --messages")
    if not args.out:
        raise ValueError("--puzzles and --messages need --out OUT.jsonl")
    options = {
        "seed": args.seed,
        "weights": args.weights,
        "device": args.device,
        "budget": budget_of(args.budget, args.steps),
    }
    if args.messages:
        if args.single_pass or args.kind:
            raise ValueError("--single-pass and --kind go with --puzzles")
        from ..message_run import MessageRun

        arc = arc_budget_of(args.budget)
        work = MessageRun(Path(args.messages), llm=args.llm, arc_budget=arc, **options)
    else:
        from ..puzzle_run import PuzzleRun

        work = PuzzleRun(
            Path(args.puzzles),
            kind=args.kind,
            single_pass=args.single_pass,
            steps=args.steps,
            **options,
        )
    done = work.write(Path(args.out), console=progress(), quiet=args.quiet)
    if not args.quiet:
        say(done)
    return ANSWERED
