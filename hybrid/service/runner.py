"""Calls of tools: Sudokus and mazes by way of the batcher, everything else as elsewhere.

It is a `Runner` (tinyduo.tools.running), so the MCP server takes it as it is: every surface of
the service shares the batches, the gate and the deadlines.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from typing_extensions import override

from ...tools.arguments import SolveSudokuArgs, validation_message
from ...tools.catalogue import TOOLS, Outcome, Progress
from ...tools.errors import ToolInputError
from ...tools.maze import maze_content
from ...tools.reading import read_maze, read_sudoku
from ...tools.record import puzzle_record, trace_record
from ...tools.running import Runner, Tell
from ...tools.sudoku import sudoku_content
from ...trm.checkpoint import Weights, load_weights
from ...trm.puzzles import Maze, Sudoku
from ...trm.result import Budget, Result, TraceStep
from ...trm.solver import misfit
from ..kinds import kind_of
from .admission import Gate
from .batcher import Batcher
from .settings import Settings

BATCHED = ("solve_sudoku", "solve_maze")


class ServedRunner(Runner):
    """Runs the calls of a service.

    Args:
        settings: of the service.
        batcher: solves Sudokus and mazes.
        gate: counts all calls.
        on_result: told of every puzzle that a tool solved.
    """

    def __init__(
        self,
        settings: Settings,
        batcher: Batcher,
        gate: Gate,
        on_result: Callable[[str, str], None],
    ) -> None:
        super().__init__(
            weights=settings.weights,
            waiting=settings.queue,  # the gate is narrower
            max_seconds=settings.max_seconds,
            grace_s=settings.grace_s,
        )
        self._settings, self._batcher, self._gate = settings, batcher, gate
        self._on_result = on_result

    @override
    async def call(
        self, name: str, arguments: Mapping[str, Any], *, tell: Tell | None = None
    ) -> Outcome:
        seconds = self.max_seconds + self.grace_s
        async with self._gate.call(name, seconds):
            if name not in BATCHED:
                outcome = await super().call(name, arguments, tell=tell)
            else:
                outcome = await self._solve(name, arguments, tell)
        if {"kind", "status"} <= outcome.record.keys():
            self._on_result(outcome.record["kind"], outcome.record["status"])
        return outcome

    async def _solve(self, name: str, arguments: Mapping[str, Any], tell: Tell | None) -> Outcome:
        try:
            args: Any = TOOLS[name].args.model_validate(arguments)
        except ValidationError as error:
            raise ToolInputError(validation_message(error)) from None
        puzzle, weights = await asyncio.to_thread(self._read, args)
        budget = Budget(seconds=min(args.budget_s, self.max_seconds))
        async with _Telling(tell) as on_step:
            result = await self._batcher.solve(
                puzzle, weights=weights, budget=budget, seed=self._settings.seed, on_step=on_step
            )
        return _outcome(puzzle, result)

    def _read(self, args: Any) -> tuple[Sudoku | Maze, Weights]:
        """The puzzle of some arguments and the weights that it is solved with."""
        try:
            if isinstance(args, SolveSudokuArgs):
                box = (int(args.box[0]), int(args.box[2])) if args.box else None
                puzzle: Sudoku | Maze = read_sudoku(args.grid, box=box)
            else:
                puzzle = read_maze(args.grid)
        except ValueError as error:
            raise ToolInputError(f"grid: {error}") from error
        kind = kind_of(puzzle).name
        weights = load_weights(getattr(self._settings.weights, kind) or kind)
        if why := misfit(puzzle, weights):
            raise ToolInputError(f"grid: {why}")
        return puzzle, weights


class _Telling:
    """Steps of the network told as progress, in order, while a block runs."""

    def __init__(self, tell: Tell | None) -> None:
        self._tell = tell
        self._steps: asyncio.Queue[TraceStep] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Callable[[TraceStep], None] | None:
        if self._tell is None:
            return None
        loop = asyncio.get_running_loop()
        self._task = loop.create_task(self._pass_on(self._tell))

        def on_step(step: TraceStep) -> None:
            loop.call_soon_threadsafe(self._steps.put_nowait, step)

        return on_step

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._task is None:
            return
        if kind is None:
            with suppress(Exception):  # a client that cannot be told gets its answer all the same
                await asyncio.wait_for(self._steps.join(), 1.0)
        self._task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self._task

    async def _pass_on(self, tell: Tell) -> None:
        seen = 0
        while True:
            step = await self._steps.get()
            seen += 1
            sure = f"halting probability {step.halt_probability:.2f}"
            said = f"candidate {step.candidate}, step {step.step}, {sure}"
            try:
                await tell(Progress(seen, None, said))
            finally:
                self._steps.task_done()


def _outcome(puzzle: Sudoku | Maze, result: Result) -> Outcome:
    record = puzzle_record(puzzle, result)
    content = maze_content(record) if isinstance(puzzle, Maze) else sudoku_content(record)
    return Outcome(content, record, [trace_record(step) for step in result.trace])
