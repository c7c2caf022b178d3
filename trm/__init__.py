"""The Tiny Recursive Model: puzzles, the recursion, networks, training, inference, weights.

Shape letters used throughout: B batch, L cells of a flat board, V digits (vocabulary),
D hidden size, H and W rows and columns of a grid; boards as boxes: P bands of p rows, Q stacks
of q columns.

Names are imported on first use, so that `tinyduo.trm.puzzles` works without torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checkpoint import Weights, load_weights, weight_names
    from .puzzles import Layout, Status, Sudoku, Verdict
    from .puzzles.arc import ArcTask
    from .puzzles.maze import Maze
    from .result import Budget, Prediction, Result, TraceStep
    from .solver import predict, solve, solve_many
    from .solving.arc.result import ArcBudget, ArcResult
    from .solving.arc.solver import solve_arc

__all__ = [
    "ArcBudget",
    "ArcResult",
    "ArcTask",
    "Budget",
    "Layout",
    "Maze",
    "Prediction",
    "Result",
    "Status",
    "Sudoku",
    "TraceStep",
    "Verdict",
    "Weights",
    "load_weights",
    "predict",
    "solve",
    "solve_arc",
    "solve_many",
    "weight_names",
]

_HOMES = {
    "ArcBudget": ".solving.arc.result",
    "ArcResult": ".solving.arc.result",
    "ArcTask": ".puzzles.arc",
    "Budget": ".result",
    "Layout": ".puzzles",
    "Maze": ".puzzles.maze",
    "Prediction": ".result",
    "Result": ".result",
    "Status": ".puzzles",
    "Sudoku": ".puzzles",
    "TraceStep": ".result",
    "Verdict": ".puzzles",
    "Weights": ".checkpoint",
    "load_weights": ".checkpoint",
    "predict": ".solver",
    "solve": ".solver",
    "solve_arc": ".solving.arc.solver",
    "solve_many": ".solver",
    "weight_names": ".checkpoint",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)
