"""The arguments of the tools, as pydantic models: schemas for agents, and checks of what comes.

Where pydantic would quietly turn a value into a digit (True, 1.0), or take a grid of any size,
the checks here refuse first and name the place. Some clients write a list as the text of it:
the lists of ARC tasks are read from text too.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from ..trm.puzzles.arc import as_grid
from ..trm.solving.arc.result import ARC_SECONDS
from .arc import MAX_PAIRS
from .solving import DEFAULT_BUDGET_S, MAX_BUDGET_S

MAX_GRID_CHARACTERS = 20_000
_MAX_ROWS = 256  # a flat list may come as one cell a row
_MAX_CELLS = 4096  # of a path: more than any maze has
_MAX_PARTS = 120_000  # of all arguments: an ARC task has at most 30 x 3 grids of 900 cells
_MAX_TEXT = 400_000  # of the demonstrations as text
_MAX_DEPTH = 12  # an ARC task needs 5
_MAX_INTEGER = 2**53  # larger ones are no whole numbers in JSON

Rows = list[list[int | str | None]]
Box = Literal["2x2", "2x3", "3x2", "3x3", "4x4"]
_Budget = Field(default=DEFAULT_BUDGET_S, gt=0, le=MAX_BUDGET_S, description="Seconds it may take.")


class ToolArgs(BaseModel):
    """What the arguments of all tools share: nothing unknown, nothing endless."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _within_limits(cls, given: Any) -> Any:
        level, parts = [given], 0
        for _ in range(_MAX_DEPTH):
            deeper: list[Any] = []
            for part in level:
                if isinstance(part, int) and abs(part) > _MAX_INTEGER:
                    raise ValueError(f"a number has {part.bit_length()} bits, at most 53 allowed")
                if isinstance(part, dict):
                    deeper += part.values()
                elif isinstance(part, list | tuple):
                    deeper += part
            parts += len(deeper)
            if parts > _MAX_PARTS:
                raise ValueError(f"more than {_MAX_PARTS:,} values")
            level = deeper
        if level:
            raise ValueError(f"values are nested more than {_MAX_DEPTH} deep")
        return given


class SolveSudokuArgs(ToolArgs):
    """Arguments of `solve_sudoku`."""

    grid: str | list[str] | Rows = Field(
        description=(
            "The puzzle exactly as the person wrote it: text in any usual notation (81 characters "
            "in a row, a drawn grid, ...), or rows, as strings such as '53..7....' or as lists of "
            "digits with 0 for blanks. 4x4, 6x6, 9x9 or 16x16."
        )
    )
    box: Box | None = Field(
        default=None,
        description="Rows x columns of a box; only needed for a 6x6 board with 3x2 boxes.",
    )
    budget_s: float = _Budget

    @field_validator("grid", mode="before")
    @classmethod
    def _checked(cls, grid: object) -> object:
        if _is_strings(grid):
            return grid
        return _no_guessing(grid, rows="4, 6, 9 or 16", cell="a digit or null")


class SolveMazeArgs(ToolArgs):
    """Arguments of `solve_maze`."""

    grid: str | list[str] | Rows = Field(
        description=(
            "The maze exactly as the person wrote it: text in any usual notation, or a list of "
            "rows such as '#S #' over # (wall), space (open), S (start) and G (goal). "
            "2 to 64 cells a side."
        )
    )
    budget_s: float = _Budget

    @field_validator("grid", mode="before")
    @classmethod
    def _checked(cls, grid: object) -> object:
        if _is_strings(grid):
            return grid
        return _no_guessing(grid, rows="2 to 64", cell="a symbol or a number")


class ArcPair(BaseModel):
    """A demonstration."""

    model_config = ConfigDict(extra="ignore")

    input: list[list[int]] = Field(description="Rows of colours 0 to 9; 1 to 30 rows and columns.")
    output: list[list[int]] = Field(description="What the rule makes of the input.")


class ArcInput(BaseModel):
    """A test input; an output beside it is left out."""

    model_config = ConfigDict(extra="ignore")

    input: list[list[int]] = Field(description="Rows of colours 0 to 9; 1 to 30 rows and columns.")


class SolveArcTaskArgs(ToolArgs):
    """Arguments of `solve_arc_task`."""

    train: list[ArcPair] = Field(
        description="The demonstrations exactly as the person wrote them, as rows of integers."
    )
    test: list[ArcInput] = Field(description="The inputs whose outputs are asked for.")
    budget_s: float = Field(
        default=ARC_SECONDS, gt=0, le=MAX_BUDGET_S, description="Seconds it may take to learn."
    )

    @field_validator("train", "test", mode="before")
    @classmethod
    def _checked(cls, pairs: object, info: ValidationInfo) -> object:
        return _colours_alone(pairs, info.field_name == "train")


class CheckAnswerArgs(ToolArgs):
    """Arguments of `check_answer`."""

    kind: Literal["sudoku", "maze", "arc"] = Field(description="The kind of puzzle.")
    answer: str | list[Any] = Field(
        description=(
            "What is proposed. Sudoku: the filled grid, text or rows. Maze: cells [row, column] "
            "from 0, moves such as 'right 2, down 1', or the maze with o on the path. ARC: a grid "
            "of integers, or a list of grids, one a test input."
        )
    )
    grid: str | list[str] | Rows | None = Field(
        default=None, description="The Sudoku or maze exactly as the person wrote it."
    )
    box: Box | None = Field(
        default=None,
        description="Rows x columns of a box; only needed for a 6x6 board with 3x2 boxes.",
    )
    train: list[ArcPair] | None = Field(default=None, description="ARC: the demonstrations.")
    test: list[ArcInput] | None = Field(default=None, description="ARC: the test inputs.")

    @field_validator("train", "test", mode="before")
    @classmethod
    def _checked(cls, pairs: object, info: ValidationInfo) -> object:
        return pairs if pairs is None else _colours_alone(pairs, info.field_name == "train")

    @field_validator("answer", "grid", mode="before")
    @classmethod
    def _checked_size(cls, given: object) -> object:
        return _bounded(given)


class NextStepArgs(ToolArgs):
    """Arguments of `next_step`."""

    kind: Literal["sudoku", "maze"] = Field(description="The kind of puzzle.")
    grid: str | list[str] | Rows = Field(
        description="The Sudoku or maze exactly as the person wrote it, without what they added."
    )
    so_far: str | list[Any] | None = Field(
        default=None,
        description=(
            "What the person has done, if anything. Sudoku: the grid as filled so far, text or "
            "rows. Maze: the way walked so far, as cells [row, column] from 0, moves such as "
            "'right 2, down 1', or the maze with o on the path."
        ),
    )
    told: int = Field(
        default=0,
        ge=0,
        le=200,
        description=(
            "Sudoku: how many steps from here the person knows already; 1 after one step that "
            "only ruled digits out, and so on."
        ),
    )
    reveal: bool = Field(
        default=False,
        description=(
            "Sudoku: whether to name one cell of the solver's answer where no step of logic is "
            "found. Only if the person asks for it."
        ),
    )
    box: Box | None = Field(
        default=None,
        description="Rows x columns of a box; only needed for a 6x6 board with 3x2 boxes.",
    )
    budget_s: float = _Budget

    @field_validator("so_far", "grid", mode="before")
    @classmethod
    def _checked_size(cls, given: object) -> object:
        return _bounded(given)


class ReadPuzzleArgs(ToolArgs):
    """Arguments of `read_puzzle`."""

    text: str = Field(
        max_length=MAX_GRID_CHARACTERS,
        description="The message exactly as the person wrote it, line breaks and all.",
    )


def _is_strings(grid: object) -> bool:
    """Whether a grid is rows as strings, refused where they are too long."""
    if not isinstance(grid, list) or not grid or not all(isinstance(row, str) for row in grid):
        return False
    _bounded("\n".join(grid))
    return True


def _bounded(given: object) -> object:
    """Refuse what is longer than any puzzle or answer."""
    if isinstance(given, str) and len(given) > MAX_GRID_CHARACTERS:
        raise ValueError(f"{len(given)} characters, at most {MAX_GRID_CHARACTERS} allowed")
    if isinstance(given, list) and len(given) > _MAX_CELLS:
        raise ValueError(f"{len(given)} parts, at most {_MAX_CELLS} allowed")
    return given


def _colours_alone(pairs: object, both: bool) -> object:
    """Refuse what pydantic would quietly turn into colours (True, 1.0), with its place."""
    if isinstance(pairs, str) and len(pairs) <= _MAX_TEXT:
        with suppress(ValueError, RecursionError):
            pairs = json.loads(pairs)
    if not isinstance(pairs, list):
        raise ValueError("expected a list of pairs such as {'input': [[0, 1]]}")
    if len(pairs) > MAX_PAIRS:
        raise ValueError(f"{len(pairs)} pairs, expected at most {MAX_PAIRS}")
    for number, pair in enumerate(pairs, start=1):
        if isinstance(pair, dict):
            for side in ("input", "output") if both else ("input",):
                if side not in pair:
                    raise ValueError(f'pair {number} has no "{side}"')
                as_grid(pair[side], f"pair {number}, {side}")
    return pairs


def _no_guessing(grid: object, *, rows: str, cell: str) -> object:
    """Refuse what pydantic would quietly turn into digits (True, 1.0) and what is too big."""
    if isinstance(grid, str):
        if len(grid) > MAX_GRID_CHARACTERS:
            raise ValueError(f"{len(grid)} characters, at most {MAX_GRID_CHARACTERS} allowed")
        return grid
    if not isinstance(grid, list):
        raise ValueError("expected text or a list of rows")
    if len(grid) > _MAX_ROWS:
        raise ValueError(f"{len(grid)} rows, expected {rows}")
    for number, row in enumerate(grid, start=1):
        if not isinstance(row, list) or len(row) > _MAX_ROWS:
            raise ValueError(f"row {number} is not a list of cells")
        for col, found in enumerate(row, start=1):
            if isinstance(found, bool) or not isinstance(found, int | str | None):
                raise ValueError(f"r{number}c{col} is {found!r:.40}, expected {cell}")
    return grid


def validation_message(error: ValidationError | Any) -> str:
    """A schema violation in one line that names the field and the mend."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][:1]) or "arguments"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}; mend it and call again"
