"""Further rules: Sudokus that the words beside them, or a map of regions, make another puzzle.

A grid named a jigsaw or a killer is refused by that name. Some come with a second grid that says
which cells belong together ("AAABBBCCC ..."); it is no puzzle of its own, and the grid beside it
is no classic Sudoku, whatever the words between them say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from ...trm.puzzles import Sudoku
from .finding import Finding
from .settle import further
from .variants import variant_in


def without_variants(
    findings: Sequence[Finding], plain: str, ends: Callable[[str], str]
) -> list[Finding]:
    """The findings with those that have further rules as what they are.

    Args:
        findings: of Sudokus, in reading order.
        plain: the message, normalised.
        ends: gives the head and the tail of a long passage.
    """
    names: list[str | None] = []
    at = 0
    for number, finding in enumerate(findings):
        start, end = finding.span
        last = number == len(findings) - 1
        words = ends(plain[at:start]) + ("\n" + ends(plain[end:]) if last else "")
        at = end
        names.append(variant_in(words))
    result: list[Finding] = []
    taken: set[int] = set()
    for number in range(len(findings)):
        beside = _grid_of_map(findings, number)
        if beside is not None and beside not in taken:
            taken |= {number, beside}
            name = names[number] or names[beside] or "jigsaw (a map of its regions is there)"
            first, last_ = sorted((number, beside))
            span = (findings[first].span[0], findings[last_].span[1])
            form = findings[beside].form
            result.append(replace(further(name), span=span, form=form))
    for number, finding in enumerate(findings):
        if number not in taken:
            name = names[number]
            if name is not None:
                finding = replace(further(name), span=finding.span, form=finding.form)
            result.append(finding)
    return sorted(result, key=lambda finding: finding.span)


def _grid_of_map(findings: Sequence[Finding], number: int) -> int | None:
    """Of a map of regions, the number of the grid that it belongs to: the next, or the one before.

    None where the finding is no map, or stands alone.
    """
    size = _size_of_map(findings[number])
    if not size:
        return None
    for beside in (number + 1, number - 1):
        if 0 <= beside < len(findings) and not _size_of_map(findings[beside]):
            puzzle = findings[beside].puzzle
            if isinstance(puzzle, Sudoku) and puzzle.size == size:
                return beside
    return None


def _size_of_map(finding: Finding) -> int:
    """The size of a board that is full and says every symbol as often, though not once a row."""
    puzzle = finding.puzzle
    if not isinstance(puzzle, Sudoku):
        return 0
    counts = Counter(chain.from_iterable(puzzle.givens))
    repeats = sum(len(row) - len(set(row)) for row in puzzle.givens)
    even = set(counts.values()) == {puzzle.size}
    crowded = repeats > 2 * puzzle.size  # cages need not be of one size
    return puzzle.size if 0 not in counts and repeats and (even or crowded) else 0
