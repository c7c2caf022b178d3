"""A real service on loopback, in a thread of the test's process."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tinyduo.hybrid.service import Settings
    from tinyduo.hybrid.service.server import Server

if any(
    find_spec(needed) is None for needed in ("starlette", "uvicorn", "mcp", "prometheus_client")
):
    collect_ignore_glob = ["test_*.py"]  # they need the extra serve


@dataclass
class Reply:
    """An answer of the service."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Service:
    """A running service."""

    server: "Server"
    app: Any
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Reply:
        """One request; a body that is no text is sent as JSON."""
        data = body if isinstance(body, str | bytes | None) else json.dumps(body)
        told = {"Content-Type": "application/json"} | (headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, data, told)
            got = connection.getresponse()
            lowered = {name.lower(): value for name, value in got.getheaders()}
            return Reply(got.status, lowered, got.read().decode())
        finally:
            connection.close()

    def post(self, path: str, body: Any, **headers: str) -> Reply:
        return self.ask("POST", path, body, headers)

    def raw(self, data: bytes) -> bytes:
        """Bytes on a connection of their own, and all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
            return b"".join(parts)


@contextmanager
def running(settings: "Settings") -> Iterator[Service]:
    """A service until the block ends."""
    import uvicorn

    from tinyduo.hybrid.service import create_app
    from tinyduo.hybrid.service.server import Server

    app = create_app(settings)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=10
    )
    server = Server(config, app)
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    service = Service(server, app, listener.getsockname()[1])
    try:
        until(lambda: service.ask("GET", "/readyz").status == 200, 120)
        yield service
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is true."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came true"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """A service that all tests share."""
    from tinyduo.hybrid.service import Settings

    with running(Settings(llm="none")) as started:
        yield started


@dataclass
class Stuck:
    """Batches that, once `stick` was called, wait for `go`, or until nobody waits for them."""

    begun: int = 0
    ended: int = 0
    go: threading.Event = field(default_factory=threading.Event)

    def stick(self) -> None:
        self.begun = self.ended = 0
        self.go.clear()


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    """Let batches get stuck."""
    from tinyduo.hybrid.service import bench
    from tinyduo.hybrid.service.work import Ended

    state = Stuck()
    state.go.set()
    plain = bench._run_together

    def run(runs: Any) -> None:
        state.begun += 1
        while not state.go.wait(0.005):
            if all(run.gone for run in runs):
                state.ended += 1
                raise Ended
        plain(runs)

    monkeypatch.setattr(bench, "_run_together", run)
    yield state
    state.go.set()


@pytest.fixture(scope="session", name="running")
def _running() -> Callable[["Settings"], Any]:
    """Run a service with settings of its own, as a context manager."""
    return running


@pytest.fixture(scope="session", name="until")
def _until() -> Callable[..., None]:
    """Wait until something is true."""
    return until
