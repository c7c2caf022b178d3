"""ARC tasks with official TRM networks: replay of tasks they were trained on, and new tasks."""

from .solver import VIEWS, is_official, solve_arc_official

__all__ = ["VIEWS", "is_official", "solve_arc_official"]
