"""Overload, deadlines, clients that leave, and the end of a service."""

import os
import signal
import socket
import threading
import time

import pytest

from tinyduo.hybrid.service import Settings

SMALL = "...4 ...3 1... 4..."
MESSAGE = {"message": SMALL}
GRID = {"kind": "sudoku", "grid": SMALL}


def at_once(service, bodies):
    """Replies to requests that are sent at the same time, with their seconds."""
    replies = []

    def ask(body):
        began = time.monotonic()
        reply = service.post("/v1/solve", body)
        replies.append((reply, time.monotonic() - began))

    threads = [threading.Thread(target=ask, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    return threads, replies


@pytest.mark.parametrize("body", [MESSAGE, GRID])
def test_one_too_many_is_told_busy_at_once_and_all_others_are_answered(running, stuck, until, body):
    with running(Settings(llm="none", queue=4)) as service:
        stuck.stick()
        threads, replies = at_once(service, [body] * 4)
        until(lambda: service.app.state.gate.active == 4)
        began = time.monotonic()
        refused = service.post("/v1/solve", body)
        seconds = time.monotonic() - began
        assert refused.status == 503
        assert refused.headers["retry-after"] == "1"
        assert refused.json["error"]["code"] == "busy"
        assert seconds < 0.5  # 0.1 on a machine with nothing else to do
        assert service.ask("GET", "/healthz").status == 200
        stuck.go.set()
        for thread in threads:
            thread.join(20)
        assert [reply.status for reply, _ in replies] == [200] * 4
        assert service.post("/v1/solve", body).json["status"] == "solved"


@pytest.mark.parametrize("body", [MESSAGE, GRID])
def test_a_call_ends_at_its_deadline_and_the_service_goes_on(running, stuck, until, body):
    with running(Settings(llm="none", max_seconds=0.2, grace_s=0.2)) as service:
        stuck.stick()
        reply = service.post("/v1/solve", body)
        assert reply.status == 503
        assert reply.json["error"]["code"] == "deadline_exceeded"
        until(lambda: stuck.ended > 0)
        stuck.go.set()
        assert service.app.state.gate.active == 0
        until(lambda: service.post("/v1/solve", GRID).status == 200)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/solve", '{"message": "...4 ...3 1... 4..."}'),
        ("/v1/solve", '{"kind": "sudoku", "grid": "...4 ...3 1... 4..."}'),
        (
            "/v1/chat/completions",
            '{"model": "tinyduo", "messages": [{"role": "user", "content": "...4...31...4..."}]}',
        ),
        (
            "/v1/chat/completions",
            '{"model": "tinyduo", "stream": true, "messages": '
            '[{"role": "user", "content": "..4....31...4..."}]}',
        ),
    ],
)
def test_the_work_for_a_client_that_leaves_ends(service, stuck, until, path, body):
    stuck.stick()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", service.port)) as client:
        client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        until(lambda: stuck.begun > 0)
        time.sleep(0.3)  # a stream has begun by then
    until(lambda: stuck.ended > 0)
    until(lambda: service.app.state.gate.active == 0)
    stuck.go.set()
    assert service.post("/v1/solve", GRID).json["status"] == "solved"


def test_at_the_end_what_runs_is_finished_and_what_comes_is_refused(running, stuck, until):
    with running(Settings(llm="none")) as service:
        stuck.stick()
        threads, replies = at_once(service, [GRID, MESSAGE])
        until(lambda: service.app.state.gate.active == 2)
        with socket.create_connection(("127.0.0.1", service.port)) as kept:
            body = '{"kind": "sudoku", "grid": "...4...31...4..."}'
            head = "POST /v1/solve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
            kept.sendall(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body[:5]}".encode())
            time.sleep(0.1)
            service.server.should_exit = True
            until(lambda: service.app.state.gate.closing)
            kept.sendall(body[5:].encode())
            answered = b""
            while part := kept.recv(65536):
                answered += part
            assert b" 503 " in answered.split(b"\r\n")[0]
            assert b"shutting down" in answered
        with pytest.raises(ConnectionError):
            service.ask("GET", "/healthz")
        stuck.go.set()
        for thread in threads:
            thread.join(20)
    assert [reply.json["status"] for reply, _ in replies] == ["solved"] * 2


def test_a_fault_is_a_plain_error_and_the_next_call_is_answered(service, monkeypatch):
    from tinyduo.hybrid.service import bench

    def fail(runs):
        raise RuntimeError("secret")

    with monkeypatch.context() as patch:
        patch.setattr(bench, "_run_together", fail)
        for body in (GRID, MESSAGE):
            reply = service.post("/v1/solve", body)
            assert (reply.status, reply.json["error"]["code"]) == (500, "internal")
            assert "secret" not in reply.text
    assert service.post("/v1/solve", GRID).json["status"] == "solved"


@pytest.mark.slow
def test_a_service_loses_no_reply_where_its_workers_are_killed(running, until):
    with running(Settings(llm="none", workers=2)) as service:
        replies: list = []
        end = threading.Event()

        def ask() -> None:
            while not end.is_set():
                replies.append(service.post("/v1/solve", GRID))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(2):
            until(lambda: len(service.app.state.batcher.pids) == 2, 120)
            seen = len(replies)
            os.kill(service.app.state.batcher.pids[0], signal.SIGKILL)
            until(lambda seen=seen: len(replies) > seen + 20, 120)
        end.set()
        for thread in threads:
            thread.join(30)
        page = service.ask("GET", "/metrics").text
    assert {(reply.status, reply.json["status"]) for reply in replies} == {(200, "solved")}
    assert 'tinyduo_faults_total{where="worker"} 2.0' in page
