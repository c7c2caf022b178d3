"""A language model in this process as a LangChain chat model.

Runs any folder transformers can load: on a GPU in bfloat16, on the CPU in float32. Making one
costs nothing: weights are loaded on first use and shared. A tool choice of "any" or a name is
enforced by grammar, not asked for. Nothing here reaches the network.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.base import LangSmithParams
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field
from typing_extensions import override

from ...tools.errors import LLMUnavailableError, ToolInputError
from .constrained import Guide
from .decoding import text_pieces
from .offering import ToolOffering
from .prompt import render
from .tool_calls import ParsedReply, Tool, call_grammar, normalise_choice, parse_tool_calls

if TYPE_CHECKING:
    from .engine import Engine


@dataclass(frozen=True, slots=True)
class Choice:
    """What `choose` found."""

    option: str  # the likeliest option
    probabilities: dict[str, float]  # of each option; relative weights, they add up to 1


@dataclass(slots=True)
class _Reply:
    """A reply while it is being written."""

    pieces: Iterator[str]  # to be read once
    tools: Sequence[Tool]  # whose calls are looked for in the text
    limit: int  # tokens at most
    read: int  # prompt tokens
    written: int = 0  # tokens so far

    @property
    def usage(self) -> UsageMetadata:
        """Tokens read and written so far."""
        return UsageMetadata(
            input_tokens=self.read,
            output_tokens=self.written,
            total_tokens=self.read + self.written,
        )

    @property
    def finish_reason(self) -> str:
        """Why it ended."""
        return "length" if self.written >= self.limit else "stop"


class LocalChatModel(ToolOffering):
    """A chat model that runs in this process."""

    model_config = ConfigDict(populate_by_name=True)

    model: str = "local"
    """The name shown in traces and metadata."""
    model_path: Path | None = None
    """A folder with config, safetensors, tokenizer and chat template."""
    device: str | None = None
    """Such as "cpu" or "cuda:0"; None takes a CUDA device if there is one."""
    threads: int | None = Field(default=None, ge=1)
    """CPU threads; None is one on a small machine, else torch's own choice."""
    temperature: float = Field(default=0.0, ge=0)
    """0 picks the likeliest token, and the same reply every time."""
    seed: int | None = None
    """For a temperature above 0; None draws one."""
    max_tokens: int = Field(default=256, ge=1)
    """Tokens of a reply at most."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds for a reply, loading not counted; then `LLMUnavailableError`."""
    stop: list[str] | None = None
    """Strings that end a reply."""
    max_retries: int = 0
    """Taken for uniformity: a local model that failed once fails again."""
    streaming: bool = False
    """Whether `invoke` reports its tokens to callbacks as they come."""

    @property
    @override
    def _llm_type(self) -> str:
        return "tinyduo-local"

    @property
    @override
    def _identifying_params(self) -> dict[str, Any]:
        names = ("model", "temperature", "seed", "max_tokens", "stop")
        return {name: getattr(self, name) for name in names} | {"model_path": str(self.model_path)}

    @override
    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop or self.stop, **kwargs)
        params["ls_provider"] = "tinyduo"
        return params

    def load(self) -> Engine:
        """Load the weights now rather than on first use.

        Returns:
            The engine, shared by all models on the same folder and device.

        Raises:
            LLMUnavailableError: the model is not there, or not a chat model.
        """
        from .engine import load_engine

        return load_engine(self._folder(), device=self.device, threads=self.threads)

    def _folder(self) -> Path:
        if self.model_path is None:
            raise LLMUnavailableError("no model_path was given: a folder with a chat model")
        return self.model_path

    @override
    def get_token_ids(self, text: str) -> list[int]:
        return self.load().encode(text)

    def choose(
        self,
        messages: LanguageModelInput,
        options: Sequence[str],
        *,
        baseline: LanguageModelInput | None = None,
    ) -> Choice:
        """Let the model pick one of several replies, by how likely it finds each.

        Args:
            messages: the question; if it ends in an assistant's text, the options continue it.
            options: different replies, at least one.
            baseline: the same question without its content. What the model prefers there is
                taken off (contextual calibration, Zhao et al. 2021, arXiv:2102.09690).

        Returns:
            The likeliest option and the weight of each. Weights come from the mean
            log-probability of a token; they rank, they do not measure confidence.

        Raises:
            ToolInputError: no options, or the same one twice.
            LLMUnavailableError: the model is not there, or the time is up.
        """
        if not options or len(set(options)) < len(options):
            raise ToolInputError(f"options: expected different ones, got {list(options)}")
        if len(options) == 1:
            return Choice(options[0], {options[0]: 1.0})
        engine, deadline = self.load(), self._deadline()

        def scores(question: LanguageModelInput) -> list[float]:
            prompt = render(engine.tokenizer, self._convert_input(question).to_messages())
            return engine.score(prompt, options, deadline=deadline)

        found = scores(messages)
        if baseline is not None:
            found = [a - b for a, b in zip(found, scores(baseline), strict=True)]
        best = max(found)
        weights = [math.exp(score - best) for score in found]
        total = sum(weights)
        probabilities = {o: w / total for o, w in zip(options, weights, strict=True)}
        return Choice(options[found.index(best)], probabilities)

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        reply = self._begin(messages, stop, kwargs)
        parsed = _parse("".join(reply.pieces), reply.tools)
        message = AIMessage(
            content=parsed.text,
            tool_calls=list(parsed.calls),
            invalid_tool_calls=list(parsed.invalid),
            usage_metadata=reply.usage,
            response_metadata=self._metadata(kwargs) | {"finish_reason": reply.finish_reason},
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    @override
    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._begin(messages, stop, kwargs)
        metadata = self._metadata(kwargs)  # once only: merging chunks joins equal strings
        for message in _chunks(reply):
            message.response_metadata, metadata = metadata, {}
            chunk = ChatGenerationChunk(message=message)
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk
        last = AIMessageChunk(
            content="",
            usage_metadata=reply.usage,
            response_metadata=metadata | {"finish_reason": reply.finish_reason},
            chunk_position="last",
        )
        yield ChatGenerationChunk(message=last)

    def _begin(
        self, messages: list[BaseMessage], stop: list[str] | None, settings: dict[str, Any]
    ) -> _Reply:
        """Prepare a reply; nothing is written before its pieces are read."""
        from .engine import Sampling

        engine = self.load()
        tools: Sequence[Tool] = settings.get("tools") or ()
        choice = normalise_choice(settings.get("tool_choice"), tools)
        if choice == "none":
            tools = ()
        prompt = engine.encode(render(engine.tokenizer, messages, tools))
        limit = settings.get("max_tokens") or self.max_tokens
        temperature = settings.get("temperature")
        sampling = Sampling(
            max_tokens=limit,
            temperature=self.temperature if temperature is None else temperature,
            seed=settings.get("seed", self.seed),
            deadline=self._deadline(settings.get("timeout")),
        )
        guide = None
        if tools and choice != "auto":
            guide = Guide(call_grammar(tools, choice), engine.vocabulary, engine.end_ids)
        reply = _Reply(iter(()), tools, limit, len(prompt))

        def counted() -> Iterator[int]:
            for token in engine.generate(prompt, sampling, guide):
                reply.written += 1
                yield token

        def forced(guide: Guide) -> Iterator[str]:
            for _ in counted():  # the guide keeps what is written
                pass
            yield guide.text()

        words = self.stop if stop is None else stop
        reply.pieces = (
            forced(guide) if guide else text_pieces(counted(), engine.decode, words or ())
        )
        return reply

    def _deadline(self, timeout: float | None = None) -> float | None:
        seconds = self.timeout if timeout is None else timeout
        return None if seconds is None else time.monotonic() + seconds

    def _metadata(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {"model_name": settings.get("model") or self.model, "model_provider": "tinyduo"}


def _parse(text: str, tools: Sequence[Tool]) -> ParsedReply:
    return parse_tool_calls(text, tools) if tools else ParsedReply(text, (), ())


def _chunks(reply: _Reply) -> Iterator[AIMessageChunk]:
    """The reply as it comes; with tools on offer, whole: any text may turn out to be a call."""
    if not reply.tools:
        for piece in reply.pieces:
            yield AIMessageChunk(content=piece)
        return
    parsed = _parse("".join(reply.pieces), reply.tools)
    if parsed.text:
        yield AIMessageChunk(content=parsed.text)
    calls = [
        (call["name"], json.dumps(call["args"], ensure_ascii=False), call["id"])
        for call in parsed.calls
    ]
    calls += [(call["name"], call["args"], call["id"]) for call in parsed.invalid]
    for index, (name, args, id_) in enumerate(calls):
        part = tool_call_chunk(name=name, args=args, id=id_, index=index)
        yield AIMessageChunk(content="", tool_call_chunks=[part])
