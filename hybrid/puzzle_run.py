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

from ..trm.checkpoint import Weights, load_weights, weight_names
from ..trm.puzzles import Maze, Status, Sudoku, maze, sudoku
from ..trm.result import Budget, Prediction, Result
from ..trm.solver import BATCH, SINGLE_PASS_STEPS, predict, solve_many
from .batch import BatchRun, fingerprint
from .kinds import KINDS

SINGLE_PASS_BATCH = 64  # puzzles of a single pass that run together
QUESTION, BOX = "question", "box"  # columns

Puzzle = Sudoku | Maze


class PuzzleRun(BatchRun):
    """A CSV file with a column `question`, one puzzle in one-line form a line.

    Args:
        source: the file; a column `box` ("3x2") says which boxes a 6x6 board has.
        kind: of every line, "sudoku" or "maze"; None: each line's own, seen by its characters.
        weights: of the TRM, by name or path, for the kind they are for; None: the shipped ones.
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
        kind: str | None = None,
        weights: str | None = None,
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
        self.kind, self.device = kind, device
        self.weights = self._loaded(weights)

    def settings(self) -> dict[str, Any]:
        """What decides the output, besides the input."""
        weights = {kind: fingerprint(weights) for kind, weights in self.weights.items()}
        run: dict[str, Any] = {"kind": self.kind, "weights": weights}
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
        records: dict[int, dict[str, Any]] = {}
        for kind in (Sudoku, Maze):
            numbers = [number for number, puzzle in enumerate(read) if isinstance(puzzle, kind)]
            records |= zip(numbers, self._run([read[number] for number in numbers]), strict=True)
        for number, puzzle in enumerate(read):
            yield _unread(puzzle) if isinstance(puzzle, str) else records[number]

    def _loaded(self, name: str | None) -> dict[str, Weights]:
        """The weights of each kind that may occur, as far as they are there."""
        chosen = load_weights(name, device=self.device) if name is not None else None
        if chosen is not None and self.kind not in (None, chosen.puzzles):
            raise ValueError(
                f"weights {chosen.name!r} are for puzzles of kind {chosen.puzzles!r}, "
                f"and --kind is {self.kind}"
            )
        loaded = {}
        for kind in (self.kind,) if self.kind else (kind.name for kind in KINDS):
            if chosen is not None and chosen.puzzles == kind:
                loaded[kind] = chosen
            elif self.kind or kind in weight_names():
                loaded[kind] = load_weights(kind, device=self.device)
        return loaded

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

    def _read(self, line: str) -> Puzzle | str:
        """The puzzle of a line, or what is wrong with it."""
        try:
            fields = next(csv.reader([line]))
            text = self._field(fields, QUESTION) or ""
            kind = self.kind or _kind_of(text)
            if kind == "maze":
                puzzle = maze.from_line(text)
            else:
                puzzle = sudoku.from_line(text.strip(), self._box(fields))
        except (csv.Error, ValueError) as error:
            return str(error)
        return puzzle

    def _field(self, fields: Sequence[str], column: str) -> str | None:
        place = self.columns.get(column, len(fields))
        return fields[place] if place < len(fields) else None

    def _box(self, fields: Sequence[str]) -> tuple[int, int] | None:
        text = (self._field(fields, BOX) or "").strip()
        if not text:
            return None
        found = re.fullmatch(r"(\d)\s*[xX]\s*(\d)", text)
        if not found:
            raise ValueError(f"the box is {text[:20]!r}, expected rows x columns such as 3x2")
        return int(found[1]), int(found[2])

    def _run(self, puzzles: Sequence[Any]) -> Iterator[dict[str, Any]]:
        """The records of puzzles of one kind."""
        if not puzzles:
            return iter(())
        kind = "maze" if isinstance(puzzles[0], Maze) else "sudoku"
        weights = self.weights.get(kind) or load_weights(kind, device=self.device)
        run = self._predicted if self.single_pass else self._solved
        return run(puzzles, weights)

    def _solved(self, puzzles: Sequence[Any], weights: Weights) -> Iterator[dict[str, Any]]:
        results = solve_many(puzzles, budget=self.budget, seed=self.seed, weights=weights)
        for puzzle, result in zip(puzzles, results, strict=True):
            yield _judged(puzzle, result)

    def _predicted(self, puzzles: Sequence[Any], weights: Weights) -> Iterator[dict[str, Any]]:
        began = perf_counter()
        predictions = predict(puzzles, steps=self.steps, weights=weights)
        share = (perf_counter() - began) / len(puzzles)
        for puzzle, prediction in zip(puzzles, predictions, strict=True):
            yield _unjudged(puzzle, prediction, share)


def _kind_of(text: str) -> str:
    """The kind of a one-line puzzle: no Sudoku has walls or a start, and every maze has one."""
    return "maze" if "#" in text or "S" in text else "sudoku"


def _line_of(puzzle: Puzzle, answer: Any) -> str | None:
    """An answer in one-line form."""
    if not answer:
        return None
    return maze.to_line(puzzle, answer) if isinstance(puzzle, Maze) else sudoku.to_line(answer)


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


def _judged(puzzle: Puzzle, result: Result) -> dict[str, Any]:
    verdict = result.verdict
    record = _Line(
        status=result.status,
        answer=_line_of(puzzle, result.answer),
        verified=bool(result.answer and verdict and verdict.verified),
        steps=result.steps,
        candidates=result.candidates,
        halt_probability=round(result.halt_probability, 4),
        seconds=result.seconds,
    ).to_json()
    if result.status is Status.CONTRADICTION and verdict:
        record["message"] = "; ".join(problem.message for problem in verdict.problems)
    return record


def _unjudged(puzzle: Puzzle, prediction: Prediction, seconds: float) -> dict[str, Any]:
    return _Line(
        status=Status.PREDICTED,
        answer=_line_of(puzzle, prediction.answer),
        verified=False,
        steps=prediction.steps,
        candidates=1,
        halt_probability=round(prediction.halt_probability, 4),
        seconds=seconds,
    ).to_json()


def _unread(message: str) -> dict[str, Any]:
    record = _Line(Status.MALFORMED, None, False, 0, 0, None, 0.0).to_json()
    return record | {"message": message}
