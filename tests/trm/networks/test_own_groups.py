"""On groups of one's own the group network does what it does on boxes."""

import random
from copy import deepcopy
from time import process_time
from typing import Any

import pytest
import torch

from tinyduo.trm.networks.group import OwnGroupNetwork, flat_cells, question_of
from tinyduo.trm.puzzles import Layout
from tinyduo.trm.puzzles.sudoku.variants import jigsaw, latin_square, windoku, x_sudoku
from tinyduo.trm.recursion import Step, TinyRecursiveModel
from tinyduo.trm.solving.sudoku.form import on_layout


def steps_of(model: TinyRecursiveModel, layout: Layout, digits: torch.Tensor, n: int = 2) -> Step:
    """The last of n supervision steps on flat digits `(B, L)`."""
    model, box = on_layout(model, layout)
    with torch.inference_mode():
        x = model.network.embed(question_of(digits, box))
        step = model.step(x, model.start(x))
        for _ in range(n - 1):
            step = model.step(x, step.state)
    return step


def network_on(model: TinyRecursiveModel, layout: Layout) -> Any:
    """The network of a layout that is not the usual one."""
    network = on_layout(model, layout)[0].network
    assert isinstance(network, OwnGroupNetwork)
    return network


def as_own(layout: Layout) -> Layout:
    """The same board, its boxes given as groups of one's own."""
    boxes = (group for group in layout.groups if group.kind == "box")
    return Layout.of_groups(
        layout.size, [[divmod(cell, layout.size) for cell in box.cells] for box in boxes]
    )


def random_digits(size: int, seed: int = 0) -> torch.Tensor:
    rng = random.Random(seed)
    cells = [[rng.choice([0, 0, rng.randint(1, size)]) for _ in range(size**2)] for _ in range(3)]
    return torch.tensor(cells)


@pytest.mark.parametrize(
    "layout", [Layout(2, 2), Layout(2, 3), Layout(3, 2), Layout(3, 3), Layout(4, 4)], ids=str
)
def test_boxes_given_as_groups_give_what_boxes_give(layout, tiny_model, shipped):
    """In float64: on boards that have no answer the recursion magnifies float32's rounding."""
    digits = random_digits(layout.size)
    for model in (tiny_model, shipped.model):
        exact = deepcopy(model).double()
        usual, own = (steps_of(exact, board, digits) for board in (layout, as_own(layout)))
        torch.testing.assert_close(flat_cells(own.logits), flat_cells(usual.logits))
        torch.testing.assert_close(own.halt_logit, usual.halt_logit)


@pytest.mark.parametrize(
    "layout",
    [x_sudoku(), windoku(), jigsaw(["aabb", "acbb", "accd", "cddd"]), latin_square(5)],
    ids=["x", "windoku", "jigsaw", "latin"],
)
def test_relabelling_digits_commutes_with_the_network(layout, tiny_model):
    size = layout.size
    digits = random_digits(size)
    order = torch.randperm(size, generator=torch.Generator().manual_seed(0))
    relabelled = torch.cat([torch.zeros(1, dtype=torch.long), order + 1])[digits]
    before, after = (
        flat_cells(steps_of(tiny_model, layout, asked).logits) for asked in (digits, relabelled)
    )
    torch.testing.assert_close(after[..., order], before, atol=1e-4, rtol=1e-4)


def test_turning_an_x_sudoku_commutes_with_the_network(tiny_model):
    digits = random_digits(9)
    turned = digits.view(-1, 9, 9).rot90(1, (1, 2)).reshape(-1, 81)
    before, after = (
        flat_cells(steps_of(tiny_model, x_sudoku(), asked).logits) for asked in (digits, turned)
    )
    expected = before.view(-1, 9, 9, 9).rot90(1, (1, 2)).reshape(-1, 81, 9)
    torch.testing.assert_close(after, expected, atol=1e-4, rtol=1e-4)


def test_a_group_is_heard_only_by_its_own_cells(tiny_model):
    """After one layer's messages a diagonal changes the cells on it, and no others."""
    torch.manual_seed(1)
    h = torch.randn(1, 9, 1, 1, 9, 9, 8)
    with torch.inference_mode():
        plain, crossed = (
            flat_cells(own.network.blocks[0].on(h, own.near))[0]
            for own in (network_on(tiny_model, board) for board in (own9(), x_sudoku(own9())))
        )
    changed = (plain != crossed).flatten(1).any(1).nonzero().flatten().tolist()
    assert changed == sorted({*range(0, 81, 10), *range(8, 80, 8)})


def test_a_diagonal_is_a_line_and_a_window_is_a_box(shipped):
    def shared(layout: Layout) -> list[bool]:
        near = network_on(shipped.model, layout).near
        return [part is not None for part in (near.line, near.box, near.segment)]

    assert shared(latin_square(9)) == [False, False, False]
    assert shared(x_sudoku(latin_square(9))) == [True, False, False]
    assert shared(x_sudoku()) == [True, True, True]
    assert shared(windoku()) == [False, True, True]


def own9() -> Layout:
    """The usual 9x9 board, boxes as groups of one's own."""
    return as_own(Layout())


@pytest.mark.slow
def test_groups_of_one_s_own_cost_less_than_three_times_the_usual_board(shipped):
    digits = random_digits(9).repeat(6, 1)[:16]

    def seconds(layout: Layout) -> float:
        began = process_time()
        steps_of(shipped.model, layout, digits, n=1)
        return process_time() - began

    usual, own = (min(seconds(board) for _ in range(5)) for board in (Layout(), windoku()))
    assert own < 3 * usual
