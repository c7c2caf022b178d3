"""Symmetric copies of boards, as tensors: what a network sees, and its answer undone.

For networks that learned the symmetries of Sudoku from examples instead of having them built
in: such a network may solve one copy of a puzzle and not another.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ...puzzles.sudoku.symmetry import Symmetry


class Views:
    """One symmetry for each row of a batch, all of them from a layout to itself."""

    def __init__(self, symmetries: Sequence[Symmetry], device: torch.device) -> None:
        self.cells = torch.tensor([one.cells for one in symmetries], device=device)  # (B, L)
        self.digits = torch.tensor([one.digits for one in symmetries], device=device)  # (B, V + 1)

    def apply(self, boards: Tensor) -> Tensor:
        """The copies `(B, L)` of flat boards `(B, L)`, 0 = blank."""
        return self.digits.gather(1, boards.long().gather(1, self.cells))

    def undo(self, logits: Tensor, rows: Tensor) -> Tensor:
        """Logits of digits for the boards themselves, from those for their copies.

        Args:
            logits: `(R, L, V)`.
            rows: `(R,)` which rows of the batch these are.
        """
        cells = self.cells[rows].argsort(1)  # where each cell of the board went
        logits = logits.gather(1, cells[..., None].expand_as(logits))
        digits = self.digits[rows, 1:] - 1  # what became of each digit
        return logits.gather(2, digits[:, None].expand_as(logits))
