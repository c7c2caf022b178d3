"""Reading mazes: walls in rows, in lists, in one line or as thin lines, and ends in any form."""

from .cut import unspaced
from .drawn import walked
from .find import mazes_in
from .words import is_named

__all__ = ["is_named", "mazes_in", "unspaced", "walked"]
