"""What of an input lies under each cell of its output: the board that a network sees.

A board is as large as the larger of input and output, both at its top left. Its planes are
- the input itself;
- where the output has another size, up to `PARTS` parts of the input laid under the output: its
  panels, the box whose size the output has, corners and middle of the input, or the input
  magnified and repeated;
- what is derived from what lies under the output (`derived`).
So a network whose cells see their neighbourhood can learn rules between grids of different sizes,
and rules where what a cell depends on is far away.
Which parts, follows from the rules that the sizes keep (`size_rules`), on all demonstrations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .derived import DERIVED, derived, turned
from .measures import Size
from .official_form import COLOURS, Grid
from .size_rules import SizeRule

NOTHING = COLOURS  # the token of a cell that a plane does not have
PARTS = 4  # planes of parts
PLANES = 1 + PARTS + DERIVED

Aligner = Callable[[Grid, Size], list[np.ndarray]]  # the parts of an input under its output


@dataclass(frozen=True, slots=True)
class Board:
    """A grid as a network sees it, turned and recoloured as wanted.

    `planes` is uint8 `(PLANES, H, W)`, colours or `NOTHING`; `inside` is bool `(H, W)`, the
    output's cells; `target` is uint8 `(H, W)`, the output or `NOTHING` where it is not known.
    """

    planes: np.ndarray
    inside: np.ndarray
    target: np.ndarray

    @property
    def plain(self) -> Board:
        """The board without the derived planes."""
        planes = self.planes.copy()
        planes[1 + PARTS :] = NOTHING
        return Board(planes, self.inside, self.target)

    def seen(self, turn: int, colours: np.ndarray) -> Board:
        """The board turned by one of eight turns and mirror images, with colours exchanged.

        Args:
            turn: quarter turns, and 4 more if it is mirrored first.
            colours: uint8 `(COLOURS + 1,)`; colour c is shown as `colours[c]`.
        """
        return Board(
            turned(colours[self.planes], turn),
            turned(self.inside, turn),
            turned(colours[self.target], turn),
        )


def board_of(
    grid: Grid, size: Size, aligners: Iterable[Aligner], output: Grid | None = None
) -> Board:
    """The board of an input.

    Args:
        grid: the input.
        size: of its output, rows and columns.
        aligners: of the task, the most trusted first.
        output: where it is known, of that size.
    """
    cells = np.array(grid, np.uint8)
    rows, cols = np.maximum(cells.shape, size)
    planes = np.full((PLANES, rows, cols), NOTHING, np.uint8)
    planes[0, : cells.shape[0], : cells.shape[1]] = cells
    parts, grows = [cells], rows * cols > cells.size
    if cells.shape != tuple(size):
        parts = [part for align in aligners for part in align(grid, size)]
        for plane, part in zip(planes[1 : 1 + PARTS], parts, strict=False):
            plane[: size[0], : size[1]] = part
    if parts:
        under = parts[-1 if grows else 0]
        for plane, found in zip(planes[1 + PARTS :], derived(under, cells), strict=True):
            if found is not None:
                plane[: size[0], : size[1]] = found
    inside = np.zeros((rows, cols), bool)
    inside[: size[0], : size[1]] = True
    target = np.full((rows, cols), NOTHING, np.uint8)
    if output is not None:
        target[: size[0], : size[1]] = np.array(output, np.uint8)
    return Board(planes, inside, target)


def aligners_of(rules: Sequence[SizeRule]) -> tuple[Aligner, ...]:
    """How parts of an input may lie under the output, given rules that the sizes keep."""
    placed = [_placed(rule) for rule in rules if rule.place]
    return (*(placed or [_corners]), _grown)


def _placed(rule: SizeRule) -> Aligner:
    def align(grid: Grid, size: Size) -> list[np.ndarray]:
        boxes = rule.place(grid) if rule.place else None
        cells = np.array(grid, np.uint8)
        return [
            cells[top : top + height, left : left + width]
            for top, left, height, width in boxes or ()
            if (height, width) == tuple(size)
        ][:PARTS]

    return align


def _corners(grid: Grid, size: Size) -> list[np.ndarray]:
    """Corners and middle of an input that is larger than its output.

    Not the corner at the top left, which is under the output anyhow.
    """
    cells = np.array(grid, np.uint8)
    down, right = cells.shape[0] - size[0], cells.shape[1] - size[1]
    if down < 0 or right < 0:
        return []
    places = ((0, right), (down, 0), (down, right), (down // 2, right // 2))
    return [cells[top : top + size[0], left : left + size[1]] for top, left in places]


def _grown(grid: Grid, size: Size) -> list[np.ndarray]:
    """The input magnified and repeated, where whole copies fill the output."""
    cells = np.array(grid, np.uint8)
    if size[0] % cells.shape[0] or size[1] % cells.shape[1]:
        return []
    down, across = size[0] // cells.shape[0], size[1] // cells.shape[1]
    return [cells.repeat(down, 0).repeat(across, 1), np.tile(cells, (down, across))]
