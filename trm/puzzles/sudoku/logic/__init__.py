"""The human side of Sudoku: steps that a person can follow, with the reason in plain words.

Singles place a digit; the other techniques, from locked candidates to fish, wings and
colouring, only rule digits out. Steps are for hints and explanations, and to measure how far
such reasoning carries. Harder puzzles need more than these techniques, so the steps may end
early; answers do not come from here.
"""

from .reasons import chain_against, chain_to_cell, chain_to_next_digit
from .step import Step, Technique
from .walk import candidates_left, next_placement, next_step, solve_by_logic, steps

__all__ = [
    "Step",
    "Technique",
    "candidates_left",
    "chain_against",
    "chain_to_cell",
    "chain_to_next_digit",
    "next_placement",
    "next_step",
    "solve_by_logic",
    "steps",
]
