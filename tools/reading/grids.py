"""Grids: the whole Sudokus among the lines of a message, and the near misses beside them.

Lines are gathered into groups (an empty line ends one, text ends a passage). The longest
run of groups that makes whole grids is taken, so boxes set apart by empty lines join while
two puzzles stay two. What is left over goes to `slips.py`, which says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from .carve import are_cells, chunks, cutters, fields, is_label, packed, whole
from .characters import Line
from .frames import aligned
from .layouts import beside, deep
from .raw import SIZES, Cells, Raw
from .rows import Place, Stretch, stretches

_REACH = 20  # groups that may join into one grid: 16 rows, double spaced, and some labels
_BESIDE = "side by side"
_FEWEST = 81  # characters of rows that are joined across text: 9x9 boards and larger
_LINES = 400  # lines that may join; one group alone may be longer (.sdm files)


@dataclass(slots=True)
class Group:
    """Neighbouring lines of cells and the rules between them."""

    items: list[Stretch] = field(default_factory=list)
    fresh: bool = True  # text stands between this group and the one before it

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last character, rules included."""
        return self.items[0].start, self.items[-1].end


def grids_in(lines: Iterable[Line]) -> tuple[list[Raw], list[list[Group]]]:
    """Whole grids, and what looks like parts of grids.

    Returns:
        The grids in reading order, and left-over groups, neighbours kept together.
    """
    groups = [_headless(group) for group in _groups(lines)]
    found: list[Raw] = []
    spare: list[list[Group]] = []
    at = 0
    adjacent = False
    while at < len(groups):
        raws, used = _longest(groups, at)
        if raws:
            found += raws
            at += used
            adjacent = False
            continue
        if adjacent and not groups[at].fresh:
            spare[-1].append(groups[at])
        else:
            spare.append([groups[at]])
        adjacent = True
        at += 1
    rejoined, spare = _across_text(spare)
    found += rejoined
    return sorted(found, key=lambda raw: raw.span), spare


def _groups(lines: Iterable[Line]) -> Iterator[Group]:
    group = Group()
    for line in lines:
        if not line.text and not group.items:
            continue
        for item in stretches(line):
            starts = item.place in (Place.TAIL, Place.MIDDLE, Place.TEXT, Place.EMPTY)
            if starts and group.items:
                yield group
                group = Group(fresh=False)
            if item.place in (Place.TAIL, Place.MIDDLE, Place.TEXT):
                group.fresh = True
            if item.place in (Place.TEXT, Place.EMPTY):
                continue
            group.items.append(item)
            if item.place in (Place.HEAD, Place.MIDDLE):
                yield group
                group = Group(fresh=True)
    if group.items:
        yield group


def _headless(group: Group) -> Group:
    """A table without its head: columns counted or lettered, above the only rule."""
    items = group.items
    rules = [item for item in items if item.place in (Place.RULE, Place.DASHES)]
    if len(items) < 5 or len(rules) != 1 or items[1] is not rules[0]:
        return group
    names = chunks(items[0].text)
    return Group(items[2:], group.fresh) if is_label(names, len(names)) else group


def _longest(groups: Sequence[Group], at: int) -> tuple[list[Raw], int]:
    """The grids of the most groups from `at` on that make whole grids, and how many groups."""
    reach = 1
    total = len(groups[at].items)
    while reach < _REACH and at + reach < len(groups) and not groups[at + reach].fresh:
        total += len(groups[at + reach].items)
        if total > _LINES:
            break
        reach += 1
    for count in range(reach, 0, -1):
        raws = _whole_raws(groups[at : at + count])
        if raws:
            return raws, count
    return _trimmed(groups[at]) or _windows(groups[at]), 1


def _trimmed(group: Group) -> list[Raw]:
    """The grid of a group without a first or last line that belongs to the text beside it."""
    items = group.items
    if items[0].place is Place.TAIL and len(items) > 1:
        items = items[1:]
    if items[-1].place is Place.HEAD and len(items) > 1:
        items = items[:-1]
    return _whole_raws([Group(items)]) if len(items) < len(group.items) else []


def _whole_raws(groups: Sequence[Group], doubts: tuple[str, ...] = ()) -> list[Raw]:
    items = [item for group in groups for item in group.items]
    certain = [item for item in items if item.place not in (Place.RULE, Place.DASHES)]
    possible = [item for item in items if item.place is not Place.RULE]
    ways = [certain, possible] if len(possible) > len(certain) else [certain]
    if _is_blank_row(certain, possible):
        ways.reverse()
    if len(certain) > 4 and items[0] is certain[0] and items[1] not in certain:
        ways.append(certain[1:])  # a rule under the first line makes it the head of a table
    for rows in ways:
        if rows and (cut := _cut(rows)):
            form, cells = cut
            return _raws(form, cells, rows, groups, doubts)
    return []


def _is_blank_row(certain: Sequence[Stretch], possible: Sequence[Stretch]) -> bool:
    """Whether lines of one mark are rows of blanks, for the rows beside them use the mark so."""
    dashes = [item.text.strip() for item in possible if item.place is Place.DASHES]
    if not dashes or not certain:
        return False
    widths = {len(packed(item.text)) for item in certain}
    used = {char for item in certain for char in item.text}
    return any(len(packed(text)) in widths and text.strip("| ")[0] in used for text in dashes)


def _cut(rows: Sequence[Stretch]) -> tuple[str, list[Cells]] | None:
    texts = [row.text for row in rows]
    if (board := deep(texts)) is not None:
        return "pencil marks", [board]
    lines = texts[0].split(";") if len(texts) == 1 and "," in texts[0] else []
    if len(lines) in SIZES and (cells := whole([fields(line) for line in lines])):
        return "csv", cells
    return _cut_texts(texts) or _cut_beside(texts)


def _cut_beside(texts: list[str]) -> tuple[str, list[Cells]] | None:
    cut = [_cut_texts(column) for column in beside(texts)] if len(texts) in SIZES else []
    boards = [cells for part in cut if part for cells in part[1] if len(cells) == len(texts)]
    return (_BESIDE, boards) if boards and len(boards) == len(cut) else None


def _cut_texts(texts: Sequence[str]) -> tuple[str, list[Cells]] | None:
    return _cut_once(tuple(texts))


@lru_cache(maxsize=256)  # a text of one block again and again asks for the same windows of lines
def _cut_once(texts: tuple[str, ...]) -> tuple[str, list[Cells]] | None:
    for form, cutter in cutters(texts):
        cut = [cutter(text) for text in texts]
        if (cutter is packed or are_cells(cut)) and (cells := whole(cut)):
            one_line = len(texts) < len(cells[0])
            return ("one line" if one_line and form.endswith("grid") else form), cells
    if len(texts) in SIZES and _has_gaps(texts, len(texts)):
        size = len(texts)
        for width in (3, 2) if size == 6 else (int(size**0.5),):
            if cells := aligned(texts, size, width):
                return "grid with spaces", [cells]
    return None


def _has_gaps(texts: Sequence[str], size: int) -> bool:
    """Digits and spaces only, no other sign of a blank, and too few of them to fill the rows.

    Some spaces must be wider than those that part the digits, or the blanks were left out.
    """
    kinds = {char for text in texts for char in packed(text)}
    return (
        "0" not in kinds
        and sum("  " in text.rstrip() or text.startswith(" ") for text in texts) > 1
        and all(char.isalnum() for char in kinds)
        and any(len(packed(t)) < size for t in texts)
    )


def _raws(
    form: str,
    cells: list[Cells],
    rows: Sequence[Stretch],
    groups: Sequence[Group],
    doubts: tuple[str, ...],
) -> list[Raw]:
    if len(cells) == 1 or len(cells) > len(rows) or form == _BESIDE:
        span = (groups[0].span[0], groups[-1].span[1])
        box = _box(rows, groups) if len(cells[0]) == 6 else None
        return [Raw(grid, span, form, box, doubts) for grid in cells]
    share = len(rows) // len(cells)
    parts = [rows[at : at + share] for at in range(0, len(rows), share)]
    spans = [(part[0].start, part[-1].end) for part in parts]
    return [Raw(grid, span, form, None, doubts) for grid, span in zip(cells, spans, strict=True)]


def _box(rows: Sequence[Stretch], groups: Sequence[Group]) -> tuple[int, int] | None:
    """The boxes of a 6x6 board, where bars, gaps or rules show them."""
    for row in rows:
        bare = row.text.strip().strip("|")
        parts = [p for p in (bare.split("|") if "|" in bare else chunks(bare)) if p.strip()]
        counts = [len(packed(part)) for part in parts]
        if counts in ([3, 3], [2, 2, 2]):
            return 6 // counts[0], counts[0]
    heights: list[int] = []
    for group in groups:
        run = 0
        for item in group.items:
            if item.place in (Place.RULE, Place.DASHES):
                heights.append(run)
                run = 0
            else:
                run += 1
        heights.append(run)
    heights = [height for height in heights if height]
    return (heights[0], 6 // heights[0]) if heights in ([3, 3], [2, 2, 2]) else None


def _windows(group: Group) -> list[Raw]:
    """Grids inside a group that also holds other lines: a heading, a second puzzle."""
    found: list[Raw] = []
    rows = [item for item in group.items if item.place not in (Place.RULE, Place.DASHES)]
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and _widths(rows[at]) == _widths(rows[start]):
            continue
        part = rows[start:at]
        start = at
        cut = _cut(part) if len(part) >= 4 or len(packed(part[0].text)) >= 36 else None
        if cut and len(part) % len(cut[1]) == 0:
            spanned = Group([item for item in group.items if _within(item, part)])
            found += _raws(cut[0], cut[1], part, [spanned], ())
    return found


def _widths(row: Stretch) -> tuple[int, ...]:
    count = len(chunks(row.text))
    return (count,) if count > 3 else (len(packed(row.text)),)


def _within(item: Stretch, part: Sequence[Stretch]) -> bool:
    return part[0].start <= item.start <= part[-1].start


def _across_text(spare: list[list[Group]]) -> tuple[list[Raw], list[list[Group]]]:
    """Grids whose rows were written in several places, with words between."""
    found: list[Raw] = []
    left: list[list[Group]] = []
    items = [[item for group in run for item in group.items] for run in spare]
    lines = list(accumulate(map(len, items), initial=0))
    cells = list(accumulate((sum(len(item.text) for item in run) for run in items), initial=0))
    at = 0
    while at < len(spare):
        for count in range(min(_REACH, len(spare) - at), 1, -1):
            stop = at + count
            if cells[stop] - cells[at] < _FEWEST or lines[stop] - lines[at] > _LINES:
                continue
            groups = [group for run in spare[at:stop] for group in run]
            doubt = "joined rows that have words between them"
            raws = _whole_raws(groups, (doubt,))
            if len(raws) == 1 and len(raws[0].rows) >= 9 and raws[0].form != "one line":
                found += raws
                at += count
                break
        else:
            left.append(spare[at])
            at += 1
    return found, left
