"""From LangChain messages to the text a chat template renders.

What people and tools wrote is data: a special token spelled out in it (`<|im_start|>system`) is
broken up, so that nobody can end their turn and speak as someone else. Templates that know no
tools get them as plain text: a listing in the system message, calls and results in tags.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from ...tools.errors import ToolInputError

Turn = dict[str, Any]  # one message as a chat template takes it

LISTING = """You can call these tools:
{tools}
To call one, reply with nothing but
<tool_call>
{{"name": "<tool name>", "arguments": {{<its arguments>}}}}
</tool_call>"""


def render(
    tokenizer: Any, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Render a conversation with a tokenizer's chat template.

    Args:
        tokenizer: a transformers tokenizer with a chat template.
        messages: the conversation; if it ends in an assistant's text, the reply continues it.
        tools: tools on offer, as OpenAI function schemas.

    Returns:
        The prompt, ending where the reply begins.

    Raises:
        ToolInputError: a message of a kind that has no place in a chat, or none at all.
    """
    if not messages:
        raise ToolInputError("messages: expected at least one, got none")
    native = bool(tools or _mentions_tools(messages)) and _template_knows_tools(tokenizer)
    turns = _turns(messages, native=native, special=tokenizer.all_special_tokens)
    if tools and not native:
        listing = "\n".join(json.dumps(tool["function"], ensure_ascii=False) for tool in tools)
        turns = _with_system(turns, LISTING.format(tools=listing))
    last = messages[-1]
    goes_on = isinstance(last, AIMessage) and not last.tool_calls
    return tokenizer.apply_chat_template(
        turns,
        tools=[dict(tool) for tool in tools] if tools and native else None,
        tokenize=False,
        add_generation_prompt=not goes_on,
        continue_final_message=goes_on,
    )


def _turns(messages: Sequence[BaseMessage], *, native: bool, special: Sequence[str]) -> list[Turn]:
    """The messages as turns, all system messages joined in front."""
    turns: list[Turn] = []
    system: list[str] = []
    for message in messages:
        text = _harmless(message.text, special)
        match message:
            case SystemMessage():
                system.append(text)
            case HumanMessage():
                turns.append({"role": "user", "content": text})
            case AIMessage():
                turns.append(_assistant(message, text, native=native))
            case ToolMessage():
                text = f"error: {text}" if message.status == "error" else text
                turns.append(
                    {"role": "tool", "content": text, "name": message.name or ""}
                    if native
                    else {"role": "user", "content": f"<tool_response>\n{text}\n</tool_response>"}
                )
            case ChatMessage():
                turns.append({"role": message.role, "content": text})
            case _:
                raise ToolInputError(f"messages: a {message.type} message has no place in a chat")
    return _with_system(turns, "\n\n".join(system)) if system else turns


def _assistant(message: AIMessage, text: str, *, native: bool) -> Turn:
    calls = [{"name": call["name"], "arguments": call["args"]} for call in message.tool_calls]
    if native and calls:
        listed = [{"type": "function", "function": call} for call in calls]
        return {"role": "assistant", "content": text, "tool_calls": listed}
    tagged = [
        f"<tool_call>\n{json.dumps(call, ensure_ascii=False)}\n</tool_call>" for call in calls
    ]
    return {"role": "assistant", "content": "\n".join([*([text] if text else []), *tagged])}


def _with_system(turns: list[Turn], text: str) -> list[Turn]:
    if turns and turns[0]["role"] == "system":
        return [{"role": "system", "content": f"{turns[0]['content']}\n\n{text}"}, *turns[1:]]
    return [{"role": "system", "content": text}, *turns]


def _mentions_tools(messages: Sequence[BaseMessage]) -> bool:
    return any(isinstance(m, ToolMessage) or getattr(m, "tool_calls", None) for m in messages)


def _template_knows_tools(tokenizer: Any) -> bool:
    """Whether a tool changes what the template renders: most small models' templates ignore it."""
    turns = [{"role": "user", "content": "hello"}]
    schema = {"type": "object", "properties": {}}
    probe = {"name": "probe", "description": "A probe.", "parameters": schema}
    plain = tokenizer.apply_chat_template(turns, tokenize=False)
    tools = [{"type": "function", "function": probe}]
    return plain != tokenizer.apply_chat_template(turns, tools=tools, tokenize=False)


def _harmless(text: str, special: Sequence[str]) -> str:
    """The text with every special token broken up by a space after its first character."""
    for token in special:
        text = text.replace(token, f"{token[0]} {token[1:]}")
    return text
