"""Official settings and parameters, translated: the one place where the official names appear.

Official H_cycles and L_cycles are T and n of the paper. Not here: reading files
(official_checkpoint_file.py), and inferring the settings of a checkpoint that came without any
(official_checkpoint_infer.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from torch import Tensor

from ..recursion import TinyRecursiveModel
from .official import OfficialConfig, OfficialNetwork
from .official_blocks import HIDDEN_MULTIPLE, RMS_EPSILON, ROPE_BASE

ValueT = TypeVar("ValueT")

# Keys of parameters that loading treats by themselves.
PUZZLE_TABLE = "puzzle_emb.weights"  # the table of puzzle embeddings
STATE = "H_init"  # where y starts, in the dtype of the network's computations

# What may stand before a key: torch.compile and the loss head wrap the network.
_PREFIXES = ("_orig_mod.model.inner.", "model.inner.", "inner.")
_POSITIONS: dict[str, Literal["rotary", "learned", "none"]] = {
    "rope": "rotary",
    "learned": "learned",
    "none": "none",
}


# Kept by some versions of the network, and made anew by ours.
_DERIVED = (
    "puzzle_emb.local_weights",
    "puzzle_emb.local_ids",
    "rotary_emb.cos_cached",
    "rotary_emb.sin_cached",
)


def config_of(
    settings: Mapping[str, Any], *, hidden_multiple: int = HIDDEN_MULTIPLE
) -> OfficialConfig:
    """The network that official settings describe.

    Args:
        settings: names and values of the official config.
        hidden_multiple: to which hidden sizes are rounded up; no official setting.

    Raises:
        ValueError: for settings that this network does not have.
    """
    for name, expected in (
        ("causal", False),
        ("rms_norm_eps", RMS_EPSILON),
        ("rope_theta", ROPE_BASE),
    ):
        if settings.get(name, expected) != expected:
            raise ValueError(f"{name} is {settings[name]!r}, expected {expected!r}")
    width, puzzle_width = settings["hidden_size"], settings["puzzle_emb_ndim"]
    positions = settings["pos_encodings"]
    if positions not in _POSITIONS:
        raise ValueError(f"pos_encodings is {positions!r}, expected one of {', '.join(_POSITIONS)}")
    own_prefix = settings["puzzle_emb_len"] if puzzle_width else 0
    return OfficialConfig(
        cells=settings["seq_len"],
        vocabulary=settings["vocab_size"],
        mixer="tokens" if settings["mlp_t"] else "attention",
        positions=_POSITIONS[positions],
        width=width,
        layers=settings["L_layers"],
        heads=settings["num_heads"],
        expansion=settings["expansion"],
        hidden_multiple=hidden_multiple,
        prefix=own_prefix or -(-puzzle_width // width),  # 0: as many as the embedding needs
        puzzle_width=puzzle_width,
        puzzles=settings["num_puzzle_identifiers"],
        dtype=settings["forward_dtype"],
    )


def model_of(settings: Mapping[str, Any], parameters: Mapping[str, Tensor]) -> TinyRecursiveModel:
    """The model of official settings with official parameters.

    Args:
        settings: names and values of the official config.
        parameters: a state dict, its keys with or without what official wrappers put before.

    Raises:
        ValueError: where settings are unknown, or parameters missing, left over or misshapen.
    """
    network = OfficialNetwork(config_of(settings))
    try:
        network.load_state_dict({bare_key(key): value for key, value in parameters.items()})
    except RuntimeError as error:
        raise ValueError(f"these are not the settings' parameters: {error}") from error
    return TinyRecursiveModel(
        network,
        latent_updates=settings["L_cycles"],
        answer_updates=settings["H_cycles"],
    )


def bare_keys(values: Mapping[str, ValueT]) -> tuple[dict[str, ValueT], str, list[str]]:
    """A state dict under the network's own keys.

    Returns:
        The values; what stood before the keys; and which keys were dropped, because the network
        makes those values itself.

    Raises:
        ValueError: where two keys become one.
    """
    bare: dict[str, ValueT] = {}
    before, dropped = set[str](), list[str]()
    for key, value in values.items():
        name = bare_key(key)
        if name in _DERIVED:
            dropped.append(key)
            continue
        if name in bare:
            raise ValueError(f"the parameter {name!r} is there twice, with and without a prefix")
        before.add(key.removesuffix(name))
        bare[name] = value
    return bare, " and ".join(sorted(before)), dropped


def bare_key(key: str) -> str:
    """A parameter's name without what the official wrappers put before it.

    >>> bare_key("_orig_mod.model.inner.lm_head.weight")
    'lm_head.weight'
    """
    for prefix in _PREFIXES:
        if key.startswith(prefix):
            return key.removeprefix(prefix)
    return key
