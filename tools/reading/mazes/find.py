"""Finding mazes: every maze of a message, in any of the notations of this folder.

The most telling notation comes first and hides its part of the text from the next. Linear in
the length of the message, and total: any string gives findings, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ....trm.puzzles.maze import Maze
from ..characters import SKIP, lines_of
from ..finding import Finding
from ..markup import plain_of, tables_in
from .corrections import corrected
from .framed import framed_in
from .lines import corridors_in, runs_in
from .lists import lists_in
from .one_line import joined_in, lines_in
from .pictures import pictures_in
from .raw import RawMaze, Span, shown_of
from .settle import settle_maze
from .signs import Role
from .thin import thin_in
from .underscored import underscored_in
from .variants import further, maze_variant_in
from .walls import walls_in
from .worded import unworded
from .words import MazeWords, words_of

_PRE = re.compile(r"</?(?:pre|code)\b[^<>]{0,60}>", re.IGNORECASE)  # no spaces of a row
_LONG = 81  # cells of a line that is a maze by itself, whatever stands beside it
_SHORT = 9
_NEAR = 4_000  # characters at either end of a message whose words count


def mazes_in(text: str, plain: str, *, sudoku: bool = False) -> list[Finding]:
    """The mazes of a message, whole and malformed, in reading order.

    Args:
        text: the message as written.
        plain: the same, normalised.
        sudoku: a Sudoku is named, so that figures alone make no maze.
    """
    shown = shown_of(text, plain).replace("\\#", f"{SKIP}#")  # as LaTeX writes it
    shown = shown.replace("&nbsp;", f" {SKIP * 5}")
    shown = _PRE.sub(lambda tag: "\n".ljust(len(tag[0]), SKIP), shown)
    raws = [_of_table(raw.rows, raw.span) for raw in tables_in(shown)] if "<" in shown else []
    whole = shown = unworded(plain_of(_hidden(shown, [raw.span for raw in raws])))
    ground = _ground(words_of(_ends(shown)))
    for notation in (
        pictures_in,
        lambda text: framed_in(list(lines_of(text))),
        lambda text: underscored_in(list(lines_of(text))),
        lambda text: thin_in(lines_of(text)),
        lists_in,
        lambda text: lines_in(text, shortest=_LONG),
        lambda text: runs_in(lines_of(text), ground),
        joined_in,
        lambda text: lines_in(text, shortest=_SHORT),
        lambda text: corridors_in(lines_of(text)),
    ):
        found = list(notation(shown))
        raws += found
        shown = _hidden(shown, [raw.span for raw in found])
    raws, told = corrected(raws, whole)
    shown = _hidden(shown, told)
    words = replace(words_of(_ends(shown.replace("\x01", ""))), sudoku=sudoku)
    findings = [finding for raw in raws if (finding := settle_maze(raw, words)) is not None]
    if not findings:
        told = walls_in(whole)
        rest = _ends(_hidden(shown, [raw.span for raw in told]).replace("\x01", ""))
        words = replace(words, text=rest) if told else words  # walls are no path
        findings = [finding for raw in told if (finding := settle_maze(raw, words)) is not None]
    findings = _paired(sorted(findings, key=lambda finding: finding.span))
    variant = maze_variant_in(words.text)
    if variant is None:
        return findings
    meant = [(f.span, f.form) for f in findings] or [
        (raw.span, raw.form) for raw in raws if _is_meant(raw)
    ]
    return [further(variant, span, form) for span, form in meant]


def _ground(words: MazeWords) -> frozenset[str]:
    """The signs that the message says are walls or open cells, so that they make up rows."""
    ground = (Role.WALL, Role.OPEN)
    return frozenset(s for s, role in words.legend.items() if role in ground)


def _of_table(rows: Iterable[Iterable[str]], span: Span) -> RawMaze:
    cells = tuple(tuple((cell.strip() or " ")[:2] for cell in row) for row in rows)
    return RawMaze(cells, span, "HTML table")


def _hidden(text: str, spans: Iterable[Span]) -> str:
    """The text with spans blotted out by a mark that is neither a cell nor part of a word."""
    parts = []
    at = 0
    for start, end in sorted(spans):
        start = max(at, start)
        parts += [text[at:start], "\x01" * max(0, end - start)]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _ends(words: str) -> str:
    return words if len(words) <= 2 * _NEAR else f"{words[:_NEAR]}\n{words[-_NEAR:]}"


def _is_meant(raw: RawMaze) -> bool:
    """Whether symbols in rows, which make no plain maze, have somebody or an end in them."""
    marks = {symbol for row in raw.rows for symbol in row}
    return len(raw.rows) > 2 and (("S" in marks and bool(marks & set("GEFX"))) or "@" in marks)


def _paired(findings: list[Finding]) -> list[Finding]:
    """Put a maze with a path drawn in beside the same maze without one, as the attempt it is."""
    kept: list[Finding] = []
    for finding in findings:
        last = kept[-1] if kept else None
        if (
            last is None
            or not isinstance(finding.puzzle, Maze)
            or finding.puzzle != last.puzzle
            or (last.attempt and finding.attempt)
        ):
            kept.append(finding)
        else:
            attempt = last.attempt or finding.attempt
            span = (last.span[0], finding.span[1])
            kept[-1] = replace(last, attempt=attempt, span=span)
    return kept
