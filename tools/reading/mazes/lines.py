"""Lines: which lines of a message are the rows of a maze.

A row holds symbols of mazes and no words. Neighbouring rows make a run; a run is cut into
cells and settled elsewhere. The first row may follow words ("maze: #####"), the last one a
quote's end; empty lines between all rows do no harm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..characters import RULE, SKIP, Line
from .cut import cut, is_head
from .raw import RawMaze, Symbols
from .rules import rows_of_one_mark, without_empty_head
from .signs import STRUCTURE, WALLS

_QUOTED = re.compile(r"[ \t]{0,8}(?:>[ \t]?)+(?=[^>]*$)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ROW_LETTERS = set("WwXxOoPpBMH")  # letters that may stand side by side in a row
_END_LETTERS = set("sgefab")  # and all capitals
_LABEL = re.compile(
    r"[ \t]*(?:[-*•][ ](?=['\"]))?(?:(?:row|zeile|fila|ligne|riga|r)[ .]?\d{1,2}[ ]?[:.)\]|=]"
    r"|\d{1,2}[ ]?[:)\]])",
    re.IGNORECASE,
)
_NO_ROW = re.compile(r"[ \t]*(?:`{3,}.*|~{3,}\w*|-{2,}|={2,}|_{3,}|\*{3}|\d|\d{1,3}[.)])[ \t]*")
_PUNCTUATION = set(" ,;|&\t\"'`\\:)]")
_TAIL = re.compile(r"(?:[:：][ ]?[\"'`]?|[\"'`])([^:：\"'`]{2,})$")
_CLOSE = re.compile(  # what ends a string, and what it stands in
    r"(?:\\+|\\*[\"'`](?: ?[)\]},;\"'`\\])*\s*)$"
)
_HEAD = re.compile(r"([^\"'`<]{2,})[\"'`<]")
_FRAME = re.compile(rf"\+[-={RULE}]{{2,}}\+")
_HOLLOW = re.compile(
    r"[ \t]*([,;|])(?:[ \t]*\1){2,}[ \t]*|[ \t]*([,;])[ \t]*\2[ \t]*"
)  # a row of empty fields
_FIELDS = re.compile(r"[^,;|]{0,3}([,;|])[^,;|]{0,3}\1")
_WAY = re.compile(  # "S->G" beside a maze says where to go
    r"[ \t]*(?:[^\W\d_]{1,12}[ ]){0,4}['\"`(]?\S['\"`)]?[ ]?(?:[-=]{1,2}>|→|⇒|⟶|➡|>)[ ]?"
    r"['\"`(]?\S['\"`)]?[ ]?[.!?]*[ \t]*"
)
_WIDEST = 300  # columns of a row; longer lines are read as whole mazes elsewhere


def _is_picture(mark: str) -> bool:
    return "\u2600" <= mark <= "\u27bf" or "\U0001f300" <= mark <= "\U0001faff"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, or the part of it that is a row."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Run:
    """Neighbouring rows."""

    rows: list[_Row]
    lone: bool = False  # an empty line, and nothing else, stands before it


def runs_in(lines: Iterable[Line], ground: frozenset[str] = frozenset()) -> Iterator[RawMaze]:
    """Every run of lines that may be a maze, cut into cells.

    Args:
        lines: of the message.
        ground: the signs that the message says are walls or open cells.
    """
    lines = list(lines)
    letters = frozenset(filter(str.isalpha, ground))
    dashed = rows_of_one_mark(lines, ground)
    for run in _joined(list(_runs(lines, letters, dashed))):
        rows = _trimmed(_unspoken(run.rows))
        if len(rows) < 2 or max(len(row.text) for row in rows) > _WIDEST:
            continue
        texts, doubts = without_empty_head(_unframed([row.text for row in rows]))
        span = (rows[0].start, rows[-1].end)
        cells = cut(texts)
        if not all(dashed.get(row.start, True) for row in rows):
            doubts = (*doubts, "took lines of one mark as rows, for the rows beside them use it")
        yield RawMaze(cells, span, "grid", exact=False, doubts=(*doubts, *_doubts(texts, cells)))


def corridors_in(lines: Iterable[Line]) -> Iterator[RawMaze]:
    """Every line of its own that is a row with a start and a goal."""
    for run in _runs(lines):
        (row, *others) = run.rows
        if not others and (cells := _lone(row.text)):
            yield RawMaze((cells,), (row.start, row.end), "grid")


def _lone(text: str) -> tuple[str, ...]:
    """The cells of a corridor: one row with a start and a goal; else nothing."""
    cells = tuple(text.strip())
    ends = [cells.count(mark) for mark in "SGEF"]
    plain = len(cells) > 3 and not set(cells) & set("/|;,") and not _WAY.fullmatch(text)
    return cells if plain and ends[0] == sum(ends[1:]) == 1 else ()


def _unframed(texts: list[str]) -> list[str]:
    """The rows inside a frame of `+---+` and bars, with walls of their own."""
    inner = [text.strip() for text in texts[1:-1]]
    framed = len(inner) > 1 and all(_FRAME.fullmatch(texts[at].strip()) for at in (0, -1))
    if not framed or not all(text[:1] == text[-1:] == "|" and len(text) > 2 for text in inner):
        return texts
    rows = [text[1:-1] for text in inner]
    walls = sum(mark in WALLS for row in rows for mark in row)
    return rows if walls > 1 and not any("|" in row or "+" in row for row in rows) else texts


def _doubts(texts: Sequence[str], cells: Symbols) -> tuple[str, ...]:
    """That spaces, which stand between all cells, may be the open cells themselves."""
    bare = {len(text.strip()) for text in texts}
    spaced = bare == {2 * len(row) - 1 for row in cells}
    marks = {mark for row in cells for mark in row}
    if not spaced or len(marks - WALLS) > 2:
        return ()
    return ("took the spaces as what stands between cells, not as open cells",)


def _runs(
    lines: Iterable[Line],
    letters: frozenset[str] = frozenset(),
    dashed: Container[int] = (),
) -> Iterator[_Run]:
    run = _Run([])
    spaces: list[_Row] = []  # lines of spaces since the last other line
    gap = 2  # empty lines since the last run; 2: words
    for line in lines:
        text, start = _unquoted(line)
        if not text.strip():
            blank = _Row(text, start, start + len(text))
            if text and run.rows:  # spaces: a row of open cells, perhaps
                run.rows.append(blank)
            elif run.rows:
                yield run
                run, gap = _Run([]), 1
            else:
                gap += 1
                spaces = [*spaces[1 - _WIDEST :], blank] if text else []
            continue
        row = _row(text, start, len(line.text) + line.start, letters)
        if row is None and line.start in dashed:
            row = _Row(text, start, len(line.text) + line.start)
        if row is not None:
            if not run.rows:
                run.lone = gap == 1
                run.rows += [blank for blank in spaces if len(blank.text) == len(text) > 1]
            run.rows.append(row)
            spaces = []
            continue
        spaces = []
        if run.rows and (head := _HEAD.match(text)) and is_row(head[1], letters):
            run.rows.append(_Row(head[1], start, start + len(head[1])))
        if run.rows:
            yield run
        run, gap = _Run([]), 2
        tail = _TAIL.search(text)
        end = line.start + len(line.text)
        if tail and (row := _row(tail[1], end - len(tail[1]), end, letters)):
            run = _Run([row])
    if run.rows:
        yield run


def _unquoted(line: Line) -> tuple[str, int]:
    quote = _QUOTED.match(line.text)
    skipped = quote.end() if quote else 0
    return line.text[skipped:].replace(SKIP, ""), line.start + skipped


def _row(text: str, start: int, end: int, letters: frozenset[str]) -> _Row | None:
    if len(text) > _WIDEST:
        return None
    if closed := _CLOSE.search(text):
        text = text[: closed.start()]
    label = _LABEL.match(text)
    if is_row(text[label.end() :] if label else text, letters):
        return _Row(text, start, end)
    return None


def is_row(text: str, letters: frozenset[str] = frozenset()) -> bool:
    """Whether a line holds symbols of a maze and little else."""
    if len(text) > _WIDEST:
        return False
    if _NO_ROW.fullmatch(text):
        return is_head(text)
    if _HOLLOW.fullmatch(text):
        return True
    marks = Counter(char for char in text if char not in _PUNCTUATION)
    total = marks.total()
    if not total:
        return False
    for word in _WORD.findall(text):
        odd = [char for char in word if char not in _ROW_LETTERS | letters]
        if len(odd) > 2 or not all(char.isupper() or char in _END_LETTERS for char in odd):
            return False
    foreign = sum(
        c
        for mark, c in marks.items()
        if not (mark in STRUCTURE or mark in letters or _is_picture(mark))
    )
    digits = sum(count for mark, count in marks.items() if mark in "456789")
    alone = total == 1 and text.strip() not in STRUCTURE and not _FIELDS.match(text)
    return foreign - digits <= max(1, total // 10) and not alone


def _joined(runs: Sequence[_Run]) -> Iterator[_Run]:
    """Runs of one row each, an empty line between them, as one; others as they are."""
    at = 0
    while at < len(runs):
        stop = at + 1
        while (
            stop < len(runs) and runs[stop].lone and len(runs[stop].rows) == len(runs[at].rows) == 1
        ):
            stop += 1
        yield _Run([row for run in runs[at:stop] for row in run.rows])
        at = stop


def _unspoken(rows: list[_Row]) -> list[_Row]:
    """Rows without a first or last one that is a word in signs: `S->G`, or pictures around it."""
    if len(rows) > 2 and _is_spoken(rows[0], rows[1:]):
        rows = rows[1:]
    if len(rows) > 2 and _is_spoken(rows[-1], rows[:-1]):
        rows = rows[:-1]
    return rows


def _is_spoken(row: _Row, others: Sequence[_Row]) -> bool:
    """Whether a line beside a maze is no row: of another width, and of other signs."""
    bare = row.text.strip()
    counts = Counter(mark for other in others[:_WIDEST] for mark in other.text)
    if _WAY.fullmatch(row.text) and counts[bare.rstrip(" .!?")[-1]]:
        return True  # where its end is another cell too
    widths = Counter(len(other.text.strip()) for other in others)
    if len(bare) == widths.most_common(1)[0][0]:
        return False
    common = {mark for mark, count in counts.items() if count > 2}
    pictures = all(map(_is_picture, bare)) and not common & {" ", *bare}
    return pictures or _WAY.fullmatch(row.text) is not None


def _trimmed(rows: list[_Row]) -> list[_Row]:
    """Rows without blank ones at the ends, unless those are as wide as the maze.

    Where some of them make it a square, those are taken; a square needs none.
    """
    first, last = 0, len(rows)
    while first < last and not rows[first].text.strip():
        first += 1
    while last > first and not rows[last - 1].text.strip():
        last -= 1
    bare = rows[first:last]
    widths = {len(row.text) for row in bare}
    if len(widths) != 1:
        return bare
    (width,) = widths
    if len(bare) == width:
        return bare
    while first > 0 and len(rows[first - 1].text) == width and last - first != width:
        first -= 1
    while last < len(rows) and len(rows[last].text) == width and last - first != width:
        last += 1
    return rows[first:last]
