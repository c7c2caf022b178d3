"""Suites by name: `load_items` makes the items of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ...trm.puzzles.arc import SUITES as ARC_LISTS
from . import generated
from .arc import LISTS, arc_items
from .files import csv_items, drawn, message_items
from .gym import SORTS, gym_items
from .item import Item


@dataclass(frozen=True, slots=True)
class Suite:
    """A named set of items."""

    name: str
    title: str  # for people
    n: int | None  # items where nobody says how many; None: all
    generate: Callable[[int, int], list[Item]] | None = None  # n and seed; None: from a file


_GENERATED = (
    Suite("sudoku-4x4", "4x4 Sudoku, generated", 200, generated.sudoku_4x4),
    Suite("sudoku-easy", "9x9 Sudoku without guesses, generated", 200, generated.sudoku_easy),
    Suite("sudoku-hard", "hard 9x9 Sudoku, generated", 200, generated.sudoku_hard),
    Suite("maze-10", "10x10 mazes, generated", 200, generated.maze_10),
    Suite("maze-30-hard", "30x30 mazes, long paths, generated", 200, generated.maze_30_hard),
)
_GYM = tuple(Suite(name, sort.title, 50, partial(gym_items, name)) for name, sort in SORTS.items())
SUITES = {
    suite.name: suite
    for suite in (
        *_GENERATED,
        *_GYM,
        *(Suite(name, ARC_LISTS[full].title, None) for name, full in LISTS.items()),
        *(Suite(name, one.title, None) for name, one in ARC_LISTS.items()),
        Suite("smoke", "a few of each kind, in a minute", None),
        Suite("nl", "messages as people write them (--data)", None),
        Suite("csv", "puzzles of a CSV (--data)", None),
    )
}
_SMOKE = {"sudoku-4x4": 4, "sudoku-easy": 4, "sudoku-hard": 2, "maze-10": 4, "maze-30-hard": 1}


def load_items(
    suite: str,
    *,
    n: int | None = None,
    seed: int = 0,
    data: Path | None = None,
    max_characters: int | None = None,
) -> list[Item]:
    """The items of a suite, the same for the same arguments.

    Args:
        suite: a name of `SUITES`.
        n: how many; None: the suite's own number.
        seed: of generated puzzles, and of the draw where a file or list has more than `n`.
        data: a CSV (any Sudoku or maze suite, or `csv`) or a JSONL file (`nl`).
        max_characters: of an item's message; longer ones are left out before the draw.

    Raises:
        ValueError: for a name that there is not, or data that is missing or does not go with it.
        OSError: where the file cannot be read.
    """
    if suite not in SUITES:
        raise ValueError(f"no suite {suite[:40]!r}, expected one of {', '.join(SUITES)}")
    if n is not None and n < 1:
        raise ValueError(f"n is {n}, expected at least 1")
    if max_characters is not None:
        whole = load_items(suite, seed=seed, data=data)
        short = [item for item in whole if len(item.text) <= max_characters]
        if not short:
            raise ValueError(f"no message of {suite!r} has at most {max_characters} characters")
        return [short[number] for number in drawn(len(short), n, seed)]
    found = SUITES[suite]
    if suite in ("nl", "csv"):
        if data is None:
            raise ValueError(f"suite {suite!r} needs --data FILE")
        return (message_items if suite == "nl" else csv_items)(data, n, seed)
    if found.generate is not None:
        if data is not None and suite not in SORTS:
            return csv_items(data, n, seed)
        if data is not None:
            raise ValueError(f"suite {suite!r} takes no --data")
        return found.generate(n or found.n or 1, seed)
    if data is not None:
        raise ValueError(f"suite {suite!r} takes no --data")
    return _smoke(seed)[:n] if suite == "smoke" else arc_items(suite, n, seed)


def _smoke(seed: int) -> list[Item]:
    """A few items of each generated suite, named by it."""
    items = []
    for suite in _GENERATED:
        assert suite.generate is not None
        made = suite.generate(_SMOKE[suite.name], seed)
        items += [replace(item, difficulty=suite.name) for item in made]
    return items
