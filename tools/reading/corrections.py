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
from dataclasses import dataclass, replace
from itertools import zip_longest

from ...trm.puzzles import Grid, Sudoku
from .finding import Finding

Span = tuple[int, int]

_NEAR = 2_000  # characters after a grid, and before the first, whose words can correct it
_ROW = (
    r"(?:row|line|zeile|reihe|fila|l[ií]nea|rengl[oó]n|ligne|rang[ée]e|riga|linha|rij|wiersz|r"
    r"|z|l|f)"
)
_COLUMN = r"(?:col(?:umn|onne|onna|umna|una)?|spalte|kolom|kolumna|c|s|k)"
_PLACE = re.compile(
    rf"(?<![a-z]){_ROW}[ #]{{0,2}}(?P<row>\d{{1,2}})[ ,;/\-]{{0,3}}(?:and |und |y |et |e )?"
    rf"{_COLUMN}[ .#]{{0,2}}(?P<col>\d{{1,2}})(?!\d)"
    rf"|(?<![\w/])(?P<letter>[A-P])(?P<number>\d{{1,2}})(?!\w)",
    re.IGNORECASE,
)
_ORDINALS = (
    ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th"),
    ("sixth", "6th"), ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"),
)  # fmt: skip
_NAMES = {name: n for n, names in enumerate(_ORDINALS, start=1) for name in names}
_WHOLE_ROW = re.compile(
    rf"(?<![a-z])(?:{_ROW}[ .#]{{0,2}}(?P<row>\d{{1,2}})(?!\d)"
    rf"|(?P<name>{'|'.join(_NAMES)}|last) (?:row|line))\b",
    re.IGNORECASE,
)
_MISTAKE = re.compile(
    r"\b(?:sorry|oops|whoops|ooops|correction|corrected|erratum|edit(?:ed)?|typo|mistyped?"
    r"|miscopied"
    r"|misread|mistake|my bad|i meant|wrong(?:ly)?|wait|actually|in fact|forgot|forgotten|left out"
    r"|missed|omitted|missing|also given|another given|extra given|changed?|replace|fix(?:ed)?"
    r"|instead of|rather than|update[ds]?|korrektur|korrigier\w{1,3}|tippfehler|vertippt|falsch"
    r"|vergessen|eigentlich|entschuldigung|sondern|statt|fehlt|perd[óo]n|correcci[óo]n"
    r"|me equivoqu[ée]"
    r"|olvid[ée]|en realidad|en vez de|en lugar de|falta|d[ée]sol[ée]|pardon|erreur|faute de frappe"
    r"|en fait|au lieu de|oubli[ée]|manque|scusa\w{0,2}|correzione|errore|dimenticato|in realt[àa]"
    r"|invece di|manca|desculp\w{1,3}|corre[çc][ãa]o|esqueci|na verdade|em vez de)\b"
    r"|\bnot (?:an? )?\d\b|\bnicht (?:eine )?\d\b|^[ \t]*(?:plus|also|and also)\b",
    re.IGNORECASE | re.MULTILINE,
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
_SHOULD = re.compile(
    r"\b(?:should|must|ought to|has to|was (?:supposed|meant) to) (?:be|have been|read|say|hold"
    r"|contain)"
    r"|\b(?:sollte|muss|soll)\b|\bdeb(?:e|er[íi]a) ser\b|\b(?:doit|devrait) [êe]tre\b"
    r"|\b(?:deve|dovrebbe) essere\b|\bdev(?:e|eria) ser\b",
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
_STOP = re.compile(r"[.!;](?=\s|\Z)|\?|\n")
_SINCE = re.compile(
    r"\b(?:corrected|correction|korrigiert\w{0,2}|corregid[oa]|corrig[ée]e?)\b", re.I
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


@dataclass(slots=True)
class _Change:
    """Cells that are other than the grid says, and where the message says so."""

    cells: dict[tuple[int, int], int]  # (row, column) from 0 to a digit, 0 for blank
    span: Span
    told: str


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


def _with(finding: Finding, puzzle: Sudoku, changes: Sequence[_Change]) -> Finding:
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


def _changes(puzzle: Sudoku, plain: str, place: Span) -> Iterator[_Change]:
    """What one passage corrects: single cells, then whole rows."""
    text = plain[place[0] : place[1]]
    found = list(_PLACE.finditer(text))
    for number, cell in enumerate(found):
        start, end = _sentence(text, cell.start(), cell.end())
        until = found[number + 1].start() if number + 1 < len(found) else end
        change = _of_cell(puzzle, text, cell, (start, min(end, until)))
        if change:
            yield _moved(change, place[0])
    for row in _WHOLE_ROW.finditer(text):
        if change := _of_row(puzzle, text, row):
            yield _moved(change, place[0])


def _moved(change: _Change, by: int) -> _Change:
    return replace(change, span=(change.span[0] + by, change.span[1] + by))


def _sentence(text: str, start: int, end: int) -> Span:
    """The sentence around a place, its question mark included."""
    before = [found.end() for found in _STOP.finditer(text, max(0, start - 200), start)]
    after = _STOP.search(text, end)
    return before[-1] if before else max(0, start - 200), after.end() if after else len(text)


def _mistake(text: str, start: int, end: int) -> re.Match[str] | None:
    """A word for a mistake in the sentence, or in the statement before it."""
    earlier, _ = _sentence(text, max(0, start - 2), start)
    if "?" in text[earlier:start]:
        earlier = start
    return _MISTAKE.search(text, earlier, end)


def _of_cell(puzzle: Sudoku, text: str, cell: re.Match[str], sentence: Span) -> _Change | None:
    size = puzzle.size
    row, col = _row_and_col(cell)
    start, end = sentence
    words = text[start:end]
    if not (1 <= row <= size and 1 <= col <= size):
        return None
    mistake = _mistake(text, start, end)
    said = text[mistake.start() : end] if mistake else ""
    forgotten = _FORGOTTEN.search(said)
    old = puzzle.givens[row - 1][col - 1]
    if "?" in words or (_UNSURE.search(words) and not (mistake if old else forgotten)):
        return None
    if not old and not forgotten and not _ADDED.search(said):
        return None  # a try of the person's own
    if old and (blank := _BLANK.match(text, cell.end(), end)):
        told = f"took r{row}c{col} as blank, as the message corrects the {old} there"
        return _Change({(row - 1, col - 1): 0}, (cell.start(), blank.end()), told)
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
    return _Change({(row - 1, col - 1): new}, (first, last), told)


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


def _of_row(puzzle: Sudoku, text: str, row: re.Match[str]) -> _Change | None:
    size = puzzle.size
    name = (row["name"] or "").lower()
    number = size if name == "last" else _NAMES[name] if name else int(row["row"])
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
    start, _ = _sentence(text, row.start(), row.end())
    _, end = _sentence(text, row.start(), cells.end("cells"))
    if "?" in text[start:end]:
        return None
    mistake = _mistake(text, start, cells.start("cells")) or _SINCE.search(text, end, end + 60)
    if not mistake and not _SHOULD.search(text, row.end(), cells.start("cells")):
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
    return _Change(places, (first, cells.end("cells")), told)


def _letter(char: str, size: int) -> int:
    return ord(char.upper()) - 55 if size == 16 and char.upper() in "ABCDEFG" else 0
