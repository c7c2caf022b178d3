"""Our recursion with the official network against numbers of the official code.

Every `*.safetensors` of `TINYDUO_PARITY_DIR` (default: tests/golden/parity, see its README for
the tensors and where the tolerances come from) is compared. The loss is written out here, as the
files give its gradient through the network; the optimizer's steps (`opt/`) are not compared yet.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from torch import Tensor
from torch.nn import functional as F

from tinyduo.trm.networks.official import OfficialNetwork, official_question
from tinyduo.trm.networks.official_checkpoint import bare_key, model_of
from tinyduo.trm.recursion import State, Step, TinyRecursiveModel

FOLDER = Path(os.environ.get("TINYDUO_PARITY_DIR", Path(__file__).parents[2] / "golden" / "parity"))
IGNORED = -100  # a label that counts for nothing
STEP_ATOL = {1: 1e-4, 2: 2e-4, 3: 2e-3, 4: 2e-3}
MIX_ATOL = 4e-3
RTOL = 1e-4  # of losses and gradients


@dataclass
class Golden:
    """One file: its tensors, its settings, and our model of its parameters."""

    tensors: dict[str, Tensor]
    settings: dict[str, Any]
    model: TinyRecursiveModel

    @property
    def network(self) -> OfficialNetwork:
        network = self.model.network
        assert isinstance(network, OfficialNetwork)
        return network

    def question(self, part: str) -> Tensor:
        return official_question(
            self.tensors[f"{part}/inputs"], self.tensors[f"{part}/puzzle_identifiers"]
        )

    def state(self, step: int) -> State:
        return State(self.tensors[f"step{step}/z_H"], self.tensors[f"step{step}/z_L"])


@pytest.fixture(scope="module", params=sorted(FOLDER.glob("*.safetensors")), ids=lambda p: p.stem)
def golden(request) -> Golden:
    with safe_open(request.param, "pt") as file:
        settings = json.loads(file.metadata()["config"])
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    parameters = {
        key.removeprefix("state/"): value
        for key, value in tensors.items()
        if key.startswith("state/")
    }
    return Golden(tensors, settings, model_of(settings, parameters))


def close(ours: Tensor, theirs: Tensor, *, atol: float, rtol: float = 0.0) -> None:
    torch.testing.assert_close(ours, theirs, atol=atol, rtol=rtol, check_dtype=False)


def compare_step(golden: Golden, ours: Step, name: str, atol: float) -> None:
    tensors = golden.tensors
    close(ours.logits, tensors[f"{name}/logits"], atol=atol)
    close(ours.halt_logit, tensors[f"{name}/q_halt_logits"], atol=atol)
    close(ours.state.y, tensors[f"{name}/z_H"], atol=atol)
    if f"{name}/z_L" in tensors:
        close(ours.state.z, tensors[f"{name}/z_L"], atol=atol)
    if f"{name}/q_continue_logits" in tensors:
        goes_on = golden.network.q_head(ours.state.y[:, 0])[:, 1]
        close(goes_on, tensors[f"{name}/q_continue_logits"], atol=atol)


def test_there_is_something_to_compare():
    assert list(FOLDER.glob("*.safetensors")), f"no *.safetensors in {FOLDER}"


def test_steps_in_a_row_agree(golden: Golden):
    with torch.no_grad():
        x = golden.network.embed(golden.question("in"))
        state = golden.model.start(x)
        for number, atol in STEP_ATOL.items():
            step = golden.model.step(x, state)
            compare_step(golden, step, f"step{number}", atol)
            state = step.state


def test_each_step_agrees_when_begun_from_the_official_carry(golden: Golden):
    with torch.no_grad():
        x = golden.network.embed(golden.question("in"))
        for number in range(2, 5):
            step = golden.model.step(x, golden.state(number - 1))
            compare_step(golden, step, f"step{number}", STEP_ATOL[1])


def test_halted_rows_begin_the_new_batch_and_the_others_go_on(golden: Golden):
    halted = golden.tensors["mix/halted_before"]
    question = torch.where(halted[:, None], golden.question("mix"), golden.question("in"))
    assert torch.equal(question[:, 1:], golden.tensors["mix/current_inputs"].long())
    with torch.no_grad():
        x = golden.network.embed(question)
        state = golden.state(4).replaced(halted, golden.model.start(x))
        compare_step(golden, golden.model.step(x, state), "mix", MIX_ATOL)


def losses(step: Step, labels: Tensor) -> tuple[Tensor, Tensor]:
    """The official losses, summed over rows: stablemax cross entropy and halting."""
    valid = labels != IGNORED
    logits = step.logits.double()
    mass = torch.where(logits < 0, 1 / (1 - logits + 1e-30), logits + 1)
    logs = (mass / mass.sum(-1, keepdim=True)).log()  # (B, L, V)
    picked = logs.gather(-1, torch.where(valid, labels, 0)[..., None]).squeeze(-1)
    answer = -(torch.where(valid, picked, 0).sum(-1) / valid.sum(-1).clamp(min=1)).sum()
    right = ((step.logits.argmax(-1) == labels) | ~valid).all(-1)
    target = right.to(step.halt_logit)
    halt = F.binary_cross_entropy_with_logits(step.halt_logit, target, reduction="sum")
    return answer, halt


def test_losses_and_gradients_of_the_first_step_agree(golden: Golden):
    tensors, network = golden.tensors, golden.network
    question = golden.question("in")
    assert network.puzzle_emb is not None
    rows = network.puzzle_emb(question[:, 0]).requires_grad_()
    x = network.embed_with(question[:, 1:], rows)
    step = golden.model.step(x, golden.model.start(x))
    answer, halt = losses(step, tensors["in/labels"].long())
    total = answer + 0.5 * halt
    for ours, name in ((answer, "lm_loss"), (halt, "q_halt_loss"), (total, "loss")):
        close(ours, tensors[f"train/{name}"], atol=0, rtol=RTOL)
    assert torch.equal(step.logits.argmax(-1).int(), tensors["train/preds"])

    network.zero_grad()
    total.backward()
    gradients = {name: p.grad for name, p in network.named_parameters()}
    gradients["puzzle_emb.local_weights"] = rows.grad
    compared = 0
    for key, theirs in tensors.items():
        kind, _, name = key.removeprefix("train/").partition("/")
        if key.startswith("train/") and kind in ("grad", "grad_norm"):
            ours = gradients[bare_key(name)]
            assert ours is not None
            ours = ours.norm() if kind == "grad_norm" else ours
            close(ours, theirs, atol=RTOL * float(theirs.abs().max()), rtol=RTOL)
            compared += 1
    assert compared >= len(gradients)


def test_losses_and_halting_of_a_roll_out_agree(golden: Golden):
    """Training mode: a row halts when its logit is positive, or after `halt_max_steps`."""
    tensors = golden.tensors
    labels = tensors["in/labels"].long()
    with torch.no_grad():
        x = golden.network.embed(golden.question("in"))
        state = golden.model.start(x)
        halted, steps = torch.ones(len(x)).bool(), torch.zeros(len(x)).int()
        for number in range(1, len(tensors["roll/loss"]) + 1):
            fresh = golden.model.start(x)
            step = golden.model.step(x, state.replaced(halted, fresh))
            state, steps = step.state, torch.where(halted, 0, steps) + 1
            halted = (steps >= golden.settings["halt_max_steps"]) | (step.halt_logit > 0)
            answer, halt = losses(step, labels)
            close(answer, tensors["roll/lm_loss"][number - 1], atol=0, rtol=RTOL)
            close(halt, tensors["roll/q_halt_loss"][number - 1], atol=0, rtol=RTOL)
            close(answer + 0.5 * halt, tensors["roll/loss"][number - 1], atol=0, rtol=RTOL)
            assert torch.equal(halted, tensors[f"roll/halted{number}"])
            assert torch.equal(steps, tensors[f"roll/steps{number}"])
