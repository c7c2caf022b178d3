"""ARC tasks as the hybrid sees them: nothing to verify with, and no trace of steps to draw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...tools.reading import Ask
from ...trm.puzzles.arc import ArcTask
from ..claims import Claims
from ..kind import PuzzleKind
from .facts import facts_of
from .picture import picture_of
from .talk import ArcTalk

if TYPE_CHECKING:
    from ...trm.solving.arc.result import ArcResult

_SIZE = re.compile(r"\b(\d{1,2})x(\d{1,2})\b")


def claims_of(task: ArcTask, result: ArcResult, ask: Ask, facts: list[str]) -> Claims:
    """What a model may claim of a task, given the facts it was told; nothing of single cells."""
    text = " ".join(facts)
    return Claims(
        status=result.status,
        unique=None,
        board=(len(task.tests[0]), len(task.tests[0][0])),
        sizes=frozenset((int(rows), int(cols)) for rows, cols in _SIZE.findall(text)),
        shown=None,
        facts=tuple(facts),
        cells=frozenset(),
        directions=False,
    )


ARC = PuzzleKind(
    name="arc",
    puzzle=ArcTask,
    verify=None,
    facts=facts_of,
    claims=claims_of,
    picture=picture_of,
    drawn_step=None,
    talk=ArcTalk,
)
