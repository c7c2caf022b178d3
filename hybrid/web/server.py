"""The page over HTTP: who may reach it, and what they may send.

On loopback anybody of this machine may; every other host needs names and passwords. The page
asks nothing of other hosts, and its headers forbid the browser to. What the page does not need
(uploads, files, the list of calls) is not there.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...tools.errors import ToolInputError
from ..service.origin import Foreign, foreign, values
from ..service.settings import LOOPBACK
from .tab_chat import Shared

if TYPE_CHECKING:
    from fastapi import FastAPI

MOST_BYTES = 1_000_000  # of a request: a message of 200,000 characters of any script
_REFUSED = ("upload", "proxy=", "file=", "file/", "component_server", "stream", "monitoring")
_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}

Scope = Any
Receive = Callable[[], Any]
Send = Callable[[Any], Any]


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server on that host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def read_people(path: Path) -> dict[str, str]:
    """The names and passwords of a file, one `name:password` a line.

    Args:
        path: of the file; blank lines and lines that begin with # are passed over.

    Raises:
        ToolInputError: for a line without a name or a password, or a file without lines.
        OSError: where it cannot be read.
    """
    people = {}
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, password = line.partition(":")
        if not (name.strip() and colon and password):
            raise ToolInputError(f"{path}: line {number} is no `name:password`")
        people[name.strip()] = password
    if not people:
        raise ToolInputError(f"{path} names nobody; expected lines of `name:password`")
    return people


def admits(people: Mapping[str, str]) -> Callable[[str, str], bool]:
    """A check of name and password that takes as long for wrong ones."""

    def check(name: str, password: str) -> bool:
        known = people.get(name, "")
        same = hmac.compare_digest(known.encode(), password.encode("utf-8", "replace"))
        return same and name in people

    return check


class Guard:
    """Refuses what the page never sends, and adds the headers that keep it to itself.

    Args:
        app: what is guarded.
        hosts: names it may be asked for by; None: any (there are passwords).
    """

    def __init__(self, app: Any, hosts: frozenset[str] | None) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await _refuse(send, *refusal)
            return
        taken = 0

        async def limited() -> Any:
            nonlocal taken
            part = await receive()
            taken += len(part.get("body", b""))
            return part if taken <= MOST_BYTES else {"type": "http.disconnect"}

        async def with_headers(part: Any) -> None:
            if part["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                part = part | {"headers": [*part.get("headers", ()), *added]}
            await send(part)

        await self.app(scope, limited, with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        match foreign(scope, self.hosts):
            case Foreign.NO_HOST | Foreign.HOST:
                return 403, "This page is for this machine only."
            case Foreign.ORIGIN:
                return 403, "Requests of other pages are refused."
        inner = scope["path"].removeprefix("/gradio_api").lstrip("/")
        if inner.startswith(_REFUSED):
            return 404, "There is nothing here."
        for length in values(scope, b"content-length"):
            if not length.isdecimal() or int(length[:20]) > MOST_BYTES:
                return 413, f"A request may have {MOST_BYTES:,} bytes."
        return None


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


def create_app(
    shared: Shared, *, host: str = "127.0.0.1", people: Mapping[str, str] | None = None
) -> FastAPI:
    """The page as an ASGI app.

    Args:
        shared: what all tabs share.
        host: it will be reached at.
        people: names and passwords; None: no login.

    Raises:
        ToolInputError: for a host that others reach, without passwords.
    """
    if people is None and not is_loopback(host):
        raise ToolInputError(
            f"--host {host} can be reached by others, so it needs --auth-file FILE with lines of "
            "`name:password`; without one, use 127.0.0.1"
        )
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before gradio is imported
    import gradio as gr
    from fastapi import FastAPI
    from gradio.themes import Base

    from .page import build_page, css

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    page = build_page(shared)
    page.queue(max_size=64)
    fonts: dict[str, Any] = {
        "font": ["system-ui", "sans-serif"],  # none is fetched
        "font_mono": ["ui-monospace", "monospace"],
    }
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=host,
        auth=admits(people) if people else None,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=Base(**fonts),
        css=css(),
    )
    app.add_middleware(Guard, hosts=frozenset({*LOOPBACK, host}) if people is None else None)
    return app


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serve until interrupted.

    Args:
        app: made by `create_app`.
        host: address to listen on.
        port: port to listen on.
    """
    import uvicorn

    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3)
