"""The service under uvicorn: one process that finishes what runs before it ends.

At SIGTERM or Ctrl-C new calls are refused, those under way are finished within their deadlines,
and then the process ends. A second signal ends it at once.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from ...trm.checkpoint import load_weights
from .app import create_app
from .settings import Settings

_BACKLOG = 512  # connections that the system keeps for us


class Server(uvicorn.Server):
    """A uvicorn server that closes the gate before it waits for what runs."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.gate.closing = True
        await super().shutdown(sockets)


def serve(settings: Settings, *, on_listening: Callable[[str], None]) -> None:
    """Serve until a signal comes.

    Args:
        settings: how.
        on_listening: told the address, once requests are taken.

    Raises:
        OSError: where the address cannot be listened on.
        ValueError: for weights that are not there.
        TinyduoError: as `create_app`.
    """
    weights = settings.weights
    for name in (weights.sudoku, weights.maze, weights.arc):
        if name is not None:
            load_weights(name)
    app = create_app(settings)
    with closing(_listening(settings)) as listener:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        on_listening(f"http://{host}:{listener.getsockname()[1]}")
        config = uvicorn.Config(
            app,
            log_level="error",  # no line a request, no line a broken one; metrics count them
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=int(settings.max_seconds + settings.grace_s) + 1,
        )
        Server(config, app).run(sockets=[listener])


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
