"""The notation reader: finds the puzzles that a person wrote in a message. No LLM, no torch."""

from .finding import Ask, Finding, Kind, Reading
from .reader import LIMIT, read
from .strict import read_maze, read_sudoku

__all__ = ["LIMIT", "Ask", "Finding", "Kind", "Reading", "read", "read_maze", "read_sudoku"]
