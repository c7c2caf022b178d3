"""Adapters: the catalogue's tools for OpenAI's and Anthropic's clients, smolagents, pydantic-ai.

Schemas are plain dictionaries; `dispatch` runs what a model called and never raises for what a
model wrote: wrong arguments come back as an error that it can act on. Frameworks are imported
when their adapter is called, so none of them is needed for the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .catalogue import TOOLS, ToolSpec, ToolWeights, call
from .errors import ToolInputError

if TYPE_CHECKING:
    from pydantic_ai import Tool as PydanticAITool
    from smolagents import Tool as SmolagentsTool

__all__ = [
    "Dispatched",
    "answer_anthropic",
    "answer_openai",
    "anthropic_tools",
    "dispatch",
    "openai_response_tools",
    "openai_tools",
    "pydantic_ai_tools",
    "smolagents_tools",
]

_MAX_JSON = 1_000_000  # characters of arguments as text


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What a model's call came to."""

    content: str  # JSON for the model, at most about 1 kB
    is_error: bool  # the arguments were wrong; the content names the field and the mend
    record: dict[str, Any] | None  # all of the result; None for an error


def openai_tools() -> list[dict[str, Any]]:
    """The tools for `client.chat.completions.create(tools=...)` and whatever speaks as it does.

    >>> [tool["function"]["name"] for tool in openai_tools()][:2]
    ['solve_sudoku', 'solve_maze']
    """
    return [{"type": "function", "function": _function(spec)} for spec in TOOLS.values()]


def openai_response_tools() -> list[dict[str, Any]]:
    """The tools for `client.responses.create(tools=...)`."""
    return [
        {"type": "function", "strict": False} | _function(spec)  # strict knows no optional field
        for spec in TOOLS.values()
    ]


def anthropic_tools() -> list[dict[str, Any]]:
    """The tools for `client.messages.create(tools=...)`.

    >>> sorted(anthropic_tools()[0])
    ['description', 'input_schema', 'name']
    """
    return [
        {"name": spec.name, "description": spec.description, "input_schema": spec.parameters()}
        for spec in TOOLS.values()
    ]


def dispatch(
    name: str, arguments: str | Mapping[str, Any] | None, *, weights: ToolWeights | None = None
) -> Dispatched:
    """Run a tool that a model called.

    Args:
        name: of the tool, as the model wrote it.
        arguments: as the model wrote them, JSON text or read already.
        weights: others than the shipped ones.

    Returns:
        The result, or an error for the model. Only what is no fault of the model's is raised,
        such as weights that are not there.

    >>> dispatch("solve_sudoku", '{"grid": "12"').content
    '{"error": "arguments: no JSON object; mend it and call again"}'
    """
    try:
        outcome = call(str(name), _arguments(arguments), weights=weights)
    except ToolInputError as error:
        return Dispatched(json.dumps({"error": str(error)}), True, None)
    return Dispatched(json.dumps(outcome.content), False, outcome.record)


def answer_openai(tool_call: Any, *, weights: ToolWeights | None = None) -> dict[str, Any]:
    """The message that answers a tool call of OpenAI's chat completions.

    Args:
        tool_call: of `message.tool_calls`, an object of the client or a dictionary.
        weights: others than the shipped ones.
    """
    function = _part(tool_call, "function")
    done = dispatch(_part(function, "name"), _part(function, "arguments"), weights=weights)
    return {"role": "tool", "tool_call_id": _part(tool_call, "id"), "content": done.content}


def answer_anthropic(tool_use: Any, *, weights: ToolWeights | None = None) -> dict[str, Any]:
    """The block that answers a `tool_use` block of Anthropic's messages.

    Args:
        tool_use: of `message.content`, an object of the client or a dictionary.
        weights: others than the shipped ones.
    """
    done = dispatch(_part(tool_use, "name"), _part(tool_use, "input"), weights=weights)
    return {
        "type": "tool_result",
        "tool_use_id": _part(tool_use, "id"),
        "content": done.content,
        "is_error": done.is_error,
    }


def pydantic_ai_tools(*, weights: ToolWeights | None = None) -> list[PydanticAITool[Any]]:
    """The tools for `pydantic_ai.Agent(tools=...)`; wrong arguments ask the model to try again."""
    from pydantic_ai import ModelRetry, Tool

    def tool_of(spec: ToolSpec) -> PydanticAITool[Any]:
        def run(**arguments: Any) -> str:
            try:
                return json.dumps(call(spec.name, arguments, weights=weights).content)
            except ToolInputError as error:
                raise ModelRetry(str(error)) from error

        return Tool.from_schema(run, spec.name, spec.description, spec.parameters())

    return [tool_of(spec) for spec in TOOLS.values()]


def smolagents_tools(*, weights: ToolWeights | None = None) -> list[SmolagentsTool]:
    """The tools for `smolagents.ToolCallingAgent(tools=...)` and `CodeAgent`."""
    from smolagents import Tool

    class CatalogueTool(Tool):
        """A tool of the catalogue; smolagents knows flat types, so unions are "any"."""

        skip_forward_signature_validation = True  # the arguments are checked by our schema
        output_type = "string"

        def __init__(self, spec: ToolSpec) -> None:
            self.name = spec.name
            self.description = spec.description
            schema = spec.parameters()
            self.inputs = {
                name: _input(part, required=name in schema.get("required", ()))
                for name, part in schema["properties"].items()
            }
            super().__init__()

        def forward(self, **arguments: Any) -> str:
            given = {name: value for name, value in arguments.items() if value is not None}
            return dispatch(self.name, given, weights=weights).content

    return [CatalogueTool(spec) for spec in TOOLS.values()]


def _function(spec: ToolSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "description": spec.description,
        "parameters": spec.parameters(),
    }


def _input(part: dict[str, Any], *, required: bool) -> dict[str, Any]:
    """An argument as smolagents describes it."""
    kind = part.get("type", "any")
    return {
        "type": kind if kind in ("string", "boolean", "integer", "number", "array") else "any",
        "description": part.get("description", ""),
    } | ({} if required else {"nullable": True})


def _arguments(arguments: Any) -> Mapping[str, Any]:
    """Arguments read from JSON text; none at all where there are none."""
    if isinstance(arguments, str):
        if len(arguments) > _MAX_JSON:
            raise ToolInputError(
                f"arguments: {len(arguments):,} characters, at most {_MAX_JSON:,} are read"
            )
        try:
            arguments = json.loads(arguments or "{}")
        except (ValueError, RecursionError):
            arguments = ()
    if arguments is None:
        return {}
    if not isinstance(arguments, Mapping):
        raise ToolInputError("arguments: no JSON object; mend it and call again")
    return arguments


def _part(whole: Any, name: str) -> Any:
    return whole[name] if isinstance(whole, Mapping) else getattr(whole, name)
