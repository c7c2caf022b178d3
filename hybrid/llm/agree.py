"""Whether a model's report agrees with the message's own characters, and where it does not.

A grid that the reader read is compared cell by cell. Where the reader found only part of a grid,
the model's must hold the same symbols in the same order; where it found none, every digit that
the model puts into a grid must occur in the text. Nothing is solved that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...tools.reading import Finding, Kind, read_maze, read_sudoku
from ...tools.reading.characters import normalise
from ...tools.reading.words import digits_of, plain_word
from ...trm.puzzles import Maze, Status, Sudoku
from ...trm.puzzles.arc import ArcTask
from ...trm.puzzles.sudoku import to_symbol
from .report import report_reading

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[1-9]")
_FEWEST_RULE = 8  # characters of a quoted rule


def disagreement(said: report_reading | None, text: str, findings: Sequence[Finding]) -> str | None:
    """Where a report differs from the message, with the exact place; None where it agrees.

    Args:
        said: the report, or None where none could be read.
        text: the message.
        findings: of the notation reader.
    """
    if said is None:
        return "no report with the right fields came; give it once, with kind and ask"
    ids = [finding.id for finding in findings]
    if findings and said.finding is not None and said.finding not in ids:
        return f"finding: expected one of {', '.join(ids)}, got {said.finding}"
    finding = meant(said, findings)
    if finding is None:
        return _unfounded(said, text)
    if said.kind != finding.kind and not stated_rule(said, text):
        return f"kind: you said {said.kind}, the message holds {finding.kind} ({finding.form})"
    if not said.rows or isinstance(finding.puzzle, ArcTask):
        return None
    if finding.puzzle is None:
        return _differing_symbols(said, text, finding)
    ours = rows_of(finding.puzzle)
    theirs = puzzle_of(said.kind, said.rows)
    if theirs is None:
        return f"rows: expected {len(ours)} rows of {len(ours[0])} symbols"
    return _first_difference(rows_of(theirs), ours)


def meant(said: report_reading, findings: Sequence[Finding]) -> Finding | None:
    """The finding that a report is about: the one named, else the first."""
    named = (finding for finding in findings if finding.id == said.finding)
    return next(named, findings[0] if findings else None)


def stated_rule(said: report_reading, text: str) -> str | None:
    """A further rule that the message states, quoted to the letter; else None."""
    rule = " ".join((said.rule or "").split())
    if said.kind != Kind.UNSUPPORTED or len(rule) < _FEWEST_RULE:
        return None
    return rule if rule.lower() in " ".join(text.split()).lower() else None


def read_alone(said: report_reading, text: str) -> Sudoku | Maze | None:
    """A grid that only the model could read and that the text supports; else None."""
    if said.rows is None or _unfounded(said, text) is not None:
        return None
    return puzzle_of(said.kind, said.rows)


def proposal(said: report_reading, text: str, finding: Finding) -> Sudoku | None:
    """A whole grid with the symbols of one that the reader found broken; else None.

    Where its blanks go is the model's guess, so the person is asked.
    """
    if finding.status is not Status.MALFORMED or not said.rows or said.kind != finding.kind:
        return None
    if _differing_symbols(said, text, finding) is not None:
        return None
    puzzle = puzzle_of(said.kind, said.rows)
    return puzzle if isinstance(puzzle, Sudoku) else None


def rows_of(puzzle: Sudoku | Maze) -> list[str]:
    """A puzzle's rows as text."""
    if isinstance(puzzle, Maze):
        return list(puzzle.rows)
    return ["".join(map(to_symbol, row)) for row in puzzle.givens]


def puzzle_of(kind: str, rows: Sequence[str]) -> Sudoku | Maze | None:
    """The puzzle that a model's rows are, None where they are none."""
    try:
        if kind == Kind.SUDOKU:
            return read_sudoku("\n".join(rows))
        return read_maze(list(rows)) if kind == Kind.MAZE else None
    except ValueError:
        return None


def _first_difference(theirs: Sequence[str], ours: Sequence[str]) -> str | None:
    for number, (wrote, right) in enumerate(zip(theirs, ours, strict=False), start=1):
        if wrote != right:
            pairs = zip(wrote, right, strict=False)
            column = next((c for c, (a, b) in enumerate(pairs, 1) if a != b), len(right) + 1)
            return (
                f"rows: row {number} is {right} in the message, you wrote {wrote}; "
                f"they differ from column {column} on"
            )
    if len(theirs) != len(ours):
        return f"rows: the message has {len(ours)} rows, you wrote {len(theirs)}"
    return None


def _differing_symbols(said: report_reading, text: str, finding: Finding) -> str | None:
    """Where the digits of the rows differ from those of the part that the reader found."""
    if said.kind != Kind.SUDOKU:
        return None
    start, end = finding.span
    ours = _DIGIT.findall(normalise(text[start:end]))
    theirs = _DIGIT.findall("".join(said.rows or ()))
    for number, (wrote, right) in enumerate(zip(theirs, ours, strict=False), start=1):
        if wrote != right:
            return f"rows: digit {number} of the message is {right}, you wrote {wrote}"
    if len(theirs) != len(ours):
        return f"rows: the message holds {len(ours)} digits, you wrote {len(theirs)}"
    return None


def _unfounded(said: report_reading, text: str) -> str | None:
    """Why a grid that the reader did not find cannot come from the text."""
    if not said.rows:
        return None
    puzzle = puzzle_of(said.kind, said.rows)
    if puzzle is None:
        return f"rows: they are no {said.kind}; give the rows of the message, or none"
    words = [plain_word(word) for word in _WORD.findall(text)]
    if isinstance(puzzle, Maze):
        told = len(puzzle.rows)
    else:
        shown = {digit for row in puzzle.givens for digit in row} - {0}
        _, spoken = digits_of(words)
        named = {int(digit) for digit in _DIGIT.findall(normalise(text))}
        named |= {spoken[word] for word in words if word in spoken}
        if named and (absent := sorted(shown - named)):
            return f"rows: the message nowhere says {', '.join(map(str, absent))}; invent nothing"
        told = sum(1 for row in puzzle.givens for digit in row if digit)
    if len(words) + len(_DIGIT.findall(text)) < told:
        return "rows: the message does not describe a grid; leave rows out"
    return None
