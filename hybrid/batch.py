"""Many items: a file in, one JSON object a line out, in order.

`write` streams: memory does not grow with the file, and a run that was stopped goes on where
it stopped (resume.py). Every physical line of the input is one item, so that a bad line
costs only itself; blank lines do not count. What the items are: puzzle_run.py, message_run.py.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from ..trm.checkpoint import Weights
from ..trm.fingerprint import sha256_of
from .resume import ResumableOutput


class BatchRun(ABC):
    """One input file and how its lines are answered."""

    source: Path
    together: int  # items answered in one go

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """What decides the output, besides the input."""

    @abstractmethod
    def answers(self, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
        """One JSON-ready record a line, in order."""

    def items(self) -> Iterator[str]:
        """The lines of the input that count."""
        # Bytes that are no UTF-8 become U+FFFD; the line they stand in is then malformed.
        with self.source.open(encoding="utf-8-sig", errors="replace") as file:
            yield from (line for line in file if line.strip())

    def write(self, out: Path, *, console: Console, quiet: bool = False) -> str:
        """Answer every line that `out` does not have yet.

        Args:
            out: where to append.
            console: for the progress bar.
            quiet: no progress bar.

        Returns:
            What was done, in a line.

        Raises:
            ValueError: for an input or output that cannot be used.
            OSError: for a file that cannot be read or written.
        """
        if out.resolve() == self.source.resolve():
            raise ValueError(f"{out} is the input; name another --out")
        digest, total = hashlib.sha256(), 0
        for line in self.items():
            digest.update(line.encode())
            total += 1
        settings = self.settings() | {"input": digest.hexdigest()}
        began, tally = perf_counter(), Counter[str]()
        bar = Progress(
            BarColumn(None), MofNCompleteColumn(), TimeRemainingColumn(), console=console,
            disable=quiet or not console.is_terminal, transient=True,
        )  # fmt: skip
        with ResumableOutput(out, settings) as output, bar:
            if output.done > total:
                raise ValueError(f"{out} has {output.done} lines, but the input has {total} items")
            task = bar.add_task("", total=total, completed=output.done)
            for record in self._records(output.done):
                output.append(record)
                tally[record["status"]] += 1
                bar.advance(task)
            done = output.done
        seconds = perf_counter() - began
        counts = ", ".join(f"{n} {status}" for status, n in tally.most_common())
        kept = f"{done} lines kept, " if done else ""
        return f"{out}: {kept}{tally.total()} written in {seconds:.1f} s ({counts or 'none'})"

    def _records(self, done: int) -> Iterator[dict[str, Any]]:
        """Records from item `done` on; groups begin where an unbroken run's would."""
        numbered = ((index, line) for index, line in enumerate(self.items()) if index >= done)
        for _, group in groupby(numbered, key=lambda item: item[0] // self.together):
            indexes, lines = zip(*group, strict=True)
            for index, record in zip(indexes, self.answers(lines), strict=True):
                yield {"index": index} | record


def fingerprint(weights: Weights) -> str:
    """Name of some weights, and a hash of what is in them."""
    return f"{weights.name} {sha256_of(weights)[:16]}"
