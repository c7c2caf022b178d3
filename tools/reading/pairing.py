"""Pairing: which grids of a message are answers to others, and no puzzles of their own.

A grid that fills another one is an attempt at it. A full grid that is called an answer is none
of its own either, whoever forged it; and an example that comes with its answer is there to show
the form of the puzzle that follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...trm.puzzles import Grid, Sudoku
from .finding import Finding

_ANSWER = re.compile(
    r"(?:answers?|solutions?|solved|outputs?|results?|expected|filled|l[öo]sung|antwort|ergebnis"
    r"|respuesta|soluci[óo]n|r[ée]ponse|soluzione|risposta|resposta|solu[çc][ãa]o|oplossing"
    r"|rozwi[ąa]zanie|ответ|решение|答え|答案)\W{0,12}(?:is|are|grid|was|ist|es|est)?\W{0,12}\Z",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:examples?|e\.g\.|for instance|samples?|demo|like this|beispiel\w*|zum beispiel|ejemplo"
    r"|exemple|esempio|exemplo|voorbeeld|przykład|пример)\b|例",
    re.IGNORECASE,
)
_BEFORE = 48  # characters before a grid in which a word says that it is an answer
_SENTENCE = 160  # characters before a grid in which an example is announced


def paired(findings: list[Finding]) -> list[Finding]:
    """Put a grid that fills another one beside it, as the attempt it is."""
    kept: list[Finding] = []
    for finding in findings:
        last = kept[-1] if kept else None
        ours, theirs = finding.puzzle, last.puzzle if last else None
        if last is None or not isinstance(theirs, Sudoku) or not isinstance(ours, Sudoku):
            kept.append(finding)
            continue
        span = (last.span[0], finding.span[1])
        if last.attempt:
            kept.append(finding)
        elif ours == theirs:  # the same puzzle twice, as `.sdk` files have it
            kept[-1] = replace(last, span=span)
        elif _fills(ours.givens, theirs.givens):
            kept[-1] = replace(last, attempt=ours.givens, span=span)
        elif _fills(theirs.givens, ours.givens):
            kept[-1] = replace(finding, attempt=theirs.givens, span=span)
        else:
            kept.append(finding)
    return kept


def _fills(grid: Grid, puzzle: Grid) -> bool:
    """Whether a grid keeps (nearly) all givens of a puzzle and adds to them."""
    if len(grid) != len(puzzle) or grid == puzzle:
        return False
    pairs = [
        (a, b)
        for ours, theirs in zip(grid, puzzle, strict=True)
        for a, b in zip(ours, theirs, strict=True)
    ]
    givens = sum(b != 0 for _, b in pairs)
    kept = sum(a == b != 0 for a, b in pairs)
    added = sum(a != 0 == b for a, b in pairs)
    full = all(a for a, _ in pairs)
    return added > 0 and givens > 0 and (kept == givens or (full and kept * 10 >= givens * 8))


def without_answers(findings: list[Finding], plain: str) -> list[Finding]:
    """The findings without grids that are answers to others, and without solved examples.

    Args:
        findings: the Sudokus of a message, paired.
        plain: the message, normalised.
    """
    if len(findings) < 2:
        return findings
    kept: list[Finding] = []
    for finding in findings:
        if _is_full(finding) and _ANSWER.search(_words_before(finding, findings, plain, _BEFORE)):
            last = kept[-1] if kept else None
            if last is not None and last.attempt is None and _is_open_like(last, finding):
                assert isinstance(finding.puzzle, Sudoku)
                span = (last.span[0], finding.span[1])
                kept[-1] = replace(last, attempt=finding.puzzle.givens, span=span)
            continue
        kept.append(finding)
    kept = kept or findings
    shown = [finding for finding in kept if not _is_example(finding, findings, plain)]
    asked = any(finding.puzzle is not None and finding.attempt is None for finding in shown)
    return shown if asked else kept


def _words_before(finding: Finding, findings: Sequence[Finding], plain: str, reach: int) -> str:
    """The words before a finding, back to the one before it."""
    start = finding.span[0]
    last = max((other.span[1] for other in findings if other.span[1] <= start), default=0)
    return plain[max(last, start - reach) : start]


def _is_full(finding: Finding) -> bool:
    puzzle = finding.puzzle
    return isinstance(puzzle, Sudoku) and all(digit for row in puzzle.givens for digit in row)


def _is_open_like(last: Finding, finding: Finding) -> bool:
    """Whether the finding before is an unsolved board of the same size."""
    ours, theirs = finding.puzzle, last.puzzle
    if not isinstance(ours, Sudoku) or not isinstance(theirs, Sudoku):
        return False
    return ours.size == theirs.size and not _is_full(last)


def _is_example(finding: Finding, findings: Sequence[Finding], plain: str) -> bool:
    """Whether a puzzle was given with its whole answer, as an example."""
    if not finding.attempt or not all(digit for row in finding.attempt for digit in row):
        return False
    return _EXAMPLE.search(_words_before(finding, findings, plain, _SENTENCE)) is not None
