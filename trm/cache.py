"""Where tinyduo keeps what it can make or fetch again: runs, generated data, LLM weights."""

from __future__ import annotations

import os
from pathlib import Path


def cache_root() -> Path:
    """The cache folder: `$TINYDUO_CACHE`, else `~/.cache/tinyduo`. Not created here."""
    return Path(os.environ.get("TINYDUO_CACHE") or Path.home() / ".cache" / "tinyduo")
