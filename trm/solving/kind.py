"""What the solver asks of a kind of puzzle: a few functions and a name.

An attempt is whatever the kind keeps about one puzzle while it is being solved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..checkpoint import Weights
from ..recursion import TinyRecursiveModel
from ..result import Budget, Prediction, Result, TraceStep


@dataclass(frozen=True, slots=True)
class Request:
    """How a puzzle is to be solved; `tinyduo.trm.solver.solve` explains the fields."""

    weights: Weights
    budget: Budget
    seed: int
    judge: Callable[..., Any] | None  # None: the kind's own
    on_step: Callable[[TraceStep], None] | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of puzzle, as the solver sees it."""

    name: str
    puzzle: type  # of its puzzles
    begin: Callable[[Any, Request], Any]  # an attempt at a puzzle
    run_plain: Callable[[Sequence[Any]], None]  # the plain candidates of attempts, together
    finish: Callable[[Any, float], Result]  # further candidates of an attempt begun at a time
    predict: Callable[[Sequence[Any], Weights, int, int], list[Prediction]]  # steps, seed
    misfit: Callable[[Any, TinyRecursiveModel], str | None]  # why a model is not for a puzzle
    weights: Callable[[Any], str]  # name of the shipped weights that are for a puzzle
