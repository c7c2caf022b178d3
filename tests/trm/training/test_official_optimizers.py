"""AdamATan2, SignSGD, the average and the schedule; also with two processes.

Against the official code: networks/test_official_parity.py.
"""

from __future__ import annotations

import copy
import io
import os
import subprocess
import sys
from math import atan2, pi, sqrt

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tinyduo.trm.networks.official import OfficialConfig, OfficialNetwork, official_question
from tinyduo.trm.recursion import TinyRecursiveModel
from tinyduo.trm.training.adam_atan2 import AdamATan2
from tinyduo.trm.training.average import ParameterAverage
from tinyduo.trm.training.official_loss import row_losses
from tinyduo.trm.training.schedule import cosine_share
from tinyduo.trm.training.sign_sgd import SignSGD


def through_a_file(state):
    """A state dict after it was saved and loaded as checkpoints are."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    return torch.load(file, weights_only=True)


def test_adam_atan2_is_its_formula():
    number = nn.Parameter(torch.tensor([0.7, -2.0], dtype=torch.float64))
    optimizer = AdamATan2([number], lr=0.01, betas=(0.9, 0.95), weight_decay=0.1)
    expected, first, second = number.tolist(), [0.0, 0.0], [0.0, 0.0]
    for step, gradient in enumerate(([1.0, -3.0], [0.5, 0.0], [-2.0, 1e-9]), start=1):
        number.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        for place, slope in enumerate(gradient):
            first[place] = 0.9 * first[place] + 0.1 * slope
            second[place] = 0.95 * second[place] + 0.05 * slope**2
            turn = atan2(first[place], sqrt(second[place]) / sqrt(1 - 0.95**step))
            expected[place] *= 1 - 0.01 * 0.1
            expected[place] -= 0.01 / (1 - 0.9**step) * turn
    assert number.tolist() == pytest.approx(expected, rel=1e-12)


def test_a_constant_gradient_moves_by_the_rate_at_first_and_by_0_785_of_it_later():
    number = nn.Parameter(torch.zeros(1))
    optimizer = AdamATan2([number], lr=1.0)
    moves = []
    for _ in range(300):
        before = number.item()
        number.grad = torch.tensor([1e-8])  # of any size
        optimizer.step()
        moves.append(before - number.item())
    assert moves[0] == pytest.approx(0.997, abs=1e-3)
    assert moves[-1] == pytest.approx(pi / 4, abs=1e-3)


def test_adam_atan2_resumes_and_skips_what_has_no_gradient():
    """Each parameter counts its own steps."""
    torch.manual_seed(0)
    model = nn.Linear(3, 2)
    data = torch.randn(5, 8, 3)

    def train(model, optimizer, batches, *, bias):
        for batch in batches:
            optimizer.zero_grad()
            model.bias.requires_grad_(bias)
            model(batch).square().mean().backward()
            optimizer.step()

    optimizer = AdamATan2(model.parameters(), lr=0.1, weight_decay=0.1)
    bias = model.bias.detach().clone()
    train(model, optimizer, data[:2], bias=False)
    assert torch.equal(model.bias, bias)
    train(model, optimizer, data[2:3], bias=True)
    twin = copy.deepcopy(model)
    resumed = AdamATan2(twin.parameters(), lr=0.3)
    resumed.load_state_dict(through_a_file(optimizer.state_dict()))
    for one, its in ((model, optimizer), (twin, resumed)):
        train(one, its, data[3:], bias=True)
    assert all(
        torch.equal(a, b) for a, b in zip(model.parameters(), twin.parameters(), strict=True)
    )
    assert resumed.state[twin.weight]["step"] == 5
    assert resumed.state[twin.bias]["step"] == 3


def test_adam_atan2_returns_what_its_closure_returns():
    number = nn.Parameter(torch.tensor([2.0]))
    optimizer = AdamATan2([number], lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = number.square().sum()
        loss.backward()
        return loss.item()

    assert optimizer.step(closure) == 4
    assert number.item() < 2


@pytest.mark.parametrize("wrong", [{"lr": -1.0}, {"weight_decay": -0.1}, {"betas": (0.9, 1.0)}])
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=r"lr|betas"):
        AdamATan2([nn.Parameter(torch.zeros(1))], **wrong)


def test_sign_sgd_moves_the_rows_of_a_batch_by_their_summed_gradient():
    table = torch.arange(12.0).view(6, 2)
    before = table.clone()
    optimizer = SignSGD(table, lr=0.1, weight_decay=0.5)
    rows = optimizer.look_up(torch.tensor([4, 1, 4]))
    assert torch.equal(rows, before[[4, 1, 4]])
    (rows * torch.tensor([[3.0, 1], [0, -2], [-1, -1]])).sum().backward()
    optimizer.step()
    expected = before.clone()
    expected[1] = before[1] * (1 - 0.05) - 0.1 * torch.tensor([0.0, -1])
    expected[4] = before[4] * (1 - 0.05) - 0.1 * torch.tensor([1.0, 0])
    torch.testing.assert_close(table, expected)
    optimizer.step()  # what was looked up has been forgotten
    torch.testing.assert_close(table, expected)


def test_rows_without_a_gradient_or_that_were_dropped_do_not_move():
    table = torch.ones(3, 2)
    optimizer = SignSGD(table, lr=0.1, weight_decay=0.5)
    optimizer.look_up(torch.tensor([0]))
    optimizer.step()
    optimizer.look_up(torch.tensor([1])).sum().backward()
    optimizer.zero_grad()
    optimizer.step()
    assert torch.equal(table, torch.ones(3, 2))


def test_sign_sgd_keeps_its_rate_in_a_checkpoint_but_not_the_table():
    optimizer = SignSGD(torch.ones(3, 2), lr=0.1, weight_decay=0.5)
    state = through_a_file(optimizer.state_dict())
    assert state["state"] == {}
    other = SignSGD(torch.ones(3, 2), lr=0.7)
    other.load_state_dict(state)
    assert other.param_groups[0]["lr"] == 0.1


def test_sign_sgd_wants_a_buffer():
    with pytest.raises(ValueError, match="buffer"):
        SignSGD(nn.Parameter(torch.ones(3, 2)), lr=0.1)
    with pytest.raises(ValueError, match="negative"):
        SignSGD(torch.ones(3, 2), lr=-0.1)


# Leaves by _exit: now and then gloo's threads abort the end of an interpreter (pytorch#190489).
RANK = """
import os
import sys
import torch
from torch import distributed as dist
from tinyduo.trm.training.sign_sgd import SignSGD

rank, folder = int(sys.argv[1]), sys.argv[2]
dist.init_process_group("gloo", init_method=f"file://{folder}/rendezvous", rank=rank, world_size=2)
ids, slopes = torch.load(f"{folder}/batch.pt")
mine = slice(0, 2) if rank == 0 else slice(2, None)
table = torch.ones(5, 2)
optimizer = SignSGD(table, lr=0.1, weight_decay=0.5)
(optimizer.look_up(ids[mine]) * slopes[mine]).sum().backward()
optimizer.step()
if rank == 0:
    optimizer.look_up(torch.tensor([4])).sum().backward()
optimizer.step()
torch.save(table, f"{folder}/{rank}.pt")
dist.barrier()
dist.destroy_process_group()
os._exit(0)
"""


def test_two_processes_move_the_table_as_one_does(tmp_path):
    """A batch cut unevenly, then one of which a rank has nothing."""
    ids = torch.tensor([2, 0, 2, 3, 2])
    slopes = torch.tensor([[1.0, -5], [1, 1], [1, 1], [-1, 2], [-4, 1]])
    torch.save((ids, slopes), tmp_path / "batch.pt")
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ranks = [
        subprocess.Popen([sys.executable, "-c", RANK, str(rank), str(tmp_path)], env=env)
        for rank in range(2)
    ]
    assert [rank.wait(timeout=120) for rank in ranks] == [0, 0]

    table = torch.ones(5, 2)
    optimizer = SignSGD(table, lr=0.1, weight_decay=0.5)
    for batch in ((ids, slopes), (torch.tensor([4]), torch.ones(1, 2))):
        (optimizer.look_up(batch[0]) * batch[1]).sum().backward()
        optimizer.step()
    for rank in range(2):
        assert torch.equal(torch.load(tmp_path / f"{rank}.pt"), table)


def test_the_average_starts_at_the_first_parameters_and_shares_buffers():
    model = nn.BatchNorm1d(2)
    average = ParameterAverage(model, 0.9)
    with torch.no_grad():
        model.weight.fill_(3)  # was 1
        model.get_buffer("running_mean").fill_(5)
    average.update(model)
    torch.testing.assert_close(average.module.weight, torch.full((2,), 1.2))
    assert average.module.get_buffer("running_mean") is model.get_buffer("running_mean")
    assert not average.module.weight.requires_grad
    assert model.weight.requires_grad


def test_the_average_resumes():
    model = nn.BatchNorm1d(2)
    average, other = ParameterAverage(model, 0.5), ParameterAverage(nn.BatchNorm1d(2), 0.5)
    with torch.no_grad():
        model.weight.fill_(3)
    average.update(model)
    other.load_state_dict(through_a_file(average.state_dict()))
    assert torch.equal(other.module.weight, torch.full((2,), 2.0))
    with pytest.raises(RuntimeError, match=r"missing: \['bias'\]"):
        other.load_state_dict({"weight": torch.zeros(2)})
    with pytest.raises(ValueError, match="not from 0 to 1"):
        ParameterAverage(model, 1.5)


def test_the_rate_rises_falls_and_stays():
    shares = [cosine_share(step, total=100, warmup=10, least=0.1) for step in range(1, 130)]
    assert shares[0] == 0.1
    assert shares[9] == 1
    assert shares[54] == pytest.approx(0.55)
    assert shares[99:] == pytest.approx([0.1] * 30)
    assert cosine_share(1, total=100, warmup=0) == 1  # officially constant after the warm-up


def trained(updates, device="cpu", table_device="cpu"):
    """A small official network after some updates: told apart by puzzle embeddings alone.

    Returns:
        (the averaged model, the questions, the answers, the losses).
    """
    torch.manual_seed(0)
    config = OfficialConfig(
        cells=6, vocabulary=5, mixer="tokens", width=32, prefix=1, puzzle_width=32, puzzles=4
    )
    network = OfficialNetwork(config).to(device)
    model = TinyRecursiveModel(network, latent_updates=2, answer_updates=2)
    answers = torch.randint(1, 5, (4, 6)).to(device)
    question = official_question(torch.ones(4, 6), torch.arange(4)).to(device)
    table = torch.zeros(4, 32, device=table_device)
    rows = SignSGD(table, lr=0.01, weight_decay=0.1)
    main = AdamATan2(network.parameters(), lr=3e-3, weight_decay=0.1)
    average = ParameterAverage(network, 0.9)
    losses = []
    for _ in range(updates):
        x = network.embed_with(question[:, 1:], rows.look_up(question[:, 0]))
        step = model.step(x, model.start(x.detach()))
        loss = row_losses(step, answers).total() / 4
        loss.backward()
        for optimizer in (main, rows):
            optimizer.step()
            optimizer.zero_grad()
        average.update(network)
        losses.append(loss.item())
    assert average.module.puzzle_emb is not None
    average.module.puzzle_emb.get_buffer("weights").copy_(table)
    averaged = TinyRecursiveModel(average.module, latent_updates=2, answer_updates=2)
    return averaged, question, answers, losses


def test_a_small_official_network_learns_with_the_official_recipe():
    model, question, answers, _ = trained(120)
    with torch.no_grad():
        x = model.network.embed(question)
        step = model.step(x, model.start(x))
    assert torch.equal(step.logits.argmax(-1), answers)
    assert F.sigmoid(step.halt_logit).min() > 0.5


@pytest.mark.gpu
@pytest.mark.parametrize("table_device", ["cpu", "cuda"])
def test_cuda_updates_as_the_cpu_does(table_device):
    """Also where the table of puzzle embeddings does not fit on the GPU."""
    here, there = trained(8)[-1], trained(8, "cuda", table_device)[-1]
    assert there == pytest.approx(here, rel=1e-3)
