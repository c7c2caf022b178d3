"""The guard: names, origins, sizes and tokens, in raw HTTP."""

import logging

import pytest

from tinyduo.hybrid.service import Settings
from tinyduo.tools import ToolInputError

SMALL = "...4 ...3 1... 4..."
TOKEN = "a-token-for-tests-0123456789"
ROUTES = ["/v1/tools", "/v1/models", "/mcp", "/metrics", "/openapi.json", "/healthz", "/nothing"]


@pytest.fixture(scope="module")
def locked(running):
    """A service with a token."""
    with running(Settings(llm="none", token=TOKEN, allowed_hosts=("puzzles.test",))) as started:
        yield started


@pytest.mark.parametrize("path", ROUTES)
def test_a_foreign_name_is_refused_on_every_route(service, path):
    """DNS rebinding: a page's own name, pointed at loopback."""
    for host in ("evil.test", "evil.test:80", "127.0.0.1.evil.test", "localhost.", "", "[::2]:1"):
        reply = service.ask("GET", path, headers={"Host": host})
        assert reply.status == 421, host


@pytest.mark.parametrize("path", ROUTES)
def test_a_foreign_page_is_refused_on_every_route(service, path):
    port = service.port
    for origin in ("http://evil.test", "null", "http://127.0.0.1:1", "file://", "http://[::", ""):
        reply = service.ask("GET", path, headers={"Origin": origin})
        assert reply.status == 403, origin
    own = {"Origin": f"http://127.0.0.1:{port}"}
    assert service.ask("GET", "/v1/models", headers=own).status == 200


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_every_name_of_loopback_is_right(service, name):
    assert service.ask("GET", "/healthz", headers={"Host": f"{name}:{service.port}"}).status == 200


def test_two_names_are_refused(service):
    asked = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\n\r\n"
    assert b" 400 " in service.raw(asked).split(b"\r\n")[0]


@pytest.mark.parametrize("path", ["/v1/solve", "/v1/chat/completions", "/mcp", "/nothing"])
def test_a_large_body_is_refused_however_it_comes(service, path):
    large = "x" * 262_145
    assert service.post(path, large).status == 413
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    chunk = b"%x\r\n%s\r\n" % (len(large), large.encode())
    chunked = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk + b"0\r\n\r\n"
    assert b" 413 " in service.raw(chunked).split(b"\r\n")[0]
    assert service.post(path, "x" * 3_000_000).status == 413  # read on, so that this is read
    absurd = f"{head}Content-Length: {'9' * 30}\r\n\r\n".encode()
    assert service.raw(absurd).split(b"\r\n")[0].split()[1] in (b"413", b"400")


def test_the_largest_body_is_read(service):
    message = " " * (200_000 - len(SMALL)) + SMALL
    assert service.post("/v1/solve", {"message": message}).json["status"] == "solved"


def test_a_body_that_does_not_come_is_not_waited_for(running):
    with running(Settings(llm="none", body_s=0.2)) as slow:
        connection = b"POST /v1/solve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n1"
        import socket

        with socket.create_connection(("127.0.0.1", slow.port), timeout=10) as client:
            client.sendall(connection)
            assert b" 408 " in client.recv(65536).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Basic {TOKEN}",
        TOKEN,
        "Bearer t\xf6ken",
    ],
)
def test_without_the_token_nothing_is_told(locked, header):
    headers = {} if header is None else {"Authorization": header}
    for path in ("/v1/tools", "/mcp", "/metrics", "/openapi.json", "/v1/models", "/nothing"):
        reply = locked.ask("GET", path, headers=headers)
        assert reply.status == 401
        assert reply.headers["www-authenticate"] == "Bearer"
        assert reply.json["error"]["type"] == "authentication_error"
        assert TOKEN not in reply.text


def test_with_the_token_everything_is_there_and_probes_need_none(locked):
    right = {"Authorization": f"Bearer {TOKEN}"}
    reply = locked.ask("POST", "/v1/solve", {"message": SMALL}, right)
    assert reply.json["status"] == "solved"
    assert locked.ask("GET", "/healthz").status == 200
    assert locked.ask("GET", "/readyz").status == 200
    assert locked.ask("GET", "/openapi.json", headers=right).json["security"] == [{"token": []}]
    named = right | {"Host": "puzzles.test"}
    assert locked.ask("GET", "/v1/models", headers=named).status == 200


def test_neither_token_nor_words_are_logged(locked, caplog, capfd, monkeypatch):
    """Not even where the service fails: an exception's message may hold what a person wrote."""
    from tinyduo.hybrid.service import messages

    def fail(hybrid, text):
        raise RuntimeError(f"cannot do {text}")

    monkeypatch.setattr(messages.Hybrid, "answer", fail)
    caplog.set_level(logging.DEBUG)
    right = {"Authorization": f"Bearer {TOKEN}"}
    reply = locked.ask("POST", "/v1/solve", {"message": "my secret words"}, right)
    assert (reply.status, reply.json["error"]["code"]) == (500, "internal")
    locked.ask("GET", "/v1/models", headers={"Authorization": "Bearer wrong-token-0123456789"})
    captured = capfd.readouterr()
    logged = caplog.text + captured.out + captured.err
    assert "bug in /v1/solve: RuntimeError" in logged
    for secret in ("my secret words", TOKEN, "wrong-token", "Traceback"):
        assert secret not in logged + reply.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "example.test"])
def test_other_hosts_need_a_token(host):
    with pytest.raises(ToolInputError, match="needs a token"):
        Settings(host=host)
    assert Settings(host=host, token=TOKEN).host == host


@pytest.mark.parametrize("token", ["short", "", "with a space in it, and long", "t\xf6ken" * 5])
def test_a_token_that_could_be_guessed_or_not_be_sent_is_refused(token):
    with pytest.raises(ToolInputError, match="token"):
        Settings(token=token)


def test_the_token_is_not_shown_with_the_settings():
    assert TOKEN not in repr(Settings(token=TOKEN))
