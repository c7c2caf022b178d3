"""What `/v1/chat/completions` is asked: OpenAI's form, as far as it concerns us.

Fields we have no use for (temperature, tools, response_format ...) are taken and left alone:
clients send them without being asked. What would change the meaning is refused by name.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .wire import Refused

MODEL = "tinyduo"
MAX_TURNS = 100  # of the person, in one conversation


class ContentPart(BaseModel):
    """A part of a message; of text alone."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Only text is read.")
    text: str | None = None


class ChatMessage(BaseModel):
    """A message of the conversation."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ContentPart] | None = None


class StreamOptions(BaseModel):
    """How to stream."""

    model_config = ConfigDict(extra="allow")

    include_usage: bool | None = None


class ChatRequest(BaseModel):
    """A conversation whose last message is the person's."""

    model_config = ConfigDict(extra="allow")

    model: str = Field(description=f'"{MODEL}".')
    messages: list[ChatMessage] = Field(min_length=1)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = None

    def turns(self) -> list[str]:
        """What the person said, in order; all roles but `user` are left out.

        Raises:
            Refused: for what is no turn of the person's, or more than `MAX_TURNS` of them.
        """
        if self.messages[-1].role != "user":
            raise _wrong("messages: the last one must have the role user")
        turns = [_text(message) for message in self.messages if message.role == "user"]
        if len(turns) > MAX_TURNS:
            raise _wrong(f"messages: {len(turns)} of the user, at most {MAX_TURNS} are read")
        return turns


def read_chat(data: dict[str, Any]) -> ChatRequest:
    """A request for a completion.

    Raises:
        Refused: for one that cannot be answered; names the field.
    """
    try:
        request = ChatRequest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"][:3]))[:80]
        raise _wrong(f"{where}: {first['msg'][:120]}") from None
    if request.model != MODEL:
        raise no_model()
    if request.n not in (None, 1):
        raise _wrong("n: one choice is given, expected 1")
    return request


def no_model() -> Refused:
    """Said of a model that there is not."""
    return Refused(404, "model_not_found", f"no such model here; there is {MODEL!r}")


def _text(message: ChatMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    parts = message.content or []
    if any(part.type != "text" or part.text is None for part in parts):
        raise _wrong("messages: only content of type text is read")
    return "\n".join(part.text or "" for part in parts)


def _wrong(message: str) -> Refused:
    return Refused(400, "invalid_input", message)
