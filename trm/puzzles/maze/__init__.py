"""Mazes: type, notation, judge, verifier and symmetries. No torch here.

The label paths and the generator rest on an exact search, for training and measuring only.
They, and `tokens.py`, which needs numpy, are imported by their own names.
"""

from .judge import distance
from .maze import MAX_SIDE, MIN_SIDE, Maze, Path
from .notation import drawn, from_line, to_line
from .symmetry import Symmetry
from .verify import verify

__all__ = [
    "MAX_SIDE",
    "MIN_SIDE",
    "Maze",
    "Path",
    "Symmetry",
    "distance",
    "drawn",
    "from_line",
    "to_line",
    "verify",
]
