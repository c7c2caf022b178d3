"""Tool calls are read in all their dresses, and only for tools on offer."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tinyduo.hybrid.llm.tool_calls import normalise_choice, objects_in, parse_tool_calls
from tinyduo.tools.errors import ToolInputError

CALL = '{"name": "solve", "arguments": {"grid": "1.2"}}'


def tool(name: str) -> dict[str, Any]:
    parameters = {"type": "object", "properties": {"grid": {"type": "string"}}}
    return {"type": "function", "function": {"name": name, "parameters": parameters}}


TOOLS = [tool("solve"), tool("check")]


@pytest.mark.parametrize(
    "text",
    [
        CALL,
        f"<tool_call>\n{CALL}\n</tool_call>",
        f"<tool_call>{CALL}",
        f"```json\n{CALL}\n```",
        f"```\n{CALL}\n```",
        '{{"name": "solve", "arguments": {{"grid": "1.2"}}}}',
        '{{"name": "solve", "arguments": {"grid": "1.2"}}}',
        '{"name": "solve", "parameters": {"grid": "1.2"}}',
        '{"name": "solve", "arguments": "{\\"grid\\": \\"1.2\\"}"}',
        '{"type": "function", "function": {"name": "solve", "arguments": {"grid": "1.2"}}}',
        '{"tool_calls": [{"name": "solve", "arguments": {"grid": "1.2"}}]}',
    ],
)
@pytest.mark.parametrize("before", ["", "Let me see. "])
def test_every_dress_of_a_call_is_read(text: str, before: str) -> None:
    reply = parse_tool_calls(before + text, TOOLS)
    assert [(call["name"], call["args"]) for call in reply.calls] == [("solve", {"grid": "1.2"})]
    assert reply.calls[0]["id"]
    assert not reply.invalid
    if "tool_calls" not in text and '"function":' not in text:
        assert reply.text == before.strip()


def test_several_calls_keep_their_order_and_have_their_own_ids() -> None:
    reply = parse_tool_calls(f"{CALL}\n{CALL.replace('solve', 'check')} and more", TOOLS)
    assert [call["name"] for call in reply.calls] == ["solve", "check"]
    assert len({call["id"] for call in reply.calls}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "no call here",
        '{"name": "delete_all", "arguments": {}}',
        '{"name": "solve"}',
        '{"name": "solve", "arguments": [1]}',
        '{"name": ["solve"], "arguments": {}}',
        'The grid is {"row": 1} {{{{ }} {',
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    reply = parse_tool_calls(text, TOOLS)
    assert reply.text == text
    assert not reply.calls
    assert not reply.invalid


def test_a_call_that_was_begun_and_cut_off_is_kept_as_invalid() -> None:
    reply = parse_tool_calls('Yes. <tool_call>{"name": "solve", "argum', TOOLS)
    assert reply.text == "Yes."
    assert not reply.calls
    assert "'check', 'solve'" in (reply.invalid[0]["error"] or "")


@pytest.mark.parametrize(
    ("choice", "form"),
    [
        (None, "auto"),
        ("auto", "auto"),
        (False, "auto"),
        ("none", "none"),
        ("any", "any"),
        ("required", "any"),
        (True, "any"),
        ("solve", "solve"),
        ({"type": "function", "function": {"name": "check"}}, "check"),
    ],
)
def test_tool_choices_come_into_one_form(choice: Any, form: str) -> None:
    assert normalise_choice(choice, TOOLS) == form


def test_a_choice_that_is_not_on_offer_is_refused() -> None:
    with pytest.raises(
        ToolInputError, match=r"no tool 'sing' is on offer, only \['solve', 'check'"
    ):
        normalise_choice("sing", TOOLS)


@pytest.mark.parametrize("text", ["{" * 60_000, '{"a":' * 12_000, "{{" * 30_000, '{"a":1}' * 9_000])
def test_braces_without_end_take_no_time(text: str) -> None:
    """A reply of nothing but braces took 19 s to read."""
    began = time.perf_counter()
    assert parse_tool_calls(text, TOOLS).calls == ()
    assert len(objects_in(text)) <= 100
    assert time.perf_counter() - began < 1


def test_objects_are_found_whole() -> None:
    text = 'Sure: {"a": {"b": 1}} and ```json\n{"c": 2}\n``` and {{"d": 3}} and {broken'
    assert objects_in(text) == [{"a": {"b": 1}}, {"c": 2}, {"d": 3}]
