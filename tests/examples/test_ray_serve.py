"""The service under Ray Serve: two replicas, real calls, and one of them killed."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray.serve", reason="needs the extras serve and ray")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

EXAMPLE = Path(__file__).parents[2] / "examples" / "ray_serve.py"
SMALL = "...4 ...3 1... 4..."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(EXAMPLE), "--replicas", "2", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "2 replicas" in line, process.communicate(timeout=30)[1][-2000:]
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def ask(url: str, body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, json.loads(reply.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_both_replicas_answer_and_the_guard_is_there(url):
    for _ in range(8):
        status, record = ask(f"{url}/v1/solve", {"message": SMALL})
        assert (status, record["status"]) == (200, "solved")
    status, error = ask(f"{url}/v1/tools/solve_sudoku", {"grid": "53"})
    assert (status, error["error"]["code"]) == (400, "invalid_input")
    foreign = urllib.request.Request(f"{url}/healthz", headers={"Origin": "http://evil.test"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(foreign, timeout=60)
    assert refused.value.code == 403


def replicas() -> list[Any]:
    """The processes of the replicas."""
    psutil = pytest.importorskip("psutil", reason="needs psutil")
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if "ServeReplica:tinyduo" in " ".join(process.info["cmdline"] or [])
    ]


def test_a_replica_that_is_killed_is_replaced_and_calls_are_answered_meanwhile(url):
    killed, other = replicas()
    killed.kill()
    ends, right = time.monotonic() + 90, 0
    while (right < 5 or len(replicas()) < 2) and time.monotonic() < ends:
        try:
            status, record = ask(f"{url}/v1/solve", {"kind": "sudoku", "grid": SMALL})
        except OSError:  # the call that was on its way there
            status, record = 0, {}
        right = right + 1 if status == 200 and record["status"] == "solved" else 0
    assert right >= 5
    assert len(replicas()) == 2
    assert other.is_running()
