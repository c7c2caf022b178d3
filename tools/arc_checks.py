"""Checks: what can be said for or against an ARC answer by looking at the demonstrations.

Each is something that all demonstrations have in common: how large outputs are, which colours
stand in them, that colours are only moved about, that outputs are their own mirror image. None
of them, nor all together, says that an answer is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..trm.puzzles.arc import ArcTask, Grid, output_sizes, size_name

_Looked = Iterator[tuple[str, bool | None, str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    test: int  # which test input, from 0
    name: str  # "size", "colours", "change", "counts" or "mirror"
    holds: bool | None  # None: the demonstrations say nothing about it
    message: str  # for people; tests count from 1

    def to_json(self) -> dict[str, Any]:
        """The check as JSON-ready data."""
        return {"test": self.test, "check": self.name, "holds": self.holds, "message": self.message}


def checks_of(task: ArcTask, test: int, answer: Grid) -> list[Check]:
    """What speaks for and against an answer to a test input (from 0)."""
    shown = f"Test {test + 1}: " if len(task.tests) > 1 else ""
    looks = (_size, _colours, _change, _counts, _mirrors)
    return [
        Check(test, name, holds, shown + message)
        for look in looks
        for name, holds, message in look(task, task.tests[test], answer)
    ]


def checks_in_words(checks: Sequence[Check]) -> list[str]:
    """What speaks against an answer, else what holds, and that neither settles it."""
    against = [check.message for check in checks if check.holds is False]
    told = against or [check.message for check in checks if check.holds]
    begin = "Against it" if against else "Nothing speaks against it"
    shown = f"{begin}: {'; '.join(told)}." if told else "Nothing could be checked."
    return [
        shown,
        "Whether an ARC answer is right cannot be checked: all of this may hold for a wrong one.",
    ]


def _size(task: ArcTask, grid: Grid, answer: Grid) -> _Looked:
    guesses = output_sizes(task.demonstrations, grid)
    size = (len(answer), len(answer[0]))
    if not guesses:
        yield "size", None, "no rule of sizes fits all demonstrations"
        return
    for guess in guesses:
        if guess.size == size:
            words = guess.rules[0].words
            yield "size", True, f"{size_name(answer)} is as large as in the demonstrations: {words}"
            return
    rows, cols = guesses[0].size
    words = guesses[0].rules[0].words
    message = (
        f"the answer is {size_name(answer)}, the demonstrations suggest {rows}x{cols}: {words}"
    )
    yield "size", False, message


def _colours(task: ArcTask, grid: Grid, answer: Grid) -> _Looked:
    known = _of(grid).union(*(_of(pair.output) for pair in task.demonstrations))
    new = sorted(_of(answer) - known)
    if new:
        some = ", ".join(map(str, new))
        yield "colours", False, f"colour {some} stands neither in the input nor in any output shown"
    else:
        yield "colours", True, "every colour stands in the input or in an output shown"


def _change(task: ArcTask, grid: Grid, answer: Grid) -> _Looked:
    if all(pair.input != pair.output for pair in task.demonstrations):
        same = answer == grid
        unlike = "the answer is the input, but every demonstration changes it"
        yield "change", not same, unlike if same else "the answer differs from the input"


def _counts(task: ArcTask, grid: Grid, answer: Grid) -> _Looked:
    if all(_counted(pair.input) == _counted(pair.output) for pair in task.demonstrations):
        holds = _counted(grid) == _counted(answer)
        yield (
            "counts",
            holds,
            (
                "as many cells of each colour as in the input, as in every demonstration"
                if holds
                else "every demonstration keeps how many cells each colour has; the answer does not"
            ),
        )


def _mirrors(task: ArcTask, grid: Grid, answer: Grid) -> _Looked:
    for name, mirror in _MIRRORS:
        outputs = [pair.output for pair in task.demonstrations]
        if all(mirror(output) == output for output in outputs) and len(outputs) > 1:
            holds = mirror(answer) == answer
            yield (
                "mirror",
                holds,
                (
                    f"every output shown is its own mirror image {name}; "
                    f"the answer is {'too' if holds else 'not'}"
                ),
            )


def _left_right(grid: Grid) -> Grid:
    return tuple(row[::-1] for row in grid)


def _up_down(grid: Grid) -> Grid:
    return grid[::-1]


_MIRRORS: tuple[tuple[str, Callable[[Grid], Grid]], ...] = (
    ("left to right", _left_right),
    ("top to bottom", _up_down),
)


def _of(grid: Grid) -> set[int]:
    return {cell for row in grid for cell in row}


def _counted(grid: Grid) -> Counter[int]:
    return Counter(cell for row in grid for cell in row)
