"""What `Hybrid.answer` gives back: the contract of one message, typed.

`Reply.to_json` is the JSON object of DESIGN.md, "Contracts". The trace stays in Python (it
can be long); the JSON says how many steps and candidates it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..tools.reading import Ask, Kind
from ..tools.reading.finding import Puzzle
from ..tools.record import grid_record, listed, puzzle_record
from ..trm.puzzles import Status, Verdict
from ..trm.puzzles.arc import ArcTask
from ..trm.result import Result, TraceStep

if TYPE_CHECKING:
    from ..trm.solving.arc.result import ArcResult

READER = "reader"
LLM_UNCONFIRMED = "llm, unconfirmed"


@dataclass(frozen=True, slots=True)
class PuzzleReply:
    """One puzzle of the message and what came of it."""

    kind: Kind
    status: Status
    explanation: str  # for people; every claim in it was checked
    puzzle: Puzzle | None = None  # as read; None where no whole grid could be read
    result: Result | ArcResult | None = None  # the solver's, with the trace
    message: str = ""  # malformed, unsupported: what is missing or not done
    form: str = ""  # the notation it was written in
    doubts: tuple[str, ...] = ()  # what a careful reader would mention
    grid_source: str = READER  # or LLM_UNCONFIRMED
    attempt: Any = None  # the person's own: a grid, a path, or the outputs of an ARC task
    attempt_verdict: Verdict | None = None

    @property
    def arc_result(self) -> ArcResult | None:
        """The result, where the puzzle is an ARC task."""
        return None if isinstance(self.result, Result) else self.result

    @property
    def answer(self) -> Any:
        """A `Grid`, a `Path`, or the attempts at each ARC test input; None where there is none.

        Where the status is `unsolved` it is the best try.
        """
        if isinstance(self.result, Result):
            return self.result.answer
        return (self.result.answers or None) if self.result else None

    @property
    def verdict(self) -> Verdict | None:
        """The verifier's word on the answer; None where nobody may say "verified"."""
        if not isinstance(self.result, Result) or self.status is Status.PREDICTED:
            return None
        return self.result.verdict

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """Every supervision step of every candidate."""
        return self.result.trace if isinstance(self.result, Result) else ()

    def to_json(self) -> dict[str, Any]:
        """The puzzle's fields as JSON-ready data."""
        record = _unsolved_record(self.kind)
        if self.puzzle is not None:
            record["grid"] = grid_record(self.puzzle)
            if self.result is not None:
                record |= puzzle_record(self.puzzle, self.result)
                del record["seconds"]  # of the message, told by part
        record |= {
            "status": str(self.status),
            "verdict": self.verdict.to_json() if self.verdict else None,
            "explanation": self.explanation,
            "grid_source": self.grid_source if self.puzzle else None,
            "form": self.form,
            "doubts": list(self.doubts),
            "message": self.message,
        }
        if self.attempt is not None:
            arc = isinstance(self.puzzle, ArcTask)
            record["attempt"] = [listed(g) for g in self.attempt] if arc else listed(self.attempt)
            verdict = self.attempt_verdict
            record["attempt_verdict"] = verdict.to_json() if verdict else None
        return record


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one message."""

    ask: Ask
    explanation: str  # of all puzzles, or what is said where there is none
    puzzles: tuple[PuzzleReply, ...]  # in reading order
    seconds: dict[str, float]  # read, load (weights, once), trm, explain, total
    witnesses: dict[str, Any] = field(default_factory=dict)  # what reader and LLM each read
    llm: str = "none"  # the model that read and spoke
    language: str = "en"

    @property
    def kind(self) -> str:
        """Of the first puzzle, or "none"."""
        return str(self.puzzles[0].kind) if self.puzzles else "none"

    @property
    def status(self) -> Status:
        """Of the first puzzle, or `none`."""
        return self.puzzles[0].status if self.puzzles else Status.NONE

    @property
    def answer(self) -> Any:
        """Of the first puzzle."""
        return self.puzzles[0].answer if self.puzzles else None

    @property
    def verdict(self) -> Verdict | None:
        """Of the first puzzle's answer."""
        return self.puzzles[0].verdict if self.puzzles else None

    def to_json(self) -> dict[str, Any]:
        """The JSON object of one message: the first puzzle's fields, then the message's."""
        nothing = {"grid": None, "answer": None, "verdict": None}
        first = self.puzzles[0].to_json() if self.puzzles else nothing
        return (
            first
            | {"kind": self.kind, "status": str(self.status), "ask": str(self.ask)}
            | {
                "explanation": self.explanation,
                "puzzles": [puzzle.to_json() for puzzle in self.puzzles],
                "seconds": {part: round(value, 4) for part, value in self.seconds.items()},
                "witnesses": self.witnesses,
                "llm": self.llm,
                "language": self.language,
            }
        )


def _unsolved_record(kind: Kind) -> dict[str, Any]:
    """The fields that tell of a puzzle and its result, where there is neither."""
    begin = {"kind": str(kind), "grid": None, "answer": None, "verdict": None}
    if kind is Kind.ARC:
        return begin | {
            "self_check": None,
            "sizes": [],
            "reason": None,
            "steps": 0,
            "weights": None,
        }
    maze, other = {"moves": None}, {"box": None, "unique": None, "alternatives": []}
    return begin | {
        **(maze if kind is Kind.MAZE else other),
        "steps": 0,
        "candidates": 0,
        "halt_probability": None,
        "weights": None,
    }
