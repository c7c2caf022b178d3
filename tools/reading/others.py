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
_ARC_ARROW = re.compile(
    r"^[^\n]{0,200}\d[^\n]{0,3}(?:->|→|=>)[^\n]{0,3}\d[^\n]{0,200}$", re.MULTILINE
)
_MAZE_WORD = re.compile(
    r"\bmazes?\b|labyrin\w{1,4}|\blaberint\w{1,2}|\birrgarten|\blabirint\w{0,2}|\bdoolhof"
    r"|shortest (?:path|route|way)|k[üu]rzeste[rn]? weg|camino m[áa]s corto|plus court "
    r"chemin|path ?find\w{0,4}|(?:wall|wand|pared|mur|muro)s?\b[^\n]{0,60}(?:free|open|floor"
    r"|path|start|frei|libre|inicio|d[ée]part)|迷路|迷宫|迷宮|лабиринт",
    re.IGNORECASE,
)
_MAZE_ROW = re.compile(
    r"[#█▓■⬛⬜🟥🟦🟩🟫🧱.  XxWwSGEFABP01@$*o+|_\-\x00 \t·\uFE0F🚩🏁🐭🧀🏠⭐🔴🟢]{3,400}"
)
_WALLS = set("#█▓■⬛🧱▉")
_GRID_LINE = re.compile(r"[ \t\[(]{0,9}\d(?:[ ,\t]{0,3}\d){1,79}[ \t\]),]{0,6}")


def is_arc(text: str) -> bool:
    """Whether a message shows an ARC task, or names one."""
    if _ARC_JSON.search(text) or _ARC_WORD.search(text):
        return True
    labels = {found[1].lower()[0] for found in _ARC_LABEL.finditer(text)}
    return len(labels) > 1 and any(char.isdecimal() for char in text)


def maze_span(text: str, lines: Sequence[Line], *, sudoku: bool) -> tuple[int, int] | None:
    """Where the largest maze of a message stands, or None.

    Args:
        text: the message as written.
        lines: its normalised lines.
        sudoku: a Sudoku is named, so that words about mazes do not settle it.
    """
    named = _MAZE_WORD.search(text) is not None
    best: list[Line] = []
    run: list[Line] = []
    for line in [*lines, Line("", len(text))]:
        if _maze_like(line, text, loose=named and not sudoku):
            run.append(line)
            continue
        best = max(best, run, key=len)
        run = []
    if len(best) < 3:
        return None
    span = (best[0].start, best[-1].start + len(best[-1].text))
    shown = text[span[0] : span[1]]
    walls = sum(char in _WALLS for char in shown)
    drawn = sum(not char.isspace() for char in shown)
    if walls * 5 >= drawn and not any(char in "23456789" for char in shown):
        return span
    if named and not sudoku and not any(char in "56789" for char in shown):
        return span
    return None


def _maze_like(line: Line, text: str, *, loose: bool) -> bool:
    shown = text[line.start : line.start + len(line.text)].replace(SKIP, "")
    if len(shown.strip()) < 3:
        return False
    return bool(_MAZE_ROW.fullmatch(shown)) or (loose and bool(_GRID_LINE.fullmatch(line.text)))
