"""What the reader hands back: findings, what is asked, and the language of the message.

A `Finding` is one puzzle that a person wrote, or plain words about why it is none. Only a
finding without a status holds a puzzle. Spans count characters of the message from 0;
everything in `message` and `doubts` is for people and counts from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ...trm.puzzles import Status, Sudoku
from ...trm.puzzles.arc import ArcTask
from ...trm.puzzles.maze import Maze

Puzzle = Sudoku | Maze | ArcTask


class Kind(StrEnum):
    """What sort of puzzle was found."""

    SUDOKU = "sudoku"
    MAZE = "maze"
    ARC = "arc"
    UNSUPPORTED = "unsupported"  # a Sudoku or a maze with further rules


class Ask(StrEnum):
    """What the person wants done."""

    SOLVE = "solve"
    HINT = "hint"  # one next step, not the answer
    EXPLAIN = "explain"
    CHECK = "check"  # is what the person filled in right?
    COUNT = "count"  # how many answers are there?
    QUESTION = "question"  # something about the puzzle, or about puzzles
    CHAT = "chat"  # none of these


@dataclass(frozen=True, slots=True)
class Finding:
    """One puzzle in a message, or what is wrong with it."""

    id: str  # "p1", "p2", ... in reading order
    kind: Kind
    status: Status | None  # None: whole and ready to solve; else malformed or unsupported
    puzzle: Puzzle | None  # set exactly when status is None
    span: tuple[int, int]  # characters of the message it was read from, end exclusive
    form: str  # the notation in a word or two: "one line", "grid", "table", "cells", ...
    doubts: tuple[str, ...] = ()  # what a careful reader would mention
    message: str = ""  # for malformed and unsupported: what is missing, in plain words
    # The person's own answer, where it is given: a `Grid`, a `Path`, or the outputs of ARC tests.
    attempt: Any = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that plain code could tell about a message."""

    findings: tuple[Finding, ...]  # in reading order
    ask: Ask
    language: str  # ISO 639-1; "en" where nothing points elsewhere
