"""Boxes: 9x9 grids given box by box, as in "top left: 6 x 1 / 4 x x / 2 x 8".

The label says which box it is, by its place or by its number; its cells follow in the same line
or in the next ones. It takes all nine boxes; where one of them is not of nine cells it is named,
for their lines must never be read as rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .characters import SKIP
from .raw import Raw

_UP = r"top|upper|oben|obere[rns]?|arriba|superior|haut|alto|boven|cima"
_MID = r"middle|mid|cent(?:er|re)|central|mitte|mittlere[rns]?|medio|centro|milieu|midden|meio"
_DOWN = r"bottom|lower|unten|untere[rns]?|abajo|inferior|bas|basso|onder|baixo"
_LEFT = r"left|links|linke[rns]?|izquierd[ao]|gauche|sinistr[ao]|esquerd[ao]"
_RIGHT = r"right|rechts|rechte[rns]?|derech[ao]|droite|destr[ao]|direit[ao]"
_BOX = r"box|block|region|kasten|k[äa]stchen|caja|bloque|bloc|carr[ée]|riquadro|blok|blocco|vak"
_ONE = rf"(?:{_UP}|{_MID}|{_DOWN}|{_LEFT}|{_RIGHT})"
_LABEL = re.compile(
    rf"^[ \t>*•\-]*(?:the )?(?:(?:{_BOX}) ?[#.]? ?(?P<number>[1-9])\b"
    rf"|(?:(?:{_BOX}) )?(?:(?:en|in|à|a|al) )?(?P<place>{_ONE}(?:[ \-,]{{0,2}}(?:(?:à|a|al|in) )?"
    rf"{_ONE})?))(?: (?:{_BOX}))?[ \t]*(?:[:=]|-(?= )|→|(?=\n|\r))",
    re.IGNORECASE | re.MULTILINE,
)
_CELLS = re.compile(r"(?:[\s/,;|\x00]*[0-9.\-_*?xX]){1,12}")
_HEIGHTS = ((_UP, 0), (_DOWN, 2))
_SIDES = ((_LEFT, 0), (_RIGHT, 2))
_FEWEST = 7  # labels that show what was meant, though one of the boxes has a slip


def boxes_in(plain: str) -> list[Raw]:
    """The grid of a message that gives it box by box, in a list; or an empty list."""
    labels = list(_LABEL.finditer(plain))
    if not _FEWEST <= len(labels) <= 40:
        return []
    found: dict[int, tuple[list[str], int, int]] = {}
    names: dict[int, str] = {}
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        number = _number(label)
        stop = after.start() if after else len(plain)
        cells = _CELLS.match(plain, label.end(), stop)
        if number is None or cells is None or number in found:
            continue
        marks = [char for char in cells[0] if char not in " \t\r\n/,;|" + SKIP]
        if after is None or len(marks) > 9:
            marks, end = _first_lines(cells)
        else:
            end = cells.end()
        found[number] = (marks, label.start(), end)
        names[number] = label[0].strip(" \t>*•-:=→").lower()
    if len(found) < _FEWEST:
        return []
    span = (min(start for _, start, _ in found.values()), max(end for *_, end in found.values()))
    wrong = [n for n in sorted(found) if len(found[n][0]) != 9]
    if wrong or len(found) < 9:
        problem = f"{len(found)} boxes, expected 9"
        if wrong:
            problem = f"the box {names[wrong[0]]!r} has {len(found[wrong[0]][0])} cells, expected 9"
        return [Raw((), span, "boxes", problem=problem)]
    doubts = ("read each line as a box",) if labels[0]["number"] else ()
    rows = _rows([found[n][0] for n in range(9)])
    return [Raw(rows, span, "boxes", doubts=doubts)]


def _first_lines(cells: re.Match[str]) -> tuple[list[str], int]:
    """The cells of the last box, up to the line that completes it."""
    marks: list[str] = []
    end = cells.start()
    for line in cells[0].splitlines(keepends=True):
        if len(marks) >= 9:
            break
        marks += [char for char in line if char not in " \t\r\n/,;|" + SKIP]
        end += len(line)
    return marks, end


def _number(label: re.Match[str]) -> int | None:
    """The place of a box in reading order, from 0; None where it is not told in full."""
    if label["number"]:
        return int(label["number"]) - 1
    words = label["place"]
    down = _which(_HEIGHTS, words)
    right = _which(_SIDES, words)
    if down is None and right is None:
        return 4 if re.fullmatch(rf"(?:{_MID})(?:[ \-,]{{0,2}}(?:{_MID}))?", words, re.I) else None
    middle = re.search(_MID, words, re.IGNORECASE) is not None
    if (down is None or right is None) and not middle:
        return None
    return 3 * (1 if down is None else down) + (1 if right is None else right)


def _which(names: Sequence[tuple[str, int]], words: str) -> int | None:
    for pattern, value in names:
        if re.search(rf"(?:{pattern})", words, re.IGNORECASE):
            return value
    return None


def _rows(boxes: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a board whose boxes are given in reading order."""
    return tuple(
        tuple(boxes[row // 3 * 3 + col // 3][row % 3 * 3 + col % 3] for col in range(9))
        for row in range(9)
    )
