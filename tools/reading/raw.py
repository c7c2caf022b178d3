"""Raw grids: cell texts in rows, before anyone asks what they mean.

Every notation ends here, so that sizes, symbols and complaints are settled once, in
`settle.py`. A `Raw` is square unless it has a `problem`.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (9, 4, 6, 16)

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """Cells as written."""

    rows: Cells  # as many rows as columns, unless there is a problem
    span: tuple[int, int]  # in the message
    form: str  # the notation
    box: tuple[int, int] | None = None  # (rows, columns), where bars and rules show them
    doubts: tuple[str, ...] = ()
    problem: str = ""  # what is missing, in plain words
    variant: str = ""  # the further rules, where the notation itself says so
    size: int = 9  # the size meant, where there is a problem
    attempt: Cells | None = None  # the same grid with what the person filled in
