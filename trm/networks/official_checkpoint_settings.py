"""The all_config.yaml beside an official checkpoint: the settings it was trained with.

The network's settings stand under `arch`; of the rest only the names of the data are of use.
Such a file never says how long a sequence is, or how many tokens there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

NAME = "all_config.yaml"
_LARGEST = 1_000_000  # bytes; real ones have two thousand


def read_settings(path: Path) -> Mapping[str, Any]:
    """The settings of a file: what stands under `arch`, and `data_paths`.

    Raises:
        ValueError: for a file that holds no settings.
    """
    if not path.is_file():
        raise ValueError(f"{path}: no such file; expected the {NAME} of a checkpoint")
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{path}: more than {_LARGEST:,} bytes, expected an {NAME}")
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        line = str(error).splitlines()[0]
        raise ValueError(f"{path}: not YAML ({line:.100}); expected an {NAME}") from error
    arch = loaded.get("arch", loaded) if isinstance(loaded, dict) else None
    if not isinstance(arch, dict) or "hidden_size" not in arch:
        raise ValueError(f"{path}: no settings of a network (arch: hidden_size: ...) in it")
    return arch | {"data_paths": loaded.get("data_paths")}
