"""What a person sees while the models work: a spinner, then the grid as the TRM changes it.

Drawn on stderr, only where that is a terminal, and gone when the answer is there.
"""

from __future__ import annotations

from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from ..trm.puzzles import cell_name
from ..trm.puzzles.sudoku import to_symbol
from .kinds import drawn_step

if TYPE_CHECKING:
    from ..trm.result import TraceStep
    from ..trm.solving.arc.result import ArcProgress


class Thinking:
    """A context manager; give its `show` and `learn` to `Hybrid(on_step=..., on_progress=...)`.

    Args:
        console: where to draw.
        quiet: draw nothing.
        shows_grid: draw the grid; without it (in a conversation, where it would give the
            answer away) only the line that counts steps.
    """

    def __init__(self, console: Console, *, quiet: bool = False, shows_grid: bool = True) -> None:
        self._shows_grid = shows_grid
        self._live = None
        self._step: TraceStep | None = None
        self._before: TraceStep | None = None
        self._began = perf_counter()
        self._width = console.width
        self._spinner = Spinner("dots", Text("reading", "dim"))
        if console.is_terminal and not quiet:
            self._live = Live(
                console=console,
                get_renderable=self._render,
                transient=True,
                refresh_per_second=12,
            )

    def __enter__(self) -> Thinking:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._live.stop()

    def show(self, step: TraceStep) -> None:
        """Take the latest step; the display draws it when its turn comes."""
        self._before, self._step = self._step, step

    def learn(self, progress: ArcProgress) -> None:
        """Take how far the learning of an ARC task is; from any thread."""
        fitted = f", {progress.fitted:.0%} of the demonstrations fitted" if progress.step else ""
        line = f"{progress.stage}, {progress.share:.0%} of the budget, step {progress.step}{fitted}"
        self._step = None
        self._spinner.update(text=Text(line, "dim"))

    def _render(self) -> RenderableType:
        step, before = self._step, self._before
        if step is None:
            return self._spinner
        line = Text(
            f"candidate {step.candidate + 1}, step {step.step}, "
            f"halt {step.halt_probability:.2f}, {perf_counter() - self._began:.1f} s",
            "dim",
        )
        if step.assumed:
            cell, digit = step.assumed[0]
            more = ", ..." if len(step.assumed) > 1 else ""
            line.append(f", supposing {cell_name(cell)} is {to_symbol(digit)}{more}")
        self._spinner.update(text=line)
        if not self._shows_grid:
            return self._spinner
        return Group(drawn_step(step, before, self._width), self._spinner)
