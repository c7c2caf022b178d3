"""Scripts: words for rows and for blanks in other scripts, as words that every notation knows.

"पंक्ति १: खाली, ४" becomes "row 1: ., 4" with marks without width, so the text keeps its length.
Their vowel signs have been taken for marks without width by then, so they are looked up as
normalised. Japanese and Chinese have no spaces and are read elsewhere.
"""

from __future__ import annotations

import re

from .characters import SKIP, normalise

_ROWS = (
    "पंक्ति पङ्क्ति लाइन रो الصف صف السطر سطر ردیف سطر שורה בשורה แถว แถวที่ সারি வரிசை వరుస "
    "рядок ред γραμμή σειρά"
)
_BLANKS = (
    "खाली रिक्त शून्य फ़ारिग فارغ فارغة فراغ خالي خالية خالی ריק ריקה ว่าง খালি காலி ఖాళీ порожньо "
    "пусто празно κενό κενή άδειο"
)
_FEWEST = 4  # of the row words, or as many blanks as rows of the smallest board
_ALL = {normalise(word): "row" for word in _ROWS.split()} | {
    normalise(word): "." for word in _BLANKS.split()
}
_WORD = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(sorted(map(re.escape, _ALL), key=len, reverse=True))})"
    rf"(?![^\W\d_]|{SKIP}*[^\W\d_])",
    re.IGNORECASE,
)
_FIRST = {word[0] for word in _ALL} | {word[0].upper() for word in _ALL}


def latinised(plain: str) -> str:
    """A normalised text with such words as `row` and `.`, of the same length."""
    if plain.isascii() or not _FIRST & set(plain):
        return plain
    found = [_ALL.get(word.lower(), "") for word in _WORD.findall(plain)]
    if found.count("row") < _FEWEST:
        return plain
    return _WORD.sub(_latin, plain)


def _latin(found: re.Match[str]) -> str:
    return _ALL[found[0].lower()].ljust(len(found[0]), SKIP)
