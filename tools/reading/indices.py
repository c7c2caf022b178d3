"""Indices: what R prints around a matrix, blotted out.

These are `[1,]` before each row and `[,1] [,2]` above. The cells then stand as in any other grid.
The text keeps its length, so that columns stay where they are.
"""

from __future__ import annotations

import re

_ROW = re.compile(r"^[ \t>]*\[ ?\d{1,3},\](?=[ \t])", re.MULTILINE)
_HEAD = re.compile(r"^[ \t>]*(?:\[,\d{1,3}\][ \t]*){4,64}$", re.MULTILINE)
_FEWEST = 3  # rows of a matrix


def without_indices(text: str) -> str:
    """A text without the indices of a printed matrix, of the same length."""
    if ",]" not in text or len(_ROW.findall(text)) < _FEWEST:
        return text
    return _HEAD.sub(_spaces, _ROW.sub(_spaces, text))


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])
