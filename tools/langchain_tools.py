"""LangChain tools: what an agent may call, built from the catalogue.

An unsolved puzzle is a result with a status. Only input that cannot be processed becomes a
`ToolException`, whose text tells the model what to mend. Weights load on the first call.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, ClassVar, Literal

from langchain_core.tools import BaseTool, BaseToolkit, ToolException
from pydantic import BaseModel, Field
from typing_extensions import override

from .arguments import validation_message
from .catalogue import TOOLS, ToolWeights, call
from .errors import ToolInputError


class CatalogueTool(BaseTool):
    """What the tools share: short content, all of it in the artifact, errors to mend."""

    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    handle_validation_error: Any = Field(default_factory=lambda: validation_message)

    @property
    @override
    def tool_call_schema(self) -> type[BaseModel]:
        """The arguments as they are; LangChain's own copy would lose that no others are taken."""
        return TOOLS[self.name].args

    def _weights(self) -> ToolWeights:
        return ToolWeights()

    def _run(self, **arguments: Any) -> tuple[str, dict[str, Any]]:
        try:
            outcome = call(self.name, arguments, weights=self._weights())
        except ToolInputError as error:
            raise ToolException(str(error)) from error
        trace = {"trace": outcome.trace} if outcome.trace else {}
        return json.dumps(outcome.content), outcome.record | trace

    async def _arun(self, **arguments: Any) -> tuple[str, dict[str, Any]]:
        return await asyncio.to_thread(self._run, **arguments)


class _SolveTool(CatalogueTool):
    """A tool of one kind of puzzle, with its weights."""

    weights: str | None = None  # name or path; None: the shipped ones
    kind: ClassVar[str]

    def _weights(self) -> ToolWeights:
        return ToolWeights(**{self.kind: self.weights})


class SolveSudoku(_SolveTool):
    """Solves Sudokus with the Tiny Recursive Model; code verifies every answer."""

    kind: ClassVar[str] = "sudoku"
    name: str = "solve_sudoku"
    description: str = TOOLS["solve_sudoku"].description
    args_schema: type[BaseModel] = TOOLS["solve_sudoku"].args  # pyright: ignore[reportIncompatibleVariableOverride]


class SolveMaze(_SolveTool):
    """Finds shortest paths with the Tiny Recursive Model; code verifies every one."""

    kind: ClassVar[str] = "maze"
    name: str = "solve_maze"
    description: str = TOOLS["solve_maze"].description
    args_schema: type[BaseModel] = TOOLS["solve_maze"].args  # pyright: ignore[reportIncompatibleVariableOverride]


class SolveArcTask(_SolveTool):
    """Learns an ARC task with the Tiny Recursive Model; nobody can check the answer."""

    kind: ClassVar[str] = "arc"
    name: str = "solve_arc_task"
    description: str = TOOLS["solve_arc_task"].description
    args_schema: type[BaseModel] = TOOLS["solve_arc_task"].args  # pyright: ignore[reportIncompatibleVariableOverride]


class CheckAnswer(CatalogueTool):
    """Checks a proposed answer by code; the right one is never given away."""

    name: str = "check_answer"
    description: str = TOOLS["check_answer"].description
    args_schema: type[BaseModel] = TOOLS["check_answer"].args  # pyright: ignore[reportIncompatibleVariableOverride]


class NextStep(CatalogueTool):
    """Tells the next step and its reason, and nothing else of the answer."""

    sudoku_weights: str | None = None  # name or path; None: the shipped ones
    maze_weights: str | None = None
    name: str = "next_step"
    description: str = TOOLS["next_step"].description
    args_schema: type[BaseModel] = TOOLS["next_step"].args  # pyright: ignore[reportIncompatibleVariableOverride]

    def _weights(self) -> ToolWeights:
        return ToolWeights(sudoku=self.sudoku_weights, maze=self.maze_weights)


class ReadPuzzle(CatalogueTool):
    """Reads the puzzles in a text, in any notation."""

    name: str = "read_puzzle"
    description: str = TOOLS["read_puzzle"].description
    args_schema: type[BaseModel] = TOOLS["read_puzzle"].args  # pyright: ignore[reportIncompatibleVariableOverride]


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
            NextStep(sudoku_weights=self.sudoku_weights, maze_weights=self.maze_weights),
            ReadPuzzle(),
        ]
