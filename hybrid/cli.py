"""The command `tinyduo`: one subcommand for each thing a person can do.

`main` parses, runs one subcommand and turns errors into one line on stderr. What a
subcommand needs is imported when it runs, so that `tinyduo --help` is quick.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from ..tools.errors import TinyduoError
from ..trm.memory import keep_memory
from .commands import arc, chat, export, llm, mcp, serve, solve, train, web, weights
from .commands.options import examples, formatter
from .terminal import say

USAGE, INTERRUPTED, BROKEN_PIPE = 2, 130, 141  # exit codes; the last two are the shell's own


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        argv: arguments without the program's name; the process's own where left out.

    Returns:
        The exit code (DESIGN.md, "Contracts").
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may not know every character
            stream.reconfigure(errors="backslashreplace")
    if argv is None:  # the process is ours
        keep_memory()
    try:
        args = _parser().parse_args(argv)
        code = args.run(args)
        sys.stdout.flush()
        return code
    except SystemExit as stop:  # argparse: usage, --help, --version
        return stop.code if isinstance(stop.code, int) else USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left; what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"tinyduo: {where}{error.strerror or error}")
        return USAGE
    except (TinyduoError, ValueError) as error:
        say(f"tinyduo: {error}")
        return USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tinyduo",
        description="A language model reads a puzzle, a tiny recursive model solves it, "
        "code verifies it.",
        epilog=examples(
            "tinyduo solve --llm none '...4 ...3 1... 4...'",
            "tinyduo chat",
        ),
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"tinyduo {_version()}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    from ..evals import command as evals  # a room above: only this file may open it
    from ..evals.bench import command as bench

    for command in (solve, chat, arc, evals, train, bench, weights, export, llm, mcp, serve, web):
        command.add_parser(subparsers)
    return parser


def _version() -> str:
    try:
        return version("tinyduo")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "(not installed)"


if __name__ == "__main__":
    raise SystemExit(main())
