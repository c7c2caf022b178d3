"""What the verifier says of a puzzle and an answer.

Only code builds a `Verdict`; a model never does. Cells count from 0 here and in JSON,
from 1 in the `message`, which is for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Cell = tuple[int, int]  # (row, column), from 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule."""

    # Sudoku: "row", "column", "box", "given", "blank", "range", "shape", and for groups of one's
    # own "diagonal", "window", "region", "group"; mazes: "start", "goal", "step", "wall",
    # "repeat", "length", "range", "shape".
    rule: str
    cells: tuple[Cell, ...]  # the cells at fault, from 0
    message: str  # for people: rows and columns from 1

    def to_json(self) -> dict[str, Any]:
        """The problem as JSON-ready data."""
        return {
            "rule": self.rule,
            "cells": [list(cell) for cell in self.cells],
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verifier's finding: verified exactly when there is no problem."""

    # Sudoku: in reading order of the first cell; mazes: in order of the rules.
    problems: tuple[Problem, ...] = ()

    @property
    def verified(self) -> bool:
        """True when no rule is broken."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON-ready data."""
        return {
            "verified": self.verified,
            "problems": [problem.to_json() for problem in self.problems],
        }


def cell_name(cell: Cell) -> str:
    """A cell in words for people, counted from 1.

    >>> cell_name((2, 4))
    'r3c5'
    """
    return f"r{cell[0] + 1}c{cell[1] + 1}"
