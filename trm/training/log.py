"""How a run is kept and shown: speed, lines for people, log.jsonl, TensorBoard.

Nothing here changes what is learned. Seconds are those of training: evaluations do not count.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .run_folder import RunFolder

_TICK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is kept and shown."""

    checkpoint_seconds: float = 180.0  # between checkpoints
    log_every: int = 50  # updates between lines of the log
    evaluate_every: int = 500  # updates between evaluations; they come with a line of the log
    tensorboard: bool = False  # also write the log for TensorBoard
    tick: Callable[[str], None] | None = None  # gets the line of progress about every second

    def __post_init__(self) -> None:
        if not self.checkpoint_seconds >= 0 or min(self.log_every, self.evaluate_every) < 1:
            raise ValueError(
                "expected 0 seconds or more between checkpoints, and 1 update or more between "
                "lines of the log and between evaluations"
            )


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is."""

    update: int
    updates: int  # of the whole run
    per_second: float  # updates, lately
    rows: float  # a second, lately
    means: Mapping[str, float]  # losses and rates since the last line

    def __str__(self) -> str:
        left = (self.updates - self.update) / self.per_second if self.per_second else 0.0
        shown = "  ".join(f"{key} {value:.3f}" for key, value in sorted(self.means.items()))
        speed = f"{self.per_second:.2f} updates/s  {self.rows:.0f} rows/s"
        return f"{self.update}/{self.updates}  {duration(left)} left  {speed}  {shown}"


def duration(seconds: float) -> str:
    """Seconds for people.

    >>> [duration(seconds) for seconds in (42, 600, 9000)]
    ['42 s', '10 min', '2.5 h']
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


class Pace:
    """Seconds of training, by the wall and of this process's CPU, and the present speed.

    The CPU's seconds are what runs can be compared by on a machine that has other work to do.

    Args:
        seconds: that the run took before.
        cpu_seconds: the same, of the CPU.
    """

    def __init__(self, seconds: float, cpu_seconds: float) -> None:
        self.seconds, self.cpu_seconds = seconds, cpu_seconds
        self._ticked = time.monotonic()
        self.skip()
        self.begin_stretch()

    def look(self) -> None:
        """Count the seconds until now."""
        now = time.monotonic(), time.process_time()
        self.seconds += now[0] - self._last[0]
        self.cpu_seconds += now[1] - self._last[1]
        self._last = now

    def count(self, rows: int) -> None:
        """Count an update of so many rows."""
        self._updates += 1
        self._rows += rows
        self.look()

    def skip(self) -> None:
        """Leave out what passed since the last look: it was no training."""
        self._last = time.monotonic(), time.process_time()

    def begin_stretch(self) -> None:
        """The speed is that from here on."""
        self._updates = self._rows = 0
        self._start = self.seconds

    def speed(self) -> tuple[float, float]:
        """Updates and rows a second of this stretch."""
        seconds = max(self.seconds - self._start, 1e-9)
        return self._updates / seconds, self._rows / seconds

    def ticks(self) -> bool:
        """Whether it is time to show progress again."""
        if time.monotonic() - self._ticked < _TICK_SECONDS:
            return False
        self._ticked = time.monotonic()
        return True


class Log:
    """log.jsonl of a run, and TensorBoard's events where they are wanted.

    Args:
        folder: of the run.
        update: from which the run goes on; what is there of later ones goes.
        options: whether TensorBoard is wanted.

    Raises:
        ValueError: where it is and is not installed.
    """

    def __init__(self, folder: RunFolder, update: int, options: RunOptions) -> None:
        self._folder = folder
        self._writer: Any = None
        if options.tensorboard:
            try:
                from torch.utils.tensorboard.writer import SummaryWriter
            except ImportError as error:
                raise ValueError(
                    "TensorBoard is not installed; run: pip install 'tinyduo[tensorboard]'"
                ) from error
            self._writer = SummaryWriter(folder.path / "tensorboard", purge_step=update + 1)
        folder.rewind_log(update)

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a line."""
        self._folder.add(row)
        if self._writer is not None:
            for key, value in row.items():
                if key != "update":
                    self._writer.add_scalar(key, value, row["update"])
            self._writer.flush()

    def close(self) -> None:
        """No more lines."""
        if self._writer is not None:
            self._writer.close()
