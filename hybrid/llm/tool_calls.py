"""Tool calls in a model's own words: how they are offered, forced and read.

Small models write calls in many dresses: `<tool_call>` tags, a ```json fence, bare JSON, braces
doubled as their template showed them. All are read, but only for tools that were offered: other
JSON is text. A call that was begun and cannot be read is kept as invalid, for a repair.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from langchain_core.messages import InvalidToolCall, ToolCall
from langchain_core.messages.tool import invalid_tool_call, tool_call

from ...tools.errors import ToolInputError
from .constrained import json_grammar
from .grammar import Grammar, either

Tool = Mapping[str, Any]  # an OpenAI function schema: {"type": "function", "function": {...}}

_OPENING = re.compile(r"(?:<tool_call>|```(?:json)?)\s*$")
_BEGUN = re.compile(r"<tool_call>\s*(.*)", re.DOTALL)
_DECODER = json.JSONDecoder()
_MAX_TEXT = 20_000  # characters of a reply that are looked at
_MAX_BRACES = 100  # of them from which a call is tried to be read: braces without end cost time


@dataclass(frozen=True, slots=True)
class ParsedReply:
    """A reply taken apart."""

    text: str  # what was said before the first call
    calls: tuple[ToolCall, ...]  # for offered tools, in order
    invalid: tuple[InvalidToolCall, ...]  # begun, but not readable


def tool_name(tool: Tool) -> str:
    """The name of an offered tool."""
    return tool["function"]["name"]


def normalise_choice(choice: Any, tools: Sequence[Tool]) -> str:
    """Bring the ways of saying which tool to call into one form.

    Args:
        choice: None, "auto", "none", "any", "required", a bool, a tool's name, or OpenAI's dict.
        tools: the tools on offer.

    Returns:
        "auto", "none", "any" or the name of an offered tool.

    Raises:
        ToolInputError: no such tool is on offer.
    """
    if isinstance(choice, Mapping):
        choice = choice.get("function", choice).get("name")
    if choice in (None, False, "auto"):
        return "auto"
    if choice == "none":
        return "none"
    if choice in (True, "any", "required"):
        return "any"
    names = [tool_name(tool) for tool in tools]
    if choice not in names:
        raise ToolInputError(f"tool_choice: no tool {choice!r} is on offer, only {names}")
    return choice


def call_grammar(tools: Sequence[Tool], choice: str) -> Grammar:
    """The grammar of one call.

    Args:
        tools: the tools on offer.
        choice: "any" or the name of one of them.

    Returns:
        A grammar of `{"name": ..., "arguments": {...}}`.
    """
    return either(
        json_grammar(call_schema(tool)) for tool in tools if choice in ("any", tool_name(tool))
    )


def call_schema(tool: Tool) -> dict[str, Any]:
    """The JSON schema of a call of one tool."""
    arguments = dict(tool["function"].get("parameters") or {"type": "object", "properties": {}})
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"name": {"const": tool_name(tool)}, "arguments": arguments},
        "required": ["name", "arguments"],
    }
    for key in ("$defs", "definitions"):  # references are looked up from the top
        if key in arguments:
            schema[key] = arguments[key]
    return schema


def parse_tool_calls(text: str, tools: Sequence[Tool]) -> ParsedReply:
    """Find the calls in a reply.

    Args:
        text: the reply.
        tools: the tools on offer; calls of others are left as text.

    Returns:
        The text before the first call, and the calls.
    """
    names = {tool_name(tool) for tool in tools}
    whole, text = text, text[:_MAX_TEXT]
    calls: list[ToolCall] = []
    said = None
    place = text.find("{")
    for _ in range(_MAX_BRACES):
        if place < 0:
            break
        value, end = _object_at(text, place)
        if (call := _as_call(value, names)) is not None:
            if said is None:
                said = _OPENING.sub("", text[:place])
            calls.append(call)
        place = text.find("{", end if call else place + 1)
    if said is not None:
        return ParsedReply(said.strip(), tuple(calls), ())
    if begun := _BEGUN.search(text):
        broken = invalid_tool_call(
            name=None,
            args=begun[1],
            id=_new_id(),
            error=f"expected JSON with a name of {sorted(names)} and arguments",
        )
        return ParsedReply(text[: begun.start()].strip(), (), (broken,))
    return ParsedReply(whole, (), ())


def objects_in(text: str) -> list[dict[str, Any]]:
    """The JSON objects in a text, in order, in whatever dress; objects within objects not apart."""
    text = text[:_MAX_TEXT]
    found: list[dict[str, Any]] = []
    place = text.find("{")
    for _ in range(_MAX_BRACES):
        if place < 0:
            break
        value, end = _object_at(text, place)
        if isinstance(value, dict):
            found.append(value)
        place = text.find("{", end)
    return found


def _object_at(text: str, place: int) -> tuple[Any, int]:
    """The JSON object at a brace and its end; `(None, place + 1)` if there is none."""
    try:
        return _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        pass
    if text.startswith("{{", place):
        single = text[place:].replace("{{", "{").replace("}}", "}")
        try:
            value, length = _DECODER.raw_decode(single)
        except (ValueError, RecursionError):
            pass
        else:
            return value, place + length
    return None, place + 1


def _as_call(value: Any, names: set[str]) -> ToolCall | None:
    if not isinstance(value, dict):
        return None
    if isinstance(inner := value.get("function"), dict):
        value = inner
    name = next((value[key] for key in ("name", "function", "tool") if key in value), None)
    args = next((value[key] for key in ("arguments", "parameters", "args") if key in value), None)
    if isinstance(args, str):
        try:
            args = json.loads(args)
        except ValueError:
            return None
    if not isinstance(name, str) or name not in names or not isinstance(args, dict):
        return None
    return tool_call(name=name, args=args, id=_new_id())


def _new_id() -> str:
    return f"call_{uuid4().hex[:24]}"
