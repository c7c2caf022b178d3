"""Trained weights on disk: a safetensors file and a JSON card beside it.

The card says what the network is (so that it can be built), how it was trained, and how it
scored. Shipped weights live in `trm/weights/`, imported ones in the cache; both are loaded by
name, others by path.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, cast

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from .cache import cache_root
from .networks import GridNetwork, GridNetworkConfig, GroupNetwork, GroupNetworkConfig
from .networks.official import OfficialConfig, OfficialNetwork
from .networks.task import TaskNetwork, TaskNetworkConfig
from .recursion import TinyRecursiveModel
from .supposing import Supposing
from .turning import Turning

_lock = Lock()


class _Network(NamedTuple):
    """What a card's `network` stands for."""

    network: type[Any]
    config: type[Any]
    puzzles: str | None  # kind of puzzle, where the card does not say; None: the card must


_NETWORKS = {
    "group": _Network(GroupNetwork, GroupNetworkConfig, "sudoku"),
    "grid": _Network(GridNetwork, GridNetworkConfig, "maze"),
    "task": _Network(TaskNetwork, TaskNetworkConfig, "arc"),
    "official": _Network(OfficialNetwork, OfficialConfig, None),
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
    def parts(self) -> int:
        """How often `single_pass` runs in a supervision step of a single pass; usually once.

        The halting head is looked at after each part, and parts may suppose (supposing.py).
        """
        return int(self.card.get("single_pass", {}).get("parts", 1))

    @property
    def supposing(self) -> Supposing | None:
        """When a single pass supposes, counted in its parts; None where it does not."""
        return Supposing.of_card(self.card.get("single_pass", {}).get("supposing"))

    @property
    def turning(self) -> Turning | None:
        """How often a pass over a grid turns (turning.py); None where it does not."""
        return Turning.of_card(self.card.get("single_pass", {}).get("turning"))

    @property
    def puzzles(self) -> str:
        """The kind of puzzle that the weights are for: "sudoku", "maze" or "arc".

        Raises:
            ValueError: where neither the card nor the network says.
        """
        kind = self.card.get("puzzles") or _NETWORKS[_name_of(self.model)].puzzles
        if kind is None:
            raise ValueError(
                f"the card of weights {self.name!r} does not say which puzzles they are for; "
                'expected "puzzles": "sudoku", "maze" or "arc"'
            )
        return kind


def weights_folder() -> Path:
    """The folder of the shipped weights."""
    return Path(str(files("tinyduo.trm"))) / "weights"


def imported_folder() -> Path:
    """The folder of imported weights, in the cache; it need not exist."""
    return cache_root() / "weights"


def weight_names() -> list[str]:
    """Names of the shipped weights."""
    return _names_in(weights_folder())


def imported_names() -> list[str]:
    """Names of the imported weights."""
    return _names_in(imported_folder())


def _names_in(folder: Path) -> list[str]:
    """Names of the weights of a folder; tables of puzzle embeddings lie beside them."""
    return sorted(path.stem for path in folder.glob("*.safetensors") if "." not in path.stem)


def load_weights(name: str = "sudoku", *, device: str = "cpu") -> Weights:
    """Load weights by the name of shipped or imported ones, or by a `.safetensors` file's path.

    Loaded once per file and device, then shared; safe to call from several threads. On the
    CPU official networks compute in float32, elsewhere in the dtype that their card names.

    Raises:
        ValueError: where there are no such weights, or the file or its card cannot be read.
    """
    with _lock:
        return _load(name, device)


def _load(name: str, device: str) -> Weights:
    path = _path_of(name)
    for needed in (path, path.with_suffix(".json")):
        if not needed.is_file():
            known = ", ".join([*weight_names(), *imported_names()])
            raise ValueError(
                f"no weights {name!r}: {needed.name} is missing; expected one of "
                f"{known} or the path of a .safetensors file with its card"
            )
    return _read(path.resolve(), device, path.stat().st_mtime_ns)


def _path_of(name: str) -> Path:
    """Where weights of a name are, or should be; shipped ones come first."""
    if name.endswith(".safetensors"):
        return Path(name).expanduser()
    if name in imported_names() and name not in weight_names():
        return imported_folder() / f"{name}.safetensors"
    return weights_folder() / f"{name}.safetensors"


@lru_cache(maxsize=16)
def _read(path: Path, device: str, written: int) -> Weights:
    """Weights of a file, which are others when it is `written` anew."""
    name = path.stem
    try:
        card = json.loads(path.with_suffix(".json").read_text())
        model = build_model(_computing_on(device, card["config"]))
        model.load_state_dict(load_file(path))
    except (SafetensorError, RuntimeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"weights {name!r} cannot be read: {str(error).splitlines()[0]}"
        ) from error
    try:
        model = model.to(device).eval().requires_grad_(False)
    except (RuntimeError, AssertionError) as error:
        raise ValueError(f"device {device!r} is not usable here; try cpu") from error
    return Weights(name, model, card)


def _computing_on(device: str, config: dict[str, Any]) -> dict[str, Any]:
    """A card's config with the dtype that the device is quick in."""
    if config["network"] != "official" or not device.startswith("cpu"):
        return config
    # bfloat16 takes five times as long as float32 on a CPU without instructions for it.
    return config | {"sizes": config["sizes"] | {"dtype": "float32"}}


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
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.detach().cpu().contiguous() for k, v in model.state_dict().items()}, path)
    whole = {"config": config, "parameters": parameters_of(model)} | card
    path.with_suffix(".json").write_text(json.dumps(whole, indent=2) + "\n")


def parameters_of(model: TinyRecursiveModel) -> int:
    """How many parameters a model has."""
    return sum(parameter.numel() for parameter in model.parameters())


def _name_of(model: TinyRecursiveModel) -> str:
    """What a card calls the model's network."""
    for name, known in _NETWORKS.items():
        if isinstance(model.network, known.network):
            return name
    raise TypeError(f"a {type(model.network).__name__} has no name in weights' cards")
