"""Assembling: from labels, arrows and grids to tasks as JSON data, or what is missing in them.

What a label says holds for the next grid, and in a list for all of its grids. Where no label
says so, grids alternate: an input, its output. Test outputs are kept apart: they are somebody's
answer, and no part of the task.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .parts import Arrow, Label, Part, Role, Section, Shown, Span


@dataclass(slots=True)
class Item:
    """A grid and what is known of it."""

    shown: Shown
    section: Section | None
    sure: bool  # of the section
    role: Role | None
    number: int | None
    start: int  # of the label that it has, or its own


@dataclass(slots=True)
class Pair:
    """An input and an output, as far as they are there."""

    section: Section | None
    sure: bool
    input: Shown | None = None
    output: Shown | None = None
    number: int | None = None


@dataclass(slots=True)
class RawTask:
    """What belongs together."""

    span: Span
    demonstrations: list[Pair] = field(default_factory=list)
    tests: list[Pair] = field(default_factory=list)
    labelled: bool = False  # inputs and outputs were told apart by labels or arrows


def raw_tasks(parts: Sequence[Part]) -> list[RawTask]:
    """The tasks that the parts of a message make, in reading order."""
    return [_task(items) for items in _split(_items(parts)) if items]


def _items(parts: Sequence[Part]) -> list[Item]:
    """The grids with what the labels before them say."""
    items: list[Item] = []
    section, sure, role, number = None, False, None, None
    start: int | None = None
    pointed, used = False, None  # an arrow came; the list in which the role was used
    labelled = any(isinstance(part, Label) and part.role for part in parts)
    for part, after in zip(parts, [*parts[1:], None], strict=False):
        if isinstance(part, Arrow):
            pointed = True
        elif isinstance(part, Label):
            if part.section is not None:
                section, sure, role = part.section, part.sure, None
            if part.role is not None or part.section is not None:
                role, number, used = part.role, part.number, None
            start = part.span[0] if start is None else start
            pointed = False
        else:
            if _is_chatter(part, role, pointed=pointed):
                continue
            if labelled and section is role is None and not (items or isinstance(after, Arrow)):
                continue  # before the first label, such as a legend of colours
            if start is None and not pointed and items and part.form != items[-1].shown.form:
                continue  # another puzzle: nothing says that it belongs here
            if used is not None and part.nest != used:
                role = None
            here = role
            if pointed and items:
                items[-1].role = items[-1].role or Role.INPUT
                here = role or Role.OUTPUT
            begin = part.span[0] if start is None else start
            items.append(Item(part, section, sure, here, number, begin))
            # In a list the label holds for all grids; elsewhere for one.
            used = part.nest if part.nest is not None else -1
            start, pointed = None, False
    return items


def _is_chatter(shown: Shown, role: Role | None, *, pointed: bool) -> bool:
    """Whether a lone number, list or blank that nothing announces is no grid at all."""
    if role is not None or pointed:
        return False
    return shown.flat or sum(map(len, shown.rows)) < 2


def _split(items: Sequence[Item]) -> list[list[Item]]:
    """Cut where one task has all it needs and the next begins."""
    tasks: list[list[Item]] = [[]]
    seen: list[Section] = []  # sections of the task, in order
    for item in items:
        section = item.section
        if section is not None and (not seen or seen[-1] is not section):
            if len(set(seen)) > 1 and item.sure:
                tasks.append([])
                seen = []
            seen.append(section)
        tasks[-1].append(item)
    return tasks


def _task(items: Sequence[Item]) -> RawTask:
    labelled = any(item.role for item in items)
    _alternate(items)
    pairs = _pairs(items)
    task = RawTask((items[0].start, max(item.shown.span[1] for item in items)), labelled=labelled)
    for place, pair in enumerate(pairs):
        last = place == len(pairs) - 1
        tested = pair.section is Section.TEST and (pair.sure or pair.output is None)
        # The last input without an output is what is asked, whatever it is called.
        asked = pair.output is None and (last or (pair.section is None and not _more(pairs, place)))
        (task.tests if tested or asked else task.demonstrations).append(pair)
    return task


def _more(pairs: Sequence[Pair], place: int) -> bool:
    """Whether a whole pair comes later."""
    return any(pair.output is not None for pair in pairs[place + 1 :])


def _alternate(items: Sequence[Item]) -> None:
    """Give grids without a role the one that their place says."""
    train = {item.shown.depth for item in items if item.section is Section.TRAIN}
    in_lists = Counter(item.shown.nest for item in items)
    open_input = False
    for item in items:
        # Tests are inputs alone, but in lists such as [(input, output), ...].
        shown = item.shown
        paired = shown.nest is not None and in_lists[shown.nest] == 2 and {shown.depth} == train
        alone = item.section is Section.TEST and not paired
        if item.role is None:
            item.role = Role.OUTPUT if open_input and not alone else Role.INPUT
        open_input = item.role is Role.INPUT and not alone


def _pairs(items: Sequence[Item]) -> list[Pair]:
    """Inputs with their outputs: by number where both have one, else the first still open."""
    pairs: list[Pair] = []
    for item in items:
        found = _open(pairs, item)
        if found is None:
            found = Pair(item.section, item.sure, number=item.number)
            pairs.append(found)
        if item.role is Role.INPUT:
            found.input = item.shown
        else:
            found.output = item.shown
    return pairs


def _open(pairs: Sequence[Pair], item: Item) -> Pair | None:
    """The pair of the same section in which the other side is there, and this one is not."""
    wanted: list[tuple[Pair, Shown]] = []
    for pair in pairs:
        here, other = (pair.input, pair.output)
        if item.role is Role.OUTPUT:
            here, other = other, here
        if pair.section is item.section and here is None and other is not None:
            wanted.append((pair, other))
    if not wanted:
        return None
    same = [pair for pair, _ in wanted if pair.number == item.number is not None]
    nest = item.shown.nest
    beside = [pair for pair, other in wanted if nest is not None and other.nest == nest]
    in_run = nest is not None and len({other.nest for _, other in wanted}) == 1
    return (same or beside or [wanted[0 if in_run else -1][0]])[0]
