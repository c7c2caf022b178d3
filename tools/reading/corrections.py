"""Corrections: what a message takes back of its own grid.

"Typo, r3c2 should be 2, not 3", "oops, row 5 is 4..9.....", "I forgot one: r1c2 is also given, it
is a 5", or a second grid after "here is the right one". Solving the grid as it stands would answer
a puzzle that the person took back. What changes a given, or needs a word for being a mistake,
counts; a digit for a blank cell without such a word is a try of the person's own, and a question
changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from ...trm.puzzles import Grid, Sudoku
from .corrected_rows import rows_corrected
from .correction_words import ROW, Change, Span, mistake_in, sentence_around
from .finding import Finding

_NEAR = 2_000  # characters after a grid, and before the first, whose words can correct it
_COLUMN = r"(?:col(?:umn|onne|onna|umna|una)?|spalte|kolom|kolumna|c|s|k)"
_PLACE = re.compile(
    rf"(?<![a-z]){ROW}[ #]{{0,2}}(?P<row>\d{{1,2}})[ ,;/\-]{{0,3}}(?:and |und |y |et |e )?"
    rf"{_COLUMN}[ .#]{{0,2}}(?P<col>\d{{1,2}})(?!\d)"
    rf"|(?<![\w/])(?P<letter>[A-P])(?P<number>\d{{1,2}})(?!\w)",
    re.IGNORECASE,
)
_ADDED = re.compile(  # what makes a digit for a blank cell a given
    r"\b(?:sorry|oops|whoops|ooops|correction|erratum|edit(?:ed)?|typo|mistyped?|miscopied|my bad"
    r"|i meant|update[ds]?|also given|another given|extra given|korrektur|tippfehler|vertippt"
    r"|correcci[óo]n"
    r"|faute de frappe|correzione|corre[çc][ãa]o)\b|^[ \t]*(?:plus|also|and also)\b",
    re.IGNORECASE | re.MULTILINE,
)
_FORGOTTEN = re.compile(
    r"\b(?:forgot|forgotten|left out|missed|missing|omitted|also given|vergessen|fehlt|olvid[ée]"
    r"|falta|oubli[ée]|manque|dimenticato|manca|esqueci)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(  # no statement about the puzzle: a question, a supposition, something denied
    r"\?|^\W*(?:is|are|was|why|how|what|which|where|when|can|could|should|does|do|did|would|if"
    r"|suppose"
    r"|assume|ist|sind|warum|wieso|was|wenn|kann|es|por qu[ée]|qu[ée]|si|pourquoi|est|perch[ée])\b"
    r"|\b(?:what if|because|can'?t be|cannot be|can not be|if i|i (?:think|guess|believe|got"
    r"|put|tried"
    r"|wrote|filled|entered|have))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])(\d{1,2}|[A-G])(?!\w)(?!\.\d)")
_OLD = re.compile(
    r"\b(?:not|instead of|rather than|from|nicht|statt|anstatt|no|en vez de|en lugar de|pas"
    r"|au lieu de"
    r"|non|invece di|n[ãa]o|em vez de|niet|in plaats van|the)\s+(?:an? |the |eine? |une? "
    r"|un[oa]? |um )?$",
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?<![\w.])(\d{1,2}|[A-G]) (?:goes |belongs |is )?(?:in|at|to|into|on|for|en|dans|nella|na)\s+"
    r"(?:the )?(?:cell )?$",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r" (?:is|was|should be|must be|ist|est|es|[eè]) (?:really |actually |in fact )?"
    r"(?:empty|blank|leer|vide|vac[ií][oa]|vuot[oa])\b",
    re.IGNORECASE,
)
_RIGHT_ONE = re.compile(
    r"\b(?:(?:right|correct|corrected|fixed|updated) (?:one|grid|puzzle"
    r"|version|board|sudoku)|i meant|(?:ignore|forget|scrap) (?:the )?(?:first|above|that|previous)"
    r"|(?:use|take|try) this (?:one )?instead|(?:that|the first|this|it)(?: one)?(?:'s| is"
    r"| was) wrong"
    r"|wrong (?:one|grid|puzzle)|hier (?:ist )?(?:das |die )?(?:richtige|korrigierte)|el correcto"
    r"|la correcta|la bonne|le bon|quello giusto|o correto)\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"solution|answer|l[öo]sung|soluci[óo]n|soluzione|solu[çc]", re.IGNORECASE)


def corrected(findings: Sequence[Finding], plain: str) -> tuple[list[Finding], list[Span]]:
    """The findings with what the message corrects of them, and where it does.

    Args:
        findings: of Sudokus, in reading order.
        plain: the message, normalised.
    """
    kept, spans = _without_taken_back(findings, plain)
    result = []
    for number, finding in enumerate(kept):
        puzzle = finding.puzzle
        if isinstance(puzzle, Sudoku) and finding.attempt is None:
            end = kept[number + 1].span[0] if number + 1 < len(kept) else len(plain)
            places = [(finding.span[1], min(end, finding.span[1] + _NEAR))]
            if number == 0:
                places.append((max(0, finding.span[0] - _NEAR), finding.span[0]))
            changes = [each for place in places for each in _changes(puzzle, plain, place)]
            finding = _with(finding, puzzle, changes)
            spans += [change.span for change in changes]
        result.append(finding)
    return result, spans


def _with(finding: Finding, puzzle: Sudoku, changes: Sequence[Change]) -> Finding:
    if not changes:
        return finding
    cells = {place: digit for change in changes for place, digit in change.cells.items()}
    grid: Grid = tuple(
        tuple(cells.get((row, col), digit) for col, digit in enumerate(line))
        for row, line in enumerate(puzzle.givens)
    )
    doubts = (*finding.doubts, *(change.told for change in changes))
    return replace(finding, puzzle=Sudoku(grid, puzzle.layout), doubts=doubts)


def _without_taken_back(
    findings: Sequence[Finding], plain: str
) -> tuple[list[Finding], list[Span]]:
    """Without grids that the words before the next one call wrong."""
    kept, spans = [], []
    for this, after in zip_longest(findings, findings[1:]):
        first, second = this.puzzle, after.puzzle if after else None
        if after and isinstance(first, Sudoku) and isinstance(second, Sudoku):
            between = plain[this.span[1] : after.span[0]]
            other = first.size == second.size and any(0 in row for row in second.givens)
            taken_back = len(between) < 300 and _RIGHT_ONE.search(between)
            if other and taken_back and not _ANSWER.search(between):
                spans.append((this.span[0], after.span[0]))
                continue
        kept.append(this)
    return kept, spans


def _changes(puzzle: Sudoku, plain: str, place: Span) -> Iterator[Change]:
    """What one passage corrects: single cells, then whole rows."""
    text = plain[place[0] : place[1]]
    found = list(_PLACE.finditer(text))
    for number, cell in enumerate(found):
        start, end = sentence_around(text, cell.start(), cell.end())
        until = found[number + 1].start() if number + 1 < len(found) else end
        change = _of_cell(puzzle, text, cell, (start, min(end, until)))
        if change:
            yield _moved(change, place[0])
    for change in rows_corrected(puzzle, text):
        yield _moved(change, place[0])


def _moved(change: Change, by: int) -> Change:
    return replace(change, span=(change.span[0] + by, change.span[1] + by))


def _of_cell(puzzle: Sudoku, text: str, cell: re.Match[str], sentence: Span) -> Change | None:
    size = puzzle.size
    row, col = _row_and_col(cell)
    start, end = sentence
    words = text[start:end]
    if not (1 <= row <= size and 1 <= col <= size):
        return None
    mistake = mistake_in(text, start, end)
    said = text[mistake.start() : end] if mistake else ""
    forgotten = _FORGOTTEN.search(said)
    old = puzzle.givens[row - 1][col - 1]
    if "?" in words or (_UNSURE.search(words) and not (mistake if old else forgotten)):
        return None
    if not old and not forgotten and not _ADDED.search(said):
        return None  # a try of the person's own
    if old and (blank := _BLANK.match(text, cell.end(), end)):
        told = f"took r{row}c{col} as blank, as the message corrects the {old} there"
        return Change({(row - 1, col - 1): 0}, (cell.start(), blank.end()), told)
    new, last = _digit_after(text, cell.end(), end, size)
    if new is None and forgotten:
        turned = _IN.search(text[start : cell.start()])
        new, last = (_value(turned[1]) if turned else None), cell.end()
    if new is None or not 1 <= new <= size or new == old:
        return None
    first = min(mistake.start() if mistake else cell.start(), cell.start())
    told = f"took r{row}c{col} as {new}, as the message corrects " + (
        f"the {old} there" if old else "it"
    )
    return Change({(row - 1, col - 1): new}, (first, last), told)


def _row_and_col(cell: re.Match[str]) -> tuple[int, int]:
    if cell["letter"]:
        return ord(cell["letter"].upper()) - 64, int(cell["number"])
    return int(cell["row"]), int(cell["col"])


def _digit_after(text: str, start: int, end: int, size: int) -> tuple[int | None, int]:
    """The first digit after a cell that is not the one it had before, and where that ends."""
    for found in _NUMBER.finditer(text, start, end):
        if found.start() - start > 60 or (size < 16 and not found[1].isdecimal()):
            continue
        if not _OLD.search(text[max(start, found.start() - 24) : found.start()]):
            return _value(found[1]), found.end()
    return None, start


def _value(text: str) -> int:
    return int(text) if text.isdecimal() else ord(text.upper()) - 55
