"""The board as it comes back from the browser: a puzzle, and the person's own entries.

It comes from outside, so everything is checked; the types of the puzzles do most of that and
name the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...tools.errors import ToolInputError
from ...tools.reading.finding import Puzzle
from ...trm.puzzles import Grid, Maze, Sudoku
from ...trm.puzzles.arc import ArcTask, Demonstration, as_grid
from ...trm.puzzles.sudoku import from_line

_MOST_GROUPS = 60


@dataclass(frozen=True, slots=True)
class Board:
    """What stands on the page."""

    puzzle: Puzzle
    own: Grid | None  # Sudoku: the person's entries, 0 elsewhere
    revealed: bool  # the answer is still shown


def read_board(value: Any) -> Board | None:
    """The board of the page, None where it is empty.

    Args:
        value: as the browser sent it.

    Raises:
        ToolInputError: for what is no puzzle; the message names the place and the mend.
    """
    if not isinstance(value, Mapping) or not value.get("groups"):
        return None
    try:
        groups = value["groups"]
        if len(groups) > _MOST_GROUPS:
            raise ValueError(f"the board has {len(groups)} parts, at most {_MOST_GROUPS} are read")
        revealed = value.get("revealed") is True
        if value["kind"] == "arc":
            return Board(_task(groups), None, revealed)
        panel = groups[0]["panels"][0]
        if value["kind"] == "maze":
            return Board(Maze(_lines(panel["rows"])), None, revealed)
        puzzle = _sudoku(panel["rows"], value.get("box"))
        own = _sudoku(panel["own"], value.get("box")).givens if panel.get("own") else None
        return Board(puzzle, own, revealed)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ToolInputError("the board cannot be read; paste the puzzle again") from error
    except ValueError as error:
        raise ToolInputError(f"The board cannot be taken as it is: {error}.") from error


def _sudoku(rows: Any, box: Any) -> Sudoku:
    sizes = (int(box[0]), int(box[1])) if box else None
    return from_line("".join(_lines(rows)), sizes)


def _lines(rows: Any) -> tuple[str, ...]:
    if not isinstance(rows, list) or len(rows) > 64:
        raise TypeError
    return tuple(str(row)[:65] for row in rows)


def _task(groups: Any) -> ArcTask:
    demonstrations: list[Demonstration] = []
    tests: list[Grid] = []
    for group in groups:
        grids = [
            as_grid([[int(symbol) for symbol in row] for row in _lines(panel["rows"])])
            for panel in group["panels"]
            if not panel.get("fixed")
        ]
        if len(grids) > 1:
            demonstrations.append(Demonstration(grids[0], grids[1]))
        else:
            tests.append(grids[0])
    return ArcTask(tuple(demonstrations), tuple(tests))
