"""Corrections: what a message takes back of its own maze.

"EDIT: third row should read ..#S..", "rows 2 and 3 are swapped", "oops, r2c3 is a wall". The maze
as it stands would be another one than the person means. As with Sudokus it takes a word for a
mistake, and a question changes nothing. A row that is called wrong, with nothing to put in its
place, leaves the maze as it is and a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..correction_words import (
    CORRECTED,
    MISTAKE,
    ROW,
    ROW_NAMED,
    SHOULD,
    SWAPPED,
    mistake_in,
    number_of,
    sentence_around,
)
from .raw import RawMaze, Span, Symbols
from .signs import OPENS, WALLS

_NEAR = 2_000  # characters after a maze, and before the first, whose words can correct it
_REST = 400  # characters behind the name of a row in which its cells stand
_CELL = re.compile(
    rf"(?<![a-z]){ROW}[ #]{{0,2}}(?P<row>\d{{1,2}})[ ,;/\-]{{0,3}}(?:and )?"
    r"(?:col(?:umn)?|spalte|columna|colonne|kolom|c|s|k)[ .#]{0,2}(?P<col>\d{1,2})(?!\d)"
    r"[^.?!\n]{0,24}?\b(?:is|be|read|was|ist|sein|es|est)\b(?: \w{1,9})?? (?:an? |eine? )?"
    r"(?:(?P<wall>wall|blocked|wand|pared|mur\b)|(?P<open>open|free|floor|empty|path|frei|libre))",
    re.IGNORECASE,
)
_QUOTES = "\"'`"
_ENDS = set("SG")  # a row may have been left without them
_WRONG = re.compile(
    r"\b(?:wrong|typo|mistake|incorrect|falsch|mal\b|errad[oa]|sbagliat[oa]|faux|fausse)", re.I
)


@dataclass(frozen=True, slots=True)
class _Change:
    """Rows that are other than the maze says, and where the message says so."""

    rows: dict[int, tuple[str, ...]]
    span: Span
    told: str


def corrected(raws: Sequence[RawMaze], text: str) -> tuple[list[RawMaze], list[Span]]:
    """The mazes with what the message corrects of them, and where it does.

    Args:
        raws: in any order; a row that is said anew may be among them as a maze of one row.
        text: the message, shown.
    """
    if not any(pattern.search(text) for pattern in (MISTAKE, SHOULD, SWAPPED)):
        return list(raws), []
    mazes = sorted((raw for raw in raws if len(raw.rows) > 1), key=lambda raw: raw.span)
    spans: list[Span] = []
    result: list[RawMaze] = []
    for number, raw in enumerate(mazes):
        start, end = raw.span
        stop = mazes[number + 1].span[0] if number + 1 < len(mazes) else len(text)
        passages = [(end, max(end, min(stop, end + _NEAR)))]
        if number == 0:
            passages.append((max(0, start - _NEAR), start))
        for place in passages:
            for change in _changes(raw, text[slice(*place)]):
                rows = tuple(change.rows.get(n, row) for n, row in enumerate(raw.rows))
                doubts = tuple(dict.fromkeys((*raw.doubts, change.told)))
                raw = replace(raw, rows=rows, doubts=doubts)
                if change.rows:
                    spans.append((place[0] + change.span[0], place[0] + change.span[1]))
        result.append(raw)
    lone = [raw for raw in raws if len(raw.rows) < 2]
    return [*result, *(raw for raw in lone if not _is_within(raw.span, spans))], spans


def _is_within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _changes(raw: RawMaze, text: str) -> Iterator[_Change]:
    """What one passage corrects; spans count from its beginning."""
    if not 1 < max(map(len, raw.rows)) <= _REST // 2:
        return
    for row in ROW_NAMED.finditer(text):
        if change := _of_row(raw, text, row):
            yield change
    for pair in SWAPPED.finditer(text):
        first, second = sorted(int(each) - 1 for each in pair.groups() if each)
        start, end = sentence_around(text, pair.start(), pair.end())
        if 0 <= first < second < len(raw.rows) and "?" not in text[start:end]:
            told = f"took rows {first + 1} and {second + 1} in each other's place, as told"
            rows = {first: raw.rows[second], second: raw.rows[first]}
            yield _Change(rows, pair.span(), told)
    for cell in _CELL.finditer(text):
        if change := _of_cell(raw, text, cell):
            yield change


def _of_row(raw: RawMaze, text: str, row: re.Match[str]) -> _Change | None:
    number = number_of(row, len(raw.rows))
    if not 1 <= number <= len(raw.rows):
        return None
    start, end = sentence_around(text, row.start(), row.end())
    mistake = mistake_in(text, start, row.end() + 24)
    cells = _cells_after(raw.rows, text, row.end())
    if cells is None:
        sentence = text[start:end]
        if "?" in sentence or not _WRONG.search(sentence) or _CELL.search(sentence):
            return None
        told = f"row {number} is called wrong, and it was not clear what it should be"
        return _Change({}, row.span(), told)
    symbols, first, last = cells
    stop = sentence_around(text, row.end(), last)[1]
    if "?" in text[row.start() : first] or "?" in text[last:stop]:
        return None
    said = SHOULD.search(text, row.end(), first) or mistake or mistake_in(text, start, first)
    if not said and not CORRECTED.search(text, last, last + 60):
        return None
    if symbols == raw.rows[number - 1]:
        return None
    told = f"took row {number} as the message corrects it"
    return _Change({number - 1: symbols}, (row.start(), last), told)


def _cells_after(rows: Symbols, text: str, at: int) -> tuple[tuple[str, ...], int, int] | None:
    """The cells that stand behind the name of a row, in its line or in the next one."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    known = {symbol for row in rows for symbol in row} | _ENDS
    stop = at
    for _ in range(2):
        begin, stop = stop, text.find("\n", stop, at + _REST)
        stop = len(text[: at + _REST]) if stop < 0 else stop
        for first, last in _stretches(text, begin, stop, width):
            symbols = tuple(text[first:last]) if last - first == width else tuple(
                text[first:last].split())  # fmt: skip
            letters = "".join(symbols)
            if len(symbols) == width and known >= set(symbols) and not letters.islower():
                return symbols, first, last
        if text[begin:stop].rstrip()[-1:] not in (":", ""):
            return None
        stop = min(stop + 1, len(text))
    return None


def _stretches(text: str, begin: int, stop: int, width: int) -> Iterator[Span]:
    """Parts of a line as long as a row: packed, with spaces as open cells, and spaced."""
    for word in re.finditer(r"[^\s\"'`]+", text[begin:stop]):
        if len(word[0]) == width or (len(word[0]) == width + 1 and word[0][-1] in ".,;!"):
            yield begin + word.start(), begin + word.start() + width
    for mark in re.finditer(r"[:\"'`] ?", text[begin:stop]):
        first = begin + mark.end()
        if first + width <= stop and (
            not text[first + width : stop].strip() or text[first + width] in _QUOTES
        ):
            yield first, first + width
    words = list(re.finditer(r"\S+", text[begin:stop]))[-width:]
    if len(words) == width:
        yield begin + words[0].start(), begin + words[-1].end()


def _of_cell(raw: RawMaze, text: str, cell: re.Match[str]) -> _Change | None:
    row, col = int(cell["row"]) - 1, int(cell["col"]) - 1
    start, end = sentence_around(text, cell.start(), cell.end())
    said = mistake_in(text, start, end) or SHOULD.search(text, cell.start(), cell.end())
    if "?" in text[start:end] or not said:
        return None
    if not (0 <= row < len(raw.rows) and 0 <= col < len(raw.rows[row])):
        return None
    ground = WALLS if cell["wall"] else OPENS
    counts = Counter(symbol for line in raw.rows for symbol in line if symbol in ground)
    if not counts:
        return None
    symbol = counts.most_common(1)[0][0]
    line = raw.rows[row]
    told = f"took r{row + 1}c{col + 1} as {'a wall' if cell['wall'] else 'open'}, as told"
    return _Change({row: (*line[:col], symbol, *line[col + 1 :])}, (start, end), told)
