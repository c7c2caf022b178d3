"""Official checkpoints made into weights of ours: a safetensors file and a card.

The card says what was inferred and what was merely assumed, and names the file it came from.
Imported weights then load, solve and predict as shipped ones do.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .checkpoint import imported_folder, save_weights, weight_names
from .networks.official import OfficialConfig, OfficialNetwork
from .networks.official_checkpoint import PUZZLE_TABLE, STATE, bare_keys
from .networks.official_checkpoint_file import (
    StoredTensor,
    check_sums,
    find_checkpoint,
    open_checkpoint,
)
from .networks.official_checkpoint_infer import Inferred, infer
from .networks.official_checkpoint_settings import NAME as SETTINGS
from .networks.official_checkpoint_settings import read_settings
from .puzzle_names import keep_names, names_path
from .puzzle_table import table_path, write_table
from .recursion import TinyRecursiveModel

IDENTIFIERS = "identifiers.json"  # names of puzzle ids, in their order


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a checkpoint is to be imported, beyond what it says itself."""

    name: str | None = None  # of the weights; None: after the file or its folder
    out: Path | None = None  # a .safetensors file; None: in the cache, under the name
    config: Path | None = None  # all_config.yaml; None: the one beside the checkpoint, if any
    puzzles: str | None = None  # "sudoku", "maze" or "arc"; None: inferred
    heads: int | None = None  # of attention; None: from the settings, else width / 64
    ids: str | None = None  # whose embeddings to keep: see `chosen_ids`; None: all for ARC
    replace: bool = False  # weights of that name


def import_weights(path: Path, options: ImportOptions | None = None) -> Path:
    """Import an official checkpoint.

    Args:
        path: a checkpoint file, or a folder of them, of which the newest is taken.
        options: see `ImportOptions`.

    Returns:
        The new `.safetensors` file; its card lies beside it.

    Raises:
        ValueError: for a file that is no whole official checkpoint, or a name that is taken.
    """
    options = options or ImportOptions()
    file = find_checkpoint(path)
    out = options.out or imported_folder() / f"{_name(options.name, path, file)}.safetensors"
    _check_free(out, file, replace=options.replace)
    config = options.config or (beside if (beside := file.parent / SETTINGS).is_file() else None)
    settings = read_settings(config) if config else {}
    tensors = open_checkpoint(file)
    check_sums(file)
    try:
        stored, prefix, dropped = bare_keys(tensors)
        inferred = _inferred(stored, settings, options)
        model = _model(inferred, stored)
        table = stored.get(PUZZLE_TABLE)
        ids = chosen_ids(options.ids or _usual_ids(inferred), table, file.parent / IDENTIFIERS)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error
    card = {
        "puzzles": inferred.puzzles,
        "source": {
            "file": file.name,
            "bytes": file.stat().st_size,
            "sha256": _sha256(file),
            "key_prefix": prefix,
            "settings": config.name if config else None,
        },
        "assumed": inferred.assumed,
        "dropped": dropped,
        "puzzle_ids": {"in_checkpoint": table.shape[0] if table else 0, "kept_beside": len(ids)},
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    for beside in (table_path(out), names_path(out)):
        beside.unlink(missing_ok=True)
    if table is not None and len(ids):
        write_table(table_path(out), lambda: bare_keys(open_checkpoint(file))[0][PUZZLE_TABLE], ids)
        keep_names(file.parent / IDENTIFIERS, out)
    save_weights(model, out, card)
    return out


def chosen_ids(choice: str, table: StoredTensor | None, names: Path) -> np.ndarray:
    """The puzzle ids that a choice means, int64, rising.

    Args:
        choice: "blank" (none beside the model's own row of id 0), "all", or numbers, ranges
            and names of puzzles, such as "3,10-20,00d62c1b"; a task's name takes its augmented
            copies with it.
        table: the checkpoint's puzzle embeddings.
        names: the list that gives ids names; read only for a choice by name.

    Raises:
        ValueError: for an id or a name that is not there.
    """
    n = table.shape[0] if table else 0
    if choice == "blank":
        return np.arange(0)
    if choice == "all":
        return np.arange(n)
    chosen = set[int]()
    for part in choice.split(","):
        if found := re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", part.strip()):
            first, last = int(found[1]), int(found[2] or found[1])
            if not first <= last < n:
                raise ValueError(f"puzzle ids {part!r} are not all there; there are 0 to {n - 1}")
            chosen.update(range(first, last + 1))
        else:
            chosen.update(_ids_of(part.strip(), names, n))
    return np.array(sorted(chosen), np.int64)


def _ids_of(name: str, names: Path, n: int) -> list[int]:
    """The ids of a puzzle and its augmented copies (named `task|||...`)."""
    try:
        listed = json.loads(names.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(
            f"{name!r} is no number, and {names.name} beside the checkpoint, which gives puzzle "
            f"ids their names, cannot be read"
        ) from error
    entries = listed if isinstance(listed, list) else []
    found = [
        number
        for number, entry in enumerate(entries[:n])
        if isinstance(entry, str) and (entry == name or entry.startswith(f"{name}|||"))
    ]
    if not found:
        raise ValueError(f"{names.name} has no puzzle named {name!r:.60}")
    return found


def _usual_ids(inferred: Inferred) -> str:
    """Sudokus and mazes share one id; every ARC task has its own."""
    return "all" if inferred.puzzles == "arc" else "blank"


def _name(wanted: str | None, path: Path, file: Path) -> str:
    """The name of the weights: as wanted, else after the folder or the file."""
    stem = file.parent.resolve().name if file.name.startswith("step_") else file.stem
    source = path.resolve().name if path.is_dir() else stem
    name = wanted or re.sub(r"[^\w-]+", "-", source).strip("-").lower()
    if not re.fullmatch(r"[\w-]{1,80}", name):
        raise ValueError(f"{name!r:.100} is no name for weights; expected letters, digits, - and _")
    if name in weight_names():
        raise ValueError(f"{name!r} is the name of shipped weights; give another with --name")
    return name


def _check_free(out: Path, file: Path, *, replace: bool) -> None:
    if out.suffix != ".safetensors":
        raise ValueError(f"{out}: expected the name of a .safetensors file")
    if out.resolve() == file.resolve():
        raise ValueError(f"{out} is the checkpoint itself; name another --out")
    if out.exists() and not replace:
        raise ValueError(f"{out} is there already; give another name, or --replace it")


def _inferred(
    stored: Mapping[str, StoredTensor], settings: Mapping[str, object], options: ImportOptions
) -> Inferred:
    return infer(
        {key: tensor.shape for key, tensor in stored.items()},
        settings,
        dtype=stored[STATE].dtype if STATE in stored else "float32",
        puzzles=options.puzzles,
        heads=options.heads,
    )


def _model(inferred: Inferred, stored: Mapping[str, StoredTensor]) -> TinyRecursiveModel:
    """The model of the parameters, with the puzzle embedding of id 0 alone."""
    _check_shapes(inferred.config, stored)
    network = OfficialNetwork(inferred.config)
    state = {key: _read(key, tensor) for key, tensor in stored.items()}
    for key, value in state.items():
        if not value.isfinite().all():
            raise ValueError(f"parameter {key!r} has numbers that are not finite")
    network.load_state_dict(state)
    return TinyRecursiveModel(
        network.requires_grad_(False),
        latent_updates=inferred.latent_updates,
        answer_updates=inferred.answer_updates,
    )


def _read(key: str, tensor: StoredTensor) -> Tensor:
    return tensor.rows(0, 1) if key == PUZZLE_TABLE else tensor.whole()


def _check_shapes(config: OfficialConfig, stored: Mapping[str, StoredTensor]) -> None:
    """Raise `ValueError` unless the parameters are those of the network."""
    with torch.device("meta"):
        expected = {key: tuple(v.shape) for key, v in OfficialNetwork(config).state_dict().items()}
    if missing := sorted(expected.keys() - stored.keys()):
        raise ValueError(f"parameters are missing: {', '.join(missing[:4])}")
    if foreign := sorted(stored.keys() - expected.keys()):
        raise ValueError(
            f"parameters of another network: {', '.join(foreign[:4])}; "
            f"expected {', '.join(sorted(expected)[:4])} and so on"
        )
    for key, shape in expected.items():
        found = stored[key].shape
        if found != shape and key != PUZZLE_TABLE:
            raise ValueError(f"parameter {key!r} has shape {found}, expected {shape}")


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
