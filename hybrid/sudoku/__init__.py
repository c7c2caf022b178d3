"""Sudokus in a conversation: facts, advice, drawings and entries."""

from .kind import SUDOKU

__all__ = ["SUDOKU"]
