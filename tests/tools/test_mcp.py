"""The MCP server, through the official SDK's client: in memory, and over a real process."""

import json
import subprocess
import sys
import threading
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp.types import TextContent, TextResourceContents

from tinyduo.tools import adapters, running
from tinyduo.tools.catalogue import TOOLS, call
from tinyduo.tools.guide import EXAMPLES, RULES
from tinyduo.tools.mcp import create_server
from tinyduo.tools.running import Runner

SMALL = "...4 ...3 1... 4..."
COMMAND = [sys.executable, "-m", "tinyduo.hybrid.cli", "mcp"]


def text(result: Any) -> str:
    """What a result says to the model."""
    (part,) = result.content
    assert isinstance(part, TextContent)
    return part.text


async def test_tools_have_the_schemas_of_every_surface_and_say_that_they_only_compute():
    async with Client(create_server()) as client:
        tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == list(TOOLS)
    for tool, other in zip(tools, adapters.anthropic_tools(), strict=True):
        assert tool.input_schema == other["input_schema"]
        assert tool.output_schema == TOOLS[tool.name].result.model_json_schema()
        assert tool.description == other["description"]
        assert tool.title
        hints = tool.annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert (hints.idempotent_hint, hints.open_world_hint) == (True, False)


async def test_a_result_is_short_for_the_model_and_whole_as_structured_content():
    async with Client(create_server()) as client:
        result = await client.call_tool("solve_sudoku", {"grid": SMALL})
    assert not result.is_error
    assert json.loads(text(result))["answer"] == ["3124", "2413", "1342", "4231"]
    assert result.structured_content is not None
    assert result.structured_content["verdict"] == {"verified": True, "problems": []}


async def test_progress_comes_with_every_step_and_grows(golden):
    puzzle = golden("hard")[0].puzzle
    grid = [list(row) for row in puzzle.givens]
    notes: list[float] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        assert message is not None
        assert "halting probability" in message
        notes.append(progress)

    async with Client(create_server()) as client:
        await client.call_tool("solve_sudoku", {"grid": grid}, progress_callback=note)
    steps = len(call("solve_sudoku", {"grid": grid}).trace)
    assert notes == [*range(1, steps + 1)]


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("solve_sudoku", {"grid": "53..7"}, "grid: "),
        ("solve_sudoku", {"grid": SMALL, "path": "/etc/passwd"}, "path: Extra inputs"),
        ("solve_sudoku", {}, "grid: Field required"),
        ("next_step", {"kind": "chess", "grid": "e4"}, "kind: "),
        ("solve_chess", {}, "Unknown tool"),
    ],
)
async def test_wrong_arguments_are_errors_that_the_model_can_mend(name, arguments, expected):
    async with Client(create_server()) as client:
        result = await client.call_tool(name, arguments)
    assert result.is_error
    assert expected in text(result)
    assert len(text(result)) <= 400


async def test_a_crash_tells_the_client_nothing_of_the_inside(monkeypatch):
    def crash(*args: Any, **options: Any) -> Any:
        raise RuntimeError("/home/somebody/secret")

    monkeypatch.setattr(running, "call", crash)
    async with Client(create_server(log_level="CRITICAL")) as client:
        result = await client.call_tool("solve_sudoku", {"grid": SMALL})
    assert result.is_error
    assert "secret" not in text(result)
    assert "Traceback" not in text(result)


async def test_a_deadline_is_an_error_and_the_server_goes_on(monkeypatch):
    done = threading.Event()
    monkeypatch.setattr(running, "call", lambda *args, **options: done.wait(20))
    async with Client(create_server(Runner(max_seconds=0.5, grace_s=0.5))) as client:
        result = await client.call_tool("solve_sudoku", {"grid": SMALL})
        monkeypatch.setattr(running, "call", call)
        after = await client.call_tool("read_puzzle", {"text": ""})
    done.set()
    assert "was not done after" in text(result)
    assert not after.is_error


EXAMPLE_CHECK = {"kind": "maze", "grid": ["S #", "# G"], "answer": "RDR"}


async def test_rules_examples_and_prompts_are_there_to_read():
    async with Client(create_server()) as client:
        uris = [str(resource.uri) for resource in (await client.list_resources()).resources]
        assert uris == [
            *(f"tinyduo://rules/{name}" for name in RULES),
            *(f"tinyduo://examples/{name}" for name in EXAMPLES),
        ]
        for uri in uris:
            (part,) = (await client.read_resource(uri)).contents
            assert isinstance(part, TextResourceContents)
            assert part.text
        prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
        assert list(prompts) == ["solve_puzzle", "give_hint", "check_my_answer"]
        hint = await client.get_prompt("give_hint", {"puzzle": SMALL, "so_far": "3..4"})
        content = hint.messages[0].content
        assert isinstance(content, TextContent)
        assert SMALL in content.text
        assert "3..4" in content.text
        with pytest.raises(MCPError):
            await client.read_resource("file:///etc/passwd")


async def test_it_works_over_a_process_of_its_own_and_leaves_when_the_client_does():
    """One process for several claims: it takes seconds to start."""
    async with Client(StdioServerParameters(command=COMMAND[0], args=COMMAND[1:])) as client:
        assert client.server_info is not None
        assert client.server_info.name == "tinyduo"
        hint = await client.call_tool("next_step", {"kind": "sudoku", "grid": SMALL})
        assert "only r2c2 can hold 4" in text(hint)
        with anyio.move_on_after(0.3) as patience:  # the client cancels; the server goes on
            await client.call_tool("solve_arc_task", slow_task())
        assert patience.cancelled_caught
        with anyio.fail_after(60):
            result = await client.call_tool("solve_sudoku", {"grid": SMALL})
        assert json.loads(text(result))["status"] == "solved"


def slow_task() -> dict[str, Any]:
    return {"train": [{"input": [[0, 1]], "output": [[1, 0]]}] * 2, "test": [{"input": [[2, 0]]}]}


def test_stdout_carries_the_protocol_and_nothing_else():
    """A client that speaks the revision before, by hand: every line of stdout is a message."""
    hello = {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "by-hand", "version": "1"},
    }
    asked = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "solve_sudoku", "arguments": {"grid": SMALL}},
        },
    ]
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for message in asked:
        process.stdin.write(json.dumps(message) + "\n")
    process.stdin.write("no JSON at all\n")
    process.stdin.flush()
    messages = []
    while not any(message.get("id") == 2 for message in messages):
        messages.append(json.loads(process.stdout.readline()))
    rest, errors = process.communicate(timeout=60)  # closes stdin: the server leaves
    messages += map(json.loads, rest.splitlines())
    assert all(message["jsonrpc"] == "2.0" for message in messages)
    (solved,) = (message for message in messages if message.get("id") == 2)
    assert solved["result"]["structuredContent"]["status"] == "solved"
    assert "Traceback" not in errors
    assert process.returncode == 0


def test_hostile_calls_never_break_the_server():
    """Whatever JSON comes as arguments: a result or an error, and the next call is answered."""
    junk = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=10,
    )
    names = st.sampled_from(sorted({*TOOLS, "nothing"} - {"solve_arc_task"}))
    keys = st.sampled_from(["grid", "kind", "answer", "text", "so_far", "budget_s", "box", "x"])
    calls = st.lists(st.tuples(names, st.dictionaries(keys, junk, max_size=4)), max_size=10)

    async def run(hostile: list[tuple[str, dict[str, Any]]]) -> None:
        async with Client(create_server(Runner(max_seconds=1))) as client:
            for name, arguments in hostile:
                result = await client.call_tool(name, arguments)
                assert "Traceback" not in text(result)
                assert result.is_error or result.structured_content is not None
            result = await client.call_tool("check_answer", EXAMPLE_CHECK)
            assert not result.is_error

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(calls)
    def each(hostile: list[tuple[str, dict[str, Any]]]) -> None:
        anyio.run(run, hostile)

    each()
