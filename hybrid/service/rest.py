"""The plain JSON routes: a message or a grid to solve, and the catalogue's tools."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from ...tools.arguments import validation_message
from ...tools.catalogue import TOOLS, ToolSpec
from ...tools.errors import ToolInputError
from .admission import Gate
from .messages import Messages
from .metrics import Metrics
from .runner import ServedRunner
from .settings import Settings
from .wire import Refused, answer, read_object, while_connected

MAX_MESSAGE = 200_000  # characters, as everywhere; the body's limit may come first
SOLVERS = {"sudoku": "solve_sudoku", "maze": "solve_maze", "arc": "solve_arc_task"}


class SolveMessage(BaseModel):
    """A message as a person wrote it."""

    model_config = ConfigDict(extra="forbid")

    message: str = Field(
        max_length=MAX_MESSAGE, description="Puzzles in any notation, and what is asked of them."
    )


class RestApi:
    """The routes; arguments are the service's own parts."""

    def __init__(
        self,
        settings: Settings,
        gate: Gate,
        messages: Messages,
        runner: ServedRunner,
        metrics: Metrics,
    ) -> None:
        self._seconds = settings.max_seconds + settings.grace_s
        self._gate, self._messages, self._runner = gate, messages, runner
        self._metrics = metrics

    async def solve(self, request: Request) -> Response:
        """`POST /v1/solve`: a message, or a kind with what its solve tool takes."""
        data = await read_object(request)
        if "kind" not in data:
            try:
                text = SolveMessage.model_validate(data).message
            except ValidationError as error:
                raise ToolInputError(validation_message(error)) from None
            return answer(await while_connected(request, self._message(text)))
        kind = data.pop("kind")
        if not isinstance(kind, str) or kind not in SOLVERS:
            raise ToolInputError(f"kind: expected {', '.join(SOLVERS)}, got {kind!r:.40}")
        outcome = await while_connected(request, self._runner.call(SOLVERS[kind], data))
        return answer(outcome.record)

    async def tools(self, request: Request) -> Response:
        """`GET /v1/tools`: every tool with its schemas."""
        return answer({"tools": [_shown(spec) for spec in TOOLS.values()]})

    async def tool(self, request: Request) -> Response:
        """`GET` and `POST /v1/tools/{name}`: a tool's schemas; a call of it."""
        spec = TOOLS.get(request.path_params["name"])
        if spec is None:
            raise Refused(404, "no_such_tool", f"no such tool; the tools are {', '.join(TOOLS)}")
        if request.method == "GET":
            return answer(_shown(spec))
        arguments = await read_object(request)
        outcome = await while_connected(request, self._runner.call(spec.name, arguments))
        return answer({"content": outcome.content, "result": outcome.record})

    async def _message(self, text: str) -> dict[str, Any]:
        async with self._gate.call("the message", self._seconds):
            reply = await self._messages.answer(text)
        for puzzle in reply.puzzles:
            self._metrics.puzzle(str(puzzle.kind), str(puzzle.status))
        return reply.to_json()


def _shown(spec: ToolSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "title": spec.title,
        "description": spec.description,
        "parameters": spec.parameters(),
        "result": spec.result.model_json_schema(),
    }
