"""Origin: from which corner places are counted, and whether the column comes first.

Programs count from the upper left, mathematics from the lower left with (x, y). What a message says
of its origin is no start of a maze, though "origin" is a word for one.
"""

from __future__ import annotations

import re
from functools import lru_cache

_XY = re.compile(r"\bx ?, ?y\b|\bcol(?:umn)?s? ?, ?rows?\b", re.IGNORECASE)
_ROW_FIRST = re.compile(r"\brows? ?, ?col|\br ?, ?c\b|\by ?, ?x\b", re.IGNORECASE)
_ORIGIN = r"(?:origin|\(?\b[01] ?, ?[01]\)?|\ba1|ursprung|origen|origine)"
_IN_THE = (
    r"(?: ?\([01] ?, ?[01]\))?[ ,=:]{0,3}"
    r"(?:(?:is|in|at|on|being|lies|located|ist|est[áa]|est)[ ]){0,3}"
)
_LOWER_LEFT = (
    r"(?:(?:the |der |la |en )?(?:bottom|lower|south[- ]?west)(?:[- ,]{1,2}left)?\b(?! right)"
    r"|unten links|abajo a la izquierda|en bas [àa] gauche|in basso a sinistra)"
)
_UPWARD = re.compile(  # rows are counted from below
    rf"{_ORIGIN}{_IN_THE}{_LOWER_LEFT}"
    rf"|{_LOWER_LEFT}(?: corner| cell)?(?: (?:is|as|=) ?| ?[=:] ?)(?:the )?{_ORIGIN}"
    r"|\by[- ]?(?:axis )?(?:is |goes |grows |increas\w{2,3} |counts? |points? |nach )?"
    r"(?:up(?:wards?)?|oben)\b"
    r"|\brows? (?:are )?(?:count|number)ed (?:upwards?|from (?:the )?(?:bottom|below))"
    r"|\brow [01] is (?:at )?the (?:bottom|lowest)",
    re.IGNORECASE,
)
_NO_START = re.compile(  # an origin of coordinates
    rf"\b(?:origin|ursprung|origen|origine)\b(?={_IN_THE}{_LOWER_LEFT})(?: ?\([01] ?, ?[01]\))?",
    re.IGNORECASE,
)


def columns_first(text: str) -> bool:
    """Whether a text says that pairs of numbers are (x, y)."""
    if _XY.search(text) is not None:
        return True
    return counted_upward(text) and not _ROW_FIRST.search(text)


@lru_cache(maxsize=4)
def counted_upward(text: str) -> bool:
    """Whether a text says that the first row is the lowest one."""
    return _UPWARD.search(text) is not None


def without_origin(text: str) -> str:
    """A text without the words that only tell where the origin of coordinates is."""
    return _NO_START.sub(" ", text)
