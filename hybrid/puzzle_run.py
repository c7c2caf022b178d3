"""`tinyduo solve --puzzles`: a CSV file of one-line puzzles, answered by the TRM alone.

With `single_pass` one candidate answers and nobody verifies; else the solver's whole budget
is used. A line that holds no puzzle gets the status `malformed` and the reason. How rows are
answered: `tinyduo.trm.bulk`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..trm.bulk import BOX, QUESTION, BulkSolver, Record, kind_of
from ..trm.checkpoint import load_weights, weight_names
from ..trm.puzzles import Status
from ..trm.result import Budget
from ..trm.solver import BATCH, KINDS
from .batch import BatchRun, fingerprint

SINGLE_PASS_BATCH = 64  # puzzles of a single pass that run together


class PuzzleRun(BatchRun):
    """A CSV file with a column `question`, one puzzle in one-line form a line.

    Args:
        source: the file; a column `box` ("3x2") says which boxes a 6x6 board has.
        kind: of every line, "sudoku" or "maze"; None: each line's own, seen by its characters.
        weights: of the TRM, by name or path; None: the shipped ones of each kind.
        device: where it runs.
        seed: of the solver.
        budget: of each puzzle.
        single_pass: one candidate a puzzle, no verifier.
        steps: supervision steps of a single pass.

    Raises:
        ValueError: where there is no such column, or the weights cannot be used, or are for
            puzzles of another kind than a line of the file.
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
        its = load_weights(weights, device=device).puzzles if weights is not None else None
        if its is not None and kind not in (None, its):
            raise ValueError(
                f"--weights {weights} is for puzzles of kind {its!r}, and --kind is {kind}"
            )
        self.solver = BulkSolver(
            kind=kind,
            weights=weights,
            device=device,
            seed=seed,
            budget=budget,
            single_pass=single_pass,
            steps=steps,
        )
        if its is not None and kind is None:
            self._check_kinds(its)
        only = kind or its
        names = [only] if only else [each.name for each in KINDS if each.name in weight_names()]
        self.weights = {name: self.solver.weights_for(name) for name in names}

    def settings(self) -> dict[str, Any]:
        """What decides the output, besides the input."""
        solver = self.solver
        weights = {kind: fingerprint(weights) for kind, weights in self.weights.items()}
        run: dict[str, Any] = {"kind": solver.kind, "weights": weights, "seed": solver.seed}
        if solver.single_pass:
            return run | {"single_pass": True, "steps": solver.steps}
        return run | {"single_pass": False, "budget": asdict(solver.budget)}

    def items(self) -> Iterator[str]:
        """The lines below the header."""
        lines = super().items()
        next(lines, None)
        return lines

    def answers(self, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
        """One record a puzzle."""
        rows = [self._row(line) for line in lines]
        records = self.solver.records([row for row in rows if not isinstance(row, str)])
        for row in rows:
            yield (_not_csv(row) if isinstance(row, str) else next(records)).to_json()

    def _check_kinds(self, kind: str) -> None:
        """Refuse a file with puzzles that the weights are not for, before any is answered."""
        for number, line in enumerate(self.items(), start=1):
            row = self._row(line)
            if isinstance(row, str) or (its := kind_of(row[0])) == kind:
                continue
            if not isinstance(self.solver.read(*row), str):  # else it is malformed, as it would be
                raise ValueError(
                    f"--weights {self.solver.weights} is for puzzles of kind {kind!r}, and puzzle "
                    f"{number} of {self.source} is one of kind {its!r}; answer those in a run of "
                    "their own"
                )

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

    def _row(self, line: str) -> tuple[str, str] | str:
        """Question and box of a line, or why it is no line of a CSV file."""
        try:
            fields = next(csv.reader([line]))
        except csv.Error as error:
            return str(error)

        def field(column: str) -> str:
            place = self.columns.get(column, len(fields))
            return fields[place] if place < len(fields) else ""

        return field(QUESTION), field(BOX)


def _not_csv(message: str) -> Record:
    return Record(Status.MALFORMED, None, False, 0, 0, None, 0.0, message)
