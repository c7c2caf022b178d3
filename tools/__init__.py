"""What an agent may call: plain functions, LangChain tools, and the reader of puzzles.

LangChain is imported on first use of the tool classes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .errors import LLMUnavailableError, TinyduoError, ToolInputError
from .sudoku import solve_sudoku

if TYPE_CHECKING:
    from .langchain_tools import SolveSudoku, TinyduoToolkit

__all__ = [
    "LLMUnavailableError",
    "SolveSudoku",
    "TinyduoError",
    "TinyduoToolkit",
    "ToolInputError",
    "solve_sudoku",
]


def __getattr__(name: str) -> object:
    if name in ("SolveSudoku", "TinyduoToolkit"):
        return getattr(import_module(".langchain_tools", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
