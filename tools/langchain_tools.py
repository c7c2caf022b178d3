"""LangChain tools: what an agent may call.

An unsolved puzzle is a result with a status. Only input that cannot be processed becomes a
`ToolException`, whose text tells the model what to mend. Weights load on the first call.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Literal

from langchain_core.tools import BaseTool, BaseToolkit, ToolException
from pydantic import BaseModel, Field

from ..trm.puzzles import Maze, Sudoku
from ..trm.result import Result
from ..trm.solving.arc.result import ARC_SECONDS
from .arc import arc_content, run_arc_task
from .arguments import (
    ArcInput,
    ArcPair,
    CheckAnswerArgs,
    Rows,
    SolveArcTaskArgs,
    SolveMazeArgs,
    SolveSudokuArgs,
    validation_message,
)
from .check import check_answer, check_content
from .errors import ToolInputError
from .maze import maze_content, run_maze
from .record import arc_record, puzzle_record, trace_record
from .solving import DEFAULT_BUDGET_S
from .sudoku import run_sudoku, sudoku_content


class _Tool(BaseTool):
    """What the tools share: short content, all of it in the artifact, errors to mend."""

    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    handle_validation_error: Any = Field(default_factory=lambda: validation_message)


class _SolveTool(_Tool):
    """What the solve tools share: the weights, and the trace in the artifact."""

    weights: str | None = None  # name or path; None: the shipped ones

    def _answer(
        self,
        run: Callable[[], tuple[Sudoku | Maze, Result]],
        in_short: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> tuple[str, dict[str, Any]]:
        try:
            puzzle, result = run()
        except ToolInputError as error:
            raise ToolException(str(error)) from error
        record = puzzle_record(puzzle, result)
        artifact = record | {"trace": [trace_record(step) for step in result.trace]}
        return json.dumps(in_short(record)), artifact


class SolveSudoku(_SolveTool):
    """Solves Sudokus with the Tiny Recursive Model; code verifies every answer."""

    name: str = "solve_sudoku"
    description: str = (
        "Solve a classic Sudoku (4x4, 6x6, 9x9 or 16x16) with a local neural solver whose answer "
        "is verified by code. Pass the grid as written; do not solve or change it yourself. "
        "Returns a status (solved, multiple, contradiction, unsolved) with the answer."
    )
    args_schema: type[BaseModel] = SolveSudokuArgs  # pyright: ignore[reportIncompatibleVariableOverride]

    def _run(
        self, grid: str | Rows, box: str | None = None, budget_s: float = DEFAULT_BUDGET_S
    ) -> tuple[str, dict[str, Any]]:
        rows_cols = (int(box[0]), int(box[2])) if box else None
        return self._answer(
            lambda: run_sudoku(grid, box=rows_cols, budget_s=budget_s, weights=self.weights),
            sudoku_content,
        )

    async def _arun(
        self, grid: str | Rows, box: str | None = None, budget_s: float = DEFAULT_BUDGET_S
    ) -> tuple[str, dict[str, Any]]:
        return await asyncio.to_thread(self._run, grid, box, budget_s)


class SolveMaze(_SolveTool):
    """Finds shortest paths with the Tiny Recursive Model; code verifies every one."""

    name: str = "solve_maze"
    description: str = (
        "Find a shortest path through a maze with a local neural solver whose path is verified by "
        "code, its length included. Pass the maze as written; do not solve or change it yourself. "
        "Moves go up, down, left and right. Returns a status (solved, contradiction: no path, "
        "unsolved) with the moves."
    )
    args_schema: type[BaseModel] = SolveMazeArgs  # pyright: ignore[reportIncompatibleVariableOverride]

    def _run(
        self, grid: str | list[str] | Rows, budget_s: float = DEFAULT_BUDGET_S
    ) -> tuple[str, dict[str, Any]]:
        return self._answer(
            lambda: run_maze(grid, budget_s=budget_s, weights=self.weights), maze_content
        )

    async def _arun(
        self, grid: str | list[str] | Rows, budget_s: float = DEFAULT_BUDGET_S
    ) -> tuple[str, dict[str, Any]]:
        return await asyncio.to_thread(self._run, grid, budget_s)


class SolveArcTask(_SolveTool):
    """Learns an ARC task with the Tiny Recursive Model; nobody can check the answer."""

    name: str = "solve_arc_task"
    description: str = (
        "Predict the outputs of an ARC task (colour grids; demonstrations of a rule) with a local "
        "neural network that learns the task from its demonstrations, which takes its whole "
        "budget of seconds. Pass the grids as written, as rows of integers. Returns up to two "
        "attempts a test input, each with its probability p of being right; they are guesses."
    )
    args_schema: type[BaseModel] = SolveArcTaskArgs  # pyright: ignore[reportIncompatibleVariableOverride]

    def _run(
        self, train: list[ArcPair], test: list[ArcInput], budget_s: float = ARC_SECONDS
    ) -> tuple[str, dict[str, Any]]:
        pairs, inputs = _dumped(train), _dumped(test)
        try:
            task, result = run_arc_task(pairs, inputs, budget_s=budget_s, weights=self.weights)
        except ToolInputError as error:
            raise ToolException(str(error)) from error
        record = arc_record(task, result)
        return json.dumps(arc_content(record)), record

    async def _arun(
        self, train: list[ArcPair], test: list[ArcInput], budget_s: float = ARC_SECONDS
    ) -> tuple[str, dict[str, Any]]:
        return await asyncio.to_thread(self._run, train, test, budget_s)


class CheckAnswer(_Tool):
    """Checks a proposed answer by code; the right one is never given away."""

    name: str = "check_answer"
    description: str = (
        "Check a proposed answer to a Sudoku, a maze or an ARC task, without solving it. For "
        "Sudokus and mazes the verdict is final and names what is wrong. For ARC only signs are "
        "listed (size, colours, symmetry), as nobody can tell whether such an answer is right."
    )
    args_schema: type[BaseModel] = CheckAnswerArgs  # pyright: ignore[reportIncompatibleVariableOverride]

    def _run(
        self,
        kind: str,
        answer: Any,
        grid: Any = None,
        box: str | None = None,
        train: list[ArcPair] | None = None,
        test: list[ArcInput] | None = None,
    ) -> tuple[str, dict[str, Any]]:
        try:
            record = check_answer(
                kind,
                answer,
                grid=grid,
                box=(int(box[0]), int(box[2])) if box else None,
                train=None if train is None else _dumped(train),
                test=None if test is None else _dumped(test),
            )
        except ToolInputError as error:
            raise ToolException(str(error)) from error
        return json.dumps(check_content(record)), record

    async def _arun(self, *args: Any, **kwargs: Any) -> tuple[str, dict[str, Any]]:
        return await asyncio.to_thread(self._run, *args, **kwargs)


def _dumped(pairs: list[Any]) -> list[dict[str, Any]]:
    return [pair.model_dump() if isinstance(pair, BaseModel) else pair for pair in pairs]


class TinyduoToolkit(BaseToolkit):
    """Every tool that tinyduo gives an agent."""

    sudoku_weights: str | None = None  # name or path; None: the shipped ones
    maze_weights: str | None = None
    arc_weights: str | None = None

    def get_tools(self) -> list[BaseTool]:
        """The tools, ready to bind; nothing is loaded yet."""
        return [
            SolveSudoku(weights=self.sudoku_weights),
            SolveMaze(weights=self.maze_weights),
            SolveArcTask(weights=self.arc_weights),
            CheckAnswer(),
        ]
