"""JSON on the wire: reading what came, and one form for answers and errors on every route.

Errors have OpenAI's form, `{"error": {"message", "type", "param", "code"}}`, whatever the route.
JSON goes out as ASCII: a message may hold lone surrogates, which UTF-8 cannot carry.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive

from ...tools.errors import BusyError, DeadlineError, LLMUnavailableError, ToolInputError

RETRY_AFTER_S = 1  # told to whom we were too busy for
CLIENT_LEFT = 499  # as nginx notes it; nobody sees it

T = TypeVar("T")


class Refused(Exception):
    """A request that is answered with an error.

    Args:
        status: of HTTP.
        code: for programs.
        message: for people, in one line.
        headers: beside the usual ones.
    """

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, Any]:
        """The error as JSON-ready data."""
        kinds = {401: "authentication_error", 500: "server_error", 503: "server_busy"}
        kind = kinds.get(self.status, "invalid_request_error")
        return {"error": {"message": self.message, "type": kind, "param": None, "code": self.code}}

    def response(self) -> Response:
        """The answer."""
        return answer(self.body, self.status, self.headers)


class ClientLeft(Exception):
    """Nobody waits for the answer any more."""


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Data as a JSON answer."""
    return Response(as_json(data), status, dict(headers or {}), "application/json")


def as_json(data: Any) -> str:
    """Data as JSON in ASCII; NaN would be none."""
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def busy(message: str, code: str = "busy") -> Refused:
    """What is said where there is no room now."""
    return Refused(503, code, message, {"Retry-After": str(RETRY_AFTER_S)})


def refusal(error: Exception) -> Refused | None:
    """An error of ours as an answer; None for a bug."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, ToolInputError):
        return Refused(400, "invalid_input", str(error))
    if isinstance(error, BusyError):
        return busy(str(error))
    if isinstance(error, DeadlineError):
        return busy(str(error), "deadline_exceeded")
    if isinstance(error, LLMUnavailableError):
        return busy(str(error), "llm_unavailable")
    return None


async def read_object(request: Request) -> dict[str, Any]:
    """The JSON object that a request carries.

    Raises:
        Refused: for another type of content, and for what is no JSON object.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(
            415, "unsupported_media_type", "expected the header Content-Type: application/json"
        )
    try:
        data = json.loads(await request.body(), parse_constant=_no_constant)
    except RecursionError:
        raise Refused(400, "invalid_json", "the body is nested too deep") from None
    except ValueError as error:  # no UTF-8 included
        raise Refused(400, "invalid_json", f"the body is no JSON: {str(error)[:80]}") from None
    if not isinstance(data, dict):
        raise Refused(400, "invalid_json", "the body is no JSON object")
    return data


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What `work` gives; it is cancelled where the client leaves first.

    Raises:
        ClientLeft: where it did.
    """
    task = asyncio.ensure_future(work)
    left = asyncio.ensure_future(_left(request.receive))
    try:
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientLeft
        return task.result()
    finally:
        for each in (task, left):
            if not each.done():
                each.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await each


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _no_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
