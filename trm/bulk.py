"""Many one-line puzzles, a batch of columns at a time: for a plain loop, a pool, or Ray Data.

`BulkSolver` holds settings alone and loads weights where it is called, so it can be sent to
any process: `solver(batch)`, `dataset.map_batches(BulkSolver, fn_constructor_kwargs=...)`.
Every row is answered for itself: how rows are cut into batches changes only speed, and the
last digits of probabilities. A row that holds no puzzle gets the status `malformed`.
`tinyduo solve --puzzles` is made of the same records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import numpy as np

from .checkpoint import Weights, load_weights
from .puzzles import Maze, Status, Sudoku, maze, sudoku
from .result import Budget, Prediction, Result
from .solver import KINDS, SINGLE_PASS_STEPS, misfit, predict, solve_many

Puzzle = Sudoku | Maze

QUESTION, BOX = "question", "box"  # columns that are read


@dataclass(frozen=True, slots=True)
class Record:
    """What came of one puzzle."""

    status: Status
    answer: str | None  # one-line form
    verified: bool
    steps: int
    candidates: int
    halt_probability: float | None
    seconds: float
    message: str = ""  # what is wrong, where something is

    def to_json(self) -> dict[str, Any]:
        """The record as JSON-ready data; `message` only where there is one."""
        record = asdict(self) | {"status": str(self.status), "seconds": round(self.seconds, 4)}
        if not self.message:
            del record["message"]
        return record


class BulkSolver:
    """Answers batches of one-line puzzles; see the module docstring.

    Without a budget in seconds (`Budget(seconds=None)`), or in a single pass, the settings
    alone decide the answers.

    Args:
        kind: of every row, "sudoku" or "maze"; None: each row's own, seen by its characters.
        weights: of the TRM, by name or path; None: the shipped ones of each kind. Puzzles that
            they are not for get the status `unsupported`.
        device: where it runs.
        seed: of the solver.
        budget: of each puzzle.
        single_pass: one candidate a puzzle, no verifier.
        steps: supervision steps of a single pass, at most.

    Raises:
        ValueError: for a kind or weights that there are not, or that do not go together.
    """

    # No dataclass: Ray makes a subclass of its own, which frozen ones with slots do not stand.
    def __init__(
        self,
        *,
        kind: str | None = None,
        weights: str | None = None,
        device: str = "cpu",
        seed: int = 0,
        budget: Budget | None = None,
        single_pass: bool = False,
        steps: int | None = None,
    ) -> None:
        self.kind, self.weights, self.device, self.seed = kind, weights, device, seed
        self.budget = budget or Budget()
        self.single_pass = single_pass
        self.steps = SINGLE_PASS_STEPS if steps is None else steps
        known = [each.name for each in KINDS]
        if kind not in (None, *known):
            raise ValueError(f"kind is {kind!r}, expected {' or '.join(known)}")
        if self.steps < 1:
            raise ValueError(f"{self.steps} supervision steps, expected 1 or more")
        chosen = load_weights(weights, device=device) if weights is not None else None
        if chosen is not None and chosen.puzzles not in known:
            raise ValueError(
                f"weights {chosen.name!r} are for puzzles of kind {chosen.puzzles!r}, "
                f"expected {' or '.join(known)}"
            )
        if chosen is not None and kind not in (None, chosen.puzzles):
            raise ValueError(
                f"weights {chosen.name!r} are for puzzles of kind {chosen.puzzles!r}, "
                f"and kind is {kind!r}"
            )

    def weights_for(self, kind: str) -> Weights:
        """The weights that are asked about puzzles of a kind: those chosen, else the shipped."""
        return load_weights(kind if self.weights is None else self.weights, device=self.device)

    def __call__(self, batch: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The batch with the answers in further columns.

        Args:
            batch: the column `question`, perhaps `box` ("3x2") for 6x6 boards, and others,
                which are passed through.

        Returns:
            All columns, and `status`, `answer` (one-line form or ""), `verified`, `steps`,
            `candidates`, `halt_probability` (NaN where nothing ran) and `message`.

        Raises:
            ValueError: where there is no such column.
        """
        if QUESTION not in batch:
            raise ValueError(f"no column {QUESTION!r}; the columns are: {', '.join(batch)}")
        questions = batch[QUESTION]
        boxes = batch.get(BOX, [None] * len(questions))
        rows = list(zip(map(_text, questions), map(_text, boxes), strict=True))
        records = list(self.records(rows))
        columns: dict[str, tuple[type, Sequence[Any]]] = {
            "status": (str, [str(record.status) for record in records]),
            "answer": (str, [record.answer or "" for record in records]),
            "verified": (bool, [record.verified for record in records]),
            "steps": (np.int64, [record.steps for record in records]),
            "candidates": (np.int64, [record.candidates for record in records]),
            "halt_probability": (np.float64, [record.halt_probability for record in records]),
            "message": (str, [record.message for record in records]),
        }
        return {**batch} | {name: np.array(data, kind) for name, (kind, data) in columns.items()}

    def records(self, rows: Sequence[tuple[str, str]]) -> Iterator[Record]:
        """One record a row of (question, box), in order."""
        read = [self.read(*row) for row in rows]
        found: dict[int, Record] = {}
        for kind in KINDS:
            numbers = [number for number, item in enumerate(read) if isinstance(item, kind.puzzle)]
            if numbers:
                weights = self.weights_for(kind.name)
                found |= self._run({number: read[number] for number in numbers}, weights)
        for number, item in enumerate(read):
            yield _unread(Status.MALFORMED, item) if isinstance(item, str) else found[number]

    def read(self, question: str, box: str = "") -> Puzzle | str:
        """The puzzle of a row, or what is wrong with it."""
        try:
            if (self.kind or kind_of(question)) == "maze":
                return maze.from_line(question)
            return sudoku.from_line(question, _box(box))
        except ValueError as error:
            return str(error)

    def _run(self, puzzles: Mapping[int, Any], weights: Weights) -> dict[int, Record]:
        """The records of puzzles of one kind, by their numbers."""
        found = {
            number: _unread(Status.UNSUPPORTED, why)
            for number, puzzle in puzzles.items()
            if (why := misfit(puzzle, weights))
        }
        fit = {number: puzzle for number, puzzle in puzzles.items() if number not in found}
        run = self._predicted if self.single_pass else self._solved
        return found | dict(zip(fit, run(list(fit.values()), weights), strict=True))

    def _solved(self, puzzles: Sequence[Any], weights: Weights) -> Iterator[Record]:
        results = solve_many(puzzles, budget=self.budget, seed=self.seed, weights=weights)
        for puzzle, result in zip(puzzles, results, strict=True):
            yield _judged(puzzle, result)

    def _predicted(self, puzzles: Sequence[Any], weights: Weights) -> Iterator[Record]:
        began = perf_counter()
        predictions = predict(puzzles, steps=self.steps, seed=self.seed, weights=weights)
        share = (perf_counter() - began) / max(1, len(puzzles))
        for puzzle, prediction in zip(puzzles, predictions, strict=True):
            yield _unjudged(puzzle, prediction, share)


def kind_of(question: str) -> str:
    """The kind of a one-line puzzle by its characters: no Sudoku has walls or a start.

    >>> kind_of("S# G"), kind_of("...4...31...4...")
    ('maze', 'sudoku')
    """
    return "maze" if "#" in question or "S" in question else "sudoku"


def _text(cell: object) -> str:
    """A cell of a column as text; "" for what is none, such as a missing value."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    return str(cell) if isinstance(cell, str) else ""


def _box(text: str) -> tuple[int, int] | None:
    text = text.strip()
    if not text:
        return None
    found = re.fullmatch(r"(\d)\s*[xX]\s*(\d)", text)
    if not found:
        raise ValueError(f"the box is {text[:20]!r}, expected rows x columns such as 3x2")
    return int(found[1]), int(found[2])


def _line_of(puzzle: Puzzle, answer: Any) -> str | None:
    """An answer in one-line form."""
    if not answer:
        return None
    return maze.to_line(puzzle, answer) if isinstance(puzzle, Maze) else sudoku.to_line(answer)


def _judged(puzzle: Puzzle, result: Result) -> Record:
    verdict, message = result.verdict, ""
    if result.status is Status.CONTRADICTION and verdict:
        message = "; ".join(problem.message for problem in verdict.problems)
    return Record(
        status=result.status,
        answer=_line_of(puzzle, result.answer),
        verified=bool(result.answer and verdict and verdict.verified),
        steps=result.steps,
        candidates=result.candidates,
        halt_probability=round(result.halt_probability, 4),
        seconds=result.seconds,
        message=message,
    )


def _unjudged(puzzle: Puzzle, prediction: Prediction, seconds: float) -> Record:
    return Record(
        status=Status.PREDICTED,
        answer=_line_of(puzzle, prediction.answer),
        verified=False,
        steps=prediction.steps,
        candidates=1,
        halt_probability=round(prediction.halt_probability, 4),
        seconds=seconds,
    )


def _unread(status: Status, message: str) -> Record:
    return Record(status, None, False, 0, 0, None, 0.0, message)
