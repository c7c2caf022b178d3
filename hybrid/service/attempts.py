"""Whether an attempt at a puzzle needs more than its plain candidate: whether it may take long."""

from __future__ import annotations

from typing import Any

from ...trm.puzzles.sudoku import Answers
from ...trm.solving.sudoku.attempt import Attempt as SudokuAttempt


def needs_more(attempt: Any) -> bool:
    """Whether further candidates would run for an attempt, after its plain candidate.

    Args:
        attempt: of the solver, at a Sudoku or a maze.
    """
    if attempt.answer is not None:
        return False
    if isinstance(attempt, SudokuAttempt):
        no_answer = attempt.ruling is not None and attempt.ruling.answers is Answers.NONE
        return attempt.line is not None and not no_answer  # givens that clash never ran
    return attempt.moves is not None  # a maze that has a path
