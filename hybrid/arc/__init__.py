"""ARC in a conversation: drawings of grids and tasks."""

from .board import draw_row, draw_task

__all__ = ["draw_row", "draw_task"]
