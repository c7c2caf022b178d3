"""Numba where it is installed (`pip install 'tinyduo[train]'`), plain Python where it is not.

The generators of puzzles are loops over small integers: compiled they run a thousand times
faster. Functions marked `@njit` do the same either way.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

COMPILED = find_spec("numba") is not None  # whether numba is there

if TYPE_CHECKING:
    from collections.abc import Callable

    def njit(function: Callable[..., Any]) -> Callable[..., Any]:
        """Numba's decorator, as the type checker sees it."""
        ...
else:
    try:
        from numba import njit as _njit

        njit = _njit(cache=True)
    except ImportError:

        def njit(function):
            """Leave the function as it is."""
            return function
