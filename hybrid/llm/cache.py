"""Where downloaded models live: a folder in the user's cache.

`TINYDUO_CACHE` names another root. Nothing is created by asking.
"""

from __future__ import annotations

import os
from pathlib import Path


def cache_root() -> Path:
    """The folder for everything tinyduo downloads.

    Returns:
        `$TINYDUO_CACHE` if set, else `$XDG_CACHE_HOME/tinyduo`, else `~/.cache/tinyduo`.
    """
    if own := os.environ.get("TINYDUO_CACHE"):
        return Path(own).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "tinyduo"


def llm_folder(name: str) -> Path:
    """The folder of one language model, whether it exists or not.

    Args:
        name: the model's name, such as `smollm2-135m`.

    Returns:
        `<cache root>/llm/<name>`.
    """
    return cache_root() / "llm" / name
