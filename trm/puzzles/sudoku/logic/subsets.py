"""Pairs, triples and quads: as many cells as digits, so that these keep each other.

Naked ones are seen in the cells (they can hold nothing else), hidden ones in the digits (they
can be nowhere else).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from .state import State, digits_in, joined, symbols
from .step import Step, Technique

_NAKED = {2: Technique.NAKED_PAIR, 3: Technique.NAKED_TRIPLE, 4: Technique.NAKED_QUAD}
_HIDDEN = {2: Technique.HIDDEN_PAIR, 3: Technique.HIDDEN_TRIPLE, 4: Technique.HIDDEN_QUAD}


def naked(state: State, count: int) -> Iterator[Step]:
    """`count` cells of a group that can only hold the same `count` digits."""
    for group in state.groups:
        few = [n for n in group.cells if 2 <= state.options[n].bit_count() <= count]
        for cells in combinations(few, count):
            mask = 0
            for number in cells:
                mask |= state.options[number]
            if mask.bit_count() != count:
                continue
            removed = state.removals((n for n in group.cells if n not in cells), mask)
            if removed:
                names = [state.name(number) for number in cells]
                yield Step(
                    _NAKED[count],
                    f"{joined(names)} can only be {symbols(mask)}, "
                    f"so no other cell of {group.name} can hold {symbols(mask, 'or')}",
                    tuple(map(state.cell, cells)),
                    removed=removed,
                    place=group.name,
                    needs=state.absent(cells, digits_in(state.all & ~mask)),
                )


def hidden(state: State, count: int) -> Iterator[Step]:
    """`count` digits of a group that only the same `count` cells can hold."""
    for group in state.groups:
        places: dict[int, frozenset[int]] = {}
        for digit in digits_in(state.all & ~state.placed(group)):
            found = frozenset(state.places(group, digit))
            if 2 <= len(found) <= count:
                places[digit] = found
        for digits in combinations(places, count):
            cells = frozenset[int]().union(*(places[digit] for digit in digits))
            if len(cells) != count:
                continue
            mask = sum(1 << digit for digit in digits)
            removed = state.removals(sorted(cells), state.all & ~mask)
            if removed:
                names = [state.name(number) for number in sorted(cells)]
                yield Step(
                    _HIDDEN[count],
                    f"in {group.name} {symbols(mask)} can only be in {joined(names)}, "
                    "so these cells can hold nothing else",
                    tuple(map(state.cell, sorted(cells))),
                    removed=removed,
                    place=group.name,
                    needs=state.absent((n for n in group.cells if n not in cells), digits),
                )
