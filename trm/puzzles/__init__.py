"""Puzzles: what is asked, what may be answered, and the code that judges it. No torch here."""

from .maze import Maze, Path
from .status import Status
from .sudoku import Grid, Layout, Sudoku
from .verdict import Cell, Problem, Verdict, cell_name

__all__ = [
    "Cell",
    "Grid",
    "Layout",
    "Maze",
    "Path",
    "Problem",
    "Status",
    "Sudoku",
    "Verdict",
    "cell_name",
]
