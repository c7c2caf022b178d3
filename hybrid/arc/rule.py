"""Simple rules of whole grids that fit every demonstration: an observation, never a proof.

A few rules that have a name: the same grid, turned, mirrored, recoloured one to one, magnified,
repeated, cut out. That one fits says nothing about the test input for certain, and the network
does not use it; answers do not come from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...trm.puzzles.arc import ArcTask, Demonstration, Grid, SizeRule, size_rules

Rule = Callable[[Grid], Grid | None]  # None: the rule says nothing of such an input


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule that fits every demonstration."""

    words: str  # "the input mirrored left to right"
    apply: Rule


def simple_rule(task: ArcTask) -> NamedRule | None:
    """The simplest named rule that gives every output shown; None where none does."""
    pairs = task.demonstrations
    fitting = (rule for rule in _rules(pairs) if _fits(rule, pairs))
    return next(fitting, None)


def _fits(rule: NamedRule, pairs: Sequence[Demonstration]) -> bool:
    return all(rule.apply(pair.input) == pair.output for pair in pairs)


def _rules(pairs: Sequence[Demonstration]) -> Iterator[NamedRule]:
    """Candidates, the simplest first."""
    for words, turn in _TURNS:
        yield NamedRule(words, turn)
    for words, turn in _TURNS:
        colours = _colours(pairs, turn)
        if colours is not None:
            also = "" if words == _SAME else f" {words.removeprefix('the input ')} and"
            yield NamedRule(f"the input{also} recoloured one to one", _recolour(turn, colours))
    rows, cols = _ratio(pairs)
    if rows and cols and (rows, cols) != (1, 1):
        yield NamedRule(f"the input magnified {rows}x{cols}", _magnify(rows, cols))
        yield NamedRule(f"the input repeated {rows}x{cols}", _repeat(rows, cols))
    for rule in size_rules(pairs):
        if rule.place is not None:
            yield NamedRule(f"cut out of the input: {rule.words}", _cut(rule))


def _turned(grid: Grid) -> Grid:
    """A quarter turn to the right."""
    return tuple(tuple(row) for row in zip(*grid[::-1], strict=True))


def _mirrored(grid: Grid) -> Grid:
    return tuple(row[::-1] for row in grid)


_SAME = "the input itself"
_TURNS: tuple[tuple[str, Callable[[Grid], Grid]], ...] = (
    (_SAME, lambda grid: grid),
    ("the input mirrored left to right", _mirrored),
    ("the input mirrored top to bottom", lambda grid: grid[::-1]),
    ("the input turned by half", lambda grid: _mirrored(grid[::-1])),
    ("the input turned a quarter to the right", _turned),
    ("the input turned a quarter to the left", lambda grid: _turned(_turned(_turned(grid)))),
    ("the input mirrored at its main diagonal", lambda grid: _mirrored(_turned(grid))),
    ("the input mirrored at its other diagonal", lambda grid: _turned(_mirrored(grid))),
)


def _colours(pairs: Sequence[Demonstration], turn: Callable[[Grid], Grid]) -> dict[int, int] | None:
    """What each colour becomes, where all cells agree and no two become the same."""
    found: dict[int, int] = {}
    for pair in pairs:
        seen = turn(pair.input)
        if [len(row) for row in seen] != [len(row) for row in pair.output]:
            return None
        for row, other in zip(seen, pair.output, strict=True):
            for colour, becomes in zip(row, other, strict=True):
                if found.setdefault(colour, becomes) != becomes:
                    return None
    return found if len(set(found.values())) == len(found) else None


def _recolour(turn: Callable[[Grid], Grid], colours: dict[int, int]) -> Rule:
    def apply(grid: Grid) -> Grid | None:
        if any(cell not in colours for row in grid for cell in row):
            return None
        return tuple(tuple(colours[cell] for cell in row) for row in turn(grid))

    return apply


def _ratio(pairs: Sequence[Demonstration]) -> tuple[int, int]:
    """How many times as high and wide all outputs are; (0, 0) where they are not."""
    ratios = {
        (divmod(len(pair.output), len(pair.input)), divmod(len(pair.output[0]), len(pair.input[0])))
        for pair in pairs
    }
    ((rows, more), (cols, wider)), *others = ratios
    return (0, 0) if others or more or wider else (rows, cols)


def _magnify(rows: int, cols: int) -> Rule:
    def apply(grid: Grid) -> Grid:
        wide = (tuple(cell for cell in row for _ in range(cols)) for row in grid)
        return tuple(row for row in wide for _ in range(rows))

    return apply


def _repeat(rows: int, cols: int) -> Rule:
    return lambda grid: tuple(row * cols for row in grid) * rows


def _cut(rule: SizeRule) -> Rule:
    def apply(grid: Grid) -> Grid | None:
        boxes = rule.place(grid) if rule.place else None
        if not boxes or len(boxes) != 1:
            return None
        top, left, height, width = boxes[0]
        return tuple(row[left : left + width] for row in grid[top : top + height])

    return apply
