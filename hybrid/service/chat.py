"""The hybrid as a model of OpenAI's chat completions: any client of theirs can talk to it.

Nothing is kept between requests: each brings its whole conversation, and the person's earlier
turns are said again (chat.py in the folder above) to get back to where it stood. What the
assistant is said to have answered is not believed. Usage counts words and signs, ours and
theirs: there may be no tokenizer at all.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import time
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ...trm.puzzles import Status
from ..chat import Conversation
from ..talk import Turn
from .admission import Gate
from .chat_request import MODEL, ChatRequest, no_model, read_chat
from .messages import Messages, ServedHybrid
from .metrics import Metrics
from .settings import Settings
from .wire import Refused, answer, as_json, read_object, refusal, while_connected

_PIECE = re.compile(r".*?(?:\n|[.!?](?=\s)|$)\s*", re.DOTALL)  # a line or a sentence
_WORD = re.compile(r"\w+|[^\w\s]")
_PLAIN_ERROR_S = 0.2  # an error that comes sooner has its own HTTP status, also in a stream
_ALIVE_S = 5.0  # between signs of life in a stream
_WIDTH = 80  # of a picture


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to the last turn of a conversation."""

    content: str
    about: dict[str, Any] | None  # kind, status and whether verified, of the puzzle talked about


class ChatApi:
    """The routes; arguments are the service's own parts."""

    def __init__(
        self, settings: Settings, gate: Gate, messages: Messages, metrics: Metrics
    ) -> None:
        self._seconds = settings.max_seconds + settings.grace_s
        self._gate, self._messages, self._metrics = gate, messages, metrics

    async def completions(self, request: Request) -> Response:
        """`POST /v1/chat/completions`."""
        asked = read_chat(await read_object(request))
        turns = asked.turns()
        head = {"id": f"chatcmpl-{uuid4().hex}", "created": int(time()), "model": MODEL}
        if asked.stream:
            return await self._streamed(asked, turns, head)
        said = await while_connected(request, self._say(turns))
        message = {"role": "assistant", "content": said.content}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return answer(
            {**head, "object": "chat.completion", "choices": [choice],
             "usage": _usage(turns, said.content), "tinyduo": said.about}
        )  # fmt: skip

    async def models(self, request: Request) -> Response:
        """`GET /v1/models`."""
        return answer({"object": "list", "data": [_model()]})

    async def model(self, request: Request) -> Response:
        """`GET /v1/models/{name}`."""
        if request.path_params["name"] != MODEL:
            raise no_model()
        return answer(_model())

    async def _say(self, turns: list[str]) -> Said:
        async with self._gate.call("the conversation", self._seconds):
            said = await self._messages.run(lambda hybrid: _replayed(hybrid, turns), remembers=True)
        if said.about:
            self._metrics.puzzle(said.about["kind"], said.about["status"])
        return said

    async def _streamed(
        self, asked: ChatRequest, turns: list[str], head: dict[str, Any]
    ) -> Response:
        task = asyncio.ensure_future(self._say(turns))
        try:
            await asyncio.wait({task}, timeout=_PLAIN_ERROR_S)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if task.done() and (error := task.exception()) is not None:
            raise error
        with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
        events = _events(task, turns, head, with_usage=with_usage)
        return StreamingResponse(
            events, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )


async def _events(
    task: asyncio.Task[Said], turns: list[str], head: dict[str, Any], *, with_usage: bool
) -> AsyncIterator[str]:
    """A completion in server-sent events; where the client leaves, the work ends."""
    try:
        yield _event(head, {"role": "assistant", "content": ""})
        while not task.done():
            await asyncio.wait({task}, timeout=_ALIVE_S)
            if not task.done():
                yield ": thinking\n\n"
        try:
            said = task.result()
        except Exception as error:
            refused = refusal(error) or Refused(500, "internal", "that is a bug in the service")
            yield f"data: {as_json(refused.body)}\n\n"
            return
        for piece in pieces(said.content):
            yield _event(head, {"content": piece})
        yield _event(head, {}, finish="stop", about=said.about)
        if with_usage:
            usage = {"choices": [], "usage": _usage(turns, said.content)}
            yield f"data: {as_json({**head, 'object': 'chat.completion.chunk', **usage})}\n\n"
        yield "data: [DONE]\n\n"
    finally:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


def _replayed(hybrid: ServedHybrid, turns: list[str]) -> Said:
    """Say the person's turns in order; the answer to the last one."""
    conversation = Conversation(hybrid)
    turn = Turn("")
    for text in turns:
        hybrid.call.check()
        turn = conversation.say(text)
    reply = conversation.reply
    about = None
    if reply is not None:
        verdict = reply.verdict
        verified = reply.status in (Status.SOLVED, Status.MULTIPLE) and bool(
            verdict and verdict.verified
        )
        about = {"kind": str(reply.kind), "status": str(reply.status), "verified": verified}
    return Said(_content(turn), about)


def _content(turn: Turn) -> str:
    """A turn as Markdown: the picture in a fence, then the words."""
    if turn.picture is None:
        return turn.text
    drawn = turn.picture.drawn(labels=True, width=_WIDTH).plain.rstrip("\n")
    return f"```\n{drawn}\n```\n\n{turn.text}"


def pieces(text: str) -> Iterator[str]:
    """A text by lines and sentences; together they are the text.

    >>> list(pieces("A 1.5 b. C? d"))
    ['A 1.5 b. ', 'C? ', 'd']
    """
    return (found.group() for found in _PIECE.finditer(text) if found.group())


def _event(
    head: dict[str, Any], delta: dict[str, Any], *, finish: str | None = None, about: Any = None
) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    chunk = {**head, "object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {as_json(chunk | ({'tinyduo': about} if finish else {}))}\n\n"


def _usage(turns: list[str], content: str) -> dict[str, int]:
    asked = sum(len(_WORD.findall(turn)) for turn in turns)
    told = len(_WORD.findall(content))
    return {
        "prompt_tokens": asked,
        "completion_tokens": told,
        "total_tokens": asked + told,
    }


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
