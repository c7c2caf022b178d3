"""The guard before every route: who may ask, under which name, and how much.

Names and origins are checked in origin.py. Bodies are read here, whole and in time, so that no
route ever sees a large or an endless one. Nothing that a client sent is logged.
"""

from __future__ import annotations

import asyncio
import hmac
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .origin import Foreign, foreign, values
from .settings import Settings
from .wire import Refused

_PATIENCE = 16  # times the limit that is read of a body which is refused anyway
PROBES = ("/healthz", "/readyz")  # a balancer asks these without a token; they tell nothing


class Guard:
    """ASGI middleware; see the module docstring.

    Args:
        app: what is guarded.
        settings: names, token and limits.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._token = _digest(settings.token.encode()) if settings.token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it with an error."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            self._check(scope)
            body = await self._read(scope, receive)
        except Refused as refused:
            await refused.response()(scope, receive, send)
            return
        await self.app(scope, _replayed(body, receive), send)

    def _check(self, scope: Scope) -> None:
        """Host, origin and token of a request."""
        match foreign(scope, None if "*" in self.settings.names else self.settings.names):
            case Foreign.NO_HOST:
                raise Refused(400, "bad_host", "expected exactly one Host header")
            case Foreign.HOST:
                raise Refused(
                    421, "bad_host", "this service does not go by that Host; see --allow-host"
                )
            case Foreign.ORIGIN:
                raise Refused(403, "bad_origin", "requests of other sites' pages are refused")
        if self._token is None or scope["path"] in PROBES:
            return
        given = values(scope, b"authorization")
        scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        right = hmac.compare_digest(_digest(token.strip().encode("latin-1")), self._token)
        if scheme.lower() != "bearer" or not right:
            raise Refused(
                401,
                "bad_token",
                "expected the header Authorization: Bearer TOKEN with the service's token",
                {"WWW-Authenticate": "Bearer"},
            )

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body, within its limits.

        One that is too large is read on for a while and thrown away: a client that still sends
        would see a broken connection and never the answer.
        """
        most = self.settings.max_body
        said = values(scope, b"content-length")
        size = int(said[0][:20]) if said and said[0].isascii() and said[0].isdecimal() else 0
        if size > _PATIENCE * most:
            raise _too_large(most)
        body = bytearray()
        try:
            async with asyncio.timeout(self.settings.body_s):
                more, seen = True, 0
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refused(400, "incomplete", "the request ended before its body")
                    part = message.get("body", b"")
                    more = message.get("more_body", False)
                    seen += len(part)
                    if max(size, seen) <= most:
                        body += part
                    elif seen > _PATIENCE * most:
                        raise _too_large(most)
                if max(size, seen) > most:
                    raise _too_large(most)
        except TimeoutError:
            seconds = self.settings.body_s
            raise Refused(
                408, "too_slow", f"the body did not come within {seconds:.0f} seconds",
                {"Connection": "close"},
            ) from None  # fmt: skip
        return bytes(body)


def _too_large(most: int) -> Refused:
    return Refused(
        413, "too_large", f"the body is larger than {most:,} bytes", {"Connection": "close"}
    )


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, then whatever else comes."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _digest(token: bytes) -> bytes:
    """Hashes are of one length, so comparing them says nothing of a token's."""
    return sha256(token).digest()
