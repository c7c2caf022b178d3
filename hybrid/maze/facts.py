"""The facts of one maze in plain words: what the template says, and all the LLM is told.

Everything here comes from code: the verdict, the judge's word on the shortest length, the
regions that walls part, the verified path itself. "Moves" are the path's, "steps" the
network's.
"""

from __future__ import annotations

from ...tools.maze import in_short, runs_of
from ...tools.reading import Ask
from ...trm.puzzles import Maze, Path, Status, cell_name
from ...trm.puzzles.maze import distance
from ...trm.result import Result
from ..wording import count_of, effort_of, sentences_of, tries_of
from .coach import check_path, next_turn
from .region import open_cells, parting_walls, reachable, reached_before

_TOLD_RUNS = 8  # of the way in words, where nobody asked for an explanation
_EXPLAINED_RUNS = 12
_NAMED_WALLS = 3


def facts_of(
    maze: Maze, result: Result[Path], ask: Ask, attempt: Path | None = None, words: str = ""
) -> list[str]:
    """Sentences that are true of the maze and answer what is asked, most important first."""
    if result.status is Status.CONTRADICTION:
        return _contradiction(maze)
    if ask is Ask.CHECK and attempt:
        return [check_path(maze, result, attempt).text]
    if ask is Ask.HINT:
        return _hint(maze, result, attempt)
    if ask is Ask.COUNT:
        return _count(maze, result)
    if result.status is Status.UNSOLVED or not result.answer:
        return _unsolved(result)
    if ask is Ask.CHECK:
        return _nothing_to_check(result.answer)
    if ask is Ask.EXPLAIN:
        path = result.answer
        return [*_solved(maze, path), *_why_shortest(maze, path), *_turns(maze, path)]
    if ask is Ask.QUESTION:
        return _question(maze, result.answer)
    way = _way(runs_of(result.answer), _TOLD_RUNS)
    effort = f"The network took {effort_of(result)}."
    return [*_solved(maze, result.answer), effort, way]


def _contradiction(maze: Maze) -> list[str]:
    """That there is no path, and where it ends: which cells can be come to, and what parts them."""
    start, goal = cell_name(maze.start), cell_name(maze.goal)
    told = [f"This {_size(maze)} maze has no path from the start at {start} to the goal at {goal}."]
    ours, theirs = reachable(maze, maze.start), reachable(maze, maze.goal)
    if len(ours) == 1:
        told.append("The start is walled in on every side.")
    if len(theirs) == 1:
        told.append("The goal is walled in on every side.")
    if len(ours) > 1:
        row, col = maze.goal
        nearest = min(ours, key=lambda cell: (abs(cell[0] - row) + abs(cell[1] - col), cell))
        told.append(
            f"From the start one comes to {len(ours)} of the {open_cells(maze)} open cells; the "
            f"one nearest to the goal is {cell_name(nearest)}."
        )
    walls = parting_walls(maze)
    if walls:
        some = " or ".join(map(cell_name, walls[:_NAMED_WALLS]))
        rest = f" (or one of {len(walls) - _NAMED_WALLS} more)" if walls[_NAMED_WALLS:] else ""
        told.append(f"Opening the wall at {some}{rest} would make a path.")
    return told


def _unsolved(result: Result[Path]) -> list[str]:
    told = [f"Not solved: {tries_of(result)} found no path that is right and shortest."]
    if not result.answer or result.verdict is None:
        return told
    return [
        *told,
        "The best try is shown, and it is not right.",
        *sentences_of(result.verdict.problems),
    ]


def _solved(maze: Maze, path: Path) -> list[str]:
    moves = len(path) - 1
    return [
        f"Solved and verified: a shortest path through this {_size(maze)} maze takes "
        f"{count_of(moves, 'move')} from the start at {cell_name(maze.start)} to the goal at "
        f"{cell_name(maze.goal)}.",
        "A breadth-first search, which only judges, finds the same length, so no path is shorter; "
        "others may be as short.",
    ]


def _nothing_to_check(path: Path) -> list[str]:
    return [
        "I see no path of yours: draw it into the maze with o, or say its moves, such as down 2, "
        "right 3.",
        f"The maze itself can be solved: a shortest path, which is verified, takes "
        f"{count_of(len(path) - 1, 'move')}.",
    ]


def _hint(maze: Maze, result: Result[Path], attempt: Path | None) -> list[str]:
    advice = next_turn(maze, result, attempt or ())
    if not advice.walk:
        return [advice.text]
    row, col = advice.walk[-1]
    return [advice.text, f"({cell_name((row, col))} is row {row + 1}, column {col + 1}.)"]


def _count(maze: Maze, result: Result[Path]) -> list[str]:
    fewest = distance(maze) or 0
    begin = f"A shortest path takes {count_of(fewest, 'move')}"
    if result.status is not Status.SOLVED:
        return [f"{begin} by breadth-first search, but the network did not find one."]
    return [
        f"{begin} ({fewest + 1} cells, the start and the goal included): the network's path is "
        "verified, and breadth-first search finds none shorter.",
        "How many paths are as short is not counted.",
    ]


def _why_shortest(maze: Maze, path: Path) -> list[str]:
    """What the search that judges knows: how far it came before the goal."""
    moves = len(path) - 1
    near = reached_before(maze, moves)
    (row, col), (down, across) = maze.start, maze.goal
    straight = abs(down - row) + abs(across - col)
    told = [
        f"In fewer than {count_of(moves, 'move')} one can come to {count_of(len(near), 'cell')} "
        "from the start, and the goal is none of them."
    ]
    if straight == moves:
        return [*told, "Even without walls no path could be shorter."]
    return [*told, f"The walls make it longer than the straight way by {moves - straight}."]


def _turns(maze: Maze, path: Path) -> list[str]:
    """The verified path from turn to turn."""
    told, at = [], 0
    runs = runs_of(path)
    for direction, moves in runs[:_EXPLAINED_RUNS]:
        at += moves
        told.append(f"{direction} {moves} to {cell_name(path[at])}")
    begin = f"From the start at {cell_name(maze.start)} it goes {', '.join(told)}"
    turns = len(runs) - 1
    many = f"The path has {count_of(turns, 'turn')}." if turns else "The path has no turn."
    if len(runs) <= _EXPLAINED_RUNS:
        return [f"{begin}, the goal.", many]
    left = len(runs) - _EXPLAINED_RUNS
    return [f"{begin}; {count_of(left, 'more run')} lead to the goal.", many]


def _question(maze: Maze, path: Path) -> list[str]:
    cells = maze.height * maze.width
    walls = round(100 * (cells - open_cells(maze)) / cells)
    turns = count_of(len(runs_of(path)) - 1, "turn")
    return [
        f"A {_size(maze)} maze, {walls} % of it walls; a shortest path takes "
        f"{count_of(len(path) - 1, 'move')}, and the one found has {turns}.",
        "It is solved: the path is verified.",
    ]


def _way(runs: list[tuple[str, int]], told: int) -> str:
    if len(runs) <= told:
        return f"The way: {in_short(runs)}."
    return f"The way begins {in_short(runs[:told])}, and turns {len(runs) - 1} times in all."


def _size(maze: Maze) -> str:
    return f"{maze.height}x{maze.width}"
