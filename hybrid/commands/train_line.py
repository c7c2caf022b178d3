"""Progress of a training run: a line that changes in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from ..terminal import one_line, progress, say


class TrainLine:
    """Where a run reports to, on stderr; a context manager.

    In a terminal `tick` is what shows the line that changes; elsewhere it is None.
    """

    def __init__(self) -> None:
        from rich.live import Live
        from rich.text import Text

        self._console = progress()
        self._live = None
        self.tick: Callable[[str], None] | None = None
        if self._console.is_terminal:
            live = self._live = Live(console=self._console, refresh_per_second=4, transient=True)
            self.tick = lambda line: live.update(
                Text(one_line(line), no_wrap=True, overflow="ellipsis")
            )

    def say(self, line: str) -> None:
        """A line that stays."""
        if self._live is None:
            say(line)
        else:
            self._console.print(one_line(line))

    def __enter__(self) -> TrainLine:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()
