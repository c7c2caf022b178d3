"""How likely an attempt is right: a logistic model of what was seen while solving.

Fitted on training tasks that pretraining never saw (`tinyduo.evals.arc_confidence`), kept in the
weights' card. That the final model gives demonstrations again that it learned from is no evidence
by itself: most tasks that are missed were fitted too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from math import exp
from typing import Any


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an attempt, and against it."""

    hit: float  # held-out demonstrations that came out right, as a share; 0 where none was tried
    miss: float  # those that did not
    share: float  # of the views that voted for the attempt
    ahead: float  # its share less that of the best other candidate
    log_probability: float  # of its cells, mean over cells and views
    fitted: float  # share of the views of demonstrations that came out right at the end
    halt: float  # halting probability of the views that voted for it
    attempt: float  # 0 for the first, 1 for the second


NAMES = tuple(field.name for field in fields(Signs))


@dataclass(frozen=True, slots=True)
class Confidence:
    """A fitted model; `weights` in the order of `NAMES`."""

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def of_card(cls, card: Mapping[str, Any]) -> Confidence | None:
        """The model in a card of weights; None where none has been fitted.

        Raises:
            ValueError: where it is one of other signs.
        """
        found = card.get("confidence")
        if found is None:
            return None
        if set(found["weights"]) != set(NAMES):
            raise ValueError(
                f"the card's confidence weighs {', '.join(found['weights'])}, expected "
                f"{', '.join(NAMES)}; fit it again: python -m tinyduo.evals.arc_confidence"
            )
        weights = tuple(float(found["weights"][name]) for name in NAMES)
        return cls(weights, float(found["bias"]))

    def probability(self, signs: Signs) -> float:
        """The probability of being right."""
        logit = self.bias + dot(self.weights, astuple(signs))
        return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))

    def to_json(self) -> dict[str, Any]:
        """For a card."""
        weights = {name: round(w, 4) for name, w in zip(NAMES, self.weights, strict=True)}
        return {"weights": weights, "bias": round(self.bias, 4)}


def dot(left: Sequence[float], right: Sequence[float]) -> float:
    """The sum of products."""
    return sum(a * b for a, b in zip(left, right, strict=True))
