"""Parts: what an ARC task is made of in a message, before anyone asks what belongs together.

Every notation ends here: grids as written, labels that say what a grid is, arrows from inputs
to outputs. `assemble.py` makes tasks of them, whatever notation they came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]  # characters of the message, end exclusive
Rows = tuple[tuple[str, ...], ...]  # cells as written, perhaps of different lengths


class Section(StrEnum):
    """Which part of a task."""

    TRAIN = "train"
    TEST = "test"


class Role(StrEnum):
    """Which side of a pair."""

    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Label:
    """Words that say what the next grid is."""

    span: Span
    section: Section | None
    role: Role | None
    number: int | None = None  # of the pair, as written
    sure: bool = True  # a key or a heading; False: a sentence that may mean something else


@dataclass(frozen=True, slots=True)
class Arrow:
    """What leads from an input to its output."""

    span: Span


@dataclass(frozen=True, slots=True)
class Shown:
    """A grid as written."""

    span: Span
    rows: Rows
    form: str  # the notation: "list of rows", "rows of digits", "colours", "colour names"
    nest: int | None = None  # the list it stands in, by where that begins
    depth: int = 0  # how many lists it stands in
    flat: bool = False  # a single list, not a list of rows
    beside: bool = False  # its other side stands on the same lines, with no arrow between
    problem: str = ""  # why it is no grid, in plain words


Part = Label | Arrow | Shown
