"""The picture of an ARC reply: test inputs, and beside each the attempts or the person's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...tools.reading import Ask
from ...trm.puzzles.arc import ArcTask, Grid
from ..reply import PuzzleReply
from .board import draw_row

if TYPE_CHECKING:
    from rich.text import Text

    from ...trm.solving.arc.result import ArcResult

Titled = tuple[str, Grid]
_SHOWS_ANSWER = (Ask.SOLVE, Ask.EXPLAIN)


@dataclass(frozen=True, slots=True)
class ArcPicture:
    """Rows of titled grids, one a test input."""

    rows: tuple[tuple[Titled, ...], ...]

    def drawn(self, *, labels: bool = False, width: int = 80, ascii_only: bool = False) -> Text:
        """The picture as text; ARC grids have no row and column numbers."""
        from rich.text import Text

        del labels
        return Text("\n\n", no_wrap=True, overflow="crop").join(
            draw_row(row, width=width, ascii_only=ascii_only) for row in self.rows
        )


def picture_of(reply: PuzzleReply, ask: Ask) -> ArcPicture:
    """The test inputs with what was asked: attempts, the person's own outputs, or nothing."""
    task = reply.puzzle
    assert isinstance(task, ArcTask)
    if ask is Ask.CHECK and reply.attempt:
        return own_picture(task, reply.attempt)
    return attempts_picture(task, reply.arc_result if ask in _SHOWS_ANSWER else None)


def attempts_picture(task: ArcTask, result: ArcResult | None) -> ArcPicture:
    """The test inputs, and beside them the attempts at them."""
    rows = []
    for number, grid in enumerate(task.tests):
        attempts = result.answers[number] if result and result.answers else ()
        shown: list[Titled] = [(_test(task, number), grid)]
        for place, attempt in enumerate(attempts, start=1):
            chance = "" if attempt.p_correct is None else f" (p {attempt.p_correct:.2f})"
            shown.append((f"attempt {place}{chance}", attempt.grid))
        rows.append(tuple(shown))
    return ArcPicture(tuple(rows))


def own_picture(task: ArcTask, attempt: tuple[Grid, ...]) -> ArcPicture:
    """The test inputs, and beside them the person's own outputs."""
    return ArcPicture(
        tuple(
            ((_test(task, number), grid), ("yours", own))
            for number, (grid, own) in enumerate(zip(task.tests, attempt, strict=False))
        )
    )


def _test(task: ArcTask, number: int) -> str:
    return f"test {number + 1}" if len(task.tests) > 1 else "test"
