"""How a network is shown a board, and how its answer is read: one form a network.

Group networks see pairs of cell and digit and fit any board. Official ones see a sequence of
tokens: they fit boards of the one size they were trained on, and, knowing nothing of the
rules, they answer symmetric copies of a puzzle differently (views.py).
"""

from __future__ import annotations

import math
from typing import Any, Protocol

import torch
from torch import Tensor

from ...networks.group import GroupNetwork, flat_cells, question_of
from ...networks.official import OfficialNetwork, official_question
from ...puzzles.sudoku.board import Layout, Sudoku
from ...puzzles.sudoku.official_form import BLANK, FIRST_DIGIT
from ...recursion import TinyRecursiveModel


class Form(Protocol):
    """A network's way with boards of one layout."""

    model: TinyRecursiveModel  # for such boards

    def question(self, digits: Tensor) -> Tensor:
        """What the network embeds, of digits `(B, L)`: 0 blank, above V supposed ones."""
        ...

    def digit_logits(self, logits: Tensor) -> Tensor:
        """Logits of digits, `(B, L, size)`, of what the network reads off its answer."""
        ...


def form_of(model: TinyRecursiveModel, layout: Layout) -> Form:
    """The form of a model's network for boards of a layout that it fits."""
    if isinstance(model.network, OfficialNetwork):
        return OfficialForm(model, layout)
    return GroupForm(model, layout)


def knows_symmetry(model: TinyRecursiveModel) -> bool:
    """Whether symmetric copies of a puzzle always get the same answer."""
    return not isinstance(model.network, OfficialNetwork)


def knows_suppositions(model: TinyRecursiveModel) -> bool:
    """Whether questions may mark digits as supposed (supposing.py)."""
    network = model.network
    return isinstance(network, GroupNetwork) and network.config.supposes


def misfit(puzzle: Sudoku, model: TinyRecursiveModel) -> str | None:
    """Why a model is not for a puzzle's board; None where it is."""
    network, layout = model.network, puzzle.layout
    if not isinstance(network, OfficialNetwork):
        return None
    size = round(network.config.cells**0.5)
    if layout.size != size:
        return f"are for Sudokus of {size}x{size}, and this one is {layout.size}x{layout.size}"
    box = Layout.of_size(size)
    if layout != box:
        boxes = f"boxes of {box.box_rows}x{box.box_cols}"
        return f"are for Sudokus of {size}x{size} with {boxes}, and this one has other groups"
    return None


class GroupForm:
    """Pairs of cell and digit."""

    def __init__(self, model: TinyRecursiveModel, layout: Layout) -> None:
        self.model, self.box = on_layout(model, layout)
        self.marks = knows_suppositions(model)

    def question(self, digits: Tensor) -> Tensor:
        """As `Form`; for a network that was not taught to suppose they are givens."""
        digits = digits.long()
        if not self.marks:
            size = math.isqrt(digits.shape[1])
            digits = torch.where(digits > size, digits - size, digits)
        return question_of(digits, self.box)

    def digit_logits(self, logits: Tensor) -> Tensor:
        """As `Form`."""
        return flat_cells(logits)


class OfficialForm:
    """A sequence of tokens, of one fixed length."""

    def __init__(self, model: TinyRecursiveModel, layout: Layout) -> None:
        self.model, self.size = model, layout.size

    def question(self, digits: Tensor) -> Tensor:
        """As `Form`."""
        return official_question(digits.long() + BLANK)

    def digit_logits(self, logits: Tensor) -> Tensor:
        """As `Form`; blank and padding are no answers."""
        return logits[..., FIRST_DIGIT : FIRST_DIGIT + self.size]


def on_layout(
    model: TinyRecursiveModel, layout: Layout
) -> tuple[TinyRecursiveModel, tuple[int, int]]:
    """The model for boards of a layout, and the box that `question_of` is to cut them by."""
    if layout.standard:
        return model, (layout.box_rows, layout.box_cols)
    network: Any = model.network
    if not isinstance(network, GroupNetwork):
        raise ValueError(f"a {type(network).__name__} does not know groups of one's own")
    groups = [group.cells for group in layout.groups[2 * layout.size :]]  # after the lines
    own = TinyRecursiveModel(
        network.on(groups, layout.size),
        latent_updates=model.latent_updates,
        answer_updates=model.answer_updates,
    )
    return own, (1, layout.size)
