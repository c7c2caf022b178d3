"""Sudoku: type, notation, rules, symmetries, logic, generator and judge. No torch here."""

from .board import BOXES, Grid, Group, Layout, Sudoku
from .judge import Answers, Ruling, rule_on
from .logic import (
    Step,
    Technique,
    candidates_left,
    chain_against,
    chain_to_cell,
    chain_to_next_digit,
    next_placement,
    next_step,
    solve_by_logic,
    steps,
)
from .notation import SYMBOLS, from_line, to_line, to_symbol
from .symmetry import Symmetry
from .variants import jigsaw, latin_square, windoku, x_sudoku
from .verify import clashes, is_solution, verify

__all__ = [
    "BOXES",
    "SYMBOLS",
    "Answers",
    "Grid",
    "Group",
    "Layout",
    "Ruling",
    "Step",
    "Sudoku",
    "Symmetry",
    "Technique",
    "candidates_left",
    "chain_against",
    "chain_to_cell",
    "chain_to_next_digit",
    "clashes",
    "from_line",
    "is_solution",
    "jigsaw",
    "latin_square",
    "next_placement",
    "next_step",
    "rule_on",
    "solve_by_logic",
    "steps",
    "to_line",
    "to_symbol",
    "verify",
    "windoku",
    "x_sudoku",
]
