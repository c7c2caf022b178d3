"""What the tools give back, as pydantic models: the output schemas that MCP clients see.

The plain functions build these records as dictionaries (record.py, check.py, hint.py,
texts.py); the models say what is in them, and tests hold every record against its model.
Cells count from 0, in words from 1.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Cells = list[list[int]]
Digits = list[list[int]]

_CELL = "[row, column] from 0."


class ToolResult(BaseModel):
    """What the results of all tools share."""

    model_config = ConfigDict(extra="forbid")


class ProblemResult(ToolResult):
    """A broken rule."""

    rule: str = Field(description="Its name, such as row, given or wall.")
    cells: Cells = Field(description=f"The cells at fault, {_CELL}")
    message: str = Field(description="In words; rows and columns from 1.")


class VerdictResult(ToolResult):
    """What the verifier says."""

    verified: bool = Field(description="True exactly where no rule is broken.")
    problems: list[ProblemResult]


class _Solved(ToolResult):
    verdict: VerdictResult | None = Field(
        description="Of the answer; for a contradiction, what is wrong with the puzzle."
    )
    steps: int = Field(description="Supervision steps of the candidate that answered.")
    candidates: int = Field(description="Runs of the network.")
    halt_probability: float = Field(description="What the network thinks of its answer, 0 to 1.")
    weights: str = Field(description="Name of the weights that answered.")
    seconds: float


class OtherGrid(ToolResult):
    """Another answer of a puzzle with several."""

    source: Literal["judge"]
    grid: Digits


class SudokuResult(_Solved):
    """What came of a Sudoku."""

    kind: Literal["sudoku"]
    status: Literal["solved", "multiple", "contradiction", "unsolved"]
    grid: Digits = Field(description="The puzzle as read; 0 is a blank.")
    box: list[int] = Field(description="Rows and columns of a box.")
    answer: Digits | None = Field(description="Right only where verdict.verified is true.")
    unique: bool | None = Field(description="Whether there is one answer alone; null: unknown.")
    alternatives: list[OtherGrid]


class MazeResult(_Solved):
    """What came of a maze."""

    kind: Literal["maze"]
    status: Literal["solved", "contradiction", "unsolved"]
    grid: list[str] = Field(description="The maze as read: # wall, S start, G goal.")
    answer: Cells | None = Field(description=f"The path, {_CELL} Right only where verified.")
    moves: int | None


class ArcAttemptResult(ToolResult):
    """A guess at the output of a test input."""

    grid: Digits
    p_correct: float | None = Field(description="Calibrated probability of being right.")


class SelfCheckResult(ToolResult):
    """What was seen on demonstrations held out of learning; it verifies nothing."""

    hits: int
    folds: int
    reproduced: int
    demonstrations: int


class ArcTaskResult(ToolResult):
    """What came of an ARC task; nobody can verify it."""

    kind: Literal["arc"]
    status: Literal["predicted", "unsupported"]
    grid: dict[str, Any] = Field(description="The task: train and test.")
    answer: list[list[ArcAttemptResult]] | None = Field(description="A test input: its attempts.")
    verdict: None
    self_check: SelfCheckResult | None
    sizes: list[str]
    reason: str | None
    steps: int
    weights: str
    seconds: float


class CheckedSign(ToolResult):
    """Something that speaks for or against an ARC answer."""

    test: int = Field(description="Which test input, from 0.")
    check: str
    holds: bool | None = Field(description="null: the demonstrations say nothing about it.")
    message: str


class CheckResult(ToolResult):
    """What is wrong with a proposed answer."""

    kind: Literal["sudoku", "maze", "arc"]
    verdict: VerdictResult | None = Field(description="null for ARC: nobody can tell.")
    checked: list[CheckedSign]
    summary: str


class RuledOut(ToolResult):
    """A digit that a cell cannot hold."""

    cell: list[int]
    digit: int


class Move(ToolResult):
    """A run of moves in one direction."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    direction: Literal["up", "down", "left", "right"]
    moves: int
    start: list[int] = Field(alias="from")
    to: list[int]


class NextStepResult(ToolResult):
    """The next step, and nothing beyond it."""

    kind: Literal["sudoku", "maze"]
    outcome: Literal[
        "step", "reveal", "beyond", "several", "mend", "contradiction", "complete", "unsolved"
    ] = Field(
        description=(
            "step: here it is; reveal: one cell of the network's answer; beyond: no technique "
            "leads on; several: more than one answer; mend: what was done so far is wrong; "
            "contradiction: no answer exists; complete: done and right; unsolved: not in time."
        )
    )
    reason: str = Field(description="In words for people; rows and columns from 1.")
    technique: str | None
    cell: list[int] | None = Field(description=f"Where to place a digit, {_CELL}")
    digit: int | None
    ruled_out: list[RuledOut]
    move: Move | None = Field(description="Maze: where to go, up to the next turn.")
    more: bool = Field(description="Whether a digit follows only after further steps.")
    cells: Cells = Field(description=f"The cells at fault, {_CELL}")
    source: Literal["logic", "trm"] | None
    weights: str | None


class FoundPuzzle(ToolResult):
    """A puzzle in a text, or what is wrong with it."""

    kind: Literal["sudoku", "maze", "arc", "unsupported"]
    status: Literal["malformed", "unsupported"] | None = Field(description="null: it is whole.")
    grid: list[Any] | dict[str, Any] | None = Field(description="As the solve tools take it.")
    box: str | None = Field(description="Rows x columns of a Sudoku's box.")
    span: list[int] = Field(description="Characters of the text, from 0, end exclusive.")
    form: str = Field(description="The notation.")
    doubts: list[str]
    message: str = Field(description="What is missing or not supported.")
    attempted: bool = Field(description="Whether the person's own answer stands beside it.")


class ReadResult(ToolResult):
    """What stands in a text."""

    puzzles: list[FoundPuzzle]
    ask: Literal["solve", "hint", "explain", "check", "count", "question", "chat"]
    language: str
