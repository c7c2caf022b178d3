"""The MCP server as a route: POST alone, so many at a time, none without end.

The protocol knows streams that stay open for what a server may have to say. Ours keeps nothing
between calls and has nothing to say unasked, so such a stream would only hold a connection:
GET is answered with 405, as the protocol allows, and whatever else waits is ended.
"""

from __future__ import annotations

import asyncio

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .settings import Settings
from .wire import busy

_MARGIN_S = 5.0  # beyond a call's own deadline, which says more


def mcp_route(server: MCPServer, settings: Settings) -> Route:
    """The route `/mcp`.

    Args:
        server: of the tools; its `session_manager` has to run.
        settings: limits.
    """
    # The SDK's own checks are left out: the guard has made them, with our names.
    app = server.streamable_http_app(
        stateless_http=True,
        max_request_body_size=settings.max_body,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    (route,) = app.routes
    assert isinstance(route, Route)
    return Route(route.path, _Bounded(route.app, settings), methods=["POST"])


class _Bounded:
    """An ASGI application with a number of requests at a time, and seconds for each."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._seconds = settings.max_seconds + settings.grace_s + _MARGIN_S
        self._limit = 2 * settings.queue  # calls are counted by the gate; this counts the rest
        self._active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._active >= self._limit:
            await busy(f"busy: {self._active} requests are open").response()(scope, receive, send)
            return
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        self._active += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._app(scope, receive, noting)
        except TimeoutError:
            if started:  # nothing more to say on it: the stream ends here
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            else:
                late = busy("the request took too long", "deadline_exceeded")
                await late.response()(scope, receive, send)
        finally:
            self._active -= 1
