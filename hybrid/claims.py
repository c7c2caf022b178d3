"""The claim checker: what a language model may say about a puzzle.

A sentence is kept only if each thing it claims is among the facts: cells and their digits,
numbers, rows, columns and boxes, and the words verified, unique, several and impossible. It
errs on the side of dropping: the facts themselves are always told by the template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..trm.puzzles import Cell, Grid, Status

_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20,
}  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_CELL = re.compile(r"\br(\d{1,2})\s?c(\d{1,2})\b", re.IGNORECASE)
_CELL_DIGIT = re.compile(
    r"\br(\d{1,2})\s?c(\d{1,2})\b\s*(?:is|=|:|holds|must be|can only be|contains|gets|has)"
    r"\s*(?:an? |the )?(?:digit |number )?([0-9A-G]{1,2})\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(row|column|col|box|block|square)s?\s+(\d{1,2})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+")
_SIZE = re.compile(r"\b(\d{1,2})\s?[x×]\s?(\d{1,2})\b")
_STATUS_WORDS = {
    "right": re.compile(
        r"\b(solved|verified|correct\w*|valid\w*|right|success\w*|complete\w*|shortest|optimal"
        r"|(?:reach|lead)\w* (?:\w+ ){0,3}(?:goal|exit|end))\b"
    ),
    "unique": re.compile(
        r"\b(unique\w*|only (?:one )?(?:answer|solution|path|way|route)|exactly one|single)\b"
    ),
    "several": re.compile(
        r"\b(several|multiple|more than one|many|two) (?:\w+ )?(?:answers|solutions|paths|ways"
        r"|routes)\b"
    ),
    "impossible": re.compile(
        r"\b(impossible|no (?:possible |valid )?(?:answer|solution|path|way|route)|unsolvable"
        r"|unreachable|blocked|contradict\w*|cannot|can't|fail\w*|invalid|incorrect|wrong"
        r"|not (?:solved|verified|valid|correct|right))\b"
    ),
}
_DIRECTION = re.compile(
    r"\b(up|upwards?|down|downwards?|left|right|north|south|east|west|above|below|turn\w*)\b"
)
# What it can do is ours to say: small models promise every kind of puzzle.
_PROMISE = re.compile(r"\b(i can|able|any|every|all kinds|here to|help|assist\w*|solv\w+)\b")


@dataclass(frozen=True, slots=True)
class Claims:
    """What may be claimed about one puzzle."""

    status: Status
    unique: bool | None
    board: tuple[int, int]  # rows and columns
    sizes: frozenset[tuple[int, int]]  # "9x9", "3x3": of the board and its boxes
    shown: Grid | None  # digits that may be named: the answer, or for a hint only one of them
    numbers: frozenset[int]  # counts among the facts
    places: frozenset[str]  # "row 3", "box 1" among the facts
    cells: frozenset[Cell] | None = None  # cells that may be named at all; None: all
    directions: bool = True  # "up", "left" are plain words; in a maze nobody could check them


def check(text: str, claims: Claims) -> tuple[str, list[str]]:
    """Keep the sentences of `text` whose every claim is among the facts.

    Returns:
        (the kept sentences as one text, the dropped sentences).
    """
    kept, dropped = [], []
    for sentence in (match.group().strip() for match in _SENTENCE.finditer(text)):
        if not _WORD.search(sentence.lower()):
            continue
        (kept if _holds(sentence, claims) else dropped).append(sentence)
    return " ".join(kept), dropped


def _holds(sentence: str, claims: Claims) -> bool:
    return (
        _cells_hold(sentence, claims)
        and all(
            f"{_place(kind)} {number}" in claims.places for kind, number in _PLACE.findall(sentence)
        )
        and all((int(a), int(b)) in claims.sizes for a, b in _SIZE.findall(sentence))
        and _numbers_hold(sentence, claims)
        and _status_holds(sentence.lower(), claims)
        and (claims.directions or not _DIRECTION.search(sentence.lower()))
        and not (claims.status is Status.NONE and _PROMISE.search(sentence.lower()))
    )


def _cells_hold(sentence: str, claims: Claims) -> bool:
    for row, col in _CELL.findall(sentence):
        cell = (int(row) - 1, int(col) - 1)
        if not all(0 <= part < side for part, side in zip(cell, claims.board, strict=True)):
            return False
        if claims.cells is not None and cell not in claims.cells:
            return False
    for row, col, symbol in _CELL_DIGIT.findall(sentence):
        digit = int(symbol) if symbol.isdecimal() else ord(symbol.upper()) - ord("A") + 10
        if claims.shown is None or claims.shown[int(row) - 1][int(col) - 1] != digit:
            return False
    return True


def _numbers_hold(sentence: str, claims: Claims) -> bool:
    rest = sentence
    for said_and_checked in (_CELL_DIGIT, _CELL, _PLACE, _SIZE):
        rest = said_and_checked.sub(" ", rest)
    numbers = _numbers(rest)
    # A digit beside a cell, said in a way that _CELL_DIGIT does not know, is not believed.
    if _CELL.search(_CELL_DIGIT.sub(" ", sentence)) and numbers:
        return False
    return numbers <= claims.numbers


def _numbers(text: str) -> set[int]:
    words = {_WORDS[word] for word in _WORD.findall(text.lower()) if word in _WORDS}
    return words | {int(digits) if len(digits) < 9 else -1 for digits in _NUMBER.findall(text)}


def _status_holds(sentence: str, claims: Claims) -> bool:
    right = claims.status in (Status.SOLVED, Status.MULTIPLE)
    allowed = {
        "right": right,
        "unique": claims.unique is True,
        "several": claims.status is Status.MULTIPLE,
        "impossible": claims.status is Status.CONTRADICTION,
    }
    return all(
        allowed[word] or not pattern.search(sentence) for word, pattern in _STATUS_WORDS.items()
    )


def _place(kind: str) -> str:
    kind = kind.lower()
    return {"col": "column", "block": "box", "square": "box"}.get(kind, kind)


def named_places(text: str) -> frozenset[str]:
    """The rows, columns and boxes that a text of facts names."""
    return frozenset(f"{_place(kind)} {number}" for kind, number in _PLACE.findall(text))


def named_cells(text: str) -> frozenset[Cell]:
    """The cells that a text of facts names, from 0.

    >>> sorted(named_cells("r1c2 and r3c4"))
    [(0, 1), (2, 3)]
    """
    return frozenset((int(row) - 1, int(col) - 1) for row, col in _CELL.findall(text))


def numbers_in(text: str) -> frozenset[int]:
    """Every number in a text of facts, cell names aside."""
    return frozenset(_numbers(_CELL.sub(" ", text)))
