"""The group network commutes with every symmetry of the board and serves every size."""

import random

import pytest
import torch

from tinyduo.trm.networks.group import flat_cells, question_of
from tinyduo.trm.puzzles import Layout, Sudoku
from tinyduo.trm.puzzles.sudoku import Symmetry
from tinyduo.trm.recursion import TinyRecursiveModel

LAYOUTS = [Layout(2, 2), Layout(2, 3), Layout(3, 2), Layout(3, 3), Layout(4, 4)]


def logits_of(model: TinyRecursiveModel, puzzle: Sudoku) -> torch.Tensor:
    """Logits `(L, V)` after two supervision steps."""
    box = (puzzle.layout.box_rows, puzzle.layout.box_cols)
    x = model.network.embed(question_of(torch.tensor(puzzle.givens).reshape(1, -1), box))
    with torch.no_grad():
        state = model.step(x, model.start(x)).state
        return flat_cells(model.step(x, state).logits)[0]


def random_givens(layout: Layout, rng: random.Random) -> Sudoku:
    size = layout.size
    rows = [[rng.choice([0, 0, rng.randint(1, size)]) for _ in range(size)] for _ in range(size)]
    return Sudoku(tuple(map(tuple, rows)), layout)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_symmetries_commute_with_the_network(tiny_model, layout, seed):
    rng = random.Random(seed)
    puzzle = random_givens(layout, rng)
    symmetry = Symmetry.random(layout, rng)
    moved = symmetry.apply(puzzle)
    before, after = logits_of(tiny_model, puzzle), logits_of(tiny_model, moved)
    size = layout.size
    for digit in range(1, size + 1):
        # A grid that holds `digit` in one cell only shows where cell and digit go.
        for cell in rng.sample(range(size * size), 6):
            row, col = divmod(cell, size)
            mark = tuple(
                tuple(digit if (r, c) == (row, col) else 0 for c in range(size))
                for r in range(size)
            )
            there = symmetry.apply(Sudoku(mark, layout)).givens
            flat = [value for line in there for value in line]
            place = next(index for index, value in enumerate(flat) if value)
            torch.testing.assert_close(
                after[place, flat[place] - 1], before[cell, digit - 1], atol=1e-4, rtol=1e-4
            )


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_a_question_keeps_cells_in_reading_order(layout):
    digits = torch.arange(layout.size**2)[None]
    question = question_of(digits, (layout.box_rows, layout.box_cols))
    assert question.shape[1:] == (
        layout.box_cols, layout.box_rows, layout.box_rows, layout.box_cols
    )  # fmt: skip
    assert flat_cells(question).tolist() == digits.tolist()


def test_the_embedding_tells_blank_this_digit_and_another_apart(tiny_model):
    x = tiny_model.network.embed(question_of(torch.tensor([[2] + [0] * 15]), (2, 2)))
    cells = flat_cells(x)[0]  # (L, V, D)
    blank, given, other = tiny_model.network.question
    assert torch.equal(cells[0, 1], given)
    assert torch.equal(cells[0, 0], other)
    assert torch.equal(cells[5, 3], blank)
