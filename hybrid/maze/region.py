"""Regions: which cells can be come to from a cell, and how far the goal is.

For judging what a person drew and for telling why there is no path; nothing that answers a
maze uses this.
"""

from __future__ import annotations

from ...trm.puzzles import Cell, Maze
from ...trm.puzzles.maze import distance

_SIDES = ((1, 0), (0, -1), (0, 1), (-1, 0))


def beside(cell: Cell) -> list[Cell]:
    """The four cells beside a cell, those outside the maze included."""
    row, col = cell
    return [(row + down, col + right) for down, right in _SIDES]


def reachable(maze: Maze, cell: Cell) -> frozenset[Cell]:
    """The open cells that one can come to from an open cell, itself included.

    >>> sorted(reachable(Maze(("S #", "# G")), (0, 0)))
    [(0, 0), (0, 1), (1, 1), (1, 2)]
    """
    found, left = {cell}, [cell]
    while left:
        for other in beside(left.pop()):
            if maze.is_open(other) and other not in found:
                found.add(other)
                left.append(other)
    return frozenset(found)


def reached_before(maze: Maze, moves: int) -> frozenset[Cell]:
    """The open cells that one can come to from the start in fewer than so many moves.

    >>> sorted(reached_before(Maze(("S #", "# G")), 2))
    [(0, 0), (0, 1)]
    """
    found, ring = {maze.start}, {maze.start}
    for _ in range(moves - 1):
        ring = {other for cell in ring for other in beside(cell) if maze.is_open(other)} - found
        found |= ring
    return frozenset(found) if moves > 0 else frozenset()


def moves_to_goal(maze: Maze, cell: Cell) -> int | None:
    """The fewest moves from an open cell to the goal, None where there is no way.

    >>> moves_to_goal(Maze(("S #", "# G")), (0, 1))
    2
    """
    if cell in (maze.start, maze.goal):
        return 0 if cell == maze.goal else distance(maze)
    rows = [row.replace("S", " ") for row in maze.rows]
    row, col = cell
    rows[row] = f"{rows[row][:col]}S{rows[row][col + 1 :]}"
    return distance(Maze(tuple(rows)))


def parting_walls(maze: Maze) -> list[Cell]:
    """The walls of which a single one, opened, would let the start come to the goal."""
    ours, theirs = reachable(maze, maze.start), reachable(maze, maze.goal)
    return [
        (row, col)
        for row in range(maze.height)
        for col in range(maze.width)
        if not maze.is_open((row, col))
        and not ours.isdisjoint(beside((row, col)))
        and not theirs.isdisjoint(beside((row, col)))
    ]


def open_cells(maze: Maze) -> int:
    """How many cells are no walls."""
    return maze.height * maze.width - sum(row.count("#") for row in maze.rows)
