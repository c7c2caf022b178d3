"""The arms that answer whole messages: `hybrid`, `reader-trm` (no LLM) and `llm-exact`.

All three are `Hybrid` itself, as people get it. It is made anew for each item, as it remembers
how a model reports: what an item costs must not depend on those before it. In `llm-exact` only
the solver behind it is another.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from typing_extensions import override

from ...hybrid.answer import Hybrid
from ...hybrid.reply import PuzzleReply, Reply
from ...tools.reading.finding import Puzzle
from ...trm.puzzles.arc import ArcTask
from ...trm.result import Budget, Result
from ...trm.solving.arc.result import ArcBudget, ArcResult
from ..endpoint import Meter, Patience, counted, down, error_line, metered, passes
from ..suites import Item
from .exact import exact_result
from .outcome import Outcome
from .recorded import Recorded

_KEPT = 1_500  # characters of explanations in a record


@dataclass(frozen=True, slots=True)
class Turns:
    """A turn of conversation for each item."""

    name: str
    llm: BaseChatModel | None
    solver: str = "trm"  # or exact
    seed: int = 0
    budget: Budget = field(default_factory=Budget)
    arc_budget: ArcBudget | None = None
    weights: str | None = None
    device: str = "cpu"
    llm_seconds: float | None = None
    patience: Patience = field(default_factory=Patience)
    recorded: Recorded | None = None
    together: int = 1

    def takes(self, item: Item) -> bool:
        """Everything; but nothing solves ARC exactly."""
        return self.solver == "trm" or item.kind != "arc"

    def answer(self, items: Sequence[Item]) -> list[Outcome]:
        """One outcome an item."""
        return [self._one(item) for item in items]

    def _one(self, item: Item) -> Outcome:
        """Answer, again where the model's endpoint had an error that passes."""
        number = 1
        while True:
            began = time.perf_counter()
            with metered() as meter:
                reply = self._hybrid().answer(item.text)
            took = time.perf_counter() - began
            failed = meter.errors[-1] if meter.errors else None
            if failed is None or not passes(failed) or number == self.patience.tries:
                break
            number += 1
            self.patience.sleep(self.patience.before(number))
        outcome = outcome_of(reply, meter, took)
        if failed is None:
            return replace(outcome, tries=number - 1)
        return replace(outcome, tries=number - 1, error=error_line(failed), down=down(failed))

    def _hybrid(self) -> Hybrid:
        hybrid = _Instead(
            counted(self.llm) if self.llm else None,
            llm_seconds=self.llm_seconds,
            budget=self.budget,
            arc_budget=self.arc_budget,
            seed=self.seed,
            weights=self.weights,
            device=self.device,
        )
        hybrid.exactly, hybrid.recorded = self.solver == "exact", self.recorded
        return hybrid


class _Instead(Hybrid):
    """The same turn; where something else has the answer, the TRM is not asked."""

    exactly = False  # an exact solver for Sudokus and mazes
    recorded: Recorded | None = None  # what the TRM answered to ARC tasks before

    @override
    def _solve(self, puzzle: Puzzle, name: str | None = None) -> Result | ArcResult:
        found: Result | ArcResult | None = None
        if not isinstance(puzzle, ArcTask):
            found = exact_result(puzzle) if self.exactly else None
        elif self.recorded is not None:
            found = self.recorded.result(puzzle)
        return super()._solve(puzzle, name) if found is None else found


def outcome_of(reply: Reply, meter: Meter, seconds: float) -> Outcome:
    """What a reply says of its puzzles."""
    heard: dict[str, Any] = reply.witnesses.get("llm") or {}
    found = [_of_puzzle(puzzle) for puzzle in reply.puzzles]
    first, *more = found or [Outcome(reply.status, reads=True, kind=reply.kind, tool_called=False)]
    return replace(
        first,
        more=tuple(more),
        ask=str(reply.ask),
        llm_agrees=heard.get("agrees"),
        llm_failed=heard.get("error"),
        repairs=int(bool(heard.get("repaired"))),
        seconds=reply.seconds | {"llm": meter.usage.seconds, "total": seconds},
        usage=meter.usage,
        reply=reply.explanation[:_KEPT],
    )


def _of_puzzle(reply: PuzzleReply) -> Outcome:
    result = reply.result
    common = Outcome(
        status=reply.status,
        reads=True,
        kind=str(reply.kind),
        puzzle=reply.puzzle,
        tool_called=result is not None,
    )
    if result is None:
        return common
    if isinstance(result, Result):
        verdict = reply.verdict
        return replace(
            common,
            answer=result.answer,
            verified=bool(result.answer and verdict and verdict.verified),
            steps=result.steps,
            candidates=result.candidates,
            confidence=result.halt_probability if result.steps else None,
            trace=reply.trace,
        )
    answers = result.grids or None
    chances = [attempts[0].p_correct for attempts in result.answers if attempts]
    sure = min((chance for chance in chances if chance is not None), default=None)
    return replace(common, answer=answers, steps=result.steps, confidence=sure)
