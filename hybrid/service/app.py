"""The one application: every route behind one guard, over one batcher.

`create_app` is all that a server needs: uvicorn (server.py), Ray Serve (examples/ray_serve.py),
or any other that speaks ASGI and runs the lifespan.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...tools.errors import TinyduoError
from ...tools.mcp import create_server
from .admission import Gate
from .batcher import Batcher
from .chat import ChatApi
from .health import Health
from .mcp_route import mcp_route
from .messages import Messages
from .metrics import Metrics, Observed
from .openapi import description
from .rest import RestApi
from .runner import ServedRunner
from .security import Guard
from .settings import Settings
from .wire import Refused, answer, refusal

Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(settings: Settings | None = None) -> Starlette:
    """The service as an ASGI application.

    Args:
        settings: how it runs; None: on loopback, with the embedded language model.

    Raises:
        ToolInputError: for settings that are refused, or a language model that there is not.
        LLMUnavailableError: for a language model that is not here.
    """
    settings = settings or Settings()
    metrics, gate = Metrics(), Gate(settings.queue)
    batcher = Batcher(settings.workers, on_batch=metrics.batch, on_fault=metrics.fault_at)
    messages = Messages(settings, batcher)
    runner = ServedRunner(settings, batcher, gate, metrics.puzzle)
    rest = RestApi(settings, gate, messages, runner, metrics)
    chat = ChatApi(settings, gate, messages, metrics)
    health = Health(gate)
    document = description(with_token=settings.token is not None)
    metrics.calls.set_function(lambda: gate.active)
    metrics.workers.set_function(lambda: len(batcher.pids))
    metrics.waiting.set_function(lambda: batcher.waiting)
    mcp = create_server(runner)
    # The SDK logs exceptions whole, and their messages may hold what a client sent.
    logging.getLogger("mcp").setLevel(logging.CRITICAL)

    async def openapi(request: Request) -> Response:
        return answer(document)

    async def measured(request: Request) -> Response:
        return metrics.page()

    routes = [
        Route("/v1/solve", rest.solve, methods=["POST"]),
        Route("/v1/tools", rest.tools, methods=["GET"]),
        Route("/v1/tools/{name}", rest.tool, methods=["GET", "POST"]),
        Route("/v1/chat/completions", chat.completions, methods=["POST"]),
        Route("/v1/models", chat.models, methods=["GET"]),
        Route("/v1/models/{name}", chat.model, methods=["GET"]),
        Route("/healthz", health.live, methods=["GET"]),
        Route("/readyz", health.ready, methods=["GET"]),
        Route("/metrics", measured, methods=["GET"]),
        Route("/openapi.json", openapi, methods=["GET"]),
        mcp_route(mcp, settings),
    ]

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        batcher.start()
        warming = asyncio.ensure_future(health.warm_up(batcher, settings.weights))
        warming.add_done_callback(lambda done: _note_failure(metrics, done))
        async with mcp.session_manager.run():
            try:
                yield
            finally:
                gate.closing = True
                warming.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await warming
                messages.close()
                await batcher.close()

    handlers: dict[Any, Any] = {HTTPException: _http_error, Refused: _ours, TinyduoError: _ours}
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Observed, metrics), Middleware(Guard, settings)],
        exception_handlers=handlers,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.gate, app.state.batcher = gate, batcher
    return app


async def _ours(request: Request, error: Exception) -> Response:
    """An error of ours in its form; a bug goes on to the net under every route."""
    refused = refusal(error)
    if refused is None:
        raise error
    return refused.response()


async def _http_error(request: Request, error: Exception) -> Response:
    """The framework's own errors (404, 405) in our form."""
    assert isinstance(error, HTTPException)
    codes = {404: ("not_found", "no such path; see /openapi.json")}
    code, message = codes.get(error.status_code, ("refused", error.detail or "refused"))
    return Refused(error.status_code, code, message, error.headers).response()


def _note_failure(metrics: Metrics, warming: asyncio.Future[None]) -> None:
    if not warming.cancelled() and (error := warming.exception()) is not None:
        metrics.fault("warm-up", error)
