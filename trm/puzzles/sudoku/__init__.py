"""Sudoku: type, notation, rules, symmetries, logic, generator and judge. No torch here."""

from .board import BOXES, Grid, Group, Layout, Sudoku
from .judge import Answers, Ruling, rule_on
from .notation import SYMBOLS, from_line, to_line, to_symbol
from .verify import clashes, is_solution, verify

__all__ = [
    "BOXES",
    "SYMBOLS",
    "Answers",
    "Grid",
    "Group",
    "Layout",
    "Ruling",
    "Sudoku",
    "clashes",
    "from_line",
    "is_solution",
    "rule_on",
    "to_line",
    "to_symbol",
    "verify",
]
