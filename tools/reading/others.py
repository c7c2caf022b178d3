"""Others: mazes and ARC tasks, recognised so that they are never read as Sudokus.

Recognised only, not read. An ARC task shows inputs and outputs; a maze is made of walls, or
of a few figures whose meaning the message states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .characters import SKIP, Line

_ARC_JSON = re.compile(
    r"['\"]?(?:train"
    r"|test)['\"]?\s{0,9}[:=]\s{0,9}\[\s{0,20}\{?\s{0,20}['\"(]?\s{0,9}(?:input|output|\[)",
    re.I,
)
_ARC_WORD = re.compile(
    r"\bARC(?:[- ]?AGI)?(?:[- ]?[12])?\b(?=[^\n]{0,40}(?:task|puzzle|problem"
    r"|\b[0-9a-f]{8}\b))|\barc[- ]agi\b|\barc task",
    re.I,
)
_ARC_LABEL = re.compile(
    r"^[\W_]{0,8}(?:(?:train(?:ing)?|test|example|demo(?:nstration)?|pair|beispiel|ejemplo"
    r"|exemple)[^\n]{0,20})?\b(in|input|out|output|eingabe|ausgabe|entrada|salida|entr[ée]e"
    r"|sortie)\b[^\n]{0,16}$",
    re.IGNORECASE | re.MULTILINE,
)
_ARC_NAME = re.compile(r"\b(?:train|test)_?(?:in|out)(?:put)?s?\d?\b", re.IGNORECASE)
_ARC_ARROW = re.compile(r"\] {0,3}[\])] {0,3}(?:->|→|=>|becomes|gives) {0,3}[\[(] {0,3}\[ {0,3}\d")
_LISTS = re.compile(r"\[\s{0,9}\[\s{0,9}\d")
_ARC_SIDE = re.compile(r"\b(in|out)(?:put)?s?\b[ \d]{0,4}[:=]", re.IGNORECASE)
_COLOUR = re.compile(
    r"\b(?:black|blue|red|green|yellow|gr[ae]y|pink|magenta|fuchsia|orange|cyan|azure|teal|maroon"
    r"|brown)\b|[🟥🟦🟩🟨🟧🟪🟫⬛⬜]",
    re.IGNORECASE,
)
_MAZE_WORD = re.compile(
    r"\bmazes?\b|labyrin\w{1,4}|\blaberint\w{1,2}|\birrgarten|\blabirint\w{0,2}|\bdoolhof"
    r"|shortest (?:path|route|way)|k[üu]rzeste[rn]? weg|camino m[áa]s corto|plus court "
    r"chemin|path ?find\w{0,4}|\bwalls?\b|\bw[äa]nde?\b|\bmauern?\b|\bpared(?:es)?\b|\bmur(?:o|os"
    r"|i|s)?\b|\bstena|迷路|迷宫|迷宮|лабиринт",
    re.IGNORECASE,
)
_MARKS = r"#█▓■⬛⬜🟥🟦🟩🟫🧱.  XxWwSGEFABPZ01@$*o+|_\-\x00 \t·\uFE0F🚩🏁🐭🧀🏠⭐🔴🟢"
_MAZE_ROW = re.compile(rf"[{_MARKS}]{{3,400}}")
_MAZE_LIST = re.compile(  # rows as lists or as strings
    r"[\[{(]\s{0,20}(?:(?:[\[{(][ 0-4,SGEXsgex#.\"']{3,400}[\])}]"
    rf"|[\"'][{_MARKS}]{{3,100}}[\"'])\s{{0,3}},?\s{{0,20}}){{3,100}}"
)
_MAZE_LINE = re.compile(r"[# SGE.█01]{81,1000}")
_THIN = re.compile(r"^[ >]{0,8}[+|][+ |\-SGEFABX*o]{3,300}[+| ]$", re.MULTILINE)
_PASSAGE = re.compile(r"\+ {2,5}\+")  # a gap in a wall; the rules of a table have none
_WALLS = set("#█▓■⬛🧱▉")
_GRID_LINE = re.compile(r"[ \t\[(]{0,9}\d(?:[ ,\t]{0,3}\d){1,79}[ \t\]),]{0,6}")


def is_arc(text: str) -> bool:
    """Whether a message shows an ARC task, or names one."""
    if _ARC_JSON.search(text) or _ARC_WORD.search(text) or _ARC_ARROW.search(text):
        return True
    if len(set(_ARC_NAME.findall(text))) > 1 and _LISTS.search(text):
        return True
    coloured = len(_COLOUR.findall(text)) >= 8
    sides = {found[1].lower() for found in _ARC_SIDE.finditer(text)}
    labels = {found[1].lower()[0] for found in _ARC_LABEL.finditer(text)}
    if coloured and (len(sides) > 1 or len(labels) > 1):
        return True
    return len(labels) > 1 and any(char.isdecimal() for char in text)


def maze_span(text: str, lines: Sequence[Line], *, sudoku: bool) -> tuple[int, int] | None:
    """Where the largest maze of a message stands, or None.

    Args:
        text: the message as written.
        lines: its normalised lines.
        sudoku: a Sudoku is named, so that words about mazes do not settle it.
    """
    named = _MAZE_WORD.search(text) is not None and not sudoku
    rows = _largest_run(lines, text, loose=named)
    if len(rows) >= 3 and _is_maze(rows, text, named=named):
        return rows[0].start, rows[-1].start + len(rows[-1].text)
    if named and (listed := _MAZE_LIST.search(text)):
        return listed.span()
    drawn = [found for found in _THIN.finditer(text) if not sudoku]
    if len(drawn) > 4 and sum(bool(_PASSAGE.search(row[0])) for row in drawn) > 1:
        return drawn[0].start(), drawn[-1].end()
    return _one_line(text)


def _largest_run(lines: Sequence[Line], text: str, *, loose: bool) -> list[Line]:
    """The longest run of lines that can be rows of a maze."""
    best: list[Line] = []
    run: list[Line] = []
    for line in [*lines, Line("", len(text))]:
        if _maze_like(line, text, loose=loose):
            run.append(line)
            continue
        best = max(best, run, key=len)
        head, mark, tail = line.text.rpartition(": ")  # "the maze: #####"
        after = Line(tail, line.start + len(head) + len(mark))
        run = [after] if mark and _maze_like(after, text, loose=loose) else []
    return best


def _is_maze(rows: Sequence[Line], text: str, *, named: bool) -> bool:
    """Whether rows show walls enough, or figures few enough for the words beside them."""
    shown = text[rows[0].start : rows[-1].start + len(rows[-1].text)]
    walls = sum(char in _WALLS for char in shown)
    drawn = sum(not char.isspace() for char in shown)
    if walls * 5 >= drawn and not any(char in "23456789" for char in shown):
        return True
    return named and not any(char in "56789" for char in shown)


def _one_line(text: str) -> tuple[int, int] | None:
    """A maze whose rows stand in one line, as data sets write them."""
    for found in _MAZE_LINE.finditer(text):
        ends = sum(found[0].count(end) for end in "SGE")
        if ends == 2 and sum(c in _WALLS for c in found[0]) * 6 > 80:
            return found.span()
    return None


def _maze_like(line: Line, text: str, *, loose: bool) -> bool:
    shown = text[line.start : line.start + len(line.text)].replace(SKIP, "")
    if len(shown.strip()) < 3:
        return False
    return bool(_MAZE_ROW.fullmatch(shown)) or (loose and bool(_GRID_LINE.fullmatch(line.text)))
