"""Where tinyduo keeps what it can make or fetch again: runs, generated data, LLM weights.

`TINYDUO_CACHE` names another folder. Nothing is created by asking.
"""

from __future__ import annotations

import os
from pathlib import Path


def cache_root() -> Path:
    """The folder for everything tinyduo makes or downloads for itself.

    Returns:
        `$TINYDUO_CACHE` if set, else `$XDG_CACHE_HOME/tinyduo`, else `~/.cache/tinyduo`.
    """
    if own := os.environ.get("TINYDUO_CACHE"):
        return Path(own).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "tinyduo"
