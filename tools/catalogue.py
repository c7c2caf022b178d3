"""The catalogue: every tool once, whatever surface shows it (LangChain, MCP, JSON schemas).

A `ToolSpec` holds what a model is told, the schema of the arguments and of the result, and how
to run it. `call` checks raw arguments and runs; whatever is wrong with them is a
`ToolInputError` that names the field and the mend. Stateless; weights load on the first call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from ..trm.result import TraceStep
from .arc import arc_content, run_arc_task
from .arguments import (
    CheckAnswerArgs,
    NextStepArgs,
    ReadPuzzleArgs,
    SolveArcTaskArgs,
    SolveMazeArgs,
    SolveSudokuArgs,
    ToolArgs,
    validation_message,
)
from .check import check_answer, check_content
from .errors import ToolInputError
from .hint import next_step, next_step_content
from .maze import maze_content, run_maze
from .record import arc_record, puzzle_record, trace_record
from .results import (
    ArcTaskResult,
    CheckResult,
    MazeResult,
    NextStepResult,
    ReadResult,
    SudokuResult,
    ToolResult,
)
from .sudoku import run_sudoku, sudoku_content
from .texts import read_content, read_puzzle

if TYPE_CHECKING:
    from ..trm.solving.arc.result import ArcProgress


@dataclass(frozen=True, slots=True)
class ToolWeights:
    """Which weights the tools use: names or paths; None: the shipped ones."""

    sudoku: str | None = None
    maze: str | None = None
    arc: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a call is."""

    done: float  # supervision steps so far; ARC: the share of the budget that is used
    total: float | None  # 1 for ARC; None: nobody knows how many steps it takes
    message: str


Watch = Callable[[Progress], None]  # may raise, which ends the call


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gives back."""

    content: dict[str, Any]  # short, for the model that called: at most 1 kB as JSON
    record: dict[str, Any]  # all of it, JSON-ready, as `ToolSpec.result` says
    trace: list[dict[str, Any]] = field(default_factory=list)  # the network's steps


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as every surface shows it."""

    name: str
    title: str  # for people
    description: str  # for the model that chooses
    args: type[ToolArgs]
    result: type[ToolResult]
    run: Callable[[Any, ToolWeights, Watch | None], Outcome]

    def parameters(self) -> dict[str, Any]:
        """The JSON schema of the arguments: the same on every surface."""
        from langchain_core.utils.function_calling import convert_to_openai_function

        return convert_to_openai_function(self.args)["parameters"]


def call(
    name: str,
    arguments: Mapping[str, Any],
    *,
    weights: ToolWeights | None = None,
    watch: Watch | None = None,
    max_seconds: float | None = None,
) -> Outcome:
    """Call a tool with raw arguments.

    Args:
        name: of the tool.
        arguments: as a model wrote them.
        weights: others than the shipped ones.
        watch: called with every step of the network; what it raises ends the call.
        max_seconds: what a larger `budget_s` is cut down to; None: no more than its own limit.

    Raises:
        ToolInputError: for an unknown tool, and for arguments that cannot be processed.
    """
    spec = TOOLS.get(name)
    if spec is None:
        raise ToolInputError(f"no tool {name!r:.60}; the tools are {', '.join(TOOLS)}")
    try:
        args = spec.args.model_validate(arguments)
    except ValidationError as error:
        raise ToolInputError(validation_message(error)) from None
    budget = getattr(args, "budget_s", 0.0)
    if max_seconds is not None and budget > max_seconds:
        args = args.model_copy(update={"budget_s": max_seconds})
    return spec.run(args, weights or ToolWeights(), watch)


def _steps(watch: Watch | None) -> Callable[[TraceStep], None] | None:
    """Steps of a trace, told as progress."""
    if watch is None:
        return None
    seen = 0

    def tell(step: TraceStep) -> None:
        nonlocal seen
        seen += 1
        sure = f"halting probability {step.halt_probability:.2f}"
        watch(Progress(seen, None, f"candidate {step.candidate}, step {step.step}, {sure}"))

    return tell


def _sudoku(args: SolveSudokuArgs, weights: ToolWeights, watch: Watch | None) -> Outcome:
    puzzle, result = run_sudoku(
        args.grid,
        box=_sides(args.box),
        budget_s=args.budget_s,
        weights=weights.sudoku,
        on_step=_steps(watch),
    )
    record = puzzle_record(puzzle, result)
    return Outcome(sudoku_content(record), record, [trace_record(step) for step in result.trace])


def _maze(args: SolveMazeArgs, weights: ToolWeights, watch: Watch | None) -> Outcome:
    maze, result = run_maze(
        args.grid, budget_s=args.budget_s, weights=weights.maze, on_step=_steps(watch)
    )
    record = puzzle_record(maze, result)
    return Outcome(maze_content(record), record, [trace_record(step) for step in result.trace])


def _arc(args: SolveArcTaskArgs, weights: ToolWeights, watch: Watch | None) -> Outcome:
    def report(progress: ArcProgress) -> None:
        if watch is not None:
            said = f"{progress.stage}, training step {progress.step}"
            watch(Progress(progress.share, 1.0, said))

    task, result = run_arc_task(
        _dumped(args.train),
        _dumped(args.test),
        budget_s=args.budget_s,
        weights=weights.arc,
        report=report,
    )
    record = arc_record(task, result)
    return Outcome(arc_content(record), record)


def _check(args: CheckAnswerArgs, weights: ToolWeights, watch: Watch | None) -> Outcome:
    record = check_answer(
        args.kind,
        args.answer,
        grid=args.grid,
        box=_sides(args.box),
        train=None if args.train is None else _dumped(args.train),
        test=None if args.test is None else _dumped(args.test),
    )
    return Outcome(check_content(record), record)


def _next_step(args: NextStepArgs, weights: ToolWeights, watch: Watch | None) -> Outcome:
    record = next_step(
        args.kind,
        args.grid,
        so_far=args.so_far,
        told=args.told,
        reveal=args.reveal,
        box=_sides(args.box),
        budget_s=args.budget_s,
        weights=weights.maze if args.kind == "maze" else weights.sudoku,
        on_step=_steps(watch),
    )
    return Outcome(next_step_content(record), record)


def _read(args: ReadPuzzleArgs, weights: ToolWeights, watch: Watch | None) -> Outcome:
    record = read_puzzle(args.text)
    return Outcome(read_content(record), record)


def _sides(box: str | None) -> tuple[int, int] | None:
    return (int(box[0]), int(box[2])) if box else None


def _dumped(pairs: list[Any]) -> list[dict[str, Any]]:
    return [pair.model_dump() if isinstance(pair, BaseModel) else pair for pair in pairs]


_SPECS = (
    ToolSpec(
        "solve_sudoku",
        "Solve a Sudoku",
        "Solve a classic Sudoku (4x4, 6x6, 9x9 or 16x16) with a local neural solver whose answer "
        "is verified by code. Call it whenever a person wants the answer; pass the grid as "
        "written, and do not solve or change it yourself. Not for hints (next_step), not to "
        "judge an answer (check_answer), not for variants with further rules. Returns a status "
        "(solved, multiple, contradiction, unsolved) with the answer. "
        'Example: {"grid": "...4 ...3 1... 4..."}',
        SolveSudokuArgs,
        SudokuResult,
        _sudoku,
    ),
    ToolSpec(
        "solve_maze",
        "Solve a maze",
        "Find a shortest path through a maze with a local neural solver whose path is verified by "
        "code, its length included. Call it whenever a person wants the way; pass the maze as "
        "written, and do not solve or change it yourself. Not for the next turn alone "
        "(next_step). Moves go up, down, left and right. Returns a status (solved, "
        "contradiction: no path, unsolved) with the moves. "
        'Example: {"grid": ["S #", "# G"]}',
        SolveMazeArgs,
        MazeResult,
        _maze,
    ),
    ToolSpec(
        "solve_arc_task",
        "Predict an ARC task",
        "Predict the outputs of an ARC task (colour grids; demonstrations of a rule) with a local "
        "neural network that learns the task from its demonstrations, which takes its whole "
        "budget of seconds. Call it once a task; pass the grids as written, as rows of integers. "
        "Returns up to two attempts a test input, each with its probability p of being right; "
        "they are guesses that nobody can verify. Example: "
        '{"train": [{"input": [[0, 1]], "output": [[1, 0]]}], "test": [{"input": [[0, 2]]}]}',
        SolveArcTaskArgs,
        ArcTaskResult,
        _arc,
    ),
    ToolSpec(
        "check_answer",
        "Check an answer",
        "Check a proposed answer to a Sudoku, a maze or an ARC task, without solving it. Call it "
        "before you call any answer right, your own too. For Sudokus and mazes the verdict is "
        "final and names what is wrong. For ARC only signs are listed (size, colours, symmetry), "
        "as nobody can tell whether such an answer is right. Not for a half-filled grid: "
        "next_step checks that. Example: "
        '{"kind": "maze", "grid": ["S #", "# G"], "answer": "right, down, right"}',
        CheckAnswerArgs,
        CheckResult,
        _check,
    ),
    ToolSpec(
        "next_step",
        "Next step",
        "Tell a person who solves a Sudoku or a maze by hand the next step and its reason, and "
        "nothing else of the answer. Call it for hints, for 'I am stuck', and to see whether a "
        "half-filled grid is right so far; pass what they filled in as so_far. Not to solve a "
        "puzzle step by step (solve_sudoku, solve_maze). Where no technique of logic leads on it "
        "says so; reveal names one cell then. "
        'Example: {"kind": "sudoku", "grid": "...4 ...3 1... 4...", "so_far": "..34 ...3 1... '
        '4..."}',
        NextStepArgs,
        NextStepResult,
        _next_step,
    ),
    ToolSpec(
        "read_puzzle",
        "Read puzzles in a text",
        "Find the Sudokus, mazes and ARC tasks in a message, in any notation, and give their "
        "grids exactly as written, with doubts and what is missing. Call it where a message is "
        "long or its notation unusual, and in the place of copying digits by yourself. Not "
        "needed before a solve tool when the grid is plain: those read the same notations. It "
        'solves nothing. Example: {"text": "can you do 1... .2.. ..3. ...4 ?"}',
        ReadPuzzleArgs,
        ReadResult,
        _read,
    ),
)
TOOLS: dict[str, ToolSpec] = {spec.name: spec for spec in _SPECS}
