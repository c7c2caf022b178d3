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
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ..trm.puzzles import Maze, Sudoku
from ..trm.result import Result
from .errors import ToolInputError
from .maze import maze_content, run_maze
from .record import puzzle_record, trace_record
from .solving import DEFAULT_BUDGET_S, MAX_BUDGET_S
from .sudoku import run_sudoku, sudoku_content

MAX_GRID_CHARACTERS = 20_000
_MAX_ROWS = 256  # a flat list may come as one cell a row

Rows = list[list[int | str | None]]
_Budget = Field(default=DEFAULT_BUDGET_S, gt=0, le=MAX_BUDGET_S, description="Seconds it may take.")


class SolveSudokuArgs(BaseModel):
    """Arguments of `solve_sudoku`."""

    model_config = ConfigDict(extra="forbid")

    grid: str | Rows = Field(
        description=(
            "The puzzle exactly as the person wrote it: text in any usual notation (81 characters "
            "in a row, a drawn grid, ...), or rows of digits with 0 for blanks. "
            "4x4, 6x6, 9x9 or 16x16."
        )
    )
    box: Literal["2x2", "2x3", "3x2", "3x3", "4x4"] | None = Field(
        default=None,
        description="Rows x columns of a box; only needed for a 6x6 board with 3x2 boxes.",
    )
    budget_s: float = _Budget

    @field_validator("grid", mode="before")
    @classmethod
    def _checked(cls, grid: object) -> object:
        return _no_guessing(grid, rows="4, 6, 9 or 16", cell="a digit or null")


class SolveMazeArgs(BaseModel):
    """Arguments of `solve_maze`."""

    model_config = ConfigDict(extra="forbid")

    grid: str | list[str] | Rows = Field(
        description=(
            "The maze exactly as the person wrote it: text in any usual notation, or a list of "
            "rows such as '#S #' over # (wall), space (open), S (start) and G (goal). "
            "2 to 64 cells a side."
        )
    )
    budget_s: float = _Budget

    @field_validator("grid", mode="before")
    @classmethod
    def _checked(cls, grid: object) -> object:
        if isinstance(grid, list) and grid and all(isinstance(row, str) for row in grid):
            _no_guessing("\n".join(grid), rows="", cell="")
            return grid
        return _no_guessing(grid, rows="2 to 64", cell="a symbol or a number")


def _no_guessing(grid: object, *, rows: str, cell: str) -> object:
    """Refuse what pydantic would quietly turn into digits (True, 1.0) and what is too big."""
    if isinstance(grid, str):
        if len(grid) > MAX_GRID_CHARACTERS:
            raise ValueError(f"{len(grid)} characters, at most {MAX_GRID_CHARACTERS} allowed")
        return grid
    if not isinstance(grid, list):
        raise ValueError("expected text or a list of rows")
    if len(grid) > _MAX_ROWS:
        raise ValueError(f"{len(grid)} rows, expected {rows}")
    for number, row in enumerate(grid, start=1):
        if not isinstance(row, list) or len(row) > _MAX_ROWS:
            raise ValueError(f"row {number} is not a list of cells")
        for col, found in enumerate(row, start=1):
            if isinstance(found, bool) or not isinstance(found, int | str | None):
                raise ValueError(f"r{number}c{col} is {found!r:.40}, expected {cell}")
    return grid


class _SolveTool(BaseTool):
    """What the solve tools share: short content, the trace in the artifact, errors to mend."""

    weights: str | None = None  # name or path; None: the shipped ones
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    handle_validation_error: Any = Field(default_factory=lambda: validation_message)

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


class TinyduoToolkit(BaseToolkit):
    """Every tool that tinyduo gives an agent."""

    sudoku_weights: str | None = None  # name or path; None: the shipped ones
    maze_weights: str | None = None

    def get_tools(self) -> list[BaseTool]:
        """The tools, ready to bind; nothing is loaded yet."""
        return [SolveSudoku(weights=self.sudoku_weights), SolveMaze(weights=self.maze_weights)]


def validation_message(error: ValidationError | Any) -> str:
    """A schema violation in one line that names the field and the mend."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][:1]) or "arguments"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}; mend it and call again"
