"""`tinyduo solve --messages`: a JSON Lines file of messages, one reply a line.

The models are loaded once. A line that holds no message gets the status `malformed` and the
reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..tools.reading import Ask
from ..trm.checkpoint import load_weights, weight_names
from ..trm.puzzles import Status
from ..trm.result import Budget
from ..trm.solving.arc.result import ArcBudget
from .answer import Hybrid
from .batch import BatchRun, fingerprint
from .kinds import KINDS
from .reply import Reply


class MessageRun(BatchRun):
    """A JSON Lines file of objects with a field `text` (and `id`, passed through).

    Args:
        source: the file.
        llm: as for `Hybrid`.
        weights: of the TRM, as for `Hybrid`.
        device: where it runs.
        seed: of the solver.
        budget: of each puzzle.
        arc_budget: of each ARC task.
    """

    together = 1

    def __init__(
        self,
        source: Path,
        *,
        llm: str = "embedded",
        weights: str | None = None,
        device: str = "cpu",
        seed: int = 0,
        budget: Budget | None = None,
        arc_budget: ArcBudget | None = None,
    ) -> None:
        self.source = source
        names = [kind.name for kind in KINDS if kind.name in weight_names()]
        if weights and weights not in names:
            names.append(weights)
        self.weights = [load_weights(name, device=device) for name in names]
        self.llm = llm
        self.arc_budget = arc_budget or ArcBudget()
        self.hybrid = Hybrid(
            llm, budget=budget, arc_budget=arc_budget, seed=seed, weights=weights, device=device
        )

    def settings(self) -> dict[str, Any]:
        """What decides the output, besides the input."""
        return {
            "weights": [fingerprint(weights) for weights in self.weights],
            "llm": self.llm,
            "seed": self.hybrid.seed,
            "budget": asdict(self.hybrid.budget),
            "arc_budget": asdict(self.arc_budget),
        }

    def answers(self, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
        """One reply a message."""
        for line in lines:
            try:
                item = _object(line)
            except (ValueError, RecursionError) as error:
                yield _no_message(f"the line is no JSON object: {str(error)[:100]}")
                continue
            passed = {"id": item["id"]} if "id" in item else {}
            text = item.get("text")
            if isinstance(text, str):
                yield passed | self.hybrid.answer(text).to_json()
            else:
                yield passed | _no_message("the field 'text' is missing or no string")


def _object(line: str) -> dict[str, Any]:
    """The JSON object of a line; NaN and the like are no JSON and could not be passed on."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    item = json.loads(line, parse_constant=refuse)
    if not isinstance(item, dict):
        raise ValueError(f"it holds a {type(item).__name__}")
    return item


def _no_message(message: str) -> dict[str, Any]:
    nothing = Reply(Ask.CHAT, f"{message[:1].upper()}{message[1:]}.", (), {"total": 0.0})
    return nothing.to_json() | {"status": str(Status.MALFORMED), "message": message}
