"""What several subcommands share: options, the form of the help, and reading a message.

An option left out stays None and the library's own default applies; `given` drops those.
"""

from __future__ import annotations

import argparse
import codecs
import sys
from typing import Any

formatter = argparse.RawDescriptionHelpFormatter


def examples(*commands: str) -> str:
    """The end of a help text: commands to paste."""
    return "\n".join(["examples:", *(f"  {command}" for command in commands)])


def add_solver_options(parser: argparse.ArgumentParser) -> None:
    """The options of whatever runs the TRM."""
    parser.add_argument(
        "--budget", type=float, metavar="S", help="seconds a puzzle may take (default: 20; ARC: 45)"
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="seed (default: 0)")
    parser.add_argument("--device", default="cpu", metavar="D", help="cpu (default), cuda, ...")
    parser.add_argument(
        "--weights", metavar="W", help="name or path (default: the shipped ones of each kind)"
    )


def add_arc_options(parser: argparse.ArgumentParser) -> None:
    """The options of whatever learns ARC tasks."""
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument(
        "--budget", type=float, metavar="S", help="seconds a task may take (default: 45)"
    )
    limit.add_argument(
        "--max-steps",
        type=int,
        metavar="N",
        help="training steps a task instead of seconds: the same whatever the machine's speed",
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="seed (default: 0)")
    parser.add_argument("--device", default="cpu", metavar="D", help="cpu (default), cuda, ...")
    parser.add_argument("--weights", metavar="W", help="name or path (default: the shipped ones)")


def _seed(text: str) -> int:
    """A seed that every generator of random numbers takes."""
    seed = int(text) if text.isdecimal() else -1
    if not 0 <= seed < 2**63:
        raise argparse.ArgumentTypeError(f"{text:.30} is no whole number from 0 to 2**63 - 1")
    return seed


def add_llm_option(parser: argparse.ArgumentParser) -> None:
    """Which language model reads and speaks."""
    parser.add_argument(
        "--llm",
        default="embedded",
        metavar="LLM",
        help="embedded (default), none, or a folder with a chat model",
    )


def budget_of(seconds: float | None, steps: int | None = None) -> Any:
    """The solver's budget with what was given on the command line."""
    from ...trm.result import Budget

    return Budget(**given(seconds=seconds, steps=steps))


def arc_budget_of(seconds: float | None, steps: int | None = None) -> Any:
    """The budget of an ARC task; with steps alone it does not depend on the machine's speed."""
    from ...trm.solving.arc.result import ArcBudget

    if steps is not None:
        return ArcBudget(seconds=seconds, steps=steps)
    return ArcBudget(**given(seconds=seconds))


def given(**options: Any) -> dict[str, Any]:
    """The options that were given."""
    return {name: value for name, value in options.items() if value is not None}


def message_of(words: list[str], file: str | None) -> str | None:
    """The message from the arguments, a file or stdin; None where there is none to read.

    Bytes that are no UTF-8 become U+FFFD: a message is never refused for its encoding.

    Raises:
        ValueError: where a message and a file are both given.
        OSError: where the file cannot be read.
    """
    if file is not None and words:
        raise ValueError("a message and -f FILE were both given; expected one of them")
    if file is not None and file != "-":
        with open(file, "rb") as stream:
            return _decoded(stream.read())
    if file == "-" or words == ["-"] or (not words and not sys.stdin.isatty()):
        source = getattr(sys.stdin, "buffer", None)
        return _decoded(source.read()) if source else sys.stdin.read()
    return " ".join(words) if words else None


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")
