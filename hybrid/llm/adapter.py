"""A low-rank adapter (LoRA, Hu et al. 2021, arXiv:2106.09685) for a model of this process.

Some linear layers W become W + s B A while the adapter is on, and are as they were while it is
off: the same weights read messages with it and word facts without it. Plain torch; what trained
it is not needed to use it. On disk: safetensors in float16, beside a JSON card.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...tools.errors import LLMUnavailableError

if TYPE_CHECKING:
    from torch import Tensor

FOLDER = Path(__file__).parent / "adapters"
READER_ADAPTER = "smollm2-135m-reader"


@dataclass(frozen=True, slots=True)
class Adapter:
    """The two factors of each adapted layer, and what is known of them."""

    down: dict[str, Tensor]  # module name to A, `(r, in)`
    up: dict[str, Tensor]  # module name to s B, `(out, r)`
    card: dict[str, Any]


def adapter_path(name: str = READER_ADAPTER) -> Path | None:
    """Where an adapter lies, without its endings; None where it does not."""
    path = FOLDER / name
    files = (path.with_suffix(ending) for ending in (".safetensors", ".json"))
    return path if all(file.is_file() for file in files) else None


@lru_cache(maxsize=2)
def load_adapter(path: Path) -> Adapter:
    """The adapter in two files.

    Args:
        path: without `.safetensors` and `.json`.

    Raises:
        LLMUnavailableError: there is none that can be read.
    """
    from safetensors.torch import load_file

    try:
        card = json.loads(path.with_suffix(".json").read_text("utf-8"))
        tensors = load_file(path.with_suffix(".safetensors"))
        scale = float(card["scale"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LLMUnavailableError(f"no adapter can be read at {path}: {error}") from error
    down = {k.removesuffix(".down"): t.float() for k, t in tensors.items() if k.endswith(".down")}
    up = {k.removesuffix(".up"): t.float() * scale for k, t in tensors.items() if k.endswith(".up")}
    if down.keys() != up.keys() or not down:
        raise LLMUnavailableError(f"the adapter at {path} has factors without their partners")
    return Adapter(down, up, card)


def save_adapter(
    path: Path, factors: dict[str, tuple[Tensor, Tensor]], scale: float, card: dict[str, Any]
) -> None:
    """Write an adapter.

    Args:
        path: without endings.
        factors: module name to A `(r, in)` and B `(out, r)`.
        scale: what B A is multiplied by.
        card: what is known of it.
    """
    import torch
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {}
    for name, (down, up) in factors.items():
        tensors[f"{name}.down"] = down.detach().to(torch.float16).contiguous()
        tensors[f"{name}.up"] = up.detach().to(torch.float16).contiguous()
    save_file(tensors, path.with_suffix(".safetensors"))
    text = json.dumps(card | {"scale": scale}, indent=2, ensure_ascii=False)
    path.with_suffix(".json").write_text(text + "\n", "utf-8")


@contextmanager
def applied(model: Any, adapter: Adapter) -> Iterator[None]:
    """Switch an adapter on. Nobody else may use the model meanwhile.

    Raises:
        LLMUnavailableError: the model has no such layers.
    """
    hooks = []
    try:
        for name, down in adapter.down.items():
            hooks.append(_hooked(model, name, down, adapter.up[name]))
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _hooked(model: Any, name: str, down: Tensor, up: Tensor) -> Any:
    try:
        layer = model.get_submodule(name)
    except AttributeError as error:
        raise LLMUnavailableError(f"the adapter is for another model: no layer {name}") from error
    weight = layer.weight
    if (weight.shape[1], weight.shape[0]) != (down.shape[1], up.shape[0]):
        raise LLMUnavailableError(f"the adapter is for another model: {name} has another shape")
    down, up = down.to(weight), up.to(weight)

    def add(_: Any, inputs: tuple[Tensor], output: Tensor) -> Tensor:
        return output + (inputs[0] @ down.T) @ up.T

    return layer.register_forward_hook(add)
