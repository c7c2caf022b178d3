"""What a step of reasoning is: its technique, its reason, and what follows from it.

A step is for people: the reason counts rows and columns from 1, everything else from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ...verdict import Cell

FILLED = 0  # in place of a digit in `Step.needs`: the cell is filled


class Technique(StrEnum):
    """How a step reasons, easiest first."""

    LAST_BLANK = "last blank"  # the only blank cell of a group
    HIDDEN_SINGLE = "hidden single"  # the only place of a digit in a group
    NAKED_SINGLE = "naked single"  # the only digit left for a cell
    POINTING = "pointing candidates"  # a box keeps a digit inside a line (locked candidates)
    CLAIMING = "claiming candidates"  # a line keeps a digit inside a box (locked candidates)
    NAKED_PAIR = "naked pair"  # two cells share the same two digits between them
    HIDDEN_PAIR = "hidden pair"  # two digits share the same two cells between them
    NAKED_TRIPLE = "naked triple"
    HIDDEN_TRIPLE = "hidden triple"
    X_WING = "X-wing"  # a digit has the same two places in two lines
    XY_WING = "XY-wing"  # whichever of its two digits a cell holds, a third digit is near
    SWORDFISH = "swordfish"  # an X-wing of three lines
    COLOURING = "simple colouring"  # places of one digit that hang together two by two
    NAKED_QUAD = "naked quad"
    HIDDEN_QUAD = "hidden quad"
    JELLYFISH = "jellyfish"  # an X-wing of four lines

    @property
    def rank(self) -> int:
        """How hard it is beside the others, from 0."""
        return _RANKS[self]

    @property
    def places_digits(self) -> bool:
        """Whether its steps place a digit; the others rule digits out."""
        return self in (Technique.LAST_BLANK, Technique.HIDDEN_SINGLE, Technique.NAKED_SINGLE)


_RANKS = {technique: rank for rank, technique in enumerate(Technique)}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of reasoning: it places a digit, or rules some out."""

    technique: Technique
    reason: str  # for people: rows and columns from 1
    cells: tuple[Cell, ...]  # the cells that the reasoning rests on, from 0
    cell: Cell | None = None  # where a digit is placed; None for a step that rules out
    digit: int | None = None  # the digit placed
    removed: tuple[tuple[Cell, int], ...] = ()  # what is ruled out: cell and digit
    place: str = ""  # where to look, in words: "box 3", "rows 2 and 7"
    # What has to be ruled out before the step holds: cell and digit, or cell and FILLED.
    needs: frozenset[tuple[Cell, int]] = field(default=frozenset(), repr=False)
