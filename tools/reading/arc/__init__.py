"""ARC tasks in a message, in the notations people write them in."""

from .find import tasks_in

__all__ = ["tasks_in"]
