"""Steps that follow links between cells: the XY-wing, and simple colouring.

Colouring is told as a chain: of two places that a digit has in a group one must hold it, so
along such links every second place holds the digit, or every other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import combinations, pairwise

from ..board import Group
from ..notation import to_symbol
from .state import State, digits_in, joined, symbols
from .step import Step, Technique

_LONGEST = 8  # cells of a chain; a longer one nobody follows


def xy_wings(state: State) -> Iterator[Step]:
    """A cell with digits x and y, which sees one with x and z and one with y and z."""
    twos = [n for n, options in enumerate(state.options) if options.bit_count() == 2]
    for pivot in twos:
        mine = state.options[pivot]
        near = [n for n in twos if n in state.peers[pivot]]
        for one, other in combinations(near, 2):
            common = state.options[one] & state.options[other]
            if common.bit_count() != 1 or common & mine:
                continue
            if state.options[one] | state.options[other] != mine | common:
                continue
            seen = state.peers[one] & state.peers[other] - {pivot}
            removed = state.removals(sorted(seen), common)
            if not removed:
                continue
            (third,) = digits_in(common)
            cells = (pivot, one, other)
            needs = frozenset[tuple[tuple[int, int], int]]().union(
                *(state.absent([n], digits_in(state.all & ~state.options[n])) for n in cells)
            )
            names = [state.name(number) for number in cells]
            yield Step(
                Technique.XY_WING,
                f"{names[0]} is {symbols(mine, 'or')}, {names[1]} is "
                f"{symbols(state.options[one], 'or')} and {names[2]} is "
                f"{symbols(state.options[other], 'or')}: one of the last two must be "
                f"{to_symbol(third)}, so no cell that sees both can hold it",
                tuple(map(state.cell, cells)),
                removed=removed,
                place=joined(names),
                needs=needs,
            )


def colourings(state: State) -> Iterator[Step]:
    """Chains of one digit: what sees both ends of an odd one, and ends that see each other."""
    for digit in range(1, state.size + 1):
        links = _links(state, digit)
        for start in sorted(links):
            for path in _paths(links, start):
                if path[0] > path[-1] or len(path) < 3:
                    continue
                if len(path) % 2 == 0:
                    yield from _trap(state, digit, path, links)
                elif path[-1] in state.peers[start]:
                    yield from _wrap(state, digit, path, links)


def _links(state: State, digit: int) -> dict[int, dict[int, Group]]:
    """For each place of a digit, those it is linked with, and by which group."""
    links: dict[int, dict[int, Group]] = {}
    for group in state.groups:
        places = state.places(group, digit)
        if len(places) == 2:
            one, other = places
            links.setdefault(one, {}).setdefault(other, group)
            links.setdefault(other, {}).setdefault(one, group)
    return links


def _paths(links: dict[int, dict[int, Group]], start: int) -> Iterator[list[int]]:
    """A shortest chain from a place to every other that it is linked with, shortest first."""
    before: dict[int, int] = {start: start}
    queue = deque([[start]])
    while queue:
        path = queue.popleft()
        yield path
        if len(path) == _LONGEST:
            continue
        for other in links[path[-1]]:
            if other not in before:
                before[other] = path[-1]
                queue.append([*path, other])


def _trap(
    state: State, digit: int, path: list[int], links: dict[int, dict[int, Group]]
) -> Iterator[Step]:
    seen = state.peers[path[0]] & state.peers[path[-1]]
    removed = state.removals(sorted(seen - set(path)), 1 << digit)
    if removed:
        first, last = state.name(path[0]), state.name(path[-1])
        end = f"so {first} or {last} holds it, and no cell that sees both can hold it"
        yield _chain(state, digit, path, links, removed, end)


def _wrap(
    state: State, digit: int, path: list[int], links: dict[int, dict[int, Group]]
) -> Iterator[Step]:
    first, last = state.name(path[0]), state.name(path[-1])
    removed = state.removals([path[0], path[-1]], 1 << digit)
    end = (
        f"so {first} and {last} both hold it or neither does; they see each other, so neither does"
    )
    yield _chain(state, digit, path, links, removed, end)


def _chain(
    state: State,
    digit: int,
    path: list[int],
    links: dict[int, dict[int, Group]],
    removed: tuple[tuple[tuple[int, int], int], ...],
    end: str,
) -> Step:
    needs = frozenset[tuple[tuple[int, int], int]]()
    told = []
    for here, there in pairwise(path):
        group = links[here][there]
        needs |= state.absent((n for n in group.cells if n not in (here, there)), [digit])
        told.append(f"{state.name(here)} and {state.name(there)} in {group.name}")
    return Step(
        Technique.COLOURING,
        f"the {to_symbol(digit)} is in one of {joined(told)}, {end}",
        tuple(map(state.cell, path)),
        removed=removed,
        place=joined([state.name(number) for number in path]),
        needs=needs,
    )
