"""The MCP server over HTTP, through the SDK's own client."""

import json
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from tinyduo.hybrid.service import Settings
from tinyduo.tools.catalogue import TOOLS

SMALL = "...4 ...3 1... 4..."
TOKEN = "a-token-for-tests-0123456789"


def text(result: Any) -> str:
    """What a result says to the model."""
    (part,) = result.content
    return part.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_tools_are_listed_and_called(service, mode):
    async with Client(f"{service.url}/mcp", mode=mode) as client:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == list(TOOLS)
        result = await client.call_tool("solve_sudoku", {"grid": SMALL})
        wrong = await client.call_tool("solve_sudoku", {"grid": "53"})
        resources = (await client.list_resources()).resources
    assert json.loads(text(result))["answer"] == ["3124", "2413", "1342", "4231"]
    assert result.structured_content["verdict"] == {"verified": True, "problems": []}
    assert wrong.is_error
    assert "grid: " in text(wrong)
    assert len(resources) >= 6


async def test_progress_comes_with_every_step(service, golden):
    grid = [list(row) for row in golden("hard")[0].puzzle.givens]
    notes: list[float] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        assert "halting probability" in (message or "")
        notes.append(progress)

    async with Client(f"{service.url}/mcp") as client:
        result = await client.call_tool("solve_sudoku", {"grid": grid}, progress_callback=note)
    assert notes == [*range(1, len(notes) + 1)]
    assert len(notes) >= result.structured_content["steps"]


async def test_calls_at_the_same_time_share_the_batches(service, golden):
    grids = [[list(row) for row in found.puzzle.givens] for found in golden(box="2x2")[:2]]
    results: list[dict] = [{}] * 8

    async def call(client: Client, number: int) -> None:
        done = await client.call_tool("solve_sudoku", {"grid": grids[number % 2]})
        results[number] = done.structured_content or {}

    async with (
        Client(f"{service.url}/mcp") as client,
        anyio.create_task_group() as tasks,
    ):
        for number in range(8):
            tasks.start_soon(call, client, number)
    assert [result["status"] for result in results] == ["solved"] * 8
    assert [result["grid"] for result in results] == grids * 4


async def test_the_token_is_asked_for(running):
    with running(Settings(llm="none", token=TOKEN)) as locked:
        right = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=right) as http,
            Client(streamable_http_client(f"{locked.url}/mcp", http_client=http)) as client,
        ):
            result = await client.call_tool("read_puzzle", {"text": SMALL})
            assert not result.is_error
        assert (
            locked.post("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).status == 401
        )


async def test_a_busy_service_is_an_error_of_the_tool(service, monkeypatch):
    monkeypatch.setattr(service.app.state.gate, "limit", 0)
    async with Client(f"{service.url}/mcp") as client:
        result = await client.call_tool("solve_sudoku", {"grid": SMALL})
    assert result.is_error
    assert "busy" in text(result)


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_streams_that_would_stay_open_are_refused(service, method):
    """A GET once opened a stream for what the server may say unasked, and never ended."""
    reply = service.ask(method, "/mcp", headers={"Accept": "text/event-stream"})
    assert (reply.status, reply.headers["allow"]) == (405, "POST")


def test_a_subscription_ends(running, monkeypatch):
    """Clients may subscribe to changes of the tools; there are none, and streams must end."""
    from tinyduo.hybrid.service import mcp_route

    monkeypatch.setattr(mcp_route, "_MARGIN_S", 0.1)
    known = "io.modelcontextprotocol"
    version = "2026-07-28"
    meta = {f"{known}/protocolVersion": version, f"{known}/clientCapabilities": {}}
    params = {"notifications": {"toolsListChanged": True}, "_meta": meta}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": params}
    headers = {
        "Accept": "application/json, text/event-stream",
        "Mcp-Protocol-Version": version,
        "Mcp-Method": "subscriptions/listen",
    }
    with running(Settings(llm="none", max_seconds=0.1, grace_s=0.1)) as service:
        reply = service.ask("POST", "/mcp", asked, headers)
        assert reply.status == 200
        assert "acknowledged" in reply.text
