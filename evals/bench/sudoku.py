"""9x9 Sudoku in the bench.

Ordinary puzzles need no guess of our search, as those in newspapers; hard ones are the
hardest of many, made harder still by hill climbing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from ...trm.checkpoint import Weights
from ...trm.networks.group import flat_cells, question_of
from ...trm.networks.official import official_question, official_sudoku
from ...trm.puzzles import Grid, Layout, Sudoku, Verdict
from ...trm.puzzles.sudoku import from_line, verify
from ...trm.puzzles.sudoku.generate import climb, generate_many
from ...trm.recursion import Step, TinyRecursiveModel
from ...trm.solving.sudoku.form import form_of
from ...trm.solving.sudoku.solver import passes_of
from ...trm.supposing import supposed
from .kind import Items, Kind

_NINE = Layout()
# Of 1,000 random minimal puzzles (seed 1) 54 % need no guess; the hardest 64 needed 18 on
# average, and 26 after 2,000 tries of climbing: near the hardest lists there are (33).
_POOL = 15  # puzzles made for each one kept
_CLIMB_TRIES = 30  # for each hard one


class SudokuKind(Kind):
    """9x9 Sudoku."""

    name = "sudoku"
    title = "9x9 Sudoku"

    def generate(self, n: int, *, seed: int) -> tuple[Items, Items]:
        """The first `n` that need no guess, and the `n` hardest, climbed."""
        puzzles, answers, guesses = generate_many(_POOL * n, layout=_NINE, seed=seed)
        easy = np.flatnonzero(guesses == 0)[:n]
        top = np.argsort(-guesses, kind="stable")[:n]
        hard = puzzles[top], answers[top], guesses[top]  # copies: climbing works in place
        climb(*hard, tries=_CLIMB_TRIES * n, layout=_NINE, seed=seed)
        return (
            _items("ordinary", puzzles[easy], answers[easy]),
            _items("hard", hard[0], hard[1]),
        )

    def from_lines(self, name: str, questions: Sequence[str], answers: Sequence[str]) -> Items:
        """Boards of any one size, read by length."""
        puzzles = tuple(from_line(line) for line in questions)
        if len({puzzle.layout for puzzle in puzzles}) > 1:
            raise ValueError(f"{name}: boards of several sizes; expected one size a file")
        labels = [np.array(from_line(line).givens).reshape(-1) for line in answers]
        return Items(name, puzzles, np.stack(labels))

    def verify(self, puzzle: Sudoku, answer: Grid) -> Verdict:
        """The verifier's word on a grid."""
        return verify(puzzle, answer)

    def question(self, puzzles: Sequence[Sudoku]) -> Tensor:
        """`(B, P, p, Q, q)` for the group network."""
        layout = puzzles[0].layout
        return question_of(_digits(puzzles), (layout.box_rows, layout.box_cols))

    def revise(
        self, weights: Weights, puzzles: Sequence[Sudoku]
    ) -> Callable[[int, Step], Tensor | None] | None:
        """Suppositions, where the weights' single pass supposes."""
        passes = passes_of(weights, seed=0)
        if passes is None:
            return None
        form, givens = form_of(weights.single_pass, puzzles[0].layout), _digits(puzzles)
        rows = np.arange(len(puzzles))

        def asked(steps: int, step: Step) -> Tensor | None:
            if not passes.due(steps):
                return None
            logits, numbers = form.digit_logits(step.logits).cpu(), passes.numbers(steps, rows)
            return form.question(supposed(givens, logits, numbers, cells=passes.supposing.cells))

        return asked

    def right(self, logits: Tensor, items: Items) -> np.ndarray:
        """Every digit is the only answer's."""
        return (flat_cells(logits).argmax(-1).numpy() + 1 == items.labels).all(-1)

    def official(self, dtype: str) -> TinyRecursiveModel:
        """The token-mixing network of 5.03 million parameters."""
        return official_sudoku(dtype)

    def official_question(self, puzzles: Sequence[Sudoku]) -> Tensor:
        """Tokens: 1 blank, 2-10 digits."""
        return official_question(_digits(puzzles) + 1)


def _digits(puzzles: Sequence[Sudoku]) -> Tensor:
    return torch.tensor([puzzle.givens for puzzle in puzzles]).flatten(1)  # (B, L)


def _items(name: str, puzzles: np.ndarray, answers: np.ndarray) -> Items:
    boards = puzzles.reshape(-1, _NINE.size, _NINE.size).tolist()
    made = tuple(Sudoku(tuple(tuple(row) for row in board), _NINE) for board in boards)
    return Items(name, made, answers)
