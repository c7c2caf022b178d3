"""Finding the answer in a language model's reply.

Lenient, so that form does not decide: the mode of parsing is kept in the record ("strict" where
the answer stands after ANSWER: in the form asked for), so that strict scores can be made again.
A lenient reader helps the language model, not the hybrid.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ..trm.puzzles import Maze, Path, Status, Sudoku
from ..trm.puzzles.arc import ArcTask, as_grid
from ..trm.puzzles.sudoku import SYMBOLS

_MARK = re.compile(r"ANSWER\s*:", re.IGNORECASE)
_WORDS = {
    word.upper(): status
    for word, status in (
        ("contradiction", Status.CONTRADICTION),
        ("infeasible", Status.CONTRADICTION),  # as reasoning-gym asks for it
        ("multiple", Status.MULTIPLE),
        ("malformed", Status.MALFORMED),
        ("unsupported", Status.UNSUPPORTED),
        ("none", Status.NONE),
        ("unsolved", Status.UNSOLVED),
    )
}
_MOVES = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}
_MOVE_WORDS = re.compile(r"\b(up|down|left|right)\b", re.IGNORECASE)
_LETTERS = re.compile(r"(?:[UDLR][\s,;>-]*)+")
_PAIRS = re.compile(r"[\[(]\s*(\d+)\s*,\s*(\d+)\s*[\])]")
_NESTED = re.compile(r"\[\s{0,9}\[\s{0,9}\d")
_TIDY = re.compile(r"[\s|,+\[\]\-\"'`*]")
_LONGEST = 20_000  # characters of a reply that are read


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reply says."""

    status: Status  # predicted: an answer is there
    answer: Any = None
    mode: str = "none"  # strict, lenient, none


def parse(reply: str, puzzle: Any) -> Parsed:
    """The answer to a puzzle in a reply; for an ARC task, one output grid.

    Args:
        reply: of the model.
        puzzle: the true one: its size and its start help to find the answer. None where the
            message holds no whole puzzle.
    """
    reply = reply[-_LONGEST:]
    marks = list(_MARK.finditer(reply))
    tail = reply[marks[-1].end() :] if marks else reply
    word = _TIDY.sub("", tail).strip(".!").upper()
    if word in _WORDS:
        return Parsed(_WORDS[word], mode="strict" if marks else "lenient")
    for text, strict in ((tail, bool(marks)), (reply, False)):
        if (answer := _answer(text, puzzle)) is not None:
            return Parsed(Status.PREDICTED, answer, "strict" if strict else "lenient")
    for text in (tail, reply):
        for found in reversed(re.findall(r"\b[A-Z]{4,}\b", text)):
            if found in _WORDS:
                return Parsed(_WORDS[found], mode="lenient")
    return Parsed(Status.UNSOLVED)


def _answer(text: str, puzzle: Any) -> Any:
    if isinstance(puzzle, Maze):
        return _path(text, puzzle)
    if isinstance(puzzle, ArcTask):
        return _arc(text)
    return _sudoku(text, puzzle.size) if isinstance(puzzle, Sudoku) else None


def _sudoku(text: str, size: int) -> Any:
    """The last `size` rows of digits in a run, or the last run of as many cells."""
    digits = SYMBOLS[:size]
    rows: list[str] = []
    found: list[str] | None = None
    for line in text.upper().splitlines():
        cells = _TIDY.sub("", line).strip(":.")
        if len(cells) == size and set(cells) <= set(digits):
            rows.append(cells)
            if len(rows) >= size:
                found = rows[-size:]
        elif len(cells) == size * size and set(cells) <= set(digits):
            found = [cells[at : at + size] for at in range(0, size * size, size)]
        elif cells:
            rows = []
    if found is None:  # lists of rows on one line
        cells = _TIDY.sub("", text.upper()).strip(":.")
        if len(cells) == size * size and set(cells) <= set(digits):
            found = [cells[at : at + size] for at in range(0, size * size, size)]
    return found and tuple(tuple(digits.index(c) + 1 for c in row) for row in found)


def _path(text: str, maze: Maze) -> Path | None:
    """Moves as letters or words, or cells that begin at the start, counted from 0 or 1."""
    pairs = [(int(row), int(col)) for row, col in _PAIRS.findall(text)]
    for base in (0, 1):
        start = (maze.start[0] + base, maze.start[1] + base)
        if len(pairs) > 1 and start in pairs:
            chosen = pairs[len(pairs) - 1 - pairs[::-1].index(start) :]
            if len(chosen) > 1:
                return tuple((row - base, col - base) for row, col in chosen)
    words = [word[0].upper() for word in _MOVE_WORDS.findall(text)]
    runs = [re.sub(r"[^UDLR]", "", run) for run in _LETTERS.findall(text) if len(run) > 1]
    moves = words or (list(runs[-1]) if runs else [])
    if not moves and re.fullmatch(r"\s*[UDLR]\s*", text):
        moves = [text.strip()]
    if not moves:
        return None
    path = [maze.start]
    for move in moves:
        down, right = _MOVES[move]
        path.append((path[-1][0] + down, path[-1][1] + right))
    return tuple(path)


def _arc(text: str) -> Any:
    """The last JSON list of rows; else the last lines of digits, as small models write them."""
    for found in reversed(list(_NESTED.finditer(text))):
        try:
            data, _ = json.JSONDecoder().raw_decode(text, found.start())
            return as_grid(data, "the answer")
        except (ValueError, RecursionError):
            continue
    rows: list[list[int]] = []
    for line in reversed(text.splitlines()):
        cells = re.sub(r"[\s,|\[\]]", "", line)
        if cells.isdecimal() and cells.isascii() and (not rows or len(cells) == len(rows[0])):
            rows.insert(0, [int(cell) for cell in cells])
        elif rows:
            break
    try:
        return as_grid(rows, "the answer") if rows else None
    except ValueError:
        return None
