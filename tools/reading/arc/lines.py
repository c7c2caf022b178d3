"""Lines: the labels, arrows and rows of cells in a text whose lists were found already.

Rows that follow each other are a grid; an input and its output may also stand beside each
other with an arrow between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..characters import SKIP, Line
from .cells import SQUARES, is_rule, rows_of
from .labels import label_of
from .parts import Arrow, Label, Part, Rows, Shown, Span

MARK = "\x01"  # stands for each character of a grid that was found already

_ARROW = (
    r"(?:={1,3}|-{1,3})>|→|➡|>>|\b(?:becomes|gives|yields|turns into|maps to|wird zu"
    r"|se convierte en|devient)\b"
)
_NEXT = (  # the label of the next grid, where one line holds them all: "in 01/10 out 10/01"
    r"(?:(?<=\d )|(?<=\d[,;] )|(?<=\d ; ))"
    r"(?=(?:test |train )?(?:input|output|in|out|test|eingabe|ausgabe|entrada|salida"
    r"|entr[ée]e|sortie)"
    r"(?: \d)?[ :=]{1,3}\d[\d/, ]{2})"
)
_CUT = re.compile(rf"(?P<grid>{MARK}+)|(?P<arrow>{_ARROW})|[:=](?![=>])|{_NEXT}", re.IGNORECASE)
_POINTS = re.compile(_ARROW, re.IGNORECASE)
_TAIL = re.compile(  # cells and then the next label, on one line
    rf"(?P<cells>[\s\S]*?[\d{SQUARES}a-z\"')\]}}])[\s,;.|\x00\"'(){{}}]{{1,8}}"
    r"(?P<words>[^\W\d_]\D{0,60}\d{0,2})",
    re.IGNORECASE,
)
_HEAD = re.compile(  # a label without a colon, and then cells
    rf"(?P<words>\W{{0,8}}[^\W\d_]\D{{0,60}}?)[ \t]{{1,4}}(?P<cells>[\d{SQUARES}][^\n]*)"
)
_NUMBERED = re.compile(r"\W{0,8}\d{1,3}[.)]\s")  # as lists of things are
_ROW_NAME = re.compile(r"\W*(?:row|line|zeile|fila|ligne|riga|r)\W{0,2}\d{1,2}\W*", re.IGNORECASE)
_STOP = re.compile(r"[?!{\[]|\.\s")
_SEEN = 200  # characters of a phrase, from its end
_GAP = re.compile(r"\s{2,}|\t")
_LETTER = re.compile(r"[^\W\d_]")

_Rows = tuple[Rows, str]
_Sides = tuple[_Rows | None, _Rows | None, int]  # left and right of an arrow, and where it is


class Lines:
    """Goes through the lines of a message and gathers parts.

    Args:
        grids: those found already, by where they begin; their characters are `MARK` in the text.
        legend: symbols and the colours that the message says they mean.
        white: the colour of white squares.
    """

    def __init__(
        self, grids: Mapping[int, Shown], legend: Mapping[str, int], *, white: int
    ) -> None:
        self._grids = grids
        self._legend = legend
        self._white = white
        self._known: dict[str, _Rows | None] = {}
        self._parts: list[Part] = []
        self._rows: list[tuple[str, ...]] = []  # of the grid that is being gathered
        self._form = ""
        self._span: Span = (0, 0)

    def parts(self, lines: Sequence[Line]) -> list[Part]:
        """The parts of a message in reading order."""
        passages = list(_passages(lines))
        pointed = [number for number, passage in enumerate(passages) if self._is_pointed(passage)]
        spaced = self._is_spaced(passages)
        for number, passage in enumerate(passages):
            if number in pointed:
                self._pointed(passage, alone=len(pointed) == 1)
            else:
                for line in passage:
                    self._line(line)
            if not spaced:
                self._close()
        self._close()
        return self._parts

    def _line(self, line: Line) -> None:
        if is_rule(line.text):
            if "|" not in line.text and "+" not in line.text:
                self._close()
            return
        at = 0
        for found in _CUT.finditer(line.text):
            self._phrase(line.text[at : found.start()], line.start + at)
            at = found.end()
            start = line.start + found.start()
            if found["grid"]:
                self._close()
                self._parts.append(self._grids[start])
            elif found["arrow"]:
                self._close()
                self._parts.append(Arrow((start, line.start + at)))
        self._phrase(line.text[at:], line.start + at)

    def _phrase(self, phrase: str, start: int) -> None:
        """Take cells, cells with a label behind them, or a label."""
        span = (start, start + len(phrase))
        if (found := self._cells(phrase)) is not None:
            self._add(found, span)
            return
        head = _HEAD.fullmatch(phrase)
        found = self._cells(head["cells"]) if head else None
        if head and found and sum(map(len, found[0])) > 1:  # one is the number of a label
            at = start + head.start("cells")
            self._phrase(head["words"], start)
            self._add(found, (at, at + len(head["cells"])))
            return
        tail = None if _NUMBERED.match(phrase) else _TAIL.fullmatch(phrase)
        if tail and (found := self._cells(tail["cells"])) is not None:
            self._add(found, (start, start + tail.end("cells")))
            phrase = tail["words"]
            span = (start + tail.start("words"), span[1])
        at = _last_sentence(phrase)
        if (said := label_of(phrase[at:].replace(SKIP, " "))) is not None:
            self._close()
            span = (span[0] + at, span[1])
            self._parts.append(Label(span, said.section, said.role, said.number, said.sure))
        elif _LETTER.search(phrase) and not _ROW_NAME.fullmatch(phrase):
            self._close()

    def _cells(self, text: str) -> _Rows | None:
        if text not in self._known:  # lines are looked at several times
            self._known[text] = rows_of(text, self._legend, white=self._white)
        return self._known[text]

    def _add(self, found: _Rows, span: Span) -> None:
        rows, form = found
        self._span = (self._span[0] if self._rows else span[0], span[1])
        self._form = form
        self._rows += rows

    def _close(self) -> None:
        if self._rows:
            self._parts.append(Shown(self._span, tuple(self._rows), self._form))
            self._rows = []

    def _is_pointed(self, passage: Sequence[Line]) -> bool:
        """Whether an arrow stands beside cells in one of the lines."""
        return any(self._sides(line) is not None for line in passage)

    def _sides(self, line: Line) -> _Sides | None:
        """What stands left and right of a line's arrow, and where the arrow is."""
        if MARK in line.text or (arrow := _POINTS.search(line.text)) is None:
            return None
        left = self._cells(line.text[: arrow.start()])
        right = self._cells(line.text[arrow.end() :])
        words = [
            _LETTER.search(part) for part in (line.text[: arrow.start()], line.text[arrow.end() :])
        ]
        if not (left or right) or (not left and words[0]) or (not right and words[1]):
            return None
        return left, right, arrow.start()

    def _pointed(self, passage: Sequence[Line], *, alone: bool) -> None:
        """A passage with arrows beside cells: pairs on a line each, or one pair side by side."""
        run: list[Line] = []
        for line in passage:
            if self._sides(line) or self._cells(line.text):
                run.append(line)
            else:
                self._pair(run, alone=alone)
                run = []
                self._line(line)
        self._pair(run, alone=alone)

    def _pair(self, run: Sequence[Line], *, alone: bool) -> None:
        sides = [self._sides(line) for line in run]
        known = [each for each in sides if each is not None]
        if not known:
            for line in run:
                self._line(line)
            return
        several = any(
            left and (right is None or max(len(left[0]), len(right[0])) > 1)
            for left, right, _ in known
        )
        if len(known) == len(run) and (several or alone or len(run) == 1):
            for line, (left, right, _) in zip(run, known, strict=True):
                self._sided([left], [right], line.start, line.start + len(line.text))
            return
        lefts, rights = [], []
        column = known[0][2]
        for line, side in zip(run, sides, strict=True):
            left, right = side[:2] if side else self._split(line.text, column)
            lefts.append(left)
            rights.append(right)
        self._sided(lefts, rights, run[0].start, run[-1].start + len(run[-1].text))

    def _split(self, text: str, column: int) -> tuple[_Rows | None, _Rows | None]:
        """The cells of a line without an arrow, left and right of where one stands elsewhere."""
        parts = [part for part in _GAP.split(text.strip()) if part]
        if len(parts) == 2:
            return self._cells(parts[0]), self._cells(parts[1])
        alone = self._cells(text)
        return (alone, None) if len(text) - len(text.lstrip()) < column else (None, alone)

    def _sided(
        self, lefts: Sequence[_Rows | None], rights: Sequence[_Rows | None], start: int, end: int
    ) -> None:
        self._close()
        for number, side in enumerate((lefts, rights)):
            here = [each for each in side if each is not None]
            if number:
                self._parts.append(Arrow((start, end)))
            if here:
                rows = tuple(row for each in here for row in each[0])
                self._parts.append(Shown((start, end), rows, here[0][1]))

    def _is_spaced(self, passages: Sequence[Sequence[Line]]) -> bool:
        """Whether an empty line stands below every row, so that none ends a grid."""
        alone = sum(len(p) == 1 and self._cells(p[0].text) is not None for p in passages)
        return alone > 3 and not any(
            self._cells(line.text) is not None for p in passages if len(p) > 1 for line in p[1:]
        )


def _last_sentence(phrase: str) -> int:
    """Where the last part of a phrase begins that has a word: what is said before is no label."""
    for stop in reversed(list(_STOP.finditer(phrase[-_SEEN:]))):
        at = max(0, len(phrase) - _SEEN) + stop.end()
        if _LETTER.search(phrase[at:]):
            return at
    return 0


def _passages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines without an empty one between them."""
    passage: list[Line] = []
    for line in lines:
        if line.text.replace(SKIP, "").strip():
            passage.append(line)
        elif passage:
            yield passage
            passage = []
    if passage:
        yield passage
