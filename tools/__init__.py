"""What an agent may call: plain functions, LangChain tools, and the reader of puzzles.

Names are imported on first use, so that a command line that needs none of them starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .arc import solve_arc_task
    from .check import check_answer
    from .errors import LLMUnavailableError, TinyduoError, ToolInputError
    from .hint import next_step
    from .langchain_tools import (
        CheckAnswer,
        NextStep,
        ReadPuzzle,
        SolveArcTask,
        SolveMaze,
        SolveSudoku,
        TinyduoToolkit,
    )
    from .maze import solve_maze
    from .sudoku import solve_sudoku
    from .texts import read_puzzle

__all__ = [
    "CheckAnswer",
    "LLMUnavailableError",
    "NextStep",
    "ReadPuzzle",
    "SolveArcTask",
    "SolveMaze",
    "SolveSudoku",
    "TinyduoError",
    "TinyduoToolkit",
    "ToolInputError",
    "check_answer",
    "next_step",
    "read_puzzle",
    "solve_arc_task",
    "solve_maze",
    "solve_sudoku",
]

_HOMES = {
    "CheckAnswer": ".langchain_tools",
    "LLMUnavailableError": ".errors",
    "NextStep": ".langchain_tools",
    "ReadPuzzle": ".langchain_tools",
    "SolveArcTask": ".langchain_tools",
    "SolveMaze": ".langchain_tools",
    "SolveSudoku": ".langchain_tools",
    "TinyduoError": ".errors",
    "TinyduoToolkit": ".langchain_tools",
    "ToolInputError": ".errors",
    "check_answer": ".check",
    "next_step": ".hint",
    "read_puzzle": ".texts",
    "solve_arc_task": ".arc",
    "solve_maze": ".maze",
    "solve_sudoku": ".sudoku",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)
