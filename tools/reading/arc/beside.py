"""Beside: an input and its output on the same lines, an arrow, a bar or a gap between them.

`0 0 1 -> 1 0 0` is one row of a pair drawn over several lines, or a whole pair of one row, and a
line alone cannot tell. So all blocks of a message are looked at together: what the test looks
like, and how wide the rows are. Where two things point two ways, the block has a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..characters import SKIP, Line
from .labels import label_of
from .parts import Role, Rows, Section

ARROW = (
    r"(?:={1,3}|-{1,3})>|→|➡|⬇|↓|🔽|>>|\b(?:becomes|gives|yields|turns into|maps to|wird zu"
    r"|se convierte en|devient)\b"
)
_POINTS = re.compile(ARROW, re.IGNORECASE)
_BAR = re.compile(r"\s*\|(?:\s*\|)?\s*|\s+[:=~>]\s+|(?<=\])\s+(?=\[)")
_SLASH = re.compile(r"\s+[/\\]\s+")
_SPACE = re.compile(r"\s+")
_GAP = re.compile(r"\s{2,}|\t")
_GROUPS = re.compile(r"(\S{2,})\s+(\S{2,})")
_ASKED = re.compile(r"[\s.…]*[?❓❔_][?❓❔_\s.…]*")
_HEAD = re.compile(rf"\s*(?:\||{ARROW}|\t|\s{{2,}}|/|\bvs\.?\b|\band\b|\+)\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[?!.]\s+(?=[^\W\d_])")
_VALUE = re.compile(r"[:=]\s*[\d\[]|\d\W+\d|\d\D+\d")
_LETTER = re.compile(r"[^\W\d_]")
_HEAD_WORDS = 8  # of one side of a head
_TWO_WAYS = (
    "it cannot be told whether each line with an input and an output is a pair of its own or one "
    'row of a larger pair; write "Input:" and "Output:" above the grids'
)
_CUT_GRID = (
    "the rows of one grid are cut in two by {way}; write each row without it, or put the output "
    'below the input with "Input:" and "Output:" above them'
)

_SEVERAL = (
    "each line holds several groups of cells with bars or gaps between them, which may be rows or "
    'grids; write one row a line, with "Input:" and "Output:" above the grids'
)
_FIRST = re.compile(rf"\s*\[\[[^\[\]]*\]\s*(?:\||{ARROW})?\s*\[\[[^\[\]]*\]\s*", re.IGNORECASE)
_TALLEST = 32  # lines of a grid, and some
_BREAK = re.compile(r"<br {0,3}/?>", re.IGNORECASE)

Found = tuple[Rows, str]  # rows and their notation
Cells = Callable[[str], "Found | None"]


class Way(StrEnum):
    """What stands between the two sides."""

    ARROW = "an arrow"
    BAR = "a bar"
    SLASH = "a slash"  # under a head alone: else it parts the rows of a grid
    GAP = "a gap"


@dataclass(frozen=True, slots=True)
class Head:
    """A line that names both sides: `Input 1 | Output 1`."""

    section: Section | None
    number: int | None
    turned: bool  # the output stands left


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands left and right of the arrow, the bar or the gap of a line."""

    left: Found | None
    right: Found | None
    column: int  # where the left side ends
    asked: bool  # a question mark stands for the output


@dataclass(slots=True)
class Block:
    """Neighbouring lines with sides; a line of one side alone has None."""

    way: Way
    lines: list[Line]
    sides: list[Sides | None]
    head: Head | None = None
    problem: str = ""

    @property
    def whole(self) -> bool:
        """Whether every line has what parts the sides."""
        return None not in self.sides

    @property
    def known(self) -> list[Sides]:
        """The lines that have two sides."""
        return [each for each in self.sides if each is not None]


_PARTS = (lambda each: each.left, lambda each: each.right)


def head_of(text: str) -> Head | None:
    """What a line says that names both sides, and holds no cells; else None."""
    text = _SENTENCE.split(text)[-1]
    parts = [part for part in _HEAD.split(text.strip(" \t|>*#-" + SKIP)) if _LETTER.search(part)]
    if len(parts) != 2 or any(_VALUE.search(part) or len(part.split()) > _HEAD_WORDS
                              for part in parts):  # fmt: skip
        return None
    first, second = label_of(parts[0]), label_of(parts[1])
    if not (first and second) or {first.role, second.role} != {Role.INPUT, Role.OUTPUT}:
        return None
    number = first.number if first.number is not None else second.number
    return Head(first.section or second.section, number, first.role is Role.OUTPUT)


def sides_of(text: str, way: Way, cells: Cells) -> Sides | None:
    """The two sides of a line, where it has them."""
    if way is Way.ARROW:
        if (arrow := _POINTS.search(text)) is None:
            return None
        parts, column = [text[: arrow.start()], text[arrow.end() :]], arrow.start()
    else:
        bare = text.replace(SKIP, "").strip()
        column = len(text) - len(text.lstrip())
        if way is Way.BAR:
            if bare.count("|") > 2 and bare[0] == bare[-1] == "|":
                bare = bare[1:-1].strip()
            parts = _BAR.split(bare)
        elif way is Way.SLASH:
            parts = _SLASH.split(bare)
        else:
            parts = _at_gap(bare)
        column += len(parts[0])
    if len(parts) != 2:
        return None
    left, right = (cells(part) if part.strip() else None for part in parts)
    for part, side in zip(parts, (left, right), strict=True):
        if side is None and (_LETTER.search(part) or (way is not Way.ARROW and not _is_bare(part))):
            return None
    if left is None and right is None:
        return None
    return Sides(left, right, column, asked=right is None and bool(_ASKED.fullmatch(parts[1])))


def _at_gap(text: str) -> list[str]:
    """A text cut at its widest gap, where one is wider than all others; or two packed groups."""
    if groups := _GROUPS.fullmatch(text):
        return list(groups.groups())
    found = list(_SPACE.finditer(text))
    tabs = [gap for gap in found if "\t" in gap[0]]
    if len(tabs) == 1 < len(found):  # between cells with spaces
        first = tabs[0]
    else:
        gaps = sorted(found, key=lambda gap: len(gap[0]), reverse=True)
        widths = [len(gap[0]) for gap in gaps[:2]]
        if not gaps or widths[0] < 2 or widths[0] in widths[1:]:
            return [text]
        first = gaps[0]
    return [text[: first.start()], text[first.end() :]]


def _is_bare(part: str) -> bool:
    return not part.strip() or _ASKED.fullmatch(part) is not None


def several_in(run: Iterable[Line], cells: Cells) -> Block | None:
    """Lines of several groups of cells, which are rows or grids and nobody can tell."""
    lines: list[Line] = []
    for line in run:
        parts = [part for part in _BAR.split(line.text.replace(SKIP, "").strip()) if part]
        slashed = _SLASH.split(line.text.strip())
        if len(parts) < 2:
            parts = slashed if len(slashed) > 1 else line.text.split()
        several = len(parts) > (1 if parts is slashed else 2)
        found = [cells(part) for part in parts] if several else []
        if not found or not all(each and min(map(len, each[0]), default=0) > 1 for each in found):
            break
        lines.append(line)
    if len(lines) < 2:
        return None
    return Block(Way.BAR, lines, [None] * len(lines), problem=_SEVERAL)


def block_of(
    run: Sequence[Line], way: Way, cells: Cells, *, head: Head | None, announced: bool
) -> Block | None:
    """Neighbouring lines as a block, or None where they are rows of one grid.

    Args:
        run: lines with sides, or of cells alone.
        way: what stands between the sides.
        cells: reads a stretch of text.
        head: the line above them that names both sides.
        announced: a label right above them names one side.
    """
    block = Block(way, list(run), [sides_of(line.text, way, cells) for line in run], head)
    known = block.known
    if not known:
        return None
    if way is Way.ARROW:
        return block
    widths = [[len(side[0][0]) for each in known if (side := part(each))] for part in _PARTS]
    asked = any(each.asked for each in known)
    if (max(max(width, default=0) for width in widths) < 2 or way is Way.SLASH) and head is None:
        return None  # a table of cells
    if way is Way.GAP and head is None:
        even = block.whole and all(len(set(width)) == 1 and min(width) > 1 for width in widths)
        if not (even or (asked and block.whole)):
            return None
    if len(run) < 2 and head is None and not asked:
        return None
    packed = any(len(line.text.split()) == 2 for line in run)
    if announced and head is None:
        if way is Way.GAP and not packed:
            return None  # a row with a gap is a row
        block.problem = _CUT_GRID.format(way=way.value)
    return block


def are_stacked(blocks: Sequence[Block], heights: Sequence[int]) -> bool:
    """Whether each block is one pair, and not a pair a line; marks blocks that are doubtful.

    Args:
        blocks: all of a message.
        heights: rows of the grids that stand alone.
    """
    several = [block for block in blocks if block.whole and len(block.lines) > 1]
    if not several or any(_has_rows(each) for block in blocks for each in block.known):
        return False
    asked = [block for block in blocks if not any(each.right for each in block.known)]
    stacked = (
        not all(block.whole for block in blocks)
        or any(len(block.lines) > 1 for block in asked)
        or any(height > 1 for height in heights)
    )
    apart = any(len(block.lines) == 1 for block in asked) or any(
        any(each.asked for each in block.known) and any(each.right for each in block.known)
        for block in several
    )
    if stacked and apart:
        for block in several:
            block.problem = block.problem or _TWO_WAYS
    if stacked or apart:
        return stacked
    if heights or any(_is_ragged(block) for block in several):
        return False
    return len(blocks) > 1 or blocks[0].way is not Way.ARROW


def _has_rows(each: Sides) -> bool:
    return any(side is not None and len(side[0]) > 1 for side in (each.left, each.right))


def _is_ragged(block: Block) -> bool:
    return any(
        len({len(side[0][0]) for each in block.known if (side := part(each))}) > 1
        for part in _PARTS
    )


def unnested(text: str, plain: str) -> str:
    """A normalised text whose arrays side by side, and tables of grids, are lines of cells.

    The same length: `[[0 1]  [[1 0]` and the lines below it lose their brackets, and a row of a
    table is one line again, with / between the rows of its grids.

    Args:
        text: the message as written.
        plain: the same, normalised.
    """
    if "|" in text and "<br" in text.lower():
        marks = list(plain)
        for found in _BREAK.finditer(text):
            begin = max(text.rfind("\n", 0, found.start()), text.rfind("\r", 0, found.start())) + 1
            if text[begin : begin + 8].lstrip().startswith("|"):
                marks[found.start() : found.end()] = "/".ljust(len(found[0]))
        plain = "".join(marks)
    if plain.count("[[") < 2:
        return plain
    lines = plain.split("\n")
    left = 0
    for number, line in enumerate(lines):
        left = _TALLEST if _FIRST.fullmatch(line) else left
        if left:
            lines[number] = line.replace("[", " ").replace("]", " ")
            left = 0 if "]]" in line else left - 1
    return "\n".join(lines)


def split(text: str, column: int, cells: Cells) -> tuple[Found | None, Found | None]:
    """The cells of a line without an arrow, left and right of where one stands elsewhere."""
    parts = [part for part in _GAP.split(text.strip()) if part]
    if len(parts) == 2:
        return cells(parts[0]), cells(parts[1])
    alone = cells(text)
    return (alone, None) if len(text) - len(text.lstrip()) < column else (None, alone)
