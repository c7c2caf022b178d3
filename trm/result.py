"""What a run of the solver is given (`Budget`) and what it gives back (`Result`). No torch.

Answers are a `Grid` for Sudoku and a `Path` for mazes. What a trace shows is a `Grid` for
Sudoku, and for mazes the rows of the maze with `o` on the path so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from .puzzles.status import Status
from .puzzles.verdict import Cell, Verdict

AnswerT = TypeVar("AnswerT")  # Grid or Path
ShownT = TypeVar("ShownT")  # Grid, or rows of characters

Assumption = tuple[Cell, int]  # a cell and the digit it is supposed to hold


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one solve. Without `seconds` the same seed gives the same result."""

    seconds: float | None = 20.0  # wall time; None: no limit
    candidates: int = 2000  # TRM runs, the plain one included
    steps: int = 64  # supervision steps of each candidate at most

    def __post_init__(self) -> None:
        if self.seconds is not None and not self.seconds > 0:
            raise ValueError(f"a budget of {self.seconds} seconds; expected more than 0, or None")
        if self.candidates < 1 or self.steps < 1:
            raise ValueError("a budget needs at least 1 candidate and 1 step")


@dataclass(frozen=True, slots=True)
class TraceStep(Generic[ShownT]):
    """The answer of one candidate after one supervision step."""

    candidate: int  # 0 is the plain run
    step: int  # from 1
    grid: ShownT
    halt_probability: float  # what the network thinks of its answer
    verified: bool  # what the verifier says of it
    assumed: tuple[Assumption, ...] = ()  # the hypothesis this candidate follows


@dataclass(frozen=True, slots=True)
class Result(Generic[AnswerT]):
    """What the solver found.

    `answer` always comes from the TRM. For `solved` and `multiple` it is verified; for
    `unsolved` it is the best try; for `contradiction` there is none.
    """

    status: Status
    answer: AnswerT | None
    verdict: Verdict | None  # of the answer; for a contradiction, what is wrong with the puzzle
    unique: bool | None  # Sudoku: the judge's word on the puzzle; None where it could not say
    alternatives: tuple[AnswerT, ...]  # `multiple`: another answer, from the judge
    steps: int  # supervision steps of the candidate that answered
    candidates: int  # TRM runs made
    halt_probability: float  # of the answer
    seconds: float
    weights: str  # name of the weights that answered
    trace: tuple[TraceStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction(Generic[AnswerT]):
    """One candidate's answer that nobody verified."""

    answer: AnswerT  # of a maze: the path as far as it went, perhaps not to the goal
    steps: int  # supervision steps until the halting signal, or all
    halt_probability: float
