"""LangChain tools: what an agent may call.

An unsolved puzzle is a result with a status. Only input that cannot be processed becomes a
`ToolException`, whose text tells the model what to mend. Weights load on the first call.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Literal

from langchain_core.tools import BaseTool, BaseToolkit, ToolException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ..trm.result import TraceStep
from .errors import ToolInputError
from .sudoku import DEFAULT_BUDGET_S, MAX_BUDGET_S, puzzle_record, run_sudoku, summary

MAX_GRID_CHARACTERS = 20_000
_MAX_ROWS = 256  # a flat list may come as one cell a row


class SolveSudokuArgs(BaseModel):
    """Arguments of `solve_sudoku`."""

    model_config = ConfigDict(extra="forbid")

    grid: str | list[list[int | str | None]] = Field(
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
    budget_s: float = Field(
        default=DEFAULT_BUDGET_S, gt=0, le=MAX_BUDGET_S, description="Seconds it may take."
    )

    @field_validator("grid", mode="before")
    @classmethod
    def _no_guessing(cls, grid: object) -> object:
        """Refuse what pydantic would quietly turn into digits (True, 1.0) and what is too big."""
        if isinstance(grid, str):
            if len(grid) > MAX_GRID_CHARACTERS:
                raise ValueError(f"{len(grid)} characters, at most {MAX_GRID_CHARACTERS} allowed")
            return grid
        if not isinstance(grid, list):
            raise ValueError("expected text or a list of rows")
        if len(grid) > _MAX_ROWS:
            raise ValueError(f"{len(grid)} rows, expected 4, 6, 9 or 16")
        for number, row in enumerate(grid, start=1):
            if not isinstance(row, list) or len(row) > _MAX_ROWS:
                raise ValueError(f"row {number} is not a list of cells")
            for col, cell in enumerate(row, start=1):
                if isinstance(cell, bool) or not isinstance(cell, int | str | None):
                    raise ValueError(f"r{number}c{col} is {cell!r:.40}, expected a digit or null")
        return grid


class SolveSudoku(BaseTool):
    """Solves Sudokus with the Tiny Recursive Model; code verifies every answer."""

    name: str = "solve_sudoku"
    description: str = (
        "Solve a classic Sudoku (4x4, 6x6, 9x9 or 16x16) with a local neural solver whose answer "
        "is verified by code. Pass the grid as written; do not solve or change it yourself. "
        "Returns a status (solved, multiple, contradiction, unsolved) with the answer."
    )
    args_schema: type[BaseModel] = SolveSudokuArgs  # pyright: ignore[reportIncompatibleVariableOverride]
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    handle_validation_error: Any = Field(default_factory=lambda: validation_message)

    def _run(
        self,
        grid: str | list[list[int | str | None]],
        box: str | None = None,
        budget_s: float = DEFAULT_BUDGET_S,
    ) -> tuple[str, dict[str, Any]]:
        rows_cols = (int(box[0]), int(box[2])) if box else None
        try:
            puzzle, result = run_sudoku(grid, box=rows_cols, budget_s=budget_s)
        except ToolInputError as error:
            raise ToolException(str(error)) from error
        record = puzzle_record(puzzle, result)
        content = {
            "status": record["status"],
            "summary": summary(record),
            "answer": ["".join(_symbols(row)) for row in record["answer"] or []] or None,
            "weights": record["weights"],
        }
        artifact = record | {"trace": [trace_record(step) for step in result.trace]}
        return json.dumps(content), artifact

    async def _arun(
        self,
        grid: str | list[list[int | str | None]],
        box: str | None = None,
        budget_s: float = DEFAULT_BUDGET_S,
    ) -> tuple[str, dict[str, Any]]:
        return await asyncio.to_thread(self._run, grid, box, budget_s)


class TinyduoToolkit(BaseToolkit):
    """Every tool that tinyduo gives an agent."""

    def get_tools(self) -> list[BaseTool]:
        """The tools, ready to bind; nothing is loaded yet."""
        return [SolveSudoku()]


def trace_record(step: TraceStep) -> dict[str, Any]:
    """A step of the trace as JSON-ready data."""
    return {
        "candidate": step.candidate,
        "step": step.step,
        "grid": [list(row) for row in step.grid],
        "halt_probability": step.halt_probability,
        "verified": step.verified,
        "assumed": [[list(cell), digit] for cell, digit in step.assumed],
    }


def validation_message(error: ValidationError | Any) -> str:
    """A schema violation in one line that names the field and the mend."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][:1]) or "arguments"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}; mend it and call again"


def _symbols(row: list[int]) -> list[str]:
    from ..trm.puzzles.sudoku import to_symbol

    return [to_symbol(digit) for digit in row]
