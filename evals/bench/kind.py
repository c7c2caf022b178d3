"""What the bench must know of a kind of puzzle; one module a kind fills it in.

A kind brings its own seeded puzzles, so that anyone can make them again, and the two ways to
put them before a network: ours and the official one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from ...trm.checkpoint import Weights
from ...trm.puzzles import Verdict
from ...trm.puzzles.compiled import COMPILED
from ...trm.recursion import Step, TinyRecursiveModel


@dataclass(frozen=True, slots=True)
class Items:
    """Puzzles of one sort with the answers they were made from."""

    name: str  # "ordinary", "hard", or a file's name
    puzzles: tuple[Any, ...]
    labels: np.ndarray  # (n, ...) what the network is to say of each cell

    def __len__(self) -> int:
        return len(self.puzzles)

    def part(self, rows: slice) -> Items:
        """Some of them."""
        return Items(self.name, self.puzzles[rows], self.labels[rows])


class Kind(ABC):
    """A kind of puzzle in the bench."""

    name: str  # also of the shipped weights
    title: str  # for people

    @abstractmethod
    def generate(self, n: int, *, seed: int) -> tuple[Items, Items]:
        """`n` ordinary and `n` hard puzzles."""

    @abstractmethod
    def from_lines(self, name: str, questions: Sequence[str], answers: Sequence[str]) -> Items:
        """Puzzles and answers in the one-line form."""

    @abstractmethod
    def verify(self, puzzle: Any, answer: Any) -> Verdict:
        """The verifier's word on an answer."""

    @abstractmethod
    def question(self, puzzles: Sequence[Any]) -> Tensor:
        """The question of our network."""

    def revise(
        self, weights: Weights, puzzles: Sequence[Any]
    ) -> Callable[[int, Step], Tensor | None] | None:
        """What a single pass asks as it goes on, for `raw_steps`; None: the same to the end."""
        return None

    @abstractmethod
    def right(self, logits: Tensor, items: Items) -> np.ndarray:
        """Which of the items `(B,)` our network's logits answer rightly."""

    @abstractmethod
    def official(self, dtype: str) -> TinyRecursiveModel:
        """The untrained official model for these puzzles."""

    @abstractmethod
    def official_question(self, puzzles: Sequence[Any]) -> Tensor:
        """The question of the official network."""


def made(kind: Kind, n: int, *, seed: int, report: Callable[[str], None]) -> tuple[Items, Items]:
    """`kind.generate`, after saying what is being waited for."""
    slow = "" if COMPILED else "; minutes without numba (pip install 'tinyduo[train]')"
    report(f"{kind.title}: making {2 * n} puzzles{slow}")
    return kind.generate(n, seed=seed)


def read_items(kind: Kind, path: Path, *, n: int | None = None) -> Items:
    """Puzzles of a CSV with columns `question` and `answer`, the first `n` of them.

    Raises:
        ValueError: where a column or the rows are missing, or a puzzle cannot be read.
    """
    import csv

    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))[:n]
    missing = {"question", "answer"} - set(rows[0] if rows else ())
    if missing:
        raise ValueError(
            f"{path.name}: expected rows under the columns question and answer; "
            f"missing: {', '.join(sorted(missing))}"
        )
    return kind.from_lines(path.stem, [r["question"] for r in rows], [r["answer"] for r in rows])
