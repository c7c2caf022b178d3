"""Where downloaded language models live: a folder each in the user's cache."""

from __future__ import annotations

from pathlib import Path

from ...trm.cache import cache_root


def llm_folder(name: str) -> Path:
    """The folder of one language model, whether it exists or not.

    Args:
        name: the model's name, such as `smollm2-135m`.

    Returns:
        `<cache root>/llm/<name>`.
    """
    return cache_root() / "llm" / name
