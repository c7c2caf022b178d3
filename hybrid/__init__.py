"""A turn of conversation: reading, solving, explaining; and the command line.

Importing this is quick: language models and torch are imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answer import Hybrid
    from .reply import PuzzleReply, Reply

__all__ = ["Hybrid", "PuzzleReply", "Reply"]

_HOMES = {"Hybrid": ".answer", "PuzzleReply": ".reply", "Reply": ".reply"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)
