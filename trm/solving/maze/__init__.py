"""Solving mazes: following the network's path, views of a maze, attempts."""

from .solver import MAZE

__all__ = ["MAZE"]
