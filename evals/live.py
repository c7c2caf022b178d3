"""The progress of a run in the terminal: a bar an arm, with the score so far and the time left."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars

from .runner import Progress


class Live:
    """Bars on a console; none where it is no terminal."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._bars = Bars(
            TextColumn("{task.description:<12}"),
            BarColumn(None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[score]:>7}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Live:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def update(self, progress: Progress) -> None:
        """Show how far an arm is."""
        score = f"{progress.right / progress.done:.1%}" if progress.done else ""
        if progress.arm not in self._tasks:
            self._tasks[progress.arm] = self._bars.add_task(
                progress.arm, total=progress.total, completed=progress.done, score=score
            )
        self._bars.update(
            self._tasks[progress.arm],
            completed=progress.done,
            total=progress.total,
            score=score,
        )
