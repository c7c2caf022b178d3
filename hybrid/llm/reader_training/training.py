"""Fine-tuning of the embedded model as a reader: LoRA on its upper layers, on the CPU.

The lower layers need no gradient, and the loss is on the answer's few tokens only, so that a
step costs about one and a half times a reading. Every example is new: number i of a seed is
always the same message, which also makes a resumed run the same run. Needs `peft` (extra `train`).
"""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ....tools.errors import LLMUnavailableError
from .examples import Example, example

_WINDOW = 8  # batches whose examples are sorted by length together
_CHECKPOINT_S = 180.0
_PARTS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_STATE = "checkpoint.pt"
LOG = "log.jsonl"


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """How a reader is trained."""

    examples: int = 3600  # messages, each seen once
    batch: int = 8  # messages a step
    seed: int = 0  # of the messages and of the adapter's first weights
    first_layer: int = 16  # of 30; those below are left alone
    rank: int = 8  # of the adapter
    alpha: int = 16  # B A is scaled by alpha / rank
    learning_rate: float = 1.5e-3  # at its highest
    warmup: int = 20  # steps
    watched: int = 24  # held-out messages that the progress line is about

    def __post_init__(self) -> None:
        if min(self.examples, self.batch, self.rank) < 1:
            raise ValueError("examples, batch and rank: expected at least 1")

    @property
    def steps(self) -> int:
        """Steps of the whole training."""
        return math.ceil(self.examples / self.batch)


def train_reader(
    folder: Path,
    run: Path,
    config: ReaderConfig,
    *,
    report: Callable[[str], None] = lambda line: None,
    stop_after: int | None = None,
) -> tuple[dict[str, tuple[Tensor, Tensor]], float]:
    """Train, or go on where a run stopped.

    Args:
        folder: of the embedded model.
        run: where checkpoint and log are kept.
        config: how to train; a run that was begun otherwise is refused, except that it may be
            given more examples: the pace is then another from there on.
        report: called with a line of progress now and then.
        stop_after: steps after which to leave the run to be resumed.

    Returns:
        The adapter's factors by layer, and the seconds that all steps took.

    Raises:
        LLMUnavailableError: `peft` is not installed.
        ValueError: the run was begun with another configuration.
    """
    torch.manual_seed(config.seed)
    model, tokenizer = _adapted(folder, config)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=config.learning_rate, weight_decay=0.0)
    run.mkdir(parents=True, exist_ok=True)
    step, spent = _resumed(run, config, model, optimizer)
    if step >= config.steps:
        return factors_of(model), spent
    if step:
        _append(run, {"resumed_at": step, "examples": config.examples})
    watched = [_rows(tokenizer, e) for e in _some(config.seed + 1, config.watched, held_out=True)]
    batches = _batches(config, tokenizer, step)
    began = saved = time.monotonic()
    losses: list[float] = []
    for rows in batches:
        for group in optimizer.param_groups:
            group["lr"] = config.learning_rate * _pace(step, config)
        loss, _ = _loss(model, rows)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        losses.append(loss.item())
        now = time.monotonic()
        last = step == config.steps or step == stop_after
        if now - saved >= _CHECKPOINT_S or last:
            exact = _exact(model, watched)
            seconds = spent + time.monotonic() - began
            _log(run, config, step, losses, exact, seconds, report)
            _save(run, config, step, model, optimizer, seconds)
            losses, saved = [], time.monotonic()
        if last:
            break
    return factors_of(model), spent + time.monotonic() - began


def factors_of(model: Any) -> dict[str, tuple[Tensor, Tensor]]:
    """A and B of every adapted layer, under the layer's own name in the plain model."""
    found = {}
    for name, module in model.named_modules():
        if hasattr(module, "lora_A") and "default" in module.lora_A:
            plain = name.removeprefix("base_model.model.")
            found[plain] = (module.lora_A["default"].weight, module.lora_B["default"].weight)
    return found


def _adapted(folder: Path, config: ReaderConfig) -> tuple[Any, Any]:
    """The model with an untrained adapter, which changes nothing yet."""
    try:
        from peft import LoraConfig, get_peft_model
    except ImportError as error:
        raise LLMUnavailableError(
            "training needs peft; run: pip install 'tinyduo[train]'"
        ) from error
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
    )
    layers = list(
        range(
            min(config.first_layer, model.config.num_hidden_layers - 1),
            model.config.num_hidden_layers,
        )
    )
    lora = LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,
        target_modules=list(_PARTS),
        layers_to_transform=layers,
        layers_pattern="layers",
        lora_dropout=0.0,
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, lora), tokenizer


def _some(seed: int, count: int, *, held_out: bool, start: int = 0) -> list[Example]:
    """The first examples from a number on; a missed one is left out and another taken."""
    found: list[Example] = []
    while len(found) < count:
        one = example(seed, start, held_out=held_out)
        found += [one] if one else []
        start += 1
    return found


def _batches(
    config: ReaderConfig, tokenizer: Any, step: int
) -> Iterator[list[tuple[list[int], int]]]:
    """Batches from a step on: windows of new messages, sorted by length, in shuffled order."""
    size = config.batch * _WINDOW
    window = step // _WINDOW
    while True:
        # A window has its own numbers, with room for messages that the reader misses.
        found = _some(config.seed, size, held_out=False, start=window * 2 * size)
        rows = sorted((_rows(tokenizer, e) for e in found), key=lambda row: len(row[0]))
        order = random.Random(f"{config.seed} {window}").sample(range(_WINDOW), _WINDOW)
        for place in order[step % _WINDOW if window == step // _WINDOW else 0 :]:
            yield rows[place * config.batch : (place + 1) * config.batch]
            step += 1
        window += 1


def _rows(tokenizer: Any, example: Example) -> tuple[list[int], int]:
    """Tokens of prompt and answer, and how many are the prompt's."""
    prompt = tokenizer(example.prompt, add_special_tokens=False)["input_ids"]
    answer = tokenizer(example.call.words(), add_special_tokens=False)["input_ids"]
    return [*prompt, *answer, tokenizer.eos_token_id], len(prompt)


def _loss(model: Any, rows: Sequence[tuple[list[int], int]]) -> tuple[Tensor, Tensor]:
    """The mean loss of the answers' tokens, and which rows were answered exactly, `(B,)`."""
    width = max(len(ids) for ids, _ in rows)
    # Padding comes last, where a causal model's earlier positions cannot see it.
    ids = torch.tensor([row + [0] * (width - len(row)) for row, _ in rows])  # (B, L)
    places = torch.zeros_like(ids, dtype=torch.bool)
    for number, (row, start) in enumerate(rows):
        places[number, start - 1 : len(row) - 1] = True
    plain = model.get_base_model()
    hidden = plain.model(input_ids=ids, use_cache=False).last_hidden_state  # (B, L, D)
    logits = plain.lm_head(hidden[places])  # (answer tokens, V): a fifth of the work is saved
    targets = ids[:, 1:][places[:, :-1]]
    loss = torch.nn.functional.cross_entropy(logits, targets)
    wrong = torch.zeros(len(rows))
    owner = places.nonzero()[:, 0]
    wrong.index_add_(0, owner, (logits.argmax(-1) != targets).float())
    return loss, wrong == 0


@torch.inference_mode()
def _exact(model: Any, rows: Sequence[tuple[list[int], int]]) -> float:
    right = 0
    rows = sorted(rows, key=lambda row: len(row[0]))
    for at in range(0, len(rows), 16):
        right += int(_loss(model, rows[at : at + 16])[1].sum())
    return right / max(len(rows), 1)


def _pace(step: int, config: ReaderConfig) -> float:
    """A line up, then a cosine down to a twentieth."""
    if step < config.warmup:
        return (step + 1) / config.warmup
    done = (step - config.warmup) / max(config.steps - config.warmup, 1)
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


def _log(
    run: Path,
    config: ReaderConfig,
    step: int,
    losses: Sequence[float],
    exact: float,
    seconds: float,
    report: Callable[[str], None],
) -> None:
    loss = sum(losses) / max(len(losses), 1)
    left = seconds / step * (config.steps - step)
    record = {
        "step": step,
        "examples": step * config.batch,
        "loss": round(loss, 4),
        "exact_held_out": round(exact, 4),
        "seconds": round(seconds, 1),
    }
    _append(run, record)
    report(
        f"step {step}/{config.steps}, loss {loss:.3f}, "
        f"{exact:.0%} of {config.watched} held-out messages exact, {left / 60:.0f} min left"
    )


def _append(run: Path, record: dict[str, Any]) -> None:
    with (run / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


def _save(
    run: Path, config: ReaderConfig, step: int, model: Any, optimizer: Any, seconds: float
) -> None:
    weights = {n: p for n, p in model.named_parameters() if p.requires_grad}
    state = {
        "config": asdict(config),
        "step": step,
        "seconds": seconds,
        "weights": weights,
        "optimizer": optimizer.state_dict(),
    }
    part = run / f"{_STATE}.part"
    torch.save(state, part)
    os.replace(part, run / _STATE)


def _resumed(run: Path, config: ReaderConfig, model: Any, optimizer: Any) -> tuple[int, float]:
    """Load a run's checkpoint, where there is one; its step and seconds."""
    file = run / _STATE
    if not file.is_file():
        return 0, 0.0
    state = torch.load(file, weights_only=True)
    begun = state["config"]
    if begun | {"examples": config.examples} != asdict(config):
        raise ValueError(f"{run} was begun with {begun}; give another --run, or only more examples")
    named = dict(model.named_parameters())
    with torch.no_grad():
        for name, weight in state["weights"].items():
            named[name].copy_(weight)
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"]), float(state["seconds"])
