"""The names of puzzle ids, in a file beside the weights: which embedding is which ARC task's.

The official code keeps them apart from its checkpoints, with the data: identifiers.json, a list
of names by id, in which `task|||t3|||0482197356` is an augmented copy of `task`. Beside weights
`NAME.safetensors` the same list is `NAME.ids.json`, and the embeddings themselves are
`NAME.ids.safetensors` (puzzle_table.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def names_path(weights: Path) -> Path:
    """Where the names of the puzzle ids of weights are, if they were kept."""
    return weights.with_suffix(".ids.json")


def keep_names(identifiers: Path, weights: Path) -> bool:
    """Keep the names of puzzle ids beside weights; whether there were any.

    Args:
        identifiers: the identifiers.json of the training data.
        weights: the `.safetensors` file of imported weights.

    Raises:
        ValueError: where there is such a file, but with no list of names in it.
    """
    names_path(weights).unlink(missing_ok=True)
    if not identifiers.is_file():
        return False
    names_path(weights).write_text(json.dumps(read_names(identifiers)), encoding="utf-8")
    return True


def read_names(path: Path) -> Sequence[str]:
    """The names of puzzle ids, by id.

    Raises:
        ValueError: where the file cannot be read, or holds something else.
    """
    try:
        names = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"{path}: expected a list of the names of puzzle ids")
    return names
