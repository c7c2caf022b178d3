"""The terminal: where results and progress go, and how foreign text is made fit to show.

Results go to stdout, everything else to stderr. A person's message may hold control
characters that would drive the terminal; `printable` takes their force away.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text without control characters and direction overrides, each shown as U+FFFD."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: object) -> str:
    """Text on one line, printable."""
    return printable(" ".join(str(text).split()))


def say(line: object) -> None:
    """One line on stderr."""
    print(one_line(line), file=sys.stderr, flush=True)


def results() -> Console:
    """The console of results: stdout, wrapped only where a terminal shows it."""
    return _console(stderr=False)


def progress() -> Console:
    """The console of progress and notes: stderr."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    console.soft_wrap = not console.is_terminal
    return console
