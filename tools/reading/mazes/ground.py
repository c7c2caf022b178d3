"""Ground: other readings of pictures, where the usual one shuts the start off from the goal.

Nobody agrees whether a brown square is a wall or the way, or a blue one water or floor. Where
neither the words nor the frame say, and the usual reading leaves no path, the one that leaves a
path is meant. Blocks, bricks and trees stay walls, white squares and dots stay open: with such
signs a maze without a path is what it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from ....trm.puzzles import Cell
from ....trm.puzzles.maze import MAX_SIDE
from .raw import Symbols
from .signs import OPENS, SOFT, WALLS, Role, Signs, frame_of, pictures

Board = Sequence[Sequence[str]]  # over "# SG"; empty: no maze
_MOST = 4  # pictures whose meaning is open
_SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))


def regrounded(
    rows: Symbols,
    signs: Signs,
    legend: Mapping[str, Role],
    board_of: Callable[[Signs], Board],
) -> Signs:
    """The same signs, or those under which a path is left.

    Args:
        rows: the maze as written.
        signs: the usual meanings.
        legend: what the message says of symbols.
        board_of: the maze under some signs, or nothing where they make none.
    """
    soft = _soft(rows, signs, legend)
    if not soft:
        return signs
    usual = board_of(signs)
    if usual and _is_joined(usual):
        return signs
    framed = frame_of(rows)
    if usual and signs.roles.get(framed) is Role.WALL and not _are_shut_in(usual):
        return signs
    for other in _others(rows, signs, soft):
        board = board_of(other)
        if board and _is_joined(board):
            ground = ", ".join(sorted(s for s in soft if other.roles[s] is Role.OPEN))
            doubt = f"took {ground or 'no other picture'} as open, for that leaves a path"
            return replace(other, doubts=(*other.doubts, doubt))
    return signs


def _soft(rows: Symbols, signs: Signs, legend: Mapping[str, Role]) -> tuple[str, ...]:
    """Pictures that may be walls or ground."""
    if max(len(rows), *map(len, rows)) > MAX_SIDE or len(set(map(len, rows))) > 1:
        return ()
    counts = Counter(symbol for row in rows for symbol in row)
    soft = sorted(
        s
        for s in pictures(counts) - OPENS - (WALLS - SOFT) - set(legend)
        if signs.roles.get(s) not in (Role.START, Role.GOAL, Role.PATH)
    )
    return tuple(soft) if len(soft) <= _MOST else ()


def _others(rows: Symbols, signs: Signs, soft: Sequence[str]) -> Iterator[Signs]:
    """All other readings, those that change the least first."""
    symbols = {symbol for row in rows for symbol in row}
    usual = {s for s in soft if signs.roles.get(s) is Role.OPEN}
    choices = [set(some) for n in range(len(soft) + 1) for some in combinations(soft, n)]
    for opens in sorted(choices, key=lambda some: len(some ^ usual)):
        roles = dict(signs.roles) | {s: Role.OPEN if s in opens else Role.WALL for s in soft}
        if symbols <= set(roles) and {Role.OPEN, Role.WALL} <= set(roles.values()):
            yield replace(signs, roles=roles, problem="")


def _is_joined(board: Board) -> bool:
    """Whether a path leads from the start to the goal."""
    (start,) = _places(board, "S")
    (goal,) = _places(board, "G")
    seen = {start}
    left = [start]
    while left:
        here = left.pop()
        for cell in _beside(board, here):
            if cell not in seen:
                seen.add(cell)
                left.append(cell)
    return goal in seen


def _are_shut_in(board: Board) -> bool:
    """Whether neither end can be left, so that what is taken for walls is the ground."""
    ends = [*_places(board, "S"), *_places(board, "G")]
    return not any(_beside(board, end) for end in ends)


def _places(board: Board, mark: str) -> list[Cell]:
    return [(r, c) for r, row in enumerate(board) for c, cell in enumerate(row) if cell == mark]


def _beside(board: Board, cell: Cell) -> list[Cell]:
    around = ((cell[0] + r, cell[1] + c) for r, c in _SIDES)
    return [
        (r, c)
        for r, c in around
        if 0 <= r < len(board) and 0 <= c < len(board[0]) and board[r][c] != "#"
    ]
