"""What the service counts, for Prometheus; and the last net under every route.

Labels come from short lists of our own, never from what a client sent: a foreign path counts as
"other". An exception that nobody expected becomes a plain error for the client and one line
in the log: its place, not its message, which may hold a person's words.
"""

from __future__ import annotations

import asyncio
import logging
from time import perf_counter

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...tools.catalogue import TOOLS
from .wire import CLIENT_LEFT, ClientLeft, Refused, busy
from .work import place_of

_LOG = logging.getLogger("tinyduo.service")
_PATHS = (
    *("/v1/solve", "/v1/tools", "/v1/chat/completions", "/v1/models", "/mcp"),
    *("/healthz", "/readyz", "/metrics", "/openapi.json"),
)
_METHODS = ("GET", "POST", "HEAD", "OPTIONS", "DELETE", "PUT", "PATCH")
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45, 70)
_ROWS = (1, 2, 4, 8, 16, 24, 32)


class Metrics:
    """The counters of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "tinyduo_requests", "Requests answered.", ("route", "method", "code"),
            registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "tinyduo_request_seconds", "Seconds a request took.", ("route",),
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self._puzzles = Counter(
            "tinyduo_puzzles", "Puzzles answered.", ("kind", "status"), registry=self.registry
        )
        self._rows = Histogram(
            "tinyduo_batch_rows", "Puzzles that ran together.", ("kind",),
            buckets=_ROWS, registry=self.registry,
        )  # fmt: skip
        self._faults = Counter(
            "tinyduo_faults", "Failures that are bugs.", ("where",), registry=self.registry
        )
        self.calls = Gauge("tinyduo_calls", "Calls under way.", registry=self.registry)
        self.workers = Gauge("tinyduo_workers", "Processes that compute.", registry=self.registry)
        self.waiting = Gauge(
            "tinyduo_waiting_puzzles", "Puzzles that wait for a batch.", registry=self.registry
        )

    def request(self, scope: Scope, code: int, seconds: float) -> None:
        """Count a request that was answered."""
        route = route_of(scope["path"])
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._requests.labels(route, method, str(code)).inc()
        self._seconds.labels(route).observe(seconds)

    def puzzle(self, kind: str, status: str) -> None:
        """Count a puzzle that was answered."""
        self._puzzles.labels(kind, status).inc()

    def batch(self, kind: str, rows: int) -> None:
        """Count a batch."""
        self._rows.labels(kind).observe(rows)

    def fault(self, where: str, error: BaseException) -> None:
        """Count a bug, and note where it is."""
        self.fault_at(where, type(error).__name__, place_of(error))

    def fault_at(self, where: str, error: str, place: str) -> None:
        """Count a bug that another thread or process tells of, by its name and place."""
        self._faults.labels(where).inc()
        _LOG.error("bug in %s: %s at %s", where, error, place)

    def page(self) -> Response:
        """All of it, as Prometheus reads it."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


def route_of(path: str) -> str:
    """The route of a path, from a short list.

    >>> route_of("/v1/tools/solve_maze"), route_of("/v1/tools/x"), route_of("/v1/solve")
    ('/v1/tools/solve_maze', 'other', '/v1/solve')
    """
    if path in _PATHS:
        return path
    folder, _, name = path.rpartition("/")
    if (folder == "/v1/tools" and name in TOOLS) or path == "/v1/models/tinyduo":
        return path
    return "other"


class Observed:
    """ASGI middleware around everything: counts requests, and lets no exception out.

    Args:
        app: the rest.
        metrics: where to count.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever happens."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        code, began = 0, perf_counter()

        async def noting(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except ClientLeft:
            code = CLIENT_LEFT
        except asyncio.CancelledError:  # the server ends, and waits no longer
            if not code:
                code = 503
                await busy("the service is shutting down", "closing").response()(
                    scope, receive, send
                )
        except Exception as error:
            self.metrics.fault(route_of(scope["path"]), error)
            if code:  # too late for another answer: the connection breaks off
                return
            code = 500
            refused = Refused(500, "internal", "that is a bug in the service; please report it")
            await refused.response()(scope, receive, send)
        finally:
            self.metrics.request(scope, code or CLIENT_LEFT, perf_counter() - began)
