"""Who may reach the page, and what is refused before gradio sees it."""

import asyncio
from importlib.util import find_spec

import pytest

from tinyduo.hybrid.cli import main
from tinyduo.hybrid.web import Shared
from tinyduo.hybrid.web.server import MOST_BYTES, Guard, admits, create_app, read_people
from tinyduo.tools.errors import ToolInputError

ONLY = frozenset({"localhost", "127.0.0.1"})


def get(path="/", hosts: frozenset[str] | None = ONLY, **headers: str):
    """Status and headers of a request to a guarded app that answers 200 to everything."""

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def nothing():
        return {"type": "http.request", "body": b""}

    sent = []

    async def send(part):
        sent.append(part)

    named = {"host": "localhost:7860"} | headers
    pairs = [(name.encode(), value.encode()) for name, value in named.items()]
    scope = {"type": "http", "path": path, "headers": pairs}
    asyncio.run(Guard(app, hosts)(scope, nothing, send))
    return sent[0]["status"], dict(sent[0]["headers"])


def test_the_page_is_asked_for_by_its_own_name_only():
    """A page of another site whose name leads here would else read everything (rebinding)."""
    assert get()[0] == 200
    assert get(host="127.0.0.1")[0] == 200
    for host in ("evil.example", "127.0.0.1.evil.example", "", "["):
        assert get(host=host)[0] == 403
    assert get(host="puzzles.example", hosts=None)[0] == 200  # there are passwords


def test_requests_of_other_pages_are_refused():
    assert get(origin="http://localhost:7860")[0] == 200
    for origin in ("http://evil.example", "http://localhost:1", "null"):
        assert get(origin=origin)[0] == 403


def test_what_the_page_does_not_need_is_not_there():
    for path in ("upload", "file=/etc/passwd", "proxy=http://x.example", "component_server"):
        assert get(f"/gradio_api/{path}")[0] == 404
    assert get("/gradio_api/queue/join")[0] == 200


def test_long_requests_are_refused():
    for length in (str(MOST_BYTES + 1), "-1", "x"):
        headers = {"content-length": length}
        assert get("/", ONLY, **headers)[0] == 413


def test_the_browser_is_told_to_ask_no_other_host():
    policy = get()[1][b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_other_hosts_need_passwords(capsys):
    for host in ("0.0.0.0", "::", "192.168.1.2", "puzzles.example"):
        with pytest.raises(ToolInputError, match="needs --auth-file"):
            create_app(Shared(), host=host)


def test_the_command_says_what_is_wrong_in_a_line(capsys, tmp_path):
    if not find_spec("gradio"):
        pytest.skip("needs gradio: the extra web")
    assert main(["web", "--host", "0.0.0.0"]) == 2
    assert "needs --auth-file" in capsys.readouterr().err
    assert main(["web", "--auth-file", str(tmp_path / "none")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main(["web", "--port", "70000"]) == 2
    assert "no port" in capsys.readouterr().err
    assert main(["web", "--workers", "0"]) == 2
    assert "expected at least 1" in capsys.readouterr().err


def test_names_and_passwords_are_read_and_checked(tmp_path):
    path = tmp_path / "people"
    path.write_text("# who may\n\nanna:pass:word\nbob:secret\n")
    people = read_people(path)
    assert people == {"anna": "pass:word", "bob": "secret"}
    check = admits(people)
    assert check("anna", "pass:word")
    assert not check("anna", "secret")
    assert not check("eve", "")
    for text, told in (("anna\n", "line 1"), ("# nobody\n", "names nobody")):
        path.write_text(text)
        with pytest.raises(ToolInputError, match=told):
            read_people(path)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_without_the_password_nothing_of_the_page_is_served():
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    async def made():  # gradio makes an event loop where none runs, and leaves it open
        return create_app(Shared(), host="0.0.0.0", people={"anna": "secret"})

    app = asyncio.run(made())
    with TestClient(app, base_url="http://puzzles.example") as client:
        assert "Check my entries" not in client.get("/").text
        assert client.get("/config").status_code == 401
        call = {"data": [], "fn_index": 0}
        assert client.post("/gradio_api/queue/join", json=call).status_code == 401
        for password, status in (("wrong", 400), ("secret", 200)):
            form = {"username": "anna", "password": password}
            assert client.post("/login", data=form).status_code == status
        assert "Check my entries" in client.get("/").text
