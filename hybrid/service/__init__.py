"""The HTTP service: tools, messages, an OpenAI-compatible model and MCP behind one guard.

Names are imported on first use: the command line must start without Starlette.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import create_app
    from .settings import Settings

__all__ = ["Settings", "create_app"]

_HOMES = {"Settings": ".settings", "create_app": ".app"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)
