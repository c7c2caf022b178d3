"""Steps about one digit and lines: locked candidates, and fish (X-wing, swordfish, jellyfish)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..notation import to_symbol
from .state import State, crossings, joined
from .step import Step, Technique

_FISH = {2: Technique.X_WING, 3: Technique.SWORDFISH, 4: Technique.JELLYFISH}
_LINES = ("row", "column")


def pointing(state: State) -> Iterator[Step]:
    """A digit whose places in a box (or a group of one's own) all stand in another group."""
    yield from _locked(state, Technique.POINTING)


def claiming(state: State) -> Iterator[Step]:
    """A digit whose places in a row or column all stand in another group."""
    yield from _locked(state, Technique.CLAIMING)


def _locked(state: State, technique: Technique) -> Iterator[Step]:
    for inner, outer in crossings(state.layout):
        if (inner.kind in _LINES) != (technique is Technique.CLAIMING):
            continue
        for digit in range(1, state.size + 1):
            places = state.places(inner, digit)
            if len(places) < 2 or not set(places) <= set(outer.cells):
                continue
            others = [number for number in outer.cells if number not in places]
            removed = state.removals(others, 1 << digit)
            if removed:
                names = joined([state.name(number) for number in places], "or")
                yield Step(
                    technique,
                    f"in {inner.name} the {to_symbol(digit)} must be in {names}, "
                    f"all in {outer.name}, so no other cell of {outer.name} can hold it",
                    tuple(map(state.cell, places)),
                    removed=removed,
                    place=f"{inner.name} and {outer.name}",
                    needs=state.absent((n for n in inner.cells if n not in places), [digit]),
                )


def fish(state: State, count: int) -> Iterator[Step]:
    """A digit whose places in `count` rows all stand in `count` columns, or the other way."""
    size = state.size
    for digit in range(1, size + 1):
        for base, cover in (_LINES, _LINES[::-1]):
            by_rows = base == "row"
            lines: dict[int, frozenset[int]] = {}
            for line in range(size):
                numbers = [line * size + k if by_rows else k * size + line for k in range(size)]
                found = frozenset(
                    k for k, number in enumerate(numbers) if state.options[number] >> digit & 1
                )
                if 2 <= len(found) <= count:
                    lines[line] = found
            for chosen in combinations(lines, count):
                covers = frozenset[int]().union(*(lines[line] for line in chosen))
                if len(covers) == count:
                    yield from _caught(state, digit, base, cover, chosen, sorted(covers))


def _caught(
    state: State,
    digit: int,
    base: str,
    cover: str,
    chosen: tuple[int, ...],
    covers: list[int],
) -> Iterator[Step]:
    """The step of a fish, where it rules something out."""
    size = state.size

    def number(line: int, across: int) -> int:
        return line * size + across if base == "row" else across * size + line

    others = [number(line, k) for k in covers for line in range(size) if line not in chosen]
    removed = state.removals(sorted(others), 1 << digit)
    if not removed:
        return
    corners = [number(line, k) for line in chosen for k in covers]
    held = sorted(n for n in corners if state.options[n] >> digit & 1)
    bases = f"{base}s {joined([str(line + 1) for line in chosen])}"
    covered = f"{cover}s {joined([str(k + 1) for k in covers])}"
    symbol = to_symbol(digit)
    yield Step(
        _FISH[len(chosen)],
        f"in {bases} the {symbol} can only be in {covered} "
        f"({joined([state.name(n) for n in held])}), so no other cell of {covered} can hold it",
        tuple(map(state.cell, held)),
        removed=removed,
        place=f"{bases} and {covered}",
        needs=state.absent(
            (number(line, k) for line in chosen for k in range(size) if k not in covers), [digit]
        ),
    )
