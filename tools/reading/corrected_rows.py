"""Rows that a message corrects: said anew, one digit of them, or two in each other's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...trm.puzzles import Sudoku
from .correction_words import (
    CORRECTED,
    ROW_NAMED,
    SHOULD,
    SWAPPED,
    Change,
    mistake_in,
    number_of,
    sentence_around,
)

_THE_DIGIT = re.compile(
    r",? (?:the |that )(?P<old>[1-9]) (?:there )?(?:should|must|ought to) (?:be|read|have been) "
    r"(?:an? )?(?P<new>[1-9])\b(?!\S*\?)",
    re.IGNORECASE,
)


def rows_corrected(puzzle: Sudoku, text: str) -> Iterator[Change]:
    """What a passage corrects of whole rows; spans count from its beginning."""
    for row in ROW_NAMED.finditer(text):
        if change := _of_row(puzzle, text, row) or _of_digit(puzzle, text, row):
            yield change
    for pair in SWAPPED.finditer(text):
        if change := _of_rows(puzzle, text, pair):
            yield change


def _of_row(puzzle: Sudoku, text: str, row: re.Match[str]) -> Change | None:
    size = puzzle.size
    number = number_of(row, size)
    if not 1 <= number <= size:
        return None
    cell = r"[\d.\-_*?xX]" if size <= 9 else r"[\dA-Ga-g.\-_*?xX]"
    cells = re.compile(
        rf"[^\d\n.?]{{0,48}}[:\s]\s{{0,3}}(?P<cells>{cell}{{{size}}}"
        rf"|(?:{cell}[ ,|]{{1,3}}){{{size - 1}}}{cell})"
        r"(?=\s|[.,;!]?\Z|[.,;!]\s)"
    ).match(text, row.end())
    if not cells:
        return None
    start, _ = sentence_around(text, row.start(), row.end())
    _, end = sentence_around(text, row.start(), cells.end("cells"))
    if "?" in text[start:end]:
        return None
    mistake = mistake_in(text, start, cells.start("cells")) or CORRECTED.search(text, end, end + 60)
    if not mistake and not SHOULD.search(text, row.end(), cells.start("cells")):
        return None
    digits = [int(char) if char.isdecimal() else _letter(char, size) for char in
              re.sub(r"[ ,|]", "", cells["cells"])]  # fmt: skip
    before = puzzle.givens[number - 1]
    if max(digits) > size or digits == list(before):
        return None
    kept = all(new == old for new, old in zip(digits, before, strict=True) if old)
    if kept and all(digits):
        return None  # the person's own solution of that row
    first = min(mistake.start() if mistake else row.start(), row.start())
    places = {(number - 1, col): digit for col, digit in enumerate(digits)}
    told = f"took row {number} as the message corrects it"
    return Change(places, (first, cells.end("cells")), told)


def _of_digit(puzzle: Sudoku, text: str, row: re.Match[str]) -> Change | None:
    """As in "in the first row the 6 should read 5", where that row has one 6."""
    found = _THE_DIGIT.match(text, row.end())
    number = number_of(row, puzzle.size)
    if not found or not 1 <= number <= puzzle.size:
        return None
    line, old, new = puzzle.givens[number - 1], int(found["old"]), int(found["new"])
    if line.count(old) != 1 or not old or not 1 <= new <= puzzle.size or new == old:
        return None
    col = line.index(old)
    told = f"took r{number}c{col + 1} as {new}, as the message corrects the {old} there"
    return Change({(number - 1, col): new}, (row.start(), found.end()), told)


def _of_rows(puzzle: Sudoku, text: str, pair: re.Match[str]) -> Change | None:
    """Two rows that were put into each other's place."""
    first, second = sorted(int(each) for each in pair.groups() if each)
    start, end = sentence_around(text, pair.start(), pair.end())
    if not 1 <= first < second <= puzzle.size or "?" in text[start:end]:
        return None
    cells = {
        (to - 1, col): digit
        for to, of in ((first, second), (second, first))
        for col, digit in enumerate(puzzle.givens[of - 1])
    }
    told = f"took rows {first} and {second} in each other's place, as the message says"
    return Change(cells, (pair.start(), pair.end()), told)


def _letter(char: str, size: int) -> int:
    return ord(char.upper()) - 55 if size == 16 and char.upper() in "ABCDEFG" else 0
