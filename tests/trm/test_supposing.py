"""Suppositions: which cells, which digits, and that a batch changes nothing."""

import torch

from tinyduo.trm.supposing import UNCERTAIN, Supposing, supposed


def logits_of(*, rows: int = 2, cells: int = 16, digits: int = 4) -> torch.Tensor:
    return torch.randn(rows, cells, digits, generator=torch.Generator().manual_seed(0))


def numbers_of(rows: int, cells: int) -> torch.Tensor:
    return torch.rand(rows, UNCERTAIN + cells, generator=torch.Generator().manual_seed(1))


def test_as_many_blanks_are_supposed_as_asked_for_and_givens_stay():
    givens = torch.zeros(2, 16, dtype=torch.int8)
    givens[:, :6] = 3
    asked = supposed(givens, logits_of(), numbers_of(2, 3), cells=3)
    assert (asked[:, :6] == 3).all()
    assert ((asked > 4).sum(1) == 3).all()
    assert asked.max() <= 8


def test_with_fewer_blanks_than_asked_for_the_givens_stay():
    givens = torch.full((1, 16), 2, dtype=torch.int8)
    givens[0, 5] = 0
    asked = supposed(givens, logits_of(rows=1), numbers_of(1, 3), cells=3)
    assert (asked != givens).nonzero().tolist() == [[0, 5]]
    assert asked[0, 5] > 4


def test_only_the_most_uncertain_cells_are_supposed():
    logits = torch.zeros(64, 81, 9)
    logits[:, UNCERTAIN:, 0] = 20.0  # certain
    asked = supposed(torch.zeros(64, 81), logits, numbers_of(64, 5), cells=5)
    assert (asked[:, UNCERTAIN:] == 0).all()
    assert len(torch.nonzero(asked).unique(dim=0)) == 64 * 5


def test_digits_are_drawn_by_their_probability():
    logits = torch.log(torch.tensor([0.6, 0.3, 0.1, 0.0])).expand(4000, 1, 4)
    asked = supposed(torch.zeros(4000, 1), logits, numbers_of(4000, 1), cells=1)
    shares = [(asked == 4 + digit).float().mean().item() for digit in (1, 2, 3, 4)]
    assert torch.allclose(torch.tensor(shares), torch.tensor([0.6, 0.3, 0.1, 0.0]), atol=0.03)


def test_the_same_numbers_give_the_same_suppositions_in_any_batch():
    givens, logits, numbers = torch.zeros(5, 16), logits_of(rows=5), numbers_of(5, 2)
    whole = supposed(givens, logits, numbers, cells=2)
    alone = [supposed(givens[k : k + 1], logits[k : k + 1], numbers[k : k + 1], cells=2)[0]
             for k in range(5)]  # fmt: skip
    assert torch.equal(whole, torch.stack(alone))


def test_suppositions_are_due_every_so_many_steps():
    due = Supposing(after=2, every=3).due(torch.arange(9))
    assert due.nonzero().flatten().tolist() == [2, 5, 8]


def test_a_card_brings_the_settings_back():
    settings = Supposing(after=2, every=1, cells=4)
    assert Supposing.of_card(settings.to_json()) == settings
    assert Supposing.of_card(None) is None
