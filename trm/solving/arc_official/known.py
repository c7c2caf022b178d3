"""What an official network knows an ARC task by: a puzzle embedding for each augmented copy.

An official network never sees the demonstrations of a task that it answers: it was trained on
them, under an id for each augmented copy, and is asked by that id. Rows lie in a table beside
imported weights (puzzle_table.py), and beside it the names that say whose they are
(puzzle_names.py).
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import Tensor

from ...checkpoint import Weights, imported_folder
from ...puzzle_names import names_path, read_names
from ...puzzle_table import PuzzleTable, table_path
from ...puzzles.arc.augmentation import Augmentation
from ...puzzles.arc.task import ArcTask

_TRIES = 5  # for each distinct copy, as in official data
_SAMPLE = 1024  # rows that a mean is taken of


@dataclass(frozen=True, slots=True)
class Copies:
    """Augmented copies of a task, and what the network knows each by."""

    augmentations: tuple[Augmentation, ...]  # the task itself first, where it is known
    rows: Tensor  # (n, puzzle_width)

    def __len__(self) -> int:
        return len(self.augmentations)

    def first(self, n: int) -> Copies:
        """The first `n` of them."""
        return Copies(self.augmentations[:n], self.rows[:n])


def file_of(weights: str | Weights) -> Path | None:
    """The file that weights are from; None where that cannot be told.

    Loaded weights know their name alone: they are looked for in the cache, and a file there is
    theirs if it has the same card, which names the checkpoint by its checksum.
    """
    if isinstance(weights, str) and weights.endswith(".safetensors"):
        return Path(weights).expanduser()
    name = weights if isinstance(weights, str) else weights.name
    path = imported_folder() / f"{name}.safetensors"
    if not path.is_file():
        return None
    if isinstance(weights, Weights):
        card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return path if card == weights.card else None
    return path


def known_copies(name: str, file: Path) -> Copies | None:
    """The copies of a task that weights know; None where they do not know the task.

    Args:
        name: the task's id.
        file: of the weights.

    Raises:
        ValueError: where embeddings were kept without their names, or cannot be read.
    """
    if not table_path(file).is_file():
        return None
    names = names_path(file)
    if not names.is_file():
        raise ValueError(
            f"{table_path(file).name} has puzzle embeddings, but {names.name} beside it, which "
            "says whose they are, is missing; copy the identifiers.json of the training data there"
        )
    table = PuzzleTable(table_path(file))
    kept = set(table.ids.tolist())
    found = [
        (number, entry)
        for number, entry in enumerate(read_names(names))
        if (entry == name or entry.startswith(f"{name}|||")) and number in kept
    ]
    if not found:
        return None
    found.sort(key=lambda one: one[1] != name)  # the task itself first
    return Copies(
        tuple(Augmentation.of_name(entry)[1] for _, entry in found),
        table.rows([number for number, _ in found]),
    )


def fresh_copies(task: ArcTask, n: int, row: Tensor, seed: int) -> Copies:
    """Copies of a task that no network knows: the task itself and random distinct ones.

    Args:
        task: the task.
        n: how many; fewer where the task has fewer distinct ones.
        row: `(puzzle_width,)`, what each copy begins with.
        seed: of the copies.
    """
    rng = random.Random(seed)
    chosen = {task.seen(Augmentation()): Augmentation()}
    for _ in range(_TRIES * (n - 1)):
        if len(chosen) == n:
            break
        augmentation = Augmentation.random(rng)
        chosen.setdefault(task.seen(augmentation), augmentation)
    return Copies(tuple(chosen.values()), row.float().repeat(len(chosen), 1))


def usual_row(file: Path | None, blank: Tensor) -> Tensor:
    """What new rows begin with: the mean of the known ones, as in the official loader.

    Args:
        file: of the weights, where it is known.
        blank: the row of id 0, `(puzzle_width,)`, which is taken where no others were kept.
    """
    if file is None or not table_path(file).is_file():
        return blank
    table = PuzzleTable(table_path(file))
    places = np.unique(np.linspace(0, len(table) - 1, _SAMPLE).astype(int))
    return table.rows(table.ids[places].tolist()).mean(0)
