"""Quoted rows: grids as strings whose blanks are spaces, as in `"  1  93  "`.

As many strings as each has characters, all of that length, with nothing but brackets, commas and
line ends between them. Only the quotes show which spaces are cells.
"""

from __future__ import annotations

import re

from .characters import SKIP
from .context import Context
from .raw import Raw

_STRING = r"(?:\"{0}\"|'{0}')"
_BETWEEN = r"[\s,;\[\](){}+:|\x00-]{0,24}"
_SIZES = (16, 9, 6, 4)
_CELLS = {16: "[1-9A-Ga-g ]", 9: "[1-9 ]", 6: "[1-6 ]", 4: "[1-4 ]"}


def _rows(size: int) -> re.Pattern[str]:
    string = _STRING.format(f"{_CELLS[size]}{{{size}}}")
    return re.compile(rf"{string}(?:{_BETWEEN}{string}){{{size - 1}}}(?!{_BETWEEN}{string})")


_PATTERNS = {size: _rows(size) for size in _SIZES}


def quoted_in(plain: str, context: Context) -> list[Raw]:
    """Grids in quoted strings, some of whose cells are spaces."""
    raws: list[Raw] = []
    if plain.count('"') + plain.count("'") < 8:
        return raws
    for size, pattern in _PATTERNS.items():
        if size < 9 and not context.expects:
            continue
        for found in pattern.finditer(plain):
            rows = re.findall(r"[\"']([^\"']+)[\"']", found[0].replace(SKIP, ""))
            rows = [row for row in rows if len(row) == size]
            hollow = sum(" " in row for row in rows)
            if len(rows) == size and hollow > 1:
                cells = tuple(tuple(char.strip() for char in row) for row in rows)
                raws.append(Raw(cells, found.span(), "list of rows"))
    return raws
