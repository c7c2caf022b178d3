"""Lines: the labels, arrows and rows of cells in a text whose lists were found already.

Rows that follow each other are a grid; an input and its output may also stand beside each
other with an arrow between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..characters import SKIP, Line
from .beside import (
    ARROW,
    Block,
    Head,
    Way,
    are_stacked,
    block_of,
    head_of,
    several_in,
    sides_of,
    split,
)
from .cells import SQUARES, is_rule, rows_of
from .labels import label_of
from .parts import Arrow, Label, Part, Role, Rows, Shown, Span

MARK = "\x01"  # stands for each character of a grid that was found already

_NEXT = (  # the label of the next grid, where one line holds them all: "in 01/10 out 10/01"
    r"(?:(?<=\d )|(?<=\d[,;] )|(?<=\d ; ))"
    r"(?=(?:test |train )?(?:input|output|in|out|test|eingabe|ausgabe|entrada|salida"
    r"|entr[ée]e|sortie)"
    r"(?: \d)?[ :=]{1,3}\d[\d/, ]{2})"
)
_CUT = re.compile(rf"(?P<grid>{MARK}+)|(?P<arrow>{ARROW})|[:=](?![=>])|{_NEXT}", re.IGNORECASE)
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
_LETTER = re.compile(r"[^\W\d_]")

_Rows = tuple[Rows, str]


class Lines:
    """Goes through the lines of a message and gathers parts.

    Args:
        grids: those found already, by where they begin; their characters are `MARK` in the text.
        legend: symbols and the colours that the message says they mean.
        white: the colour of white squares.
        named: the message says that it is a task, so that bars may part inputs from outputs.
    """

    def __init__(
        self,
        grids: Mapping[int, Shown],
        legend: Mapping[str, int],
        *,
        white: int,
        named: bool = False,
    ) -> None:
        self._grids = grids
        self._legend = legend
        self._white = white
        self._named = named
        self._known: dict[str, _Rows | None] = {}
        self._parts: list[Part] = []
        self._rows: list[tuple[str, ...]] = []  # of the grid that is being gathered
        self._form = ""
        self._span: Span = (0, 0)

    def parts(self, lines: Sequence[Line]) -> list[Part]:
        """The parts of a message in reading order."""
        passages = list(_passages(lines))
        spaced = self._is_spaced(passages)
        cut = self._blocks(passages)
        blocks = [each for passage in cut for each in passage if isinstance(each, Block)]
        stacked = are_stacked(blocks, self._heights(cut)) if blocks else False
        for passage in cut:
            for each in passage:
                if isinstance(each, Block):
                    self._emit(each, stacked=stacked)
                else:
                    self._line(each)
            if not spaced:
                self._close()
        self._close()
        return self._parts

    def _heights(self, cut: Sequence[Sequence[Block | Line]]) -> list[int]:
        """How many rows the grids have that stand alone."""
        heights: list[int] = []
        for passage in cut:
            rows = 0
            for each in [*passage, None]:
                found = self._cells(each.text) if isinstance(each, Line) else None
                if found and len(found[0][0]) > 1:
                    rows += len(found[0])
                elif rows:
                    heights.append(rows)
                    rows = 0
        return heights

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
            several = len(found[0]) > 1
            if several:
                self._close()
            self._add(found, span)
            if several and not phrase.rstrip().endswith(("/", ";")):
                self._close()
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

    def _blocks(self, passages: Sequence[Sequence[Line]]) -> list[list[Block | Line]]:
        """The passages with neighbouring lines of two sides as blocks."""
        heads = {line.start: head for p in passages for line in p if (head := head_of(line.text))}
        roles = heads or any(
            said.role for p in passages for line in p if (said := label_of(line.text[:_SEEN]))
        )
        ways = tuple(Way) if self._named or roles else (Way.ARROW,)
        return [self._blocks_of(passage, ways, heads) for passage in passages]

    def _blocks_of(
        self, passage: Sequence[Line], ways: Sequence[Way], heads: Mapping[int, Head]
    ) -> list[Block | Line]:
        found: list[Block | Line] = []
        head: Head | None = None
        announced = False
        barren = dict.fromkeys(ways, 0)  # up to where there is no block of this way
        at = 0
        while at < len(passage):
            line = passage[at]
            if line.start in heads:
                head, announced, at = heads[line.start], False, at + 1
                continue
            block = None
            for way in ways:
                run = self._run(passage, at, way) if at >= barren[way] else []
                block = block_of(run, way, self._cells, head=head, announced=announced)
                if block:
                    break
                barren[way] = max(barren[way], at + len(run))
            if block is None and len(ways) > 1:
                block = several_in((passage[n] for n in range(at, len(passage))), self._cells)
            if block is None:
                found.append(line)
                if not is_rule(line.text):
                    said = label_of(line.text[-_SEEN:])
                    announced = said is not None and said.role is not None
                at += 1
                continue
            found.append(block)
            head, announced, at = None, False, at + len(block.lines)
        return found

    def _run(self, passage: Sequence[Line], at: int, way: Way) -> list[Line]:
        """The lines from one on that have two sides, or cells alone where those may stand so."""
        run: list[Line] = []
        for line in (passage[n] for n in range(at, len(passage))):
            if MARK in line.text:
                break
            if sides_of(line.text, way, self._cells) is None and (
                way in (Way.BAR, Way.SLASH) or not self._cells(line.text)
            ):
                break
            run.append(line)
        return run

    def _emit(self, block: Block, *, stacked: bool) -> None:
        """A block as pairs: one for all lines, or one a line."""
        self._close()
        start, end = block.lines[0].start, block.lines[-1].start + len(block.lines[-1].text)
        if block.problem:
            rows = [row for line in block.lines for row in (self._cells(line.text) or ((), ""))[0]]
            self._parts.append(
                Shown((start, end), tuple(rows), "side by side", problem=block.problem)
            )
            return
        if block.head and block.head.section:
            self._parts.append(Label((start, start), block.head.section, None, block.head.number))
        if block.whole and not stacked:
            for line, each in zip(block.lines, block.known, strict=True):
                self._sided(
                    [each.left], [each.right], (line.start, line.start + len(line.text)), block
                )
            return
        column = block.known[0].column
        sides = [
            (each.left, each.right) if each else split(line.text, column, self._cells)
            for line, each in zip(block.lines, block.sides, strict=True)
        ]
        lefts, rights = zip(*sides, strict=True)
        self._sided(lefts, rights, (start, end), block)

    def _sided(
        self,
        lefts: Sequence[_Rows | None],
        rights: Sequence[_Rows | None],
        span: Span,
        block: Block,
    ) -> None:
        if block.head and block.head.turned:
            lefts, rights = rights, lefts
        if not any(rights):
            self._parts.append(Label((span[0], span[0]), None, Role.INPUT))
        for number, side in enumerate((lefts, rights)):
            here = [each for each in side if each is not None]
            if number:
                self._parts.append(Arrow(span))
            if here:
                rows = tuple(row for each in here for row in each[0])
                beside = block.way is not Way.ARROW
                self._parts.append(Shown(span, rows, here[0][1], beside=beside))

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
