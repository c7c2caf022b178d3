"""Training: it learns, it resumes as if it had not been stopped, and its carry is kept."""

import dataclasses

import numpy as np
import pytest
import torch

from tinyduo.trm.networks import GroupNetwork, GroupNetworkConfig
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.supposing import Supposing
from tinyduo.trm.training.log import RunOptions
from tinyduo.trm.training.muon import Muon
from tinyduo.trm.training.optimizers import rate_share
from tinyduo.trm.training.sudoku import board_of, exact_rate
from tinyduo.trm.training.supposing import Guessing
from tinyduo.trm.training.trainer import Trainer, TrainingConfig

CONFIG = TrainingConfig(
    updates=150,
    learning_rate=1e-2,
    muon_rate=0.03,
    warmup=10,
    max_steps=4,
    ema=0.9,
    exploration=0.0,
)


class Few:
    """Draws from a few puzzles, given as `(n, 2, L)` pairs."""

    def __init__(self, pairs: np.ndarray) -> None:
        self.pairs = pairs

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        chosen = self.pairs[rng.integers(len(self.pairs), size=n)]
        return chosen[:, 0], chosen[:, 1]


@pytest.fixture(scope="session")
def pairs(golden) -> np.ndarray:
    return np.array(
        [[one.puzzle.givens, one.answer] for one in golden(box="2x2")], np.int8
    ).reshape(-1, 2, 16)


@pytest.fixture
def trainer(pairs, tmp_path):
    def make(config=CONFIG, run=tmp_path / "run", guessing=None) -> Trainer:
        torch.manual_seed(config.seed)
        sizes = GroupNetworkConfig(width=16, message=8, hidden=16, supposes=guessing is not None)
        network = GroupNetwork(sizes)
        model = TinyRecursiveModel(network, latent_updates=2, answer_updates=2)
        boards = {"4x4": board_of((2, 2), 1.0, 4, Few(pairs), guessing)}
        return Trainer(model, boards, config, run=run, compile_network=False)

    return make


def quiet(trainer: Trainer, **options):
    return trainer.train(evaluate=lambda model: {}, report=lambda line: None, **options)


def test_a_tiny_model_learns_a_few_puzzles(trainer, pairs):
    run = trainer()
    before = exact_rate(run.model, torch.from_numpy(pairs), box=(2, 2), steps=4)
    average = quiet(run)
    assert isinstance(average, TinyRecursiveModel)
    assert before == 0
    assert exact_rate(average, torch.from_numpy(pairs), box=(2, 2), steps=4) == 1


def test_a_stopped_run_goes_on_as_if_it_had_not_been(trainer, tmp_path):
    whole = trainer(run=tmp_path / "whole")
    quiet(whole)
    stopped = trainer(run=tmp_path / "stopped")

    def stop_at_90(line: str) -> None:
        if stopped.update >= 90:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped.train(
            evaluate=lambda m: {}, report=stop_at_90, options=RunOptions(checkpoint_seconds=0)
        )
    resumed = trainer(run=tmp_path / "stopped")
    assert 50 <= resumed.update < 150
    quiet(resumed)
    for (name, a), b in zip(
        whole.average.state_dict().items(), resumed.average.state_dict().values(), strict=True
    ):
        assert torch.equal(a, b), name


def test_a_checkpoint_of_other_settings_is_refused_in_one_line(trainer):
    quiet(trainer(dataclasses.replace(CONFIG, updates=1)))
    with pytest.raises(
        ValueError, match=r"other settings \(learning_rate was .*, now 1\.0\)"
    ) as caught:
        trainer(dataclasses.replace(CONFIG, learning_rate=1.0))
    assert "\n" not in str(caught.value)


def test_a_run_may_be_made_longer(trainer):
    quiet(trainer(dataclasses.replace(CONFIG, updates=3)))
    longer = trainer(dataclasses.replace(CONFIG, updates=5))
    assert longer.update == 3
    quiet(longer)
    assert longer.update == 5


def test_rows_that_are_done_get_new_puzzles_and_the_others_keep_theirs(trainer):
    run = trainer(dataclasses.replace(CONFIG, updates=1))
    quiet(run)
    carry = run.carries["4x4"]
    carry.done = torch.tensor([True, False, True, False])
    carry.steps = torch.tensor([4, 2, 4, 3])
    before, state = carry.questions.clone(), (carry.y.clone() if carry.y is not None else None)
    run._refill("4x4")
    assert carry.steps.tolist() == [0, 2, 0, 3]
    assert torch.equal(carry.questions[[1, 3]], before[[1, 3]])
    x = run.model.network.embed(carry.questions.long().reshape(-1, 2, 2, 2, 2))
    fresh = run.model.start(x)
    kept = carry.state(fresh)
    assert state is not None
    assert torch.equal(kept.y[[1, 3]], state[[1, 3]])
    assert torch.equal(kept.y[[0, 2]], fresh.y[[0, 2]])


def test_a_row_stops_when_right_and_sure_or_out_of_steps(trainer):
    from tinyduo.trm.recursion import State, Step

    run = trainer(dataclasses.replace(CONFIG, updates=1))
    quiet(run)
    carry = run.carries["4x4"]
    carry.steps, carry.least = torch.tensor([1, 1, 3, 1]), torch.tensor([0, 0, 0, 4])
    assert carry.y is not None
    assert carry.z is not None
    step = Step(torch.empty(0), torch.tensor([1.0, -1.0, -1.0, 1.0]), State(carry.y, carry.z))
    halts = torch.tensor([True, False, False, True])  # right and sure
    carry.advance(step, halts, max_steps=4)
    assert carry.done.tolist() == [True, False, True, False]


def test_the_learning_rate_warms_up_holds_and_falls():
    config = TrainingConfig(updates=1000, warmup=100, decay_from=0.5)
    rates = {update: rate_share(config, update) for update in (0, 50, 400, 750, 1000)}
    assert rates[0] == pytest.approx(0.01)
    assert rates[50] == pytest.approx(0.51)
    assert rates[400] == 1.0
    assert rates[750] == pytest.approx(0.51)
    assert rates[1000] == pytest.approx(config.decay_to)


def test_muon_takes_the_matrices_of_the_blocks_and_adamw_the_rest(trainer):
    adamw, muon = trainer().optimizers
    sizes = [sum(p.numel() for g in o.param_groups for p in g["params"]) for o in (adamw, muon)]
    network = trainer().model.network
    in_blocks = sum(p.numel() for p in network.blocks.parameters())
    assert sizes[1] == in_blocks
    assert sum(sizes) == sum(p.numel() for p in trainer().model.parameters())
    assert isinstance(muon, Muon)
    (alone,) = trainer(dataclasses.replace(CONFIG, muon_rate=0.0)).optimizers
    assert isinstance(alone, torch.optim.AdamW)


def test_the_cosine_falls_from_the_warm_up_on():
    config = TrainingConfig(updates=1100, warmup=100, schedule="cosine", decay_to=0.0)
    rates = [rate_share(config, update) for update in (0, 99, 599, 1099)]
    assert rates == pytest.approx([0.01, 1.0, 0.5, 0.0])


@pytest.mark.parametrize("when_right", [True, False])
def test_officially_a_row_halts_when_the_head_says_so_right_or_not(trainer, when_right):
    config = dataclasses.replace(CONFIG, updates=1, halt_when_right=when_right)
    run = trainer(config)
    torch.nn.init.constant_(run.model.network.halt_bias, 50.0)  # sure of everything
    quiet(run)
    assert run.carries["4x4"].done.all() == (not when_right)


@pytest.mark.parametrize(("from_start", "kept"), [(False, 0.0), (True, 0.9)])
def test_an_average_from_the_start_remembers_the_first_weights(trainer, from_start, kept):
    one = trainer(dataclasses.replace(CONFIG, updates=1, ema=0.9, ema_from_start=from_start))
    first = {name: value.clone() for name, value in one.model.named_parameters()}
    quiet(one)
    for name, averaged in one.average.module.named_parameters():
        trained = dict(one.model.named_parameters())[name].detach()
        torch.testing.assert_close(averaged, trained.lerp(first[name], kept))


def test_the_average_does_not_copy_what_is_no_parameter(trainer):
    one = trainer()
    for name, buffer in one.average.module.named_buffers():
        assert buffer is one.model.get_buffer(name)


def test_a_board_that_begins_later_is_left_out_until_then(trainer):
    run = trainer(dataclasses.replace(CONFIG, updates=10))
    late = dataclasses.replace(run.boards["4x4"], share=9.0, begins=0.5)
    run.boards["late"] = late
    picked = {}
    for run.update in (4, 5):
        picked[run.update] = {run._pick_board() for _ in range(60)}
    assert picked == {4: {"4x4"}, 5: {"4x4", "late"}}


def test_the_log_has_a_line_for_every_fifty_updates(trainer, tmp_path):
    import json

    quiet(trainer())
    rows = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [row["update"] for row in rows] == [50, 100, 150]
    assert rows[-1]["loss/4x4"] < rows[0]["loss/4x4"]


def test_supposed_cells_are_marked_replaced_and_gone_with_their_puzzle(trainer):
    guessing = Guessing(Supposing(after=1, every=2, cells=2), told=(1.0, 1.0))
    made = trainer(guessing=guessing)
    carry = made.carries["4x4"]
    made._one_update("4x4")
    asked = carry.asked.clone()
    blank = carry.questions == 0
    assert ((asked > 4).sum(1) == torch.minimum(blank.sum(1), torch.tensor(2))).all()
    assert torch.equal(asked[asked > 4] - 4, carry.answers[asked > 4])  # all are told
    assert torch.equal(asked[~blank], carry.questions[~blank])
    made._one_update("4x4")
    assert torch.equal(carry.asked, asked)  # stays for two steps
    carry.done[0] = True
    made._refill("4x4")
    assert torch.equal(carry.asked[0], carry.questions[0])


def test_a_run_with_suppositions_resumes_as_if_it_had_not_been_stopped(trainer, tmp_path):
    guessing = Guessing(Supposing(after=1, every=1, cells=2))
    config = dataclasses.replace(CONFIG, updates=12)
    whole = quiet(trainer(config, tmp_path / "whole", guessing))
    half = trainer(config, tmp_path / "half", guessing)
    for _ in range(5):
        half._one_update(half._pick_board())
        half.update += 1
    half._save()
    resumed = quiet(trainer(config, tmp_path / "half", guessing))
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_run_that_diverges_stops_before_its_checkpoint_is_overwritten(trainer, tmp_path):
    made = trainer(dataclasses.replace(CONFIG, updates=10), tmp_path / "run")
    with torch.no_grad():
        next(made.model.parameters()).fill_(float("nan"))
    with pytest.raises(ValueError, match="no longer finite by update 10"):
        quiet(made)
    assert not (tmp_path / "run" / "checkpoint.pt").exists()
