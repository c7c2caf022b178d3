"""Official networks in the solver: one size, tokens, symmetric copies undone on the answer."""

import random
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from tinyduo.trm import Budget, Status, Sudoku, Weights, predict, solve, solve_many
from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork
from tinyduo.trm.puzzles import Layout
from tinyduo.trm.puzzles.sudoku import Symmetry, from_line, is_solution, solve_by_logic
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.solver import misfit
from tinyduo.trm.solving.sudoku.candidates import CandidateBatch
from tinyduo.trm.solving.sudoku.form import form_of
from tinyduo.trm.solving.sudoku.views import Views

PUZZLE = from_line(".23....1....4...")
BUDGET = Budget(seconds=None, candidates=40, steps=3)


def tiny(size: int = 4, mixer: str = "tokens") -> OfficialConfig:
    return OfficialConfig(
        cells=size * size,
        vocabulary=size + 2,
        mixer=mixer,  # pyright: ignore[reportArgumentType]
        positions="rotary",
        width=8,
        heads=2,
        prefix=1,
        puzzle_width=8,
        hidden_multiple=8,
    )


def untrained(size: int = 4, mixer: str = "tokens") -> Weights:
    torch.manual_seed(0)
    network = OfficialNetwork(tiny(size, mixer))
    model = TinyRecursiveModel(network, latent_updates=1, answer_updates=1)
    return Weights("tiny", model.eval().requires_grad_(False), {"puzzles": "sudoku"})


class Knowing(OfficialNetwork):
    """Answers the boards that it `knows` by logic, and others with the same digit everywhere.

    Blank is the smallest token, so that a state can be scaled back to the tokens; what is
    likeliest of all are the tokens that are no digits.
    """

    def __init__(self, knows: Callable[[Sudoku], bool]) -> None:
        super().__init__(tiny())
        self.knows = knows

    def embed(self, question: Tensor) -> Tensor:
        assert question[:, 0].eq(0).all(), "the puzzle id"
        return question[:, 1:, None].float()

    def initial_state(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return torch.zeros_like(x), torch.zeros_like(x)

    def update(self, state: Tensor) -> Tensor:
        return state / state.amin((1, 2), keepdim=True)

    def read_answer(self, y: Tensor) -> Tensor:
        logits = torch.zeros(len(y), 16, 6)
        logits[..., :2] = 99
        logits[..., 2] = 1
        for row, tokens in enumerate(y[..., 0].round().int()):
            digits = (tokens - 1).clamp(0, 4).reshape(4, 4).tolist()  # noise may lead astray
            puzzle = Sudoku(tuple(map(tuple, digits)), Layout(2, 2))
            if self.knows(puzzle):
                for cell, digit in enumerate(sum(solve_by_logic(puzzle)[1], ())):
                    logits[row, cell, digit + 1] = 9
        return logits

    def read_halt(self, y: Tensor) -> Tensor:
        return y.new_zeros(len(y))


def knowing(knows: Callable[[Sudoku], bool] = lambda puzzle: True) -> Weights:
    model = TinyRecursiveModel(Knowing(knows), latent_updates=1, answer_updates=1)
    return Weights("knowing", model.requires_grad_(False), {"puzzles": "sudoku"})


def test_tokens_go_in_and_digits_come_out_whatever_other_tokens_score():
    result = solve(PUZZLE, weights=knowing(), budget=BUDGET)
    assert result.status is Status.SOLVED
    assert (result.candidates, result.steps) == (1, 1)
    assert is_solution(PUZZLE, result.answer)
    assert predict([PUZZLE], weights=knowing(), steps=2)[0].answer == result.answer


def test_what_is_known_in_another_view_alone_is_found_there_and_brought_back():
    def knows(puzzle: Sudoku) -> bool:
        return puzzle.givens[3][3] != 0

    result = solve(PUZZLE, weights=knowing(knows), budget=BUDGET)
    assert result.status is Status.SOLVED
    assert is_solution(PUZZLE, result.answer)
    assert 1 < result.candidates <= 40
    assert result.trace[-1].candidate > 0


def test_views_are_undone_on_logits():
    rng = random.Random(0)
    views = [Symmetry.random(Layout(2, 2), rng) for _ in range(3)]
    answer = solve_by_logic(PUZZLE)[1]
    boards = torch.tensor(answer).reshape(1, 16).repeat(3, 1)
    seen = Views(views, torch.device("cpu"))
    moved = seen.apply(boards)
    for view, board in zip(views, moved.reshape(3, 4, 4).tolist(), strict=True):
        assert tuple(map(tuple, board)) == view.apply(answer)
    logits = torch.nn.functional.one_hot(moved - 1, 4).float()
    rows = torch.tensor([2, 0])
    assert torch.equal(seen.undo(logits[rows], rows).argmax(-1) + 1, boards[rows])


@pytest.mark.parametrize("mixer", ["tokens", "attention"])
def test_an_untrained_network_answers_everything_and_solves_nothing(mixer):
    weights = untrained(mixer=mixer)
    puzzles = [PUZZLE, from_line("." * 16), from_line("11" + "." * 14)]
    results = list(solve_many(puzzles, weights=weights, budget=BUDGET))
    statuses = [Status.UNSOLVED, Status.MULTIPLE, Status.CONTRADICTION]
    assert [result.status for result in results] == statuses
    assert results[0].candidates == 40
    assert results[0].verdict is not None
    assert not results[0].verdict.verified
    for prediction in predict(puzzles[:2], weights=weights, steps=3):
        assert all(1 <= digit <= 4 for row in prediction.answer for digit in row)


def test_the_plain_candidate_goes_on_beside_views_noise_and_suppositions():
    budget = Budget(seconds=None, candidates=33, steps=40)
    trace = solve(PUZZLE, weights=untrained(), budget=budget).trace
    plain = [step.step for step in trace if step.candidate == 0]
    assert plain == list(range(1, 33)), "16 steps alone, 16 beside the first views"
    assert {step.candidate for step in trace} == set(range(33))
    assert max(step.step for step in trace if step.candidate) == 16
    supposed = {step.candidate for step in trace if step.assumed}
    assert supposed == {11, 14, 19, 22, 27, 30}
    assert not supposed & set(range(1, 9)), "first come bare views"


def test_the_same_seed_gives_the_same_trace_and_another_seed_another():
    def trace(seed: int):
        return solve(PUZZLE, weights=untrained(), seed=seed, budget=BUDGET).trace

    assert trace(7) == trace(7)
    assert trace(7) != trace(8)


@pytest.mark.parametrize(
    ("puzzle", "what"),
    [
        (Sudoku(((0,) * 9,) * 9), "'tiny' are for Sudokus of 4x4, and this one is 9x9"),
        (Sudoku(((0,) * 4,) * 4, Layout(1, 4)), "boxes of 2x2, and this one has other groups"),
    ],
)
def test_other_boards_are_refused_by_name(puzzle, what):
    weights = untrained()
    for ask in (
        lambda: solve(puzzle, weights=weights),
        lambda: list(solve_many([PUZZLE, puzzle], weights=weights)),
        lambda: predict([puzzle], weights=weights),
    ):
        with pytest.raises(ValueError, match=what):
            ask()
    assert misfit(PUZZLE, weights) is None


def test_6x6_views_keep_the_boxes_as_they_are():
    puzzle = from_line(".3..2..4.35...2..........51.6....4..")
    result = solve(puzzle, weights=untrained(6), budget=BUDGET)
    assert result.status is Status.UNSOLVED
    with pytest.raises(ValueError, match="boxes of 2x3"):
        solve(Sudoku(puzzle.givens, Layout(3, 2)), weights=untrained(6))


def test_a_batch_with_views_gives_what_single_rows_give():
    rng = random.Random(1)
    views = [Symmetry.random(Layout(2, 2), rng) for _ in range(3)]
    questions = np.repeat(np.array(PUZZLE.givens, np.int8).reshape(1, 16), 3, 0)

    def probabilities(rows: list[int]) -> np.ndarray:
        batch = CandidateBatch(
            untrained().model,
            Layout(2, 2),
            questions=questions[rows],
            givens=questions[rows],
            views=[views[row] for row in rows],
        )
        return next(batch.run(1)).probabilities

    together = probabilities([0, 1, 2])
    for row in range(3):
        np.testing.assert_allclose(together[row], probabilities([row])[0], atol=1e-5)
    assert np.abs(together[0] - together[1]).max() > 1e-4, "such a network knows no symmetry"


def test_the_form_asks_for_puzzle_0_and_tokens_from_1():
    form = form_of(untrained().model, Layout(2, 2))
    assert form.question(torch.tensor([[0, 4]])).tolist() == [[0, 1, 5]]


@pytest.mark.gpu
def test_on_cuda_an_official_network_solves_in_the_dtype_of_its_card(fabricated, own_cache):
    from tinyduo.trm import load_weights
    from tinyduo.trm.importing import import_weights

    import_weights(fabricated(dtype="bfloat16"))
    weights = load_weights("run", device="cuda")
    assert weights.model.network.dtype is torch.bfloat16  # pyright: ignore
    result = solve(PUZZLE, weights=weights, budget=BUDGET)
    assert result.status is Status.UNSOLVED
    assert predict([PUZZLE], weights=weights, steps=2)
