"""Folders of training data as the official TRM code makes them.

`dataset.json` and five arrays: inputs and labels `(n, L)`, whose tokens are one more than our
numbers; `puzzle_indices`, where each puzzle's examples begin; `group_indices`, where each group's
puzzles begin; `puzzle_identifiers`. A group is an original and its augmentations. A pass through
the data takes one puzzle of every group, in an order of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_FIELDS = ("sets", "seq_len", "vocab_size")
_ARRAYS = ("inputs", "labels", "puzzle_identifiers", "puzzle_indices", "group_indices")


@dataclass(frozen=True, slots=True)
class Split:
    """The train or the test part of a folder."""

    pairs: np.ndarray  # (n, 2, L) int8: questions and answers in our numbers; no label: -101
    puzzle_starts: np.ndarray  # (puzzles + 1,) where each puzzle's examples begin
    group_starts: np.ndarray  # (groups + 1,) where each group's puzzles begin

    @property
    def puzzles(self) -> int:
        """How many puzzles there are, augmented ones included."""
        return len(self.puzzle_starts) - 1

    @property
    def groups(self) -> int:
        """How many puzzles there are without the augmented ones."""
        return len(self.group_starts) - 1


def read_split(folder: Path, *, cells: int, highest: int) -> Split:
    """The train or the test part of a folder.

    Args:
        folder: `train` or `test`.
        cells: L, of the puzzles that are expected.
        highest: number in an answer, one less than its token.

    Raises:
        ValueError: where it cannot be read, does not fit together, or holds other puzzles.
    """
    about = _metadata(folder)
    arrays = {name: _array(folder / f"{about['sets'][0]}__{name}.npy") for name in _ARRAYS}
    inputs, labels = arrays["inputs"], arrays["labels"]
    if about["seq_len"] != cells or inputs.shape[1:] != (cells,) or inputs.shape != labels.shape:
        raise ValueError(
            f"{folder}: expected inputs and labels of {cells} cells, got {inputs.shape} and "
            f"{labels.shape} (seq_len {about['seq_len']})"
        )
    puzzle_starts = _starts(folder, "puzzle_indices", arrays["puzzle_indices"], len(inputs))
    puzzles = len(puzzle_starts) - 1
    group_starts = _starts(folder, "group_indices", arrays["group_indices"], puzzles)
    identifiers = arrays["puzzle_identifiers"]
    if identifiers.shape != (puzzles,) or len(np.unique(identifiers)) > 1:
        raise ValueError(
            f"{folder}: expected one and the same puzzle identifier for each of {puzzles} puzzles; "
            "puzzles with embeddings of their own (ARC) cannot be trained here"
        )
    for name, tokens in (("inputs", inputs), ("labels", labels)):
        if tokens.size and not 0 <= tokens.min() <= tokens.max() <= highest + 1:
            raise ValueError(
                f"{folder}: {name} have tokens from {tokens.min()} to {tokens.max()}, expected 0 "
                f"to {highest + 1}"
            )
    numbers = np.stack([inputs, labels], axis=1).astype(np.int8) - 1
    ignored = about.get("ignore_label_id")
    if ignored is not None:
        numbers[:, 1][labels == ignored] = -101
    return Split(numbers, puzzle_starts, group_starts)


def _metadata(folder: Path) -> dict[str, Any]:
    path = folder / "dataset.json"
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    missing = [name for name in _FIELDS if not isinstance(about, dict) or name not in about]
    if missing:
        raise ValueError(f"{path}: no {', '.join(missing)}")
    if not isinstance(about["sets"], list) or len(about["sets"]) != 1:
        raise ValueError(f"{path}: expected one set, got {about['sets']!r:.80}")
    return about


def _array(path: Path) -> np.ndarray:
    """An array of whole numbers."""
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise ValueError(f"{path} cannot be read, or was cut short: {error}") from error
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "iu":
        raise ValueError(f"{path}: expected an array of whole numbers")
    return array


def _starts(folder: Path, name: str, starts: np.ndarray, end: int) -> np.ndarray:
    """Checked offsets: from 0 to `end`, rising."""
    rises = starts.ndim == 1 and len(starts) > 1 and (np.diff(starts.astype(np.int64)) > 0).all()
    if not rises or starts[0] != 0 or starts[-1] != end:
        raise ValueError(f"{folder}: {name} do not rise from 0 to {end}")
    return starts.astype(np.int64)


class FolderStream:
    """Draws from a folder's train part as the official code does: pass after pass.

    For every pass a Philox generator of its own (seed + number of the pass) puts the groups in an
    order and takes one puzzle of each, with all its examples. Other than there, no example is
    dropped at a batch's end.

    Args:
        split: the train part.
        seed: of the passes.
    """

    def __init__(self, split: Split, seed: int) -> None:
        self.split = split
        self._seed = seed
        self._begin(1)

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples: questions and answers, each `(n, L)`; `rng` is not used."""
        chosen: list[np.ndarray] = []
        missing = n
        while missing:
            if self._place == len(self._order):
                self._begin(self._pass + 1)
            some = self._order[self._place : self._place + missing]
            self._place += len(some)
            missing -= len(some)
            chosen.append(some)
        pairs = self.split.pairs[np.concatenate(chosen)]
        return pairs[:, 0], pairs[:, 1]

    def state_dict(self) -> dict[str, int]:
        """Where it is."""
        return {"pass": self._pass, "place": self._place}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Go on from there."""
        self._begin(state["pass"])
        self._place = state["place"]

    def _begin(self, number: int) -> None:
        """Begin a pass: its examples in order."""
        rng = np.random.Generator(np.random.Philox(seed=self._seed + number))
        groups = rng.permutation(self.split.groups)
        starts = self.split.group_starts
        puzzles = rng.integers(starts[groups], starts[groups + 1])
        firsts, ends = self.split.puzzle_starts[puzzles], self.split.puzzle_starts[puzzles + 1]
        self._order = np.concatenate(
            [np.arange(first, end) for first, end in zip(firsts, ends, strict=True)]
        )
        self._pass, self._place = number, 0
