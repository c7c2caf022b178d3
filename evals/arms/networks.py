"""The arms that are told the true grid: what the TRM alone can do.

`trm-oracle` is the solver with its verifier and retries, `trm-single` one candidate without
either. Both run many items together: how they are cut into batches changes only speed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ...tools.solving import learn_and_answer
from ...trm.checkpoint import load_weights
from ...trm.puzzles import Maze, Status, Sudoku
from ...trm.puzzles.arc import ArcTask
from ...trm.result import Budget, Result
from ...trm.solver import SINGLE_PASS_STEPS, misfit, predict, solve_many
from ...trm.solving.arc.result import ArcBudget
from ..suites import Item
from .outcome import Outcome, of_parts
from .recorded import Recorded


@dataclass(frozen=True, slots=True)
class Oracle:
    """The TRM with verifier and retries, told the true grid."""

    name: str = "trm-oracle"
    seed: int = 0
    budget: Budget = field(default_factory=Budget)
    arc_budget: ArcBudget | None = None
    weights: str | None = None
    device: str = "cpu"
    recorded: Recorded | None = None
    together: int = 16

    def takes(self, item: Item) -> bool:
        """Whole puzzles."""
        return all(part.puzzle is not None for part in item.parts)

    def answer(self, items: Sequence[Item]) -> list[Outcome]:
        """One outcome an item; Sudokus and mazes run together."""
        return of_parts(items, self._answer)

    def _answer(self, items: Sequence[Item]) -> list[Outcome]:
        found: dict[int, Outcome] = {}
        boards = _boards(items)
        for name, numbers in _by_weights(boards, self.weights, self.device).items():
            results = solve_many(
                [boards[number] for number in numbers],
                budget=self.budget,
                seed=self.seed,
                weights=name,
                device=self.device,
            )
            found |= {n: of_result(r) for n, r in zip(numbers, results, strict=True)}
        for number, item in enumerate(items):
            if isinstance(item.puzzle, ArcTask):
                found[number] = self._arc(item, item.puzzle)
        return [found[number] for number in range(len(items))]

    def _arc(self, item: Item, task: ArcTask) -> Outcome:
        named = self.weights or "arc"
        arc = load_weights(named, device=self.device).puzzles == "arc"
        result = self.recorded.result(task) if self.recorded else None
        if result is None:
            result = learn_and_answer(
                task,
                name=item.id,
                budget=self.arc_budget,
                seed=self.seed,
                weights=named if arc else "arc",
                device=self.device,
            )
        chances = [a[0].p_correct for a in result.answers if a and a[0].p_correct is not None]
        return Outcome(
            result.status,
            result.grids or None,
            tool_called=True,
            steps=result.steps,
            confidence=min(chances, default=None),
            seconds={"trm": result.seconds, "total": result.seconds},
        )


@dataclass(frozen=True, slots=True)
class Single:
    """One candidate of the TRM, told the true grid; no verifier, no retries."""

    name: str = "trm-single"
    seed: int = 0
    steps: int = SINGLE_PASS_STEPS
    weights: str | None = None
    device: str = "cpu"
    together: int = 64

    def takes(self, item: Item) -> bool:
        """Whole Sudokus and mazes."""
        return all(isinstance(part.puzzle, Sudoku | Maze) for part in item.parts)

    def answer(self, items: Sequence[Item]) -> list[Outcome]:
        """One outcome an item."""
        return of_parts(items, self._answer)

    def _answer(self, items: Sequence[Item]) -> list[Outcome]:
        found: dict[int, Outcome] = {}
        boards = _boards(items)
        for name, numbers in _by_weights(boards, self.weights, self.device).items():
            began = time.perf_counter()
            answers = predict(
                [boards[number] for number in numbers],
                steps=self.steps,
                seed=self.seed,
                weights=name,
                device=self.device,
            )
            share = (time.perf_counter() - began) / len(numbers)
            for number, one in zip(numbers, answers, strict=True):
                found[number] = Outcome(
                    Status.PREDICTED,
                    one.answer or None,
                    tool_called=True,
                    steps=one.steps,
                    candidates=1,
                    confidence=one.halt_probability,
                    seconds={"trm": share, "total": share},
                )
        return [found[number] for number in range(len(items))]


def of_result(result: Result) -> Outcome:
    """The outcome of a solved Sudoku or maze."""
    verdict = result.verdict
    return Outcome(
        result.status,
        result.answer,
        verified=bool(result.answer and verdict and verdict.verified),
        tool_called=True,
        steps=result.steps,
        candidates=result.candidates,
        confidence=result.halt_probability,
        trace=result.trace,
        seconds={"trm": result.seconds, "total": result.seconds},
    )


def _boards(items: Sequence[Item]) -> dict[int, Any]:
    """The Sudokus and mazes among items, by their numbers."""
    return {
        number: item.puzzle
        for number, item in enumerate(items)
        if isinstance(item.puzzle, Sudoku | Maze)
    }


def _by_weights(
    boards: dict[int, Any], weights: str | None, device: str
) -> dict[str | None, list[int]]:
    """The numbers of boards by the weights asked for; None: the shipped ones of the kind."""
    chosen = load_weights(weights, device=device) if weights else None
    found: dict[str | None, list[int]] = {}
    for number, board in boards.items():
        name = weights if chosen and misfit(board, chosen) is None else None
        found.setdefault(name, []).append(number)
    return found
