"""Kinds of puzzles small enough for tests."""

from collections.abc import Sequence
from typing import Any

import pytest
from torch import Tensor

from tinyduo.evals.bench.kind import Items
from tinyduo.evals.bench.sudoku import SudokuKind
from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork, official_question
from tinyduo.trm.puzzles.sudoku import to_line
from tinyduo.trm.recursion import TinyRecursiveModel


@pytest.fixture
def items(golden) -> Items:
    """Four easy 9x9 puzzles."""
    found = golden("easy", "3x3")[:4]
    lines = [to_line(one.puzzle.givens) for one in found]
    answers = [to_line(one.answer) for one in found]
    return SudokuKind().from_lines("golden", lines, answers)


class SmallKind(SudokuKind):
    """Given puzzles, and an official network of sixteen numbers a cell."""

    def __init__(self, items: Items) -> None:
        self.items = items

    def generate(self, n: int, *, seed: int) -> tuple[Items, Items]:
        some = self.items.part(slice(n))
        return some, Items("hard", some.puzzles, some.labels)

    def official(self, dtype: str) -> TinyRecursiveModel:
        config = OfficialConfig(
            cells=81, vocabulary=11, mixer="tokens", width=16, prefix=1, puzzle_width=0
        )
        return TinyRecursiveModel(OfficialNetwork(config), latent_updates=1, answer_updates=2)

    def official_question(self, puzzles: Sequence[Any]) -> Tensor:
        return official_question(super().official_question(puzzles)[:, 1:])


@pytest.fixture
def small_kind(items: Items) -> SmallKind:
    """A kind whose puzzles are there already."""
    return SmallKind(items)
