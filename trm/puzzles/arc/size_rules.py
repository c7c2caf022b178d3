"""How large an output will be: rules that hold on all demonstrations, tried on a test input.

A rule is not a proof: several may fit the demonstrations and differ on the test input. The order
of trust is that of simplicity, settled on ARC-AGI-1 training tasks, where the first size is right
for 94 % of the test outputs; where no rule fits, there is no size, rather than a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from . import measures
from .measures import Box, Size
from .official_form import COLOURS, SIDE, Grid
from .task import Demonstration

Measure = Callable[[Grid], Size | None]
Place = Callable[[Grid], tuple[Box, ...] | None]


@dataclass(frozen=True, slots=True)
class SizeRule:
    """A rule that all demonstrations keep."""

    name: str  # "same", "constant", "ratio", ...
    words: str  # for people: what the output is as large as
    measure: Measure  # the size of the output for an input; None or no whole sizes: none
    place: Place | None = None  # parts of the input as large as its output, in reading order


@dataclass(frozen=True, slots=True)
class SizeGuess:
    """A size that an output may have."""

    size: Size  # rows, columns; each 1 to 30
    rules: tuple[SizeRule, ...]  # that say so, the most trusted first


# What an output may be as large as, most trusted first, after the rules of the whole grid.
_PLACES: tuple[tuple[str, str, Place], ...] = (
    ("panel", "one panel of the input", measures.panel),
    ("content", "what is not background", measures.content),
    ("rarest colour", "the box around the rarest colour", measures.rarest),
    *(
        (f"colour {colour}", f"the box around colour {colour}", measures.colour_box(colour))
        for colour in range(COLOURS)
    ),
    ("largest figure", "the largest figure", measures.largest_figure),
    ("largest block", "the largest block of one colour", measures.largest_block),
    ("smallest figure", "the smallest figure", measures.smallest_figure),
)
_BEFORE: tuple[tuple[str, str, Measure], ...] = (
    ("transposed", "the input mirrored at its diagonal", measures.transposed),
    ("panels", "the number of panels in the input", measures.panels),
)
_AFTER: tuple[tuple[str, str, Measure], ...] = (
    ("no repeats", "the input without repeated rows and columns", measures.without_repeats),
    ("times colours", "the input times its colours", measures.times_colours),
    ("figures", "the number of figures", measures.figures),
)


def size_rules(demonstrations: Sequence[Demonstration]) -> tuple[SizeRule, ...]:
    """The rules that all demonstrations keep, most trusted first."""
    return tuple(_fitting(demonstrations))


def output_sizes(demonstrations: Sequence[Demonstration], grid: Grid) -> tuple[SizeGuess, ...]:
    """The sizes that the output of a grid may have, most trusted first; none where no rule fits.

    Args:
        demonstrations: that show the rule, at least one.
        grid: the test input.
    """
    said: dict[Size, list[SizeRule]] = {}
    for rule in size_rules(demonstrations):
        found = rule.measure(grid)
        if found is not None and all(1 <= side <= SIDE for side in found):
            said.setdefault(found, []).append(rule)
    return tuple(SizeGuess(size, tuple(rules)) for size, rules in said.items())


def _fitting(demonstrations: Sequence[Demonstration]) -> Iterator[SizeRule]:
    inputs = [pair.input for pair in demonstrations]
    outputs = [measures.size(pair.output) for pair in demonstrations]
    if [measures.size(grid) for grid in inputs] == outputs:
        yield SizeRule("same", "the input", measures.size)
    if len(set(outputs)) == 1:
        height, width = outputs[0]
        yield SizeRule("constant", f"always: {height}x{width}", lambda _: (height, width))
    yield from _scaled(inputs, outputs, measures.size, ("ratio", "rows and columns of the input"))
    yield from _longer(inputs, outputs)
    rules = (
        *(SizeRule(name, words, measure) for name, words, measure in _BEFORE),
        *(SizeRule(name, words, _size_at(place), place) for name, words, place in _PLACES),
        *(SizeRule(name, words, measure) for name, words, measure in _AFTER),
    )
    for rule in rules:
        if all(rule.measure(grid) == size for grid, size in zip(inputs, outputs, strict=True)):
            yield rule
    yield from _scaled(inputs, outputs, measures.colours, ("colours", "the number of colours"))


def _size_at(place: Place) -> Measure:
    """The size of a place."""

    def measure(grid: Grid) -> Size | None:
        boxes = place(grid)
        return boxes[0][2:] if boxes else None

    return measure


def _scaled(
    inputs: list[Grid], outputs: list[Size], measure: Measure, names: tuple[str, str]
) -> Iterator[SizeRule]:
    """The rule that rows and columns are constant multiples, or parts, of a measure."""
    found = [measure(grid) for grid in inputs]
    if any(size is None or 0 in size for size in found):
        return
    ratios = {
        (Fraction(output[0], size[0]), Fraction(output[1], size[1]))
        for size, output in zip(found, outputs, strict=True)
        if size
    }
    if len(ratios) > 1:
        return
    down, across = next(iter(ratios))

    def scaled(grid: Grid) -> Size | None:
        size = measure(grid)
        if size is None:
            return None
        height, width = size[0] * down, size[1] * across
        whole = height.denominator == width.denominator == 1
        return (int(height), int(width)) if whole else None

    if (down, across) != (1, 1) or measure is not measures.size:
        cut = measure is measures.size and down.numerator == across.numerator == 1
        parts = partial(measures.parts, down=down.denominator, across=across.denominator)
        words = f"{names[1]}, times {down} and {across}"
        yield SizeRule(names[0], words, scaled, parts if cut else None)


def _longer(inputs: list[Grid], outputs: list[Size]) -> Iterator[SizeRule]:
    """The rule that so many rows and columns are added to the input, or taken away."""
    steps = {
        (output[0] - len(grid), output[1] - len(grid[0]))
        for grid, output in zip(inputs, outputs, strict=True)
    }
    down, across = next(iter(steps))
    if len(steps) == 1 and (down, across) != (0, 0):
        yield SizeRule(
            "offset",
            f"the input with {down:+d} rows and {across:+d} columns",
            lambda grid: (len(grid) + down, len(grid[0]) + across),
        )
