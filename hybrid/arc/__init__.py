"""ARC in a conversation: drawings of grids and tasks, facts, and talk."""

from .board import draw_row, draw_task
from .kind import ARC

__all__ = ["ARC", "draw_row", "draw_task"]
