"""Augmented copies of ARC tasks: colours exchanged, then the grid turned or mirrored.

Named as in official TRM data, where each copy of a task has a puzzle id of its own:
`task|||t3|||0482197356` is the task with colour 1 shown as 4, 2 as 8 and so on, and then turned
by number 3. A plain name is the task itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .official_form import COLOURS, Grid

_PLAIN = tuple(range(COLOURS))
_NAME = re.compile(r"(?P<task>.+)\|\|\|t(?P<turn>[0-7])\|\|\|(?P<colours>[0-9]{10})")


def _rows(grid: Iterable[Iterable[int]]) -> Grid:
    return tuple(map(tuple, grid))


def _transposed(grid: Grid) -> Grid:
    return tuple(zip(*grid, strict=True))


def _mirrored(grid: Grid) -> Grid:
    return tuple(row[::-1] for row in grid)


def _upside_down(grid: Grid) -> Grid:
    return grid[::-1]


# In official order: as it is; turned to the left once, twice, three times; mirrored; upside
# down; transposed; mirrored at the other diagonal.
_TURNS: tuple[Callable[[Grid], Grid], ...] = (
    _rows,
    lambda grid: _upside_down(_transposed(grid)),
    lambda grid: _upside_down(_mirrored(grid)),
    lambda grid: _mirrored(_transposed(grid)),
    _mirrored,
    _upside_down,
    _transposed,
    lambda grid: _upside_down(_mirrored(_transposed(grid))),
)
_INVERSE = (0, 3, 2, 1, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Augmentation:
    """An exchange of colours, then one of the eight turns and mirror images.

    Raises:
        ValueError: for a turn that is not 0 to 7, or colours that are no permutation of 0 to 9.
    """

    turn: int = 0  # 0 to 7
    colours: tuple[int, ...] = _PLAIN  # colour c is shown as colours[c]

    def __post_init__(self) -> None:
        if not 0 <= self.turn < len(_TURNS):
            raise ValueError(f"turn {self.turn}, expected 0 to {len(_TURNS) - 1}")
        if sorted(self.colours) != list(_PLAIN):
            raise ValueError(f"colours {self.colours} are no permutation of 0 to 9")

    @classmethod
    def random(cls, rng: random.Random) -> Augmentation:
        """A random one of those in official data; black stays black."""
        return cls(rng.randrange(len(_TURNS)), (0, *rng.sample(_PLAIN[1:], COLOURS - 1)))

    @classmethod
    def of_name(cls, name: str) -> tuple[str, Augmentation]:
        """The task of a name, and how it was augmented.

        Raises:
            ValueError: where the part after the task is not as in official data.

        >>> Augmentation.of_name("0a1b2c3d|||t6|||0123456798")[0]
        '0a1b2c3d'
        """
        if "|||" not in name:
            return name, cls()
        match = _NAME.fullmatch(name)
        if match is None:
            raise ValueError(f"{name!r} is no name like task|||t3|||0482197356")
        return match["task"], cls(int(match["turn"]), tuple(map(int, match["colours"])))

    def name_of(self, task: str) -> str:
        """The name of the task's augmented copy; the task's own where nothing changes."""
        if self == Augmentation():
            return task
        return f"{task}|||t{self.turn}|||{''.join(map(str, self.colours))}"

    def apply(self, grid: Sequence[Sequence[int]]) -> Grid:
        """The augmented grid."""
        return _TURNS[self.turn](_rows([self.colours[cell] for cell in row] for row in grid))

    def undo(self, grid: Sequence[Sequence[int]]) -> Grid:
        """The grid whose augmented form is given."""
        turned = _TURNS[_INVERSE[self.turn]](_rows(grid))
        return tuple(tuple(self.colours.index(cell) for cell in row) for row in turned)
