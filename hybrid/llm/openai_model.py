"""A chat model behind an OpenAI-compatible server: OpenAI, vLLM, llama.cpp, Ollama and others.

Our own and not langchain-openai: that brings a dozen packages (openai, tiktoken, a Rust
extension) for one POST request, and its errors are tracebacks. Here is the standard library, one
deadline for a whole reply, a limit on its length, and errors in plain sentences. Whoever wants
langchain-openai's features passes its model to `Hybrid(llm=...)`; any LangChain model is taken.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.base import LangSmithParams
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr, field_validator
from typing_extensions import override

from ...tools.errors import LLMUnavailableError, ToolInputError
from .offering import ToolOffering
from .openai_wire import chunks_of, complaint_in, message_of, to_wire
from .tool_calls import Tool, call_schema, normalise_choice

OPENAI_URL = "https://api.openai.com/v1"
OPENAI_KEY = "OPENAI_API_KEY"  # the environment variable

_MAX_BYTES = 2_000_000  # of a response
_MAX_CHARACTERS = 20_000  # of a streamed reply; a model that never stops is cut off
_AGAIN = (429, 502, 503, 504)  # worth another try
_PAUSE = 0.5  # seconds before it
# What some servers refuse, and what they take instead (None: they do without).
_OPTIONAL = {
    "max_tokens": "max_completion_tokens",
    "temperature": None,
    "seed": None,
    "stream_options": None,
    "response_format": None,
    "tool_choice": None,
}


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would take the API key to another host."""

    @override
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class OpenAIChatModel(ToolOffering):
    """A model of an OpenAI-compatible server.

    Example:
        >>> OpenAIChatModel(model="qwen3", base_url="http://127.0.0.1:8000/v1").base_url
        'http://127.0.0.1:8000/v1'
    """

    model: str
    """The server's name of the model."""
    base_url: str = OPENAI_URL
    """Where the server is, up to and including `/v1`."""
    api_key_env: str = OPENAI_KEY
    """The environment variable that holds the key; a server of your own may need none."""
    temperature: float | None = Field(default=0.0, ge=0)
    """None leaves it to the server."""
    seed: int | None = None
    """For servers that take one."""
    max_tokens: int = Field(default=512, ge=1)
    """Tokens of a reply at most."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds for a whole reply."""
    stop: list[str] | None = None
    """Strings that end a reply."""
    max_retries: int = Field(default=1, ge=0)
    """Further tries where the server is busy."""
    streaming: bool = False
    """Whether `invoke` reports its tokens to callbacks as they come."""
    lists_tools: bool = False
    """Tell the tools in words: for servers whose templates do not show them to the model."""

    _refused: set[str] = PrivateAttr(default_factory=set)  # settings the server does not take

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"base_url: expected http:// or https://, got {url!r}")
        return url.rstrip("/")

    @property
    @override
    def _llm_type(self) -> str:
        return "tinyduo-openai"

    @property
    @override
    def _identifying_params(self) -> dict[str, Any]:
        names = ("model", "base_url", "temperature", "seed", "max_tokens", "stop")
        return {name: getattr(self, name) for name in names}

    @override
    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop or self.stop, **kwargs)
        params["ls_provider"] = "openai"
        return params

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        body, tools = self._body(messages, stop, kwargs)
        deadline = self._deadline(kwargs)
        with self._post(body, deadline) as response:
            raw = b"".join(self._blocks(response, deadline))
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise LLMUnavailableError(f"{self._where} sent no JSON; is the URL right?") from error
        message = message_of(data, tools)
        message.response_metadata |= self._metadata(kwargs)
        return ChatResult(generations=[ChatGeneration(message=message)])

    @override
    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        metadata = self._metadata(kwargs)  # once only: merging chunks joins equal strings
        for message in self._pieces(messages, stop, kwargs):
            message.response_metadata |= metadata
            metadata = {}
            chunk = ChatGenerationChunk(message=message)
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk
        last = AIMessageChunk(content="", chunk_position="last", response_metadata=metadata)
        yield ChatGenerationChunk(message=last)

    def _pieces(
        self, messages: list[BaseMessage], stop: list[str] | None, settings: dict[str, Any]
    ) -> Iterator[AIMessageChunk]:
        body, tools = self._body(messages, stop, settings)
        if tools and self.lists_tools:  # any text may turn out to be a call
            yield _as_chunk(self._generate(messages, stop, None, **settings))
            return
        deadline = self._deadline(settings)
        body |= {"stream": True, "stream_options": {"include_usage": True}}
        written = 0
        with self._post(body, deadline) as response:
            for chunk in chunks_of(self._lines(response, deadline)):
                yield chunk
                written += len(chunk.text)
                if written > _MAX_CHARACTERS:
                    return

    def _body(
        self, messages: list[BaseMessage], stop: list[str] | None, settings: dict[str, Any]
    ) -> tuple[dict[str, Any], Sequence[Tool]]:
        """The request, and the tools on offer."""
        tools: Sequence[Tool] = settings.get("tools") or ()
        choice = normalise_choice(settings.get("tool_choice"), tools)
        if choice == "none":
            tools = ()
        listed = tools if self.lists_tools else ()
        temperature = settings.get("temperature")
        body = {
            "model": settings.get("model") or self.model,
            "messages": to_wire(messages, listed),
            "max_tokens": settings.get("max_tokens") or self.max_tokens,
            "temperature": self.temperature if temperature is None else temperature,
            "seed": settings.get("seed", self.seed),
            "stop": stop or self.stop,
            "response_format": settings.get("response_format"),
        }
        if tools and not listed:
            named = {"type": "function", "function": {"name": choice}}
            body |= {
                "tools": [dict(tool) for tool in tools],
                "tool_choice": {"auto": "auto", "any": "required"}.get(choice, named),
            }
        elif tools and choice != "auto":
            schemas = [call_schema(t) for t in tools if choice in ("any", t["function"]["name"])]
            schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
            body["response_format"] = json_format(schema)
        return {key: value for key, value in body.items() if value is not None}, tools

    def _post(self, body: dict[str, Any], deadline: float) -> HTTPResponse:
        """The response to a request, its body still to be read."""
        headers = {"Content-Type": "application/json", "User-Agent": "tinyduo"}
        if key := self._key():
            headers["Authorization"] = f"Bearer {key}"
        tries = 1 + self.max_retries
        while True:
            data = json.dumps(_fitted(body, self._refused)).encode()
            request = Request(f"{self._address()}/chat/completions", data, headers)
            try:
                return build_opener(_NoRedirects).open(request, timeout=self._left(deadline))
            except HTTPError as error:
                with error:
                    said = _said(error)
                refused = [name for name in _OPTIONAL if name in said and name in body]
                if error.code == 400 and refused and refused[0] not in self._refused:
                    self._refused.add(refused[0])
                    continue
                tries -= 1
                if error.code not in _AGAIN or tries <= 0:
                    raise LLMUnavailableError(self._refusal(error.code, said)) from error
                time.sleep(min(_PAUSE, self._left(deadline)))
            except TimeoutError as error:
                raise self._late() from error
            except (URLError, OSError, HTTPException) as error:
                why = getattr(error, "reason", error)
                if isinstance(why, TimeoutError):
                    raise self._late() from error
                raise LLMUnavailableError(
                    f"{self._where} cannot be reached ({_line(why)}); is it running, "
                    "and is the URL right?"
                ) from error

    def _blocks(self, response: HTTPResponse, deadline: float) -> Iterator[bytes]:
        """The body as it comes, up to a limit of bytes and of time."""
        size = 0
        while True:
            self._left(deadline)
            try:
                block = response.read1(1 << 16)
            except TimeoutError as error:
                raise self._late() from error
            except (OSError, HTTPException, ValueError) as error:
                raise LLMUnavailableError(
                    f"{self._where} broke off its reply ({_line(error)})"
                ) from error
            if not block:
                return
            size += len(block)
            if size > _MAX_BYTES:
                raise LLMUnavailableError(f"{self._where} sent over {_MAX_BYTES:,} bytes")
            yield block

    def _lines(self, response: HTTPResponse, deadline: float) -> Iterator[str]:
        pending = b""
        for block in self._blocks(response, deadline):
            *whole, pending = (pending + block).split(b"\n")
            for line in whole:
                yield line.decode("utf-8", "replace").rstrip("\r")
        yield pending.decode("utf-8", "replace")

    def _address(self) -> str:
        """Where the server is; it may have to be started first."""
        return self.base_url

    def _key(self) -> str | None:
        key = os.environ.get(self.api_key_env, "").strip()
        if not key and self.base_url == OPENAI_URL:
            raise LLMUnavailableError(
                f"no API key: put it into the environment variable {self.api_key_env} (or name "
                "another with --api-key-env); for a server of your own give its --base-url"
            )
        if not (key.isascii() and key.isprintable()):
            raise LLMUnavailableError(f"the API key in {self.api_key_env} holds odd characters")
        return key or None

    @property
    def _where(self) -> str:
        return f"the language model's server {self.base_url}"

    def _deadline(self, settings: dict[str, Any]) -> float:
        return time.monotonic() + (settings.get("timeout") or self.timeout)

    def _left(self, deadline: float) -> float:
        """Seconds until the deadline."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise self._late()
        return left

    def _late(self) -> LLMUnavailableError:
        return LLMUnavailableError(f"{self._where} did not answer in time")

    def _refusal(self, code: int, said: str) -> str:
        tail = f": {said}" if said else ""
        match code:
            case 401 | 403:
                return f"{self._where} refused the API key in {self.api_key_env} ({code}){tail}"
            case 404:
                return (
                    f"{self._where} knows no model {self.model!r}, or its URL is another, such as "
                    f"one that ends in /v1 ({code}){tail}"
                )
            case 429:
                return f"{self._where} is busy or a quota is used up ({code}){tail}"
        return f"{self._where} answered with an error ({code}){tail}"

    def _metadata(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {"model_name": settings.get("model") or self.model, "model_provider": "openai"}


def _as_chunk(result: ChatResult) -> AIMessageChunk:
    """A whole reply as one piece."""
    message = result.generations[0].message
    assert isinstance(message, AIMessage)
    parts = [
        tool_call_chunk(
            name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=index
        )
        for index, call in enumerate(message.tool_calls)
    ]
    return AIMessageChunk(
        content=message.content,
        tool_call_chunks=parts,
        usage_metadata=message.usage_metadata,
        response_metadata={"finish_reason": message.response_metadata.get("finish_reason")},
    )


def json_format(schema: dict[str, Any], name: str = "reply") -> dict[str, Any]:
    """The `response_format` that makes a server write JSON of a schema."""
    return {"type": "json_schema", "json_schema": {"name": name, "schema": schema}}


def choice_schema(options: Sequence[str]) -> dict[str, Any]:
    """The schema of one of several options.

    Raises:
        ToolInputError: there is none to choose.
    """
    if not options:
        raise ToolInputError("options: expected at least one, got none")
    properties = {"choice": {"type": "string", "enum": list(options)}}
    return {"type": "object", "properties": properties, "required": ["choice"]}


def _fitted(body: dict[str, Any], refused: set[str]) -> dict[str, Any]:
    """A request without what the server refused, renamed where there is another name."""
    fitted = {key: value for key, value in body.items() if key not in refused}
    for name in refused & body.keys():
        if other := _OPTIONAL[name]:
            fitted[other] = body[name]
    return fitted


def _said(error: HTTPError) -> str:
    """What the server says about its error."""
    try:
        raw = error.read(10_000)
        return complaint_in(json.loads(raw)) or ""
    except (OSError, HTTPException, ValueError, RecursionError):
        return ""


def _line(error: object) -> str:
    return " ".join(str(error).split())[:150] or type(error).__name__
