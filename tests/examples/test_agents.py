"""The agents in examples/agents, each run by its framework against a scripted server on loopback.

A framework that is not installed skips its test: extra `agents`, and `mcp` for the MCP client.
"""

import importlib.util
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

AGENTS = Path(__file__).parents[2] / "examples" / "agents"
PUZZLE = "...4 ...3 1... 4..."
ANSWER = ["3124", "2413", "1342", "4231"]

pytestmark = pytest.mark.filterwarnings("ignore")  # the frameworks' own


class ScriptedServer(ThreadingHTTPServer):
    """OpenAI's chat completions on loopback: calls a tool, then says what the tool said."""

    daemon_threads = True

    def __init__(self, tool: str, arguments: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.call = tool, arguments
        self.requests: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The message: a call first, then the tool's content, as smolagents wants it or plain."""
        self.requests.append(asked)
        names = [tool["function"]["name"] for tool in asked["tools"]]
        if len(self.requests) == 1:
            return _calling(*self.call)
        said = f"The tool said: {_text(asked['messages'][-1]['content'])}"
        if "final_answer" in names:
            return _calling("final_answer", {"answer": said})
        return {"role": "assistant", "content": said}


def _calling(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    function = {"name": name, "arguments": json.dumps(arguments)}
    call = {"id": f"call_{name}", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, ScriptedServer)
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        message = server.reply(asked)
        finish = "tool_calls" if message.get("tool_calls") else "stop"
        body = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def scripted_server() -> Iterator[Callable[..., ScriptedServer]]:
    started: list[ScriptedServer] = []

    def start(tool: str, arguments: dict[str, Any]) -> ScriptedServer:
        server = ScriptedServer(tool, arguments)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def example(name: str) -> Any:
    """The module of an example."""
    spec = importlib.util.spec_from_file_location(name, AGENTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    return module


def needs(module: str, extra: str = "agents") -> pytest.MarkDecorator:
    absent = importlib.util.find_spec(module) is None
    return pytest.mark.skipif(absent, reason=f"needs {module}: pip install 'tinyduo[{extra}]'")


FRAMEWORKS = [
    pytest.param("langgraph_agent", marks=needs("langchain")),
    pytest.param("openai_client", marks=needs("openai")),
    pytest.param("smolagents_agent", marks=needs("smolagents")),
    pytest.param("pydantic_ai_agent", marks=needs("pydantic_ai")),
]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_an_agent_solves_a_puzzle_and_tells_the_verified_answer(
    name, scripted_server, monkeypatch, capsys
):
    monkeypatch.setenv("OPENAI_API_KEY", "of-a-test")
    server = scripted_server("solve_sudoku", {"grid": PUZZLE})
    example(name).main([f"Please solve {PUZZLE}", "--model", "scripted", "--base-url", server.url])
    shown = capsys.readouterr().out
    assert '"status": "solved"' in shown
    assert all(row in shown for row in ANSWER)
    offered = {tool["function"]["name"] for tool in server.requests[0]["tools"]}
    assert {"solve_sudoku", "solve_maze", "next_step", "read_puzzle"} <= offered


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_wrong_arguments_come_back_to_the_model_and_the_loop_goes_on(
    name, scripted_server, monkeypatch, capsys
):
    monkeypatch.setenv("OPENAI_API_KEY", "of-a-test")
    server = scripted_server("solve_sudoku", {"grid": "53..7", "path": "/etc/passwd"})
    example(name).main(["Please solve it", "--model", "scripted", "--base-url", server.url])
    assert "path" in capsys.readouterr().out
    assert len(server.requests) == 2


@needs("mcp", "mcp")
def test_the_mcp_client_starts_the_server_and_calls_a_tool(capfd):
    example("mcp_client").main(["next_step", json.dumps({"kind": "sudoku", "grid": PUZZLE})])
    shown = capfd.readouterr().out
    assert "solve_sudoku" in shown
    assert "only r2c2 can hold 4" in shown
