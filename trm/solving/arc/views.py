"""Views of a task: turned and mirrored, and with colours exchanged that play no role of their own.

A colour that every input shows, or every output, may mean something (a background, a marker, what
is filled in): it stays. The others can be exchanged without changing the rule, for all that the
demonstrations say. The turn is told to the network, which must learn what "down" is; the colours
are not, which is what makes a rule hold for any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...networks.task import VIEWS
from ...puzzles.arc.official_form import COLOURS, Grid
from ...puzzles.arc.task import Demonstration


@dataclass(frozen=True, slots=True)
class View:
    """A turn and mirror image, and an exchange of colours."""

    turn: int  # 0 to 7
    colours: np.ndarray  # uint8 (COLOURS + 1,): colour c is shown as colours[c]

    @property
    def back(self) -> np.ndarray:
        """The exchange that undoes the view's."""
        return np.argsort(self.colours).astype(np.uint8)


class Views:
    """The views of one task.

    Args:
        demonstrations: of the task.
    """

    def __init__(self, demonstrations: Sequence[Demonstration]) -> None:
        fixed = _in_all([pair.input for pair in demonstrations])
        fixed |= _in_all([pair.output for pair in demonstrations])
        self.free = np.array([c for c in range(COLOURS) if c not in fixed], np.uint8)

    def plain(self, turn: int = 0) -> View:
        """The view with its colours as they are."""
        return View(turn, np.arange(COLOURS + 1, dtype=np.uint8))

    def drawn(self, turn: int, rng: np.random.Generator) -> View:
        """A view with free colours exchanged at random."""
        view = self.plain(turn)
        view.colours[self.free] = rng.permutation(self.free)
        return view

    def all_turns(self, count: int, rng: np.random.Generator) -> list[View]:
        """So many views, every turn as often: the first of each turn with its own colours."""
        plain = [self.plain(turn) for turn in range(min(count, VIEWS))]
        return plain + [self.drawn(number % VIEWS, rng) for number in range(VIEWS, count)]


def _in_all(grids: Sequence[Grid]) -> set[int]:
    """The colours that all grids show."""
    return set.intersection(*({cell for row in grid for cell in row} for grid in grids))
