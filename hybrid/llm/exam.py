"""A short reading exam: what can this model be trusted with?

It asks what the pipeline asks (report.py) and judges the first answer, without a repair turn, so
that a verdict says what the model does by itself. A model whose tool calls are not good enough
is asked for JSON, which is less to write. What it says about answers is held against the facts;
where under half is kept, templates speak.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel

from ...tools.reading import Ask, read, read_maze, read_sudoku
from ...trm.puzzles import Maze, Sudoku
from ..listen import LLM_CHARACTERS, shown_to_llm
from .agree import puzzle_of, rows_of
from .clock import Clock, Guarded
from .exam_items import ITEMS, Item
from .mode import EXAM_VERSION, Mode, Verdict, calls_tools, model_id
from .report import ask, question
from .witness import timed

SECONDS = 120.0  # of an item at most
_TRIED = 3  # items after which a way of reporting that never worked is given up
# Share of an exam's skill that is needed to be followed. A report is wrong in silence only in
# what is asked and left alone: kinds and copies are held against the message anyway.
_NEEDED = {"report": 0.9, "kind": 0.8, "ask": 0.9, "quiet": 1.0}
_SPOKEN: tuple[tuple[Ask, Callable[[], Sudoku | Maze]], ...] = (
    (Ask.SOLVE, lambda: read_sudoku("1..3 3... ...1 .1..")),
    (Ask.HINT, lambda: read_sudoku("4... .3.. .2.3 ....")),
    (Ask.COUNT, lambda: read_maze(["#S####", "# #  #", "#    #", "####G#"])),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One item's report and what was right about it; None where a skill was not asked for."""

    name: str
    said: dict[str, Any] | None  # the report
    report: bool  # one came and could be read
    kind: bool
    ask: bool
    finding: bool | None
    copy: bool | None
    quiet: bool | None
    seconds: float
    error: str = ""  # where the model failed, in plain words


@dataclass(frozen=True, slots=True)
class Exam:
    """What an exam showed."""

    verdict: Verdict
    reported: Mode  # how the model reported: by tool calls or as JSON
    items: tuple[Marked, ...]
    dropped: tuple[str, ...]  # sentences about answers that the claim checker dropped
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The exam as JSON-ready data."""
        return asdict(self.verdict) | {
            "reported": str(self.reported),
            "items": [asdict(item) for item in self.items],
            "dropped": list(self.dropped),
            "seconds": round(self.seconds, 1),
        }


def examine(
    llm: BaseChatModel,
    *,
    items: Sequence[Item] = ITEMS,
    seconds: float = SECONDS,
    report: Callable[[str], None] = lambda line: None,
) -> Exam:
    """Examine a model.

    Args:
        llm: the model.
        items: the messages.
        seconds: that each may take; a model that is slower fails the item.
        report: called with a line for each item.

    Raises:
        LLMUnavailableError: a local model cannot be loaded.
    """
    if load := getattr(llm, "load", None):
        load()
    began = time.perf_counter()
    tries: list[tuple[Mode, list[Marked]]] = []
    for mode in (Mode.NATIVE, Mode.JSON) if calls_tools(llm) else (Mode.JSON,):
        tries.append((mode, _marked(llm, items, mode, seconds, report)))
        if trusted(scores_of(tries[-1][1]), mode) is mode:
            break
    # The last is the one to be followed, if there is one; else the best shows what it can do.
    following = trusted(scores_of(tries[-1][1]), tries[-1][0]) is tries[-1][0]
    reported, marked = tries[-1] if following else max(tries, key=lambda tried: _sum(tried[1]))
    kept, dropped = _words(llm, seconds, report)
    scores = scores_of(marked) | {"claims": [len(kept), len(kept) + len(dropped)]}
    speaks = bool(kept) and len(kept) >= len(dropped)
    verdict = Verdict(model_id(llm), trusted(scores, reported), speaks, scores, EXAM_VERSION)
    return Exam(verdict, reported, tuple(marked), tuple(dropped), time.perf_counter() - began)


def _marked(
    llm: BaseChatModel,
    items: Sequence[Item],
    mode: Mode,
    seconds: float,
    report: Callable[[str], None],
) -> list[Marked]:
    """All items, or the first few where this way of reporting never works."""
    marked: list[Marked] = []
    for item in items:
        marked.append(mark(llm, item, mode, seconds))
        report(f"{mode}: {item.name}, {marked[-1].seconds:.1f} s")
        if len(marked) == _TRIED and not any(one.report for one in marked):
            break
    return marked


def _sum(marked: Sequence[Marked]) -> int:
    """Everything that was right about reading; copies are not asked for in every way."""
    return sum(right for skill, (right, _) in scores_of(marked).items() if skill != "copy")


def trusted(scores: dict[str, list[int]], reported: Mode) -> Mode:
    """The most that a model with these scores is trusted with."""
    enough = all(
        scores[skill][1] and scores[skill][0] >= share * scores[skill][1]
        for skill, share in _NEEDED.items()
    )
    return reported if enough else Mode.READER_FIRST


def scores_of(marked: Sequence[Marked]) -> dict[str, list[int]]:
    """Right and asked, for each skill."""
    scores = {}
    for skill in ("report", "kind", "ask", "finding", "copy", "quiet"):
        marks = [mark for one in marked if (mark := getattr(one, skill)) is not None]
        scores[skill] = [sum(marks), len(marks)]
    return scores


def mark(llm: BaseChatModel, item: Item, mode: Mode, seconds: float = SECONDS) -> Marked:
    """Ask a model about one message and mark its report."""
    findings = read(item.text).findings
    rows = mode is Mode.NATIVE or not any(finding.puzzle for finding in findings)
    clock = Clock(seconds)
    messages = question(shown_to_llm(item.text, LLM_CHARACTERS), findings, mode, rows=rows)
    said, error = None, ""
    try:
        said = ask(timed(llm, clock), messages, mode, clock, rows=rows).said
    except Exception as failure:  # any provider's errors: it failed this item
        error = clock.note(failure)
    named = said is not None and said.finding == item.finding
    quiet = said is not None and said.kind == "none" and not said.rows
    return Marked(
        name=item.name,
        said=said.model_dump() if said else None,
        report=said is not None,
        kind=said is not None and said.kind == item.kind,
        ask=said is not None and said.ask == item.ask,
        finding=named if item.finding else None,
        copy=_copied(said.rows if said else None, item) if item.rows and rows else None,
        quiet=quiet if item.quiet else None,
        seconds=round(seconds - clock.left, 2),
        error=error,
    )


def _copied(rows: Sequence[str] | None, item: Item) -> bool:
    puzzle = puzzle_of(item.kind, rows) if rows else None
    right = puzzle_of(item.kind, item.rows)
    return puzzle is not None and right is not None and rows_of(puzzle) == rows_of(right)


def _words(
    llm: BaseChatModel, seconds: float, report: Callable[[str], None]
) -> tuple[list[str], list[str]]:
    """The model's sentences about three answers: those kept, and those dropped."""
    kept: list[str] = []
    dropped: list[str] = []
    for checked in _checked(llm, seconds):
        kept += checked.kept
        dropped += checked.dropped
        report(f"words: {len(kept)} kept, {len(dropped)} dropped")
    return kept, dropped


def _checked(llm: BaseChatModel, seconds: float) -> Iterator[Any]:
    from ...trm.checkpoint import load_weights
    from ...trm.result import Budget
    from ...trm.solver import solve
    from ..explain import solved_words
    from ..kinds import kind_of

    for asked, puzzle_for in _SPOKEN:
        puzzle, checked = puzzle_for(), []
        weights = load_weights(kind_of(puzzle).name)
        result = solve(puzzle, budget=Budget(), seed=0, weights=weights)
        clock = Clock(seconds)
        # Guarded, also where the embedded model would not be asked to speak at all.
        voice = Guarded(inner=timed(llm, clock), clock=clock)
        for _ in solved_words(
            puzzle, result, asked, attempt=None, llm=voice, on_checked=checked.append
        ):
            pass
        yield from checked
