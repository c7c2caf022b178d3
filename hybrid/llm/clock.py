"""The language model's share of a message's time, and what went wrong in it.

A model may hang, drip one letter a second, write without end or raise anything. `Clock` bounds
the seconds of one message; `Guarded` wraps a model so that whoever streams from it is never kept
waiting longer, and the clock notes the failure for the reply to say.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict
from typing_extensions import override

from ...tools.errors import LLMUnavailableError, TinyduoError

T = TypeVar("T")
MAX_CHARACTERS = 20_000  # of a reply


class Clock:
    """Seconds that the language model may take of one message; it runs only while it works.

    Args:
        seconds: the limit.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds
        self.failure: str | None = None  # why the model was done without, in plain words

    def within(self, call: Callable[[], T]) -> T:
        """The result of a call that takes part of the time.

        Raises:
            LLMUnavailableError: the time is up; the call is left to itself.
        """
        for result in self.pieces(lambda: iter([call()])):
            return result
        raise AssertionError("a list of one has an item")

    def pieces(self, calls: Callable[[], Iterator[T]]) -> Iterator[T]:
        """The items of an iterator that is made and read in a thread of its own.

        Raises:
            LLMUnavailableError: the time is up; the thread ends with its next item.
        """
        queue: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        late = threading.Event()

        def work() -> None:
            try:
                for item in calls():
                    if late.is_set():
                        return
                    queue.put(("item", item))
                queue.put(("end", None))
            except BaseException as error:  # handed to the thread that waits
                queue.put(("error", error))

        context = contextvars.copy_context()  # callbacks and traces travel in it
        threading.Thread(target=context.run, args=(work,), daemon=True).start()
        try:
            while True:
                began = time.monotonic()
                try:
                    what, item = queue.get(timeout=max(self.left, 0.0))
                except Empty:
                    raise LLMUnavailableError(
                        f"it did not answer within {self.seconds:g} seconds"
                    ) from None
                finally:
                    self.left -= time.monotonic() - began
                if what == "end":
                    return
                if what == "error":
                    raise item
                yield item
        finally:
            late.set()

    def note(self, error: BaseException) -> str:
        """Remember the first failure; returns this one in plain words."""
        plain = in_words(error)
        self.failure = self.failure or plain
        return plain


def in_words(error: BaseException) -> str:
    """An error on one line, without a dot at its end; foreign ones by name."""
    said = " ".join(str(error).split())
    if not isinstance(error, TinyduoError):
        said = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return said[:300].rstrip(". ")


class Guarded(BaseChatModel):
    """Another model under a clock."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    inner: BaseChatModel
    """The model."""
    clock: Clock
    """What it may take, and what went wrong."""

    @property
    @override
    def _llm_type(self) -> str:
        return self.inner._llm_type

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        try:
            reply = self.clock.within(lambda: self.inner.invoke(messages, stop=stop, **kwargs))
        except Exception as error:
            self.clock.note(error)
            raise
        return ChatResult(generations=[ChatGeneration(message=reply)])

    @override
    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        written = 0
        try:
            stream = self.clock.pieces(lambda: self.inner.stream(messages, stop=stop, **kwargs))
            for message in stream:
                written += len(message.text)
                yield ChatGenerationChunk(message=AIMessageChunk(content=message.text))
                if written > MAX_CHARACTERS:
                    return
        except Exception as error:
            self.clock.note(error)
            raise
