"""One item of a suite: a message as a person would send it, and what is true of it.

Every arm that reads gets `text` and nothing else; the arms that are told the grid get `puzzle`.
What is true (`solution`, `statuses`) is for the scorer and is never shown to an arm.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from ...tools.record import Puzzle, grid_record
from ...trm.puzzles import Grid, Status


@dataclass(frozen=True, slots=True)
class Bench:
    """An entry of reasoning-gym, whose verifier then judges in our verifier's place."""

    dataset: str
    seed: int
    index: int


@dataclass(frozen=True, slots=True)
class Item:
    """A message and what is true of it."""

    id: str  # unique in its suite
    text: str  # the message
    kind: str  # sudoku, maze, arc; in `nl` also none and unsupported
    puzzle: Puzzle | None  # the true one; None where the message holds no whole puzzle
    # Sudoku: the only answer; ARC: the test outputs. Mazes: None, any shortest path is right.
    solution: Grid | tuple[Grid, ...] | None = None
    statuses: tuple[Status, ...] = (Status.SOLVED,)  # of a reply, each of them right
    difficulty: str = ""
    ask: str | None = None  # what the message asks for, where the suite says
    cluster: str = ""  # items of one puzzle resample together; "": the puzzle's own hash
    bench: Bench | None = None
    more: tuple[Item, ...] = ()  # further puzzles of the same message, without its text

    @property
    def parts(self) -> tuple[Item, ...]:
        """The item once for each of its puzzles."""
        return (self, *self.more)

    @property
    def solvable(self) -> bool:
        """Whether an answer is expected rather than a word about the puzzle."""
        return Status.SOLVED in self.statuses or Status.PREDICTED in self.statuses

    @property
    def puzzle_hash(self) -> str:
        """A short hash of the puzzle, or of the text where there is none."""
        if self.cluster:
            return self.cluster
        data = self.text if self.puzzle is None else json.dumps(grid_record(self.puzzle))
        return sha256(data.encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """What the fingerprint of a suite covers."""
        found = {
            "id": self.id,
            "text": self.text,
            "kind": self.kind,
            "puzzle": grid_record(self.puzzle) if self.puzzle else None,
            "solution": _listed(self.solution),
            "statuses": [str(status) for status in self.statuses],
            "difficulty": self.difficulty,
            "ask": self.ask,
        }
        if self.bench is not None:
            found["bench"] = asdict(self.bench)
        if self.more:
            found["more"] = [part.to_json() for part in self.more]
        return found


def fingerprint(items: Sequence[Item]) -> str:
    """The hexadecimal SHA-256 of items: whether two runs are over the same data."""
    data = [item.to_json() for item in items]
    return sha256(json.dumps(data, separators=(",", ":")).encode()).hexdigest()


def _listed(found: Any) -> Any:
    """Tuples of tuples as lists of lists."""
    return [_listed(part) for part in found] if isinstance(found, tuple) else found
