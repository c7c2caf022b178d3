"""The exam of a compact reader: held-out messages, and what it, the rules and both say of them.

Wordings, some forms and two languages of these messages are in no training example
(messages.py). A message whose puzzles the notation reader misses is left out: no call could be
right about it. Shares come with their 95 % Wilson intervals.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ....tools.reading import Ask, Reading, read
from ....trm.intervals import wilson
from ..embedded import EmbeddedChatModel
from ..joint import joined_ask
from ..pick import NONE, Call, Pick
from .examples import right_call
from .messages import made_message
from .wordings import unseen

EXAM_SEED = 1000
SKILLS = ("ask", "kind", "which", "quiet", "call", "exact", "rules' ask", "joined ask")


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A message of the exam."""

    text: str
    reading: Reading
    right: Call
    language: str
    scene: str


@dataclass(frozen=True, slots=True)
class Sat:
    """A message and what was said of it."""

    item: HeldOut
    pick: Pick
    seconds: float


def held_out(count: int, *, seed: int = EXAM_SEED) -> list[HeldOut]:
    """The first messages of an exam, without those whose puzzles the reader misses."""
    found: list[HeldOut] = []
    index = 0
    while len(found) < count:
        message = made_message(seed, index, held_out=True)
        reading = read(message.text)
        right = right_call(message, reading.findings)
        if right is not None:
            item = HeldOut(message.text, reading, right, message.language, message.scene)
            found.append(item)
        index += 1
    return found


def sit(
    model: EmbeddedChatModel,
    items: Iterable[HeldOut],
    *,
    report: Callable[[str], None] = lambda line: None,
) -> list[Sat]:
    """Let a model read messages.

    Args:
        model: with or without its adapter.
        items: the messages.
        report: called with a line of progress now and then.
    """
    model.load()
    sat: list[Sat] = []
    for item in items:
        began = time.perf_counter()
        pick = model.call_for(item.text, item.reading.findings)
        sat.append(Sat(item, pick, time.perf_counter() - began))
        if len(sat) % 50 == 0:
            report(f"{len(sat)} messages read")
    return sat


def scores(sat: Sequence[Sat]) -> dict[str, list[int]]:
    """Right and asked, for each skill."""
    marks: dict[str, list[bool]] = {skill: [] for skill in SKILLS}
    for one in sat:
        right, said = one.item.right, one.pick.call
        marks["ask"].append(said.ask == right.ask)
        marks["exact"].append(said == right)
        marks["rules' ask"].append(one.item.reading.ask == right.ask)
        marks["joined ask"].append(joined_ask(one.item.reading, one.pick) == right.ask)
        if right.kind == NONE:
            name = "quiet" if right.ask == Ask.CHAT else "call"
            marks[name].append(said.kind == NONE)
            continue
        marks["call"].append(said.kind != NONE)
        marks["kind"].append(said.kind == right.kind)
        if len(one.item.reading.findings) > 1:
            marks["which"].append(said.which == right.which)
    return {skill: [sum(them), len(them)] for skill, them in marks.items()}


def examined(
    model: EmbeddedChatModel, count: int, *, report: Callable[[str], None] = lambda line: None
) -> dict[str, Any]:
    """The report of a model's exam over so many messages."""
    return report_of(sit(model, held_out(count), report=report))


def report_of(sat: Sequence[Sat]) -> dict[str, Any]:
    """The scores with intervals, of all messages and of the languages never trained on."""
    strange = {words.code for words in unseen()}
    parts = {
        "all": sat,
        "languages trained on": [one for one in sat if one.item.language not in strange],
        "English": [one for one in sat if one.item.language == "en"],
        "languages never trained on": [one for one in sat if one.item.language in strange],
    }
    seconds = sorted(one.seconds for one in sat)
    return {
        "messages": len(sat),
        "median_seconds": round(seconds[len(seconds) // 2], 3) if seconds else None,
        **{name: _with_intervals(scores(part)) for name, part in parts.items()},
    }


def _with_intervals(marks: dict[str, list[int]]) -> dict[str, Any]:
    return {
        skill: {"right": right, "of": n, "interval": [round(end, 4) for end in wilson(right, n)]}
        for skill, (right, n) in marks.items()
    }
