"""Mazes in a conversation: facts, advice, drawings and walks."""

from .kind import MAZE

__all__ = ["MAZE"]
