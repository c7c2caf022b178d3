"""Going on with a wider group network: the weights of a narrow one, moved into it.

The wide network computes at first what the narrow one did: numbers of the state that are new
start at zero, and what is new reads the old but is not yet listened to. So training goes on
from where it was (the idea of Net2Net, Chen et al. 2016, arXiv 1511.05641).
"""

from __future__ import annotations

import torch
from torch import Tensor

from .group import GroupNetwork, GroupNetworkConfig

_GATED = ("own", "line", "box", "cell", "segment")  # columns: gates, then values


@torch.no_grad()
def widen(network: GroupNetwork, narrow: dict[str, Tensor], old: GroupNetworkConfig) -> None:
    """Move a narrow network's weights into a wide one, in place.

    Args:
        network: freshly made, at least as wide in every size, with as many layers.
        narrow: the state dict of the narrow network.
        old: its sizes.

    Raises:
        ValueError: where `network` is narrower, or has another number of layers.
    """
    new = network.config
    sizes = ("width", "message", "hidden")
    if new.layers != old.layers or any(getattr(new, s) < getattr(old, s) for s in sizes):
        raise ValueError(f"a network of {old} cannot be widened to {new}")
    # Norms divide by the root of the mean square; with zeros beside them the old numbers come
    # out larger by this.
    scale = (new.width / old.width) ** 0.5
    for name, wide in network.state_dict().items():
        _move(name.rsplit(".", 1)[-1], wide, narrow[name], old, new, scale)


def _move(
    leaf: str,
    wide: Tensor,
    narrow: Tensor,
    old: GroupNetworkConfig,
    new: GroupNetworkConfig,
    scale: float,
) -> None:
    """Fill one tensor of the wide network."""
    if leaf == "question" and len(wide) > len(narrow):  # a supposed digit is at first like a given
        narrow = torch.cat([narrow, narrow[1:]])
    if leaf in ("question", "y_start", "z_start"):
        wide.zero_()
        wide[..., : old.width] = narrow * scale
    elif leaf == "message":  # four chunks of channels
        _blocks(wide, narrow / scale, 4)
    elif leaf in _GATED:
        if leaf != "own":
            wide[len(narrow) :] = 0  # new channels are not listened to yet
        _blocks(wide, narrow / scale if leaf == "own" else narrow, 2)
    elif leaf == "down":
        wide[old.hidden :] = 0
        wide[:, old.width :] = 0
        wide[: old.hidden, : old.width] = narrow * scale
    elif leaf == "answer_head":
        wide.zero_()
        wide[: old.width] = narrow / scale
    elif leaf == "halt_head":  # of the mean, then of the maximum
        wide.zero_()
        wide[: old.width] = narrow[: old.width] / scale
        wide[new.width : new.width + old.width] = narrow[old.width :] / scale
    else:  # halt_bias
        wide.copy_(narrow)


def _blocks(wide: Tensor, narrow: Tensor, n: int) -> None:
    """Move `n` blocks of columns into the beginnings of `n` wider ones."""
    for into, block in zip(wide.chunk(n, dim=1), narrow.chunk(n, dim=1), strict=True):
        into[: len(block), : block.shape[1]] = block
