"""Asking language models: tokens and seconds counted, passing errors tried again.

Tokens are those that models report, whoever calls them and in whatever thread (the handler
travels in a context variable). Only errors that pass by themselves (busy, unreachable, 5xx) are
tried again, ever later; a prompt that is too long, or a reply that took too long, is not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import HTTPError
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.tracers.context import register_configure_hook
from typing_extensions import override

from ..hybrid.llm import LocalChatModel
from ..hybrid.llm.local import Choice

T = TypeVar("T")
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})  # HTTP statuses that pass
_SHUT = frozenset({401, 403, 404})  # nothing will come from there, whatever is asked
_LETTERS = 4  # characters of a token, where a model tells no tokens


@dataclass(frozen=True, slots=True)
class Usage:
    """What language models were asked for in one item."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: bool = False  # a model told no tokens: counted as 4 characters each
    seconds: float = 0.0  # that calls took together


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try again, and how long to wait before."""

    tries: int = 5  # in all
    pause: float = 1.0  # seconds before the second; doubled each time
    longest: float = 60.0  # seconds of a pause at most
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        if self.tries < 1:
            raise ValueError(f"{self.tries} tries, expected at least 1")

    def before(self, number: int) -> float:
        """Seconds before try `number`, from 1; none before the first."""
        return min(self.pause * 2 ** (number - 2), self.longest) if number > 1 else 0.0


class Meter(BaseCallbackHandler):
    """Counts what models read and write; notes their errors."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._lock = threading.Lock()
        self._asked: dict[UUID, tuple[float, int]] = {}  # when, and characters of the prompt
        self._seen: set[str] = set()  # ids of messages: a wrapped model reports its reply twice
        self._usage = Usage()

    @property
    def usage(self) -> Usage:
        """So far."""
        return self._usage

    @override
    def on_chat_model_start(
        self,
        serialized: dict[str, Any],
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        **kwargs: Any,
    ) -> None:
        letters = sum(len(message.text) for message in messages[0])
        with self._lock:
            self._asked[run_id] = time.perf_counter(), letters

    @override
    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        generation = response.generations[0][0] if response.generations else None
        message = generation.message if isinstance(generation, ChatGeneration) else None
        with self._lock:
            began, letters = self._asked.pop(run_id, (time.perf_counter(), 0))
            if not isinstance(message, AIMessage) or (message.id or "") in self._seen:
                return
            if message.id:
                self._seen.add(message.id)
            told, old = message.usage_metadata, self._usage
            read = told["input_tokens"] if told else letters // _LETTERS
            written = told["output_tokens"] if told else len(message.text) // _LETTERS
            self._usage = Usage(
                old.calls + 1,
                old.prompt_tokens + read,
                old.completion_tokens + written,
                old.estimated or told is None,
                old.seconds + time.perf_counter() - began,
            )

    @override
    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        with self._lock:
            self._asked.pop(run_id, None)
            self.errors.append(error)

    def picked(self, letters: int, seconds: float) -> None:
        """Count a choice among options, which is no call that LangChain tells of."""
        with self._lock:
            old = self._usage
            self._usage = replace(
                old,
                calls=old.calls + 1,
                prompt_tokens=old.prompt_tokens + letters // _LETTERS,
                estimated=True,
                seconds=old.seconds + seconds,
            )


_meter: ContextVar[Meter | None] = ContextVar("tinyduo_meter", default=None)
register_configure_hook(_meter, inheritable=True)


@contextmanager
def metered() -> Iterator[Meter]:
    """Count what models are asked within the block."""
    meter = Meter()
    token = _meter.set(meter)
    try:
        yield meter
    finally:
        _meter.reset(token)


def passes(error: BaseException) -> bool:
    """Whether an error of an endpoint may be gone at the next try."""
    what = _what(error)
    return what in _BUSY if isinstance(what, int) else what is not None


def down(error: BaseException) -> bool:
    """Whether an error says that nothing comes from the endpoint, whatever it is asked."""
    return passes(error) or _what(error) in _SHUT


def error_line(error: BaseException) -> str:
    """An error in one line, for the record."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _what(error: BaseException) -> int | BaseException | None:
    """The HTTP status behind an error, or the broken connection; None where it is neither."""
    seen: BaseException | None = error
    while seen is not None:
        status = seen.code if isinstance(seen, HTTPError) else getattr(seen, "status_code", None)
        if isinstance(status, int):
            return status
        if isinstance(seen, TimeoutError):
            return None  # it would take as long again
        if isinstance(seen, ConnectionError | HTTPException):
            return seen
        reason = getattr(seen, "reason", None)  # of a URLError
        seen = reason if isinstance(reason, BaseException) else seen.__cause__
    return None


def patiently(call: Callable[[], T], patience: Patience) -> tuple[T, int]:
    """The result of a call, tried again while its errors pass, and how many further tries it took.

    Raises:
        Exception: the last error, with the further tries noted as `tries`.
    """
    for number in range(1, patience.tries + 1):
        if number > 1:
            patience.sleep(patience.before(number))
        try:
            return call(), number - 1
        except Exception as error:
            if number == patience.tries or not passes(error):
                error.tries = number - 1  # type: ignore[attr-defined]
                raise
    raise AssertionError("a last try returns or raises")


def counted(llm: BaseChatModel) -> BaseChatModel:
    """A model of this process whose choices are counted too; others as they are."""
    if not isinstance(llm, LocalChatModel):
        return llm
    return _counting(type(llm))(**{name: getattr(llm, name) for name in type(llm).model_fields})


@lru_cache(maxsize=8)
def _counting(sort: type[LocalChatModel]) -> type[LocalChatModel]:
    class Counting(sort):  # type: ignore[misc, valid-type]
        @override
        def choose(self, messages: Any, options: Sequence[str], **settings: Any) -> Choice:
            began, meter = time.perf_counter(), _meter.get()
            found = super().choose(messages, options, **settings)
            if meter is not None:
                read = sum(len(m.text) for m in self._convert_input(messages).to_messages())
                read += sum(map(len, options))
                meter.picked(read, time.perf_counter() - began)
            return found

    return Counting


def configured(llm: BaseChatModel, **settings: Any) -> BaseChatModel:
    """A model with those of the settings that it has, such as temperature and max_tokens."""
    known = {key: value for key, value in settings.items() if key in type(llm).model_fields}
    return llm.model_copy(update=known)
