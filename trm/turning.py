"""Turning: a recursion on a grid that looks at it from another side every few steps.

The grid network knows up from down, so where it is stuck depends on how the grid lies: most
wrong answers settle within a few steps and would stay. A turned pass carries question, answer
state and latent over into another view (mirrored, transposed) and goes on there with the same
state. It is still one candidate: nothing verifies, nothing is taken back, and only the halting
head ends the pass. Answers are told of the grid as it lies. A pass that has halted in another
view may go on in the grid's own (`home`): which of several right answers is told depends on the
view, and there it is rather the one that training taught. Noise on the state is the usual
way to move a recursion that has settled (PTRM, arXiv 2605.19943); a view needs no random
numbers. Training learns it too (training/turning.py).

A view is a number from 0, as it is, to 7: 1 is added where the rows are mirrored, 2 where the
columns are, 4 where the grid is transposed after that (the order of puzzles/maze/symmetry.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

VIEWS = 8


@dataclass(frozen=True, slots=True)
class Turning:
    """When a recursion turns."""

    every: int  # supervision steps in each view
    first: int | None = None  # supervision steps before the first turn; as `every` where None
    home: int = 0  # further steps in the own view, once it has halted in another

    def turns(self, steps: int) -> int:
        """How many turns have been made before the step that follows so many steps.

        >>> [Turning(2).turns(steps) for steps in range(6)]
        [0, 0, 1, 1, 2, 2]
        >>> [Turning(1, first=4).turns(steps) for steps in range(7)]
        [0, 0, 0, 0, 1, 2, 3]
        """
        first = self.every if self.first is None else self.first
        return 0 if steps < first else 1 + (steps - first) // self.every

    def view(self, steps: int) -> int:
        """The view in which the step after so many steps is made.

        >>> Turning(2).view(15), Turning(2).view(16)
        (7, 0)
        """
        return self.turns(steps) % VIEWS

    def to_json(self) -> dict[str, int | None]:
        """The settings as JSON-ready data."""
        return asdict(self)

    @classmethod
    def of_card(cls, told: Mapping[str, Any] | None) -> Turning | None:
        """The settings that `to_json` gave; None for None."""
        return cls(**told) if told else None


def seen(grids: Tensor, view: int) -> Tensor:
    """Grids `(..., H, W)` in a view: `(..., W, H)` where it transposes."""
    sides = [side for side, part in ((-2, 1), (-1, 2)) if view & part]
    return _laid_out(_transposed(grids.flip(sides), view))


def told_back(grids: Tensor, view: int) -> Tensor:
    """Grids `(..., H, W)` of a view as they lie themselves: what undoes `seen`."""
    sides = [side for side, part in ((-2, 1), (-1, 2)) if view & part]
    return _laid_out(_transposed(grids, view).flip(sides))


def _transposed(grids: Tensor, view: int) -> Tensor:
    return grids.transpose(-2, -1) if view & 4 else grids


def _laid_out(grids: Tensor) -> Tensor:
    """States `(B, D, H, W)` with a cell's numbers side by side, as the grid network has them."""
    states = grids.dim() == 4
    return grids.contiguous(
        memory_format=torch.channels_last if states else torch.contiguous_format
    )
