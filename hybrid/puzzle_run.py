"""`tinyduo solve --puzzles`: a CSV file of one-line puzzles, answered by the TRM alone.

With `single_pass` one candidate answers and nobody verifies; else the solver's whole budget
is used. A line that holds no puzzle gets the status `malformed` and the reason.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from ..trm.checkpoint import load_weights
from ..trm.puzzles import Status, Sudoku
from ..trm.puzzles.sudoku import from_line, to_line
from ..trm.result import Budget, Result
from ..trm.solver import BATCH, SINGLE_PASS_STEPS, Prediction, predict, solve_many
from .batch import BatchRun, fingerprint

SINGLE_PASS_BATCH = 64  # puzzles of a single pass that run together
QUESTION, BOX = "question", "box"  # columns


class PuzzleRun(BatchRun):
    """A CSV file with a column `question`, one puzzle in one-line form a line.

    Args:
        source: the file; a column `box` ("3x2") says which boxes a 6x6 board has.
        weights: of the TRM, by name or path.
        device: where it runs.
        seed: of the solver.
        budget: of each puzzle.
        single_pass: one candidate a puzzle, no verifier.
        steps: supervision steps of a single pass.

    Raises:
        ValueError: where there is no such column, or the weights cannot be used.
    """

    def __init__(
        self,
        source: Path,
        *,
        weights: str = "sudoku",
        device: str = "cpu",
        seed: int = 0,
        budget: Budget | None = None,
        single_pass: bool = False,
        steps: int | None = None,
    ) -> None:
        self.source = source
        self.together = SINGLE_PASS_BATCH if single_pass else BATCH
        self.columns = self._columns()
        self.seed, self.budget = seed, budget or Budget()
        self.single_pass, self.steps = single_pass, steps or SINGLE_PASS_STEPS
        self.weights = load_weights(weights, device=device)

    def settings(self) -> dict[str, Any]:
        """What decides the output, besides the input."""
        run: dict[str, Any] = {"weights": fingerprint(self.weights)}
        if self.single_pass:
            return run | {"single_pass": True, "steps": self.steps}
        return run | {"single_pass": False, "seed": self.seed, "budget": asdict(self.budget)}

    def items(self) -> Iterator[str]:
        """The lines below the header."""
        lines = super().items()
        next(lines, None)
        return lines

    def answers(self, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
        """One record a puzzle."""
        read = [self._read(line) for line in lines]
        puzzles = [puzzle for puzzle in read if isinstance(puzzle, Sudoku)]
        records = self._predicted(puzzles) if self.single_pass else self._solved(puzzles)
        for puzzle in read:
            yield next(records) if isinstance(puzzle, Sudoku) else _unread(puzzle)

    def _columns(self) -> dict[str, int]:
        """Where the columns stand."""
        header = next(super().items(), "")
        try:
            names = [name.strip() for name in next(csv.reader([header]), [])]
        except csv.Error:
            names = []
        if QUESTION not in names:
            found = ", ".join(f"{name:.20}" for name in names[:10]) or "none"
            raise ValueError(f"{self.source} has no column {QUESTION!r}; its columns: {found}")
        return {name: names.index(name) for name in (QUESTION, BOX) if name in names}

    def _read(self, line: str) -> Sudoku | str:
        """The puzzle of a line, or what is wrong with it."""
        try:
            fields = next(csv.reader([line]))
            return from_line(self._field(fields, QUESTION) or "", self._box(fields))
        except (csv.Error, ValueError) as error:
            return str(error)

    def _field(self, fields: Sequence[str], column: str) -> str | None:
        place = self.columns.get(column, len(fields))
        return fields[place].strip() if place < len(fields) else None

    def _box(self, fields: Sequence[str]) -> tuple[int, int] | None:
        text = self._field(fields, BOX)
        if not text:
            return None
        found = re.fullmatch(r"(\d)\s*[xX]\s*(\d)", text)
        if not found:
            raise ValueError(f"the box is {text[:20]!r}, expected rows x columns such as 3x2")
        return int(found[1]), int(found[2])

    def _solved(self, puzzles: Sequence[Sudoku]) -> Iterator[dict[str, Any]]:
        results = solve_many(puzzles, budget=self.budget, seed=self.seed, weights=self.weights)
        return (_judged(result) for result in results)

    def _predicted(self, puzzles: Sequence[Sudoku]) -> Iterator[dict[str, Any]]:
        began = perf_counter()
        predictions = predict(puzzles, steps=self.steps, weights=self.weights)
        share = (perf_counter() - began) / max(1, len(puzzles))
        return (_unjudged(prediction, share) for prediction in predictions)


@dataclass(frozen=True, slots=True)
class _Line:
    """One puzzle's record; `index` comes before it."""

    status: Status
    answer: str | None  # one-line form
    verified: bool
    steps: int
    candidates: int
    halt_probability: float | None
    seconds: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"status": str(self.status), "seconds": round(self.seconds, 4)}


def _judged(result: Result) -> dict[str, Any]:
    verdict = result.verdict
    record = _Line(
        status=result.status,
        answer=to_line(result.answer) if result.answer else None,
        verified=bool(result.answer and verdict and verdict.verified),
        steps=result.steps,
        candidates=result.candidates,
        halt_probability=round(result.halt_probability, 4),
        seconds=result.seconds,
    ).to_json()
    if result.status is Status.CONTRADICTION and verdict:
        record["message"] = "; ".join(problem.message for problem in verdict.problems)
    return record


def _unjudged(prediction: Prediction, seconds: float) -> dict[str, Any]:
    return _Line(
        status=Status.PREDICTED,
        answer=to_line(prediction.answer),
        verified=False,
        steps=prediction.steps,
        candidates=1,
        halt_probability=round(prediction.halt_probability, 4),
        seconds=seconds,
    ).to_json()


def _unread(message: str) -> dict[str, Any]:
    record = _Line(Status.MALFORMED, None, False, 0, 0, None, 0.0).to_json()
    return record | {"message": message}
