"""Trained weights on disk: a safetensors file and a JSON card beside it.

The card says what the network is (so that it can be built), how it was trained, and how it
scored. Shipped weights live in `trm/weights/` and are loaded by name; others by path.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, cast

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from .networks import GridNetwork, GridNetworkConfig, GroupNetwork, GroupNetworkConfig
from .recursion import TinyRecursiveModel

_lock = Lock()


class _Network(NamedTuple):
    """What a card's `network` stands for."""

    network: type[Any]
    config: type[Any]
    puzzles: str  # kind of puzzle, where the card does not say


_NETWORKS = {
    "group": _Network(GroupNetwork, GroupNetworkConfig, "sudoku"),
    "grid": _Network(GridNetwork, GridNetworkConfig, "maze"),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """A loaded model and what is known of it."""

    name: str
    model: TinyRecursiveModel  # in eval mode, frozen
    card: dict[str, Any]

    @property
    def halt_threshold(self) -> float:
        """Halt probability from which the halting signal counts."""
        return float(self.card.get("halt_threshold", 0.5))

    @property
    def single_pass(self) -> TinyRecursiveModel:
        """The model for a single pass: with the card's `single_pass` T, where it names one.

        All but the last of the T updates run without gradient, so T may be larger than in
        training: a supervision step then goes further, and costs as much more.
        """
        model = self.model
        updates = self.card.get("single_pass", {}).get("answer_updates", model.answer_updates)
        return TinyRecursiveModel(
            cast(nn.Module, model.network),
            latent_updates=model.latent_updates,
            answer_updates=int(updates),
        )

    @property
    def puzzles(self) -> str:
        """The kind of puzzle that the weights are for: "sudoku" or "maze"."""
        return self.card.get("puzzles") or _NETWORKS[_name_of(self.model)].puzzles


def weights_folder() -> Path:
    """The folder of the shipped weights."""
    return Path(str(files("tinyduo.trm"))) / "weights"


def weight_names() -> list[str]:
    """Names of the shipped weights."""
    return sorted(path.stem for path in weights_folder().glob("*.safetensors"))


def load_weights(name: str = "sudoku", *, device: str = "cpu") -> Weights:
    """Load weights by shipped name or by the path of a `.safetensors` file.

    Loaded once per name and device, then shared; safe to call from several threads.

    Raises:
        ValueError: where there are no such weights, or the file or its card cannot be read.
    """
    with _lock:
        return _load(name, device)


@cache
def _load(name: str, device: str) -> Weights:
    path = Path(name) if name.endswith(".safetensors") else weights_folder() / f"{name}.safetensors"
    card_path = path.with_suffix(".json")
    for needed in (path, card_path):
        if not needed.is_file():
            raise ValueError(
                f"no weights {name!r}: {needed.name} is missing; expected one of "
                f"{', '.join(weight_names())} or the path of a .safetensors file with its card"
            )
    try:
        card = json.loads(card_path.read_text())
        model = build_model(card["config"])
        model.load_state_dict(load_file(path))
    except (SafetensorError, RuntimeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"weights {name!r} cannot be read: {str(error).splitlines()[0]}"
        ) from error
    try:
        model = model.to(device).eval().requires_grad_(False)
    except (RuntimeError, AssertionError) as error:
        raise ValueError(f"device {device!r} is not usable here; try cpu") from error
    return Weights(path.stem, model, card)


def build_model(config: dict[str, Any]) -> TinyRecursiveModel:
    """An untrained model of a card's `config`."""
    name = config["network"]
    if name not in _NETWORKS:
        raise ValueError(f"unknown network {name!r}, expected one of {', '.join(_NETWORKS)}")
    known = _NETWORKS[name]
    return TinyRecursiveModel(
        known.network(known.config(**config["sizes"])),
        latent_updates=config["latent_updates"],
        answer_updates=config["answer_updates"],
    )


def save_weights(model: TinyRecursiveModel, path: Path, card: dict[str, Any]) -> None:
    """Write a model and its card; `card["config"]` is filled in here."""
    network: Any = model.network
    config = {
        "network": _name_of(model),
        "sizes": network.config.to_json(),
        "latent_updates": model.latent_updates,
        "answer_updates": model.answer_updates,
    }
    parameters = sum(parameter.numel() for parameter in model.parameters())
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.detach().cpu().contiguous() for k, v in model.state_dict().items()}, path)
    whole = {"config": config, "parameters": parameters} | card
    path.with_suffix(".json").write_text(json.dumps(whole, indent=2) + "\n")


def _name_of(model: TinyRecursiveModel) -> str:
    """What a card calls the model's network."""
    for name, known in _NETWORKS.items():
        if isinstance(model.network, known.network):
            return name
    raise TypeError(f"a {type(model.network).__name__} has no name in weights' cards")
