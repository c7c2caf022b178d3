"""The OpenAI chat protocol: LangChain messages to JSON, and replies and events back.

Servers differ in what they leave out, so everything that comes back is looked at with care: what
has not the expected shape is an `LLMUnavailableError`, never a KeyError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    convert_to_openai_messages,
)
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import invalid_tool_call, tool_call, tool_call_chunk

from ...tools.errors import LLMUnavailableError
from .prompt import LISTING
from .tool_calls import Tool, parse_tool_calls

_SPECIAL = re.compile(r"<(?=\|)")  # of chat templates: some servers read them in messages too


def to_wire(messages: Sequence[BaseMessage], listed: Sequence[Tool] = ()) -> list[dict[str, Any]]:
    """The messages as the protocol has them.

    Args:
        messages: the conversation.
        listed: tools that are told in words, for servers whose templates do not show them;
            earlier calls and results are then words too.
    """
    wire = convert_to_openai_messages(list(messages))
    assert isinstance(wire, list)
    for turn in wire:
        if isinstance(turn.get("content"), str):
            turn["content"] = _SPECIAL.sub("< ", turn["content"])
    if not listed:
        return wire
    wire = [_in_words(turn) for turn in wire]
    told = LISTING.format(
        tools="\n".join(json.dumps(tool["function"], ensure_ascii=False) for tool in listed)
    )
    if wire and wire[0]["role"] == "system":
        head = {"role": "system", "content": f"{wire[0]['content']}\n\n{told}"}
        return [head, *wire[1:]]
    return [{"role": "system", "content": told}, *wire]


def _in_words(turn: dict[str, Any]) -> dict[str, Any]:
    """A turn without fields for tools."""
    text = turn.get("content") or ""
    if turn["role"] == "tool":
        return {"role": "user", "content": f"<tool_response>\n{text}\n</tool_response>"}
    calls = [
        f'<tool_call>\n{{"name": {json.dumps(call["function"]["name"])}, '
        f'"arguments": {call["function"]["arguments"]}}}\n</tool_call>'
        for call in turn.get("tool_calls") or ()
    ]
    return {"role": turn["role"], "content": "\n".join([*([text] if text else []), *calls])}


def message_of(data: Any, tools: Sequence[Tool]) -> AIMessage:
    """The reply in a response's JSON.

    Args:
        data: the parsed response.
        tools: the tools on offer; calls that were written as text are found too.

    Raises:
        LLMUnavailableError: it has not the shape of a reply.
    """
    choice = _choice(data)
    message = choice.get("message")
    if not isinstance(message, Mapping):
        raise LLMUnavailableError("the server's reply holds no message")
    text = message.get("content") if isinstance(message.get("content"), str) else ""
    valid, invalid = [], []
    for call in _dicts(message.get("tool_calls")):
        function = call.get("function")
        if not isinstance(function, Mapping) or not isinstance(function.get("name"), str):
            continue
        name, raw, id_ = function["name"], function.get("arguments"), call.get("id")
        id_ = id_ if isinstance(id_, str) and id_ else None
        try:
            args = json.loads(raw) if isinstance(raw, str) else raw
        except (ValueError, RecursionError):
            args = None
        if isinstance(args, dict):
            valid.append(tool_call(name=name, args=args, id=id_))
        else:
            invalid.append(
                invalid_tool_call(name=name, args=str(raw), id=id_, error="arguments are no JSON")
            )
    if not valid and tools:
        parsed = parse_tool_calls(str(text), tools)
        text, valid, invalid = parsed.text, list(parsed.calls), [*invalid, *parsed.invalid]
    return AIMessage(
        content=str(text),
        tool_calls=valid,
        invalid_tool_calls=invalid,
        usage_metadata=usage_of(data),
        response_metadata={"finish_reason": choice.get("finish_reason")},
    )


def chunks_of(lines: Iterable[str]) -> Iterator[AIMessageChunk]:
    """The pieces of a reply from a stream of server-sent events.

    Raises:
        LLMUnavailableError: an event is no JSON, or tells of an error.
    """
    for line in lines:
        if not line.startswith("data:"):
            continue
        payload = line[5:].strip()
        if payload == "[DONE]":
            return
        try:
            data = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise LLMUnavailableError("the server's stream is no JSON") from error
        if isinstance(data, Mapping) and not data.get("choices") and data.get("usage"):
            yield AIMessageChunk(content="", usage_metadata=usage_of(data))
            continue
        choice = _choice(data)
        delta = choice.get("delta")
        delta = delta if isinstance(delta, Mapping) else {}
        text = delta.get("content")
        parts = [
            tool_call_chunk(
                name=function.get("name"),
                args=function.get("arguments"),
                id=call.get("id"),
                index=call.get("index", 0),
            )
            for call in _dicts(delta.get("tool_calls"))
            if isinstance(function := call.get("function"), Mapping)
        ]
        finish = choice.get("finish_reason")
        if text or parts or finish:
            yield AIMessageChunk(
                content=text if isinstance(text, str) else "",
                tool_call_chunks=parts,
                response_metadata={"finish_reason": finish} if finish else {},
            )


def usage_of(data: Any) -> UsageMetadata | None:
    """The tokens that a response says it took."""
    usage = data.get("usage") if isinstance(data, Mapping) else None
    if not isinstance(usage, Mapping):
        return None
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not isinstance(read, int) or not isinstance(written, int):
        return None
    return UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)


def complaint_in(data: Any) -> str | None:
    """What a server says went wrong, on one line."""
    error = data.get("error") if isinstance(data, Mapping) else None
    if error is None:
        return None
    said = error.get("message") if isinstance(error, Mapping) else error
    return " ".join(str(said).split())[:200]


def _choice(data: Any) -> Mapping[str, Any]:
    if (said := complaint_in(data)) is not None:
        raise LLMUnavailableError(f"the server says: {said}")
    choices = data.get("choices") if isinstance(data, Mapping) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise LLMUnavailableError("the server's answer is no chat completion; is the URL right?")
    return choices[0]


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
