"""Solving Sudokus: candidates, hypotheses, attempts, and the judge's word."""

from .solver import SUDOKU

__all__ = ["SUDOKU"]
