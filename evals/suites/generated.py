"""Generated suites: Sudokus and mazes that nobody trained on, the same for the same seed.

`sudoku-hard` is the hardest of a pool of random minimal puzzles, made harder by hill climbing.
Seeds lie in a range of their own, far from those of training. Sudoku-Extreme itself can be given
as a CSV by `--data`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...trm.puzzles import Grid, Layout, Maze, Sudoku
from ...trm.puzzles.maze.generate import generate_many as generate_mazes
from ...trm.puzzles.maze.tokens import of_tokens
from ...trm.puzzles.sudoku import to_symbol
from ...trm.puzzles.sudoku.generate import climb, generate_many
from .item import Item

SEEDS = 5_100_000_000  # seeds of suites begin here, far from those of training
_POOL = 6  # puzzles made for each one that a suite keeps
_CLIMBS = 10  # tries to make each hard one harder


def sudoku_4x4(n: int, seed: int) -> list[Item]:
    """4x4 boards."""
    layout = Layout(2, 2)
    puzzles, answers, guesses = generate_many(n, layout=layout, seed=SEEDS + seed)
    return list(_sudokus("sudoku-4x4", puzzles, answers, guesses, layout))


def sudoku_easy(n: int, seed: int) -> list[Item]:
    """9x9 boards that need no guess."""
    found = [np.zeros((0, 81), np.int8)] * 2
    for pool in range(100):
        puzzles, answers, guesses = generate_many(
            _POOL * n, layout=Layout(), seed=SEEDS + seed + 1_000_003 * pool
        )
        easy = guesses == 0
        found = [np.concatenate(p) for p in zip(found, (puzzles[easy], answers[easy]), strict=True)]
        if len(found[0]) >= n:
            break
    return list(_sudokus("sudoku-easy", found[0][:n], found[1][:n], np.zeros(n), Layout()))


def sudoku_hard(n: int, seed: int) -> list[Item]:
    """The hardest 9x9 boards of a pool, made harder by hill climbing."""
    puzzles, answers, guesses = generate_many(_POOL * n, layout=Layout(), seed=SEEDS + seed)
    top = np.argsort(-guesses, kind="stable")[:n]
    hard = puzzles[top], answers[top], guesses[top]  # copies: climbing works in place
    climb(*hard, tries=_CLIMBS * n, layout=Layout(), seed=SEEDS + seed)
    return list(_sudokus("sudoku-hard", *hard, Layout()))


def maze_10(n: int, seed: int) -> list[Item]:
    """10x10 mazes."""
    return _mazes("maze-10", 10, None, n, seed)


def maze_30_hard(n: int, seed: int) -> list[Item]:
    """30x30 mazes with a shortest path of at least 110 cells, as in Maze-Hard."""
    return _mazes("maze-30-hard", 30, (110, 900), n, seed)


def sudoku_text(puzzle: Sudoku) -> str:
    """A Sudoku as a message: rows of digits, `.` for blanks."""
    rows = "\n".join("".join(map(to_symbol, row)) for row in puzzle.givens)
    return f"Please solve this {puzzle.size}x{puzzle.size} Sudoku (dots are blanks):\n\n{rows}"


def maze_text(maze: Maze) -> str:
    """A maze as a message."""
    rows = "\n".join(maze.rows)
    return (
        "Find a shortest path from S to G in this maze. # is a wall, spaces are open; moves go "
        f"up, down, left and right.\n\n```\n{rows}\n```"
    )


def guess_grade(guesses: float) -> str:
    """Sudokus by the guesses that a search needs."""
    if guesses <= 0:
        return "no guess"
    return next((f"{low} to {high} guesses" for low, high in ((1, 5), (6, 20), (21, 100))
                 if guesses < high + 1), "over 100 guesses")  # fmt: skip


def path_grade(cells: int) -> str:
    """Mazes by the cells of a shortest path."""
    low = cells // 20 * 20
    return f"{low} to {low + 19} cells"


def _sudokus(
    suite: str, puzzles: np.ndarray, answers: np.ndarray, guesses: np.ndarray, layout: Layout
) -> Iterator[Item]:
    rows = zip(puzzles, answers, guesses, strict=True)
    for number, (givens, answer, rating) in enumerate(rows):
        puzzle = Sudoku(_grid(givens, layout.size), layout)
        yield Item(
            id=f"{suite}-{number:05d}",
            text=sudoku_text(puzzle),
            kind="sudoku",
            puzzle=puzzle,
            solution=_grid(answer, layout.size),
            difficulty=guess_grade(float(rating)),
        )


def _mazes(suite: str, side: int, cells: tuple[int, int] | None, n: int, seed: int) -> list[Item]:
    tokens, _, lengths = generate_mazes(
        n, height=side, width=side, seed=SEEDS + seed, path_cells=cells
    )
    mazes = map(of_tokens, tokens)
    return [
        Item(f"{suite}-{number:05d}", maze_text(maze), "maze", maze,
             difficulty=path_grade(int(length)))
        for number, (maze, length) in enumerate(zip(mazes, lengths, strict=True))
    ]  # fmt: skip


def _grid(flat: np.ndarray, size: int) -> Grid:
    return tuple(tuple(line) for line in flat.reshape(size, size).tolist())
