"""Whether the service lives, and whether it can take calls: for balancers and watchdogs."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from ...tools.catalogue import ToolWeights
from ...trm.checkpoint import load_weights
from ...trm.puzzles import Layout, Maze, Sudoku
from ...trm.result import Budget
from ...trm.solver import misfit
from .admission import Gate
from .batcher import Batcher
from .wire import answer

_BOARD = ((0, 0, 0, 4), (0, 0, 0, 3), (1, 0, 0, 0), (4, 0, 0, 0))
_MAZE = ("S #", "# G")


class Health:
    """The routes.

    Args:
        gate: says when the service closes.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.warm = False  # weights are loaded; a Sudoku and a maze were solved

    async def live(self, request: Request) -> Response:
        """`GET /healthz`."""
        return answer({"status": "ok"})

    async def ready(self, request: Request) -> Response:
        """`GET /readyz`."""
        if self._gate.closing:
            return answer({"status": "closing"}, 503)
        return answer({"status": "ready"}) if self.warm else answer({"status": "loading"}, 503)

    async def warm_up(self, batcher: Batcher, weights: ToolWeights) -> None:
        """Load the weights, solve a Sudoku and a maze, then be ready.

        Raises:
            ValueError: for weights that are not there.
        """
        puzzles = {
            weights.sudoku or "sudoku": Sudoku(_BOARD, Layout(2, 2)),
            weights.maze or "maze": Maze(_MAZE),
        }
        for name, puzzle in puzzles.items():
            loaded = await asyncio.to_thread(load_weights, name)
            if misfit(puzzle, loaded) is None:
                await batcher.solve(puzzle, weights=loaded, budget=Budget(seconds=5))
        await asyncio.to_thread(load_weights, weights.arc or "arc")
        self.warm = True
