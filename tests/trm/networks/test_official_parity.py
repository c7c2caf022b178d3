"""Our recursion, losses and optimizers with the official network against the official code.

Every tensor of every `*.safetensors` of `TINYDUO_PARITY_DIR` (default: tests/golden/parity, see
its README for the tensors and where the tolerances come from) is compared or is a documented
input; one that nothing compares fails. Settings come from each file's metadata. The worst error
of each test and file is printed: `pytest -rP tests/trm/networks/test_official_parity.py`.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from torch import Tensor

from tinyduo.trm.networks.official import OfficialNetwork, official_question
from tinyduo.trm.networks.official_checkpoint import bare_key, model_of
from tinyduo.trm.recursion import State, Step, TinyRecursiveModel
from tinyduo.trm.training.adam_atan2 import AdamATan2
from tinyduo.trm.training.average import ParameterAverage
from tinyduo.trm.training.official_loss import RowLosses, official_metrics, row_losses
from tinyduo.trm.training.schedule import cosine_share
from tinyduo.trm.training.sign_sgd import SignSGD

FOLDER = Path(os.environ.get("TINYDUO_PARITY_DIR", Path(__file__).parents[2] / "golden" / "parity"))
INPUTS = re.compile(
    r"state/.+|in/(inputs|labels|puzzle_identifiers)"
    r"|mix/(inputs|labels|puzzle_identifiers|halted_before)"
)
SECTION = re.compile(r"(step\d+|mix|train|roll|opt)/")
STEP, MIX = re.compile(r"step(\d+)/"), re.compile(r"mix/")
# SignSGD moves a number by the whole rate whichever side of zero its gradient is on: where that is
# nothing but rounding, processors differ, and the halting loss of later steps with them.
SIGNED = re.compile(r"^(param/|param_norm/|q_halt_loss)(?:$|.*puzzle_emb\.weights$)")
COUNTED = ("count", "exact_accuracy", "q_halt_accuracy")  # whole numbers, though of a float dtype


@dataclass(frozen=True)
class Tolerance:
    """An error is within it if each number's is, or else the whole tensor's."""

    atol: float = 0.0
    rtol: float = 0.0  # of each number
    of_largest: float = 0.0  # of the tensor's largest number
    l2: float = 0.0  # of the tensor's L2 norm
    strays: float = 0.0  # share of the numbers that may be off by more, each by at most `astray`
    astray: float = 0.0

    def share(self, ours: Tensor, theirs: Tensor) -> float:
        """The error as a share of what is tolerated."""
        error, sizes = (ours - theirs).abs(), theirs.abs()
        allowed = self.atol + self.rtol * sizes + self.of_largest * sizes.max()
        shares = error / allowed.clamp(min=1e-30)
        if (shares > 1).sum() <= self.strays * shares.numel():
            shares[error <= self.astray] = 0.0
        share = float(shares.max())
        if self.l2:
            share = min(share, relative(ours, theirs) / self.l2)
        return share if ours.isfinite().all() and theirs.isfinite().all() else inf


SIGNED_TOLERANCE = {
    "param/": Tolerance(atol=1e-5, strays=0.02, astray=0.03),
    "param_norm/": Tolerance(rtol=1e-3),
    "q_halt_loss": Tolerance(rtol=1e-4, atol=1e-3),
}


def relative(ours: Tensor, theirs: Tensor) -> float:
    """The relative L2 error."""
    return float((ours - theirs).norm() / theirs.norm().clamp(min=1e-30))


def tolerance_of(key: str) -> Tolerance:
    """The README's tolerances; errors double with each step after the fourth."""
    name = key.partition("/")[2]
    if step := STEP.match(key):
        number = int(step[1])
        more = 2.0 ** max(0, number - 4)
        return {
            1: Tolerance(atol=1e-4),
            2: Tolerance(atol=2e-4),
            3: Tolerance(atol=2e-3, l2=1e-4),
        }.get(number, Tolerance(atol=2e-3 * more, l2=2e-4 * more))
    if MIX.match(key):
        return Tolerance(atol=4e-3, l2=4e-4)
    if key.startswith("opt/") and (kind := SIGNED.search(name)):
        return SIGNED_TOLERANCE[kind[1]]
    if name in ("logits", "q_halt_logits"):
        return Tolerance(atol=1e-4)
    if name.startswith(("param", "ema")):
        return Tolerance(atol=1e-5, rtol=1e-5 if "_norm/" in name else 0.0)
    if name.startswith("grad"):
        return Tolerance(rtol=1e-4, of_largest=1e-4)
    # A halting loss near zero is e^-logit: its relative error is the logit's absolute one.
    return Tolerance(rtol=1e-4, atol=1e-5 if name.endswith("loss") else 0.0)


@dataclass(frozen=True)
class Difference:
    """One tensor's error."""

    key: str
    largest: float  # of a number, absolute
    l2: float  # relative
    share: float  # of what is tolerated

    def __str__(self) -> str:
        return (
            f"{self.largest:.1e} (rel. L2 {self.l2:.1e}, {self.share:.1%} of the tolerance) "
            f"at {self.key}"
        )


@dataclass
class Golden:
    """One file: its tensors, its settings, our model of its parameters, and what we found."""

    name: str
    tensors: dict[str, Tensor]
    settings: dict[str, Any]  # of the model
    recipe: dict[str, Any]  # of the optimizer's steps
    found: list[Difference] = field(default_factory=list)

    def model(self) -> TinyRecursiveModel:
        start = {
            key.removeprefix("state/"): value.clone()
            for key, value in self.tensors.items()
            if key.startswith("state/")
        }
        return model_of(self.settings, start)

    def batch(self, part: str) -> tuple[Tensor, Tensor]:
        """The question and the labels of a batch."""
        question = official_question(
            self.tensors[f"{part}/inputs"], self.tensors.get(f"{part}/puzzle_identifiers")
        )
        return question, self.tensors[f"{part}/labels"]

    @property
    def steps(self) -> int:
        """How many supervision steps in a row the file has."""
        return max((int(match[1]) for key in self.tensors if (match := STEP.match(key))), default=0)

    def compare(self, section: str, ours: Mapping[str, Tensor], *, note: str = "") -> None:
        """Compare every tensor of a section that is no input; `ours` must have each."""
        for key, theirs in self.tensors.items():
            if not key.startswith(f"{section}/") or INPUTS.fullmatch(key):
                continue
            kind, slash, rest = key.removeprefix(f"{section}/").partition("/")
            name = kind + slash + bare_key(rest)
            assert name in ours, f"{self.name}: nothing compares {key}"
            self._compare(key, ours[name].detach(), theirs, note)

    def _compare(self, key: str, ours: Tensor, theirs: Tensor, note: str) -> None:
        assert ours.shape == theirs.shape, f"{key}: {ours.shape}, expected {theirs.shape}"
        if not theirs.is_floating_point() or key.partition("/")[2] in COUNTED:
            assert torch.equal(ours.double(), theirs.double()), f"{key}: {ours}, expected {theirs}"
            self.found.append(Difference(key + note, 0.0, 0.0, 0.0))
            return
        ours, theirs = ours.double(), theirs.double()
        difference = Difference(
            key + note,
            float((ours - theirs).abs().max()),
            relative(ours, theirs),
            tolerance_of(key).share(ours, theirs),
        )
        self.found.append(difference)
        assert difference.share <= 1, str(difference)


def worst(found: list[Difference]) -> Difference:
    return max(found, key=lambda difference: difference.share)


@pytest.fixture(scope="module", params=sorted(FOLDER.glob("*.safetensors")), ids=lambda p: p.stem)
def golden_file(request) -> Iterator[Golden]:
    with safe_open(request.param, "pt") as file:
        metadata = file.metadata()
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    recipe = json.loads(metadata.get("train_config", "{}"))
    golden = Golden(request.param.stem, tensors, json.loads(metadata["config"]), recipe)
    yield golden
    sections: dict[str, list[Difference]] = {}
    for difference in golden.found:
        sections.setdefault(difference.key.partition("/")[0], []).append(difference)
    for section, found in sections.items():
        print(f"{golden.name} {section}: worst of {len(found)}: {worst(found)}")
    if golden.found:
        print(f"{golden.name}: worst of all {len(golden.found)}: {worst(golden.found)}")


@pytest.fixture
def golden(golden_file: Golden, record_property) -> Iterator[Golden]:
    before = len(golden_file.found)
    yield golden_file
    if found := golden_file.found[before:]:
        record_property("worst", str(worst(found)))
        print(f"{golden_file.name}: worst of {len(found)} tensors: {worst(found)}")


class Carry:
    """The rows between supervision steps, as the official code keeps them."""

    def __init__(self, golden: Golden, model: TinyRecursiveModel) -> None:
        self.model = model
        self.limit: int = golden.settings["halt_max_steps"]
        self.question, self.labels = golden.batch("in")  # overwritten where rows have halted
        self.steps = torch.zeros(len(self.question), dtype=torch.int32)
        self.halted = torch.ones(len(self.question), dtype=torch.bool)
        self.state: State | None = None

    def step(
        self,
        batch: tuple[Tensor, Tensor],
        *,
        training: bool,
        embed: Callable[[Tensor], Tensor] | None = None,
    ) -> Step:
        """One supervision step; rows that have halted begin their row of the batch."""
        embed = embed or self.model.network.embed
        mine = (self.question, self.labels)
        self.question, self.labels = (
            torch.where(self.halted[:, None], new, old)
            for new, old in zip(batch, mine, strict=True)
        )
        self.steps = torch.where(self.halted, 0, self.steps) + 1
        x = embed(self.question)
        fresh = self.model.start(x.detach())
        state = fresh if self.state is None else self.state.replaced(self.halted, fresh)
        step = self.model.step(x, state)
        self.state = step.state
        self.halted = self.steps >= self.limit
        if training:
            self.halted |= step.halt_logit > 0
        return step

    def told(self, step: Step) -> dict[str, Tensor]:
        """What a file may say of a step."""
        network = self.model.network
        assert isinstance(network, OfficialNetwork)
        return {
            "logits": step.logits,
            "preds": step.logits.argmax(-1),
            "q_halt_logits": step.halt_logit,
            "q_continue_logits": network.q_head(step.state.y[:, 0])[:, 1],
            "z_H": step.state.y,
            "z_L": step.state.z,
            "steps": self.steps.clone(),
            "halted": self.halted.clone(),
            "current_inputs": self.question[:, 1:],
            "current_puzzle_identifiers": self.question[:, 0],
            "current_labels": self.labels,
        }

    def judged(self, step: Step) -> tuple[RowLosses, dict[str, Tensor]]:
        """The losses, and what a file may say of them: sums over the batch."""
        rows = row_losses(step, self.labels)
        metrics = official_metrics(rows, step.halt_logit, self.halted)
        return rows, {
            "loss": rows.total(),
            "lm_loss": rows.answer.sum(),
            "q_halt_loss": rows.halt.sum(),
            "count": metrics["count"],
            "accuracy": metrics["accuracy"],
            "exact_accuracy": metrics["exact"],
            "q_halt_accuracy": metrics["halt_accuracy"],
        }


def stacked(each: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The same names of all steps, stacked."""
    return {name: torch.stack([one[name].detach() for one in each]) for name in each[0]}


def official_network(model: TinyRecursiveModel) -> OfficialNetwork:
    assert isinstance(model.network, OfficialNetwork)
    return model.network


def test_there_is_something_to_compare():
    assert list(FOLDER.glob("*.safetensors")), f"no *.safetensors in {FOLDER}"


def test_every_tensor_is_an_input_or_belongs_to_a_comparison(golden: Golden):
    """Parameters are all read: `model_of` refuses what is left over."""
    golden.model()
    strangers = [key for key in golden.tensors if not (INPUTS.fullmatch(key) or SECTION.match(key))]
    assert not strangers


def test_steps_in_a_row_agree(golden: Golden):
    carry = Carry(golden, golden.model())
    with torch.no_grad():
        for number in range(1, golden.steps + 1):
            step = carry.step(golden.batch("in"), training=False)
            golden.compare(f"step{number}", carry.told(step))


def official_carry(golden: Golden, after: int) -> Carry:
    """The carry that the official code had after a step."""
    carry = Carry(golden, golden.model())
    state, steps, halted = (
        [golden.tensors[f"step{after}/{name}"] for name in names]
        for names in (("z_H", "z_L"), ("steps",), ("halted",))
    )
    carry.state, carry.steps, carry.halted = State(*state), steps[0], halted[0]
    return carry


def test_each_step_agrees_when_begun_from_the_official_carry(golden: Golden):
    with torch.no_grad():
        for number in range(2, golden.steps + 1):
            carry = official_carry(golden, number - 1)
            step = carry.step(golden.batch("in"), training=False)
            golden.compare(f"step{number}", carry.told(step), note=", from the official carry")


def test_halted_rows_begin_the_new_batch_and_the_others_go_on(golden: Golden):
    if not any(map(MIX.match, golden.tensors)):
        pytest.skip("the file has no mixed carry (mix/*)")
    carry = official_carry(golden, golden.steps)
    carry.halted = golden.tensors["mix/halted_before"]
    with torch.no_grad():
        step = carry.step(golden.batch("mix"), training=False)
        golden.compare("mix", carry.told(step))


def test_losses_and_gradients_of_the_first_step_agree(golden: Golden):
    model = golden.model()
    network, carry = official_network(model), Carry(golden, model)
    table = None if network.puzzle_emb is None else network.puzzle_emb.get_buffer("weights")
    question = golden.batch("in")[0]
    rows = None if table is None else table[question[:, 0]].requires_grad_()
    step = carry.step(
        golden.batch("in"), training=True, embed=lambda q: network.embed_with(q[:, 1:], rows)
    )
    losses, judged = carry.judged(step)
    losses.total().backward()
    gradients = {name: p.grad for name, p in network.named_parameters()}
    if rows is not None:
        gradients["puzzle_emb.local_weights"] = rows.grad
    ours = carry.told(step) | judged
    for name, gradient in gradients.items():
        assert gradient is not None, f"{name} has no gradient"
        ours |= {f"grad/{name}": gradient, f"grad_norm/{name}": gradient.norm()}
    golden.compare("train", ours)


def test_losses_and_halting_of_a_roll_out_agree(golden: Golden):
    """Training mode: a row halts when its logit is positive, or at the limit of steps."""
    carry = Carry(golden, golden.model())
    each, told = [], {}
    with torch.no_grad():
        for number in range(1, len(golden.tensors.get("roll/loss", ())) + 1):
            step = carry.step(golden.batch("in"), training=True)
            each.append(carry.judged(step)[1])
            told |= {f"{name}{number}": value for name, value in carry.told(step).items()}
    golden.compare("roll", told | stacked(each) if each else {})


def test_optimizer_steps_agree(golden: Golden):
    """AdamATan2, SignSGD of the puzzle embeddings, the schedule and the average."""
    if not any(key.startswith("opt/") for key in golden.tensors):
        pytest.skip("the file has no optimizer steps (opt/*)")
    recipe, model = golden.recipe, golden.model()
    network, carry = official_network(model), Carry(golden, model)
    average = ParameterAverage(network, recipe["ema_rate"])
    main = AdamATan2(
        network.parameters(),
        lr=recipe["lr"],
        betas=(recipe["beta1"], recipe["beta2"]),
        weight_decay=recipe["weight_decay"],
    )
    rows: SignSGD | None = None
    if network.puzzle_emb is not None:
        rows = SignSGD(
            network.puzzle_emb.get_buffer("weights"),
            lr=recipe["puzzle_emb_lr"],
            weight_decay=recipe["puzzle_emb_weight_decay"],
        )
    peaks = [(main, recipe["lr"]), *([(rows, recipe["puzzle_emb_lr"])] if rows else [])]

    def embed(question: Tensor) -> Tensor:
        found = rows.look_up(question[:, 0]) if rows else None
        return network.embed_with(question[:, 1:], found)

    each = []
    for number in range(1, recipe["steps"] + 1):
        share = cosine_share(
            number,
            total=recipe["total_steps"],
            warmup=recipe["lr_warmup_steps"],
            least=recipe["lr_min_ratio"],
        )
        step = carry.step(golden.batch("in"), training=True, embed=embed)
        losses, judged = carry.judged(step)
        (losses.total() / recipe["global_batch_size"]).backward()
        for optimizer, peak in peaks:
            optimizer.param_groups[0]["lr"] = peak * share
            optimizer.step()
            optimizer.zero_grad()
        average.update(network)
        lr = torch.tensor(main.param_groups[0]["lr"], dtype=torch.float64)
        each.append(judged | {"lr": lr})
    ours = stacked(each)
    for kind, state in (("param", network.state_dict()), ("ema", average.state_dict())):
        for name, value in state.items():
            ours |= {f"{kind}/{name}": value, f"{kind}_norm/{name}": value.norm()}
    golden.compare("opt", ours)
