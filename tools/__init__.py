"""What an agent may call: plain functions, LangChain tools, and the reader of puzzles.

LangChain is imported on first use of the tool classes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .errors import LLMUnavailableError, TinyduoError, ToolInputError
from .maze import solve_maze
from .sudoku import solve_sudoku

if TYPE_CHECKING:
    from .langchain_tools import SolveMaze, SolveSudoku, TinyduoToolkit

__all__ = [
    "LLMUnavailableError",
    "SolveMaze",
    "SolveSudoku",
    "TinyduoError",
    "TinyduoToolkit",
    "ToolInputError",
    "solve_maze",
    "solve_sudoku",
]


def __getattr__(name: str) -> object:
    if name in ("SolveMaze", "SolveSudoku", "TinyduoToolkit"):
        return getattr(import_module(".langchain_tools", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
