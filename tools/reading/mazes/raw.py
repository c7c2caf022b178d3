"""Raw mazes: symbols in rows, before anyone asks which of them are walls.

Every notation of a maze ends here, so that symbols, ends and complaints are settled once, in
`settle.py`. Rows may be of different lengths; an open cell that shows nothing is " ".
"""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]  # characters of the message, end exclusive
Symbols = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RawMaze:
    """Cells as written."""

    rows: Symbols
    span: Span
    form: str  # the notation: "grid", "list of rows", "one line", "thin walls"
    exact: bool = True  # the notation itself shows where a row ends; spaces cannot be lost
    doubts: tuple[str, ...] = ()
    problem: str = ""  # what is missing, in plain words

    told: bool = False  # the words leave no doubt that it is a maze

    @property
    def thin(self) -> bool:
        """Whether walls were drawn between cells: a cell (r, c) is now at (2r+1, 2c+1)."""
        return self.form == "thin walls"


def shown_of(text: str, plain: str) -> str:
    """A normalised text with its pictures as written: a white square is no dot here.

    The same length as both; people joined from several characters become one.
    """
    shown = "".join(
        raw if mark in ".x" and raw > "\x7f" else mark
        for raw, mark in zip(text, plain, strict=True)
    )
    if "\u200d" not in text:
        return shown
    marks = list(shown)
    for place, raw in enumerate(text[:-1]):
        if raw == "\u200d":  # what it joins is part of the picture before it
            marks[place + 1] = "\x00"
    return "".join(marks)
