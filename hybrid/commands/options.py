"""What several subcommands share: options, the form of the help, and reading a message.

An option left out stays None and the library's own default applies; `given` drops those.
"""

from __future__ import annotations

import argparse
import codecs
import sys
from typing import Any

from typing_extensions import override

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
    """Which language model reads and speaks, where it is, and how long it may take."""
    group = parser.add_argument_group("language model")
    group.add_argument(
        "--llm",
        action=note_llm,
        default="embedded",
        metavar="LLM",
        help="embedded (default), none, qwen-coder-1.5b, local:PATH_OR_HUB_ID, or openai:MODEL",
    )
    add_server_options(group)


def add_server_options(group: Any) -> None:
    """Where the language model is, and how long it may take; beside what names it."""
    group.add_argument(
        "--base-url",
        action=note_llm,
        default=argparse.SUPPRESS,
        metavar="URL",
        help="the server of openai:MODEL, such as http://127.0.0.1:8000/v1 (default: OpenAI's)",
    )
    group.add_argument(
        "--api-key-env",
        action=note_llm,
        default=argparse.SUPPRESS,
        metavar="NAME",
        help="environment variable with that server's key (default: OPENAI_API_KEY)",
    )
    group.add_argument(
        "--llm-seconds",
        action=note_llm,
        type=_seconds,
        default=argparse.SUPPRESS,
        metavar="S",
        help="seconds a message that the model may take (default: 60)",
    )


class note_llm(argparse.Action):
    """Gathers what is said of the language model into `args.llm`, in whatever order it comes."""

    @override
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        from ..llm.resolve import LLMName, Server

        told = {**getattr(namespace, "llm_told", {}), self.dest: values}
        server = Server(**given(base_url=told.get("base_url"), api_key_env=told.get("api_key_env")))
        namespace.llm_told = told
        namespace.llm = LLMName(told.get("llm", "embedded"), server, told.get("llm_seconds"))


def _seconds(text: str) -> float:
    """More than no time, and not for ever."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text:.30} is no number of seconds from 0 to 3600")
    return seconds


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
