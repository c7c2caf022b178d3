"""The judge: how long is the shortest path, if there is one?

It asks networkx (imported on first use) for a number and passes nothing else on, so no answer
can be taken from it: the verifier needs the number to call a path shortest, and the solver to
call a maze without a path a contradiction.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from .maze import WALL, Maze

__all__ = ["distance"]


@lru_cache(maxsize=256)  # every step of every candidate is verified on the same few mazes
def distance(maze: Maze) -> int | None:
    """The fewest moves from the start to the goal, None where there is no path.

    >>> distance(Maze(("S#", " G"))), distance(Maze(("S#", "#G")))
    (2, None)
    """
    import networkx

    start, goal = (row * maze.width + col for row, col in (maze.start, maze.goal))
    graph = networkx.Graph()
    graph.add_nodes_from((start, goal))
    graph.add_edges_from(_moves(maze))
    try:
        return len(networkx.shortest_path(graph, start, goal)) - 1
    except networkx.NetworkXNoPath:
        return None


def _moves(maze: Maze) -> list[tuple[int, int]]:
    """Every two neighbouring open cells, once; cells are numbered in reading order."""
    flat, width = "".join(maze.rows), maze.width
    beside = [
        (cell, cell + 1)
        for cell, (here, there) in enumerate(pairwise(flat))
        if here != WALL != there and (cell + 1) % width
    ]
    below = [
        (cell, cell + width)
        for cell, (here, there) in enumerate(zip(flat, flat[width:], strict=False))
        if here != WALL != there
    ]
    return beside + below
