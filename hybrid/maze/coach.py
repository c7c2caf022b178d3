"""Help for a person who draws a path: is it right so far, and where does it go next?

What a person drew is judged move by move: by the maze, and by the judge's word on how far the
goal is. Where to go is told from the network's verified path alone, and no further than the
next turn.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from ...tools.maze import runs_of
from ...trm.puzzles import Cell, Maze, Path, Status, cell_name
from ...trm.puzzles.maze import verify
from ...trm.result import Result
from ..wording import count_of
from .region import beside, moves_to_goal


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said, the cells at fault, and the cells to walk, if there are some."""

    text: str
    wrong: frozenset[Cell] = frozenset()
    walk: Path = ()  # the cells of the next run, without the one to stand on
    final: bool = False  # nothing can follow: the path is whole, or something is to be mended


def check_path(maze: Maze, result: Result[Path], path: Path) -> Advice:
    """Whether a person's path is right so far; names the wrong move, not the right one.

    Args:
        maze: the puzzle.
        result: what the solver found for it.
        path: the person's cells, from the start; it may break off anywhere.
    """
    if result.status is Status.CONTRADICTION:
        text = "The maze itself has no path from the start to the goal, so no way can be right."
        return Advice(text, final=True)
    path = without_jump(maze, path)
    if verify(maze, path).verified:
        moves = count_of(len(path) - 1, "move")
        text = f"Your path is right: it is verified, takes {moves}, and no path is shorter."
        return Advice(text, final=True)
    fault = _first_fault(maze, path)
    sound = path[: fault.number] if fault else path
    astray = _leaves_at(maze, sound)
    if astray is not None:
        return _detour(maze, path, astray, whole=fault is None)
    if fault is not None:
        fine = fault.number - 1
        before = f" The {count_of(fine, 'move')} before it can stay." if fine > 0 else ""
        return Advice(fault.text + before, fault.cells, final=True)
    to_go = moves_to_goal(maze, path[-1])
    done = count_of(len(path) - 1, "move")
    return Advice(
        f"Right so far: your {done}, to {cell_name(path[-1])}, can begin a shortest path. "
        f"{count_of(to_go or 0, 'move')} to go."
    )


def next_turn(maze: Maze, result: Result[Path], path: Path = ()) -> Advice:
    """Where to go next, up to the next turn.

    Args:
        maze: the puzzle.
        result: what the solver found for it.
        path: the person's cells, as for `check_path`; empty to begin at the start.
    """
    path = without_jump(maze, path) or (maze.start,)
    if result.status is Status.CONTRADICTION or path != (maze.start,):
        so_far = check_path(maze, result, path)
        if so_far.final:
            return so_far
    if result.status is not Status.SOLVED or result.answer is None:
        return Advice("I have no verified path to take a step from.")
    answer = result.answer
    here = path[-1]
    if here not in answer:
        parting = next(cell for cell in reversed(path) if cell in answer)
        direction, _ = runs_of(answer[answer.index(parting) :])[0]
        return Advice(
            f"Your path can still become a shortest one, but it is not the one I verified: that "
            f"one leaves it at {cell_name(parting)}, going {direction}."
        )
    rest = answer[answer.index(here) :]
    direction, moves = runs_of(rest)[0]
    walk = rest[1 : moves + 1]
    end = "the goal" if walk[-1] == maze.goal else cell_name(walk[-1])
    begin = "From the start at" if here == maze.start else "From"
    text = f"{begin} {cell_name(here)} go {direction}, {count_of(moves, 'move')}, to {end}."
    return Advice(text, walk=walk)


def without_jump(maze: Maze, path: Path) -> Path:
    """A path without a last jump to the goal.

    The reader closes a drawn path that breaks off with such a jump; it is unfinished then.
    """
    *kept, last = path or (maze.start,)
    if kept and last == maze.goal and last not in beside(kept[-1]):
        return tuple(kept)
    return path


@dataclass(frozen=True, slots=True)
class _Fault:
    number: int  # of the move, from 1; 0 where the path does not begin at the start
    text: str
    cells: frozenset[Cell]


def _first_fault(maze: Maze, path: Path) -> _Fault | None:
    """The first move that cannot be made."""
    if not path or path[0] != maze.start:
        begins = f"begins at {cell_name(path[0])}" if path else "is empty"
        text = f"Your path {begins}, but the start is at {cell_name(maze.start)}."
        return _Fault(0, text, _inside(maze, path[:1]))
    seen = {path[0]}
    for number, (here, there) in enumerate(pairwise(path), start=1):
        move = f"Move {number}, from {cell_name(here)} to {cell_name(there)},"
        if there not in beside(here):
            text = f"{move} is not one cell up, down, left or right."
        elif not maze.is_open(there):
            wall = "runs into a wall" if _inside(maze, [there]) else "leaves the maze"
            text = f"{move} {wall}."
        elif there in seen:
            text = f"{move} comes back to where the path has been."
        else:
            seen.add(there)
            continue
        return _Fault(number, text, _inside(maze, [there]))
    return None


def _leaves_at(maze: Maze, path: Path) -> int | None:
    """The number of the first move after which no shortest path is left, None where all are fine.

    Moves made and moves still needed never grow smaller together, so halving finds it.
    """
    if not path:
        return None
    fewest = moves_to_goal(maze, path[0])
    assert fewest is not None, "the caller has seen to it that there is a path"
    numbers = range(len(path))
    at = bisect_right(numbers, fewest, key=lambda n: n + (moves_to_goal(maze, path[n]) or 0))
    return at if at < len(path) else None


def _detour(maze: Maze, path: Path, number: int, *, whole: bool) -> Advice:
    here, there = path[number - 1], path[number]
    move = f"move {number}, from {cell_name(here)} to {cell_name(there)},"
    fewest = moves_to_goal(maze, maze.start)
    if whole and path[-1] == maze.goal:
        text = (
            f"Your path comes to the goal, but not by a shortest way: it takes {len(path) - 1} "
            f"moves, and {fewest} are enough. {move.capitalize()} is the first that does not fit."
        )
    else:
        text = f"No shortest path goes on like this: {move} is the first that does not fit."
    return Advice(text, frozenset({there}), final=True)


def _inside(maze: Maze, cells: Path | list[Cell]) -> frozenset[Cell]:
    """Those of some cells that can be drawn."""
    return frozenset(
        (row, col) for row, col in cells if 0 <= row < maze.height and 0 <= col < maze.width
    )
