"""A GGUF file on the CPU through `xllamacpp` (the extra `cpu`), 4 to 6 times as fast as torch.

The engine is a server inside this process, on a loopback port of its own choosing and with a
key that only this process knows, so the protocol of openai_model.py drives it: streaming, JSON
under a schema, and a reply that stops when nobody reads it any more.
"""

from __future__ import annotations

import os
import secrets
import threading
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from langchain_core.language_models import LanguageModelInput
from pydantic import Field
from typing_extensions import override

from ...tools.errors import LLMUnavailableError
from .local import Choice
from .openai_model import OpenAIChatModel, choice_schema, json_format

_CONTEXT = 8192  # tokens of prompt and reply


def llama_cpp_is_there() -> bool:
    """Whether the engine is installed; nothing is imported."""
    return find_spec("xllamacpp") is not None


class LlamaCppChatModel(OpenAIChatModel):
    """A GGUF file in this process."""

    model_path: Path
    """The GGUF file."""
    threads: int | None = Field(default=None, ge=1)
    """CPU threads; None is one on a small machine, else half of the cores."""
    base_url: str = "http://127.0.0.1"
    """Replaced by the engine's own address."""
    lists_tools: bool = True
    """Most small models' templates do not show tools, or show them wrongly."""

    @property
    @override
    def _llm_type(self) -> str:
        return "tinyduo-llama-cpp"

    def load(self) -> Any:
        """Load the file now rather than on first use.

        Returns:
            The engine, shared by all models on the same file.

        Raises:
            LLMUnavailableError: the engine is not installed, or cannot read the file.
        """
        threads = self.threads or _default_threads()
        with _loading:
            return _server(self.model_path.resolve(), threads)[0]

    def choose(self, messages: LanguageModelInput, options: list[str]) -> Choice:
        """Let the model pick one of several replies.

        Args:
            messages: the question.
            options: different replies, at least one.

        Returns:
            The option; this engine tells no probabilities.
        """
        reply = self.invoke(messages, response_format=json_format(choice_schema(options)))
        found = next((o for o in options if f'"{o}"' in reply.text), None)
        if found is None:
            raise LLMUnavailableError(f"{self.model} chose none of the options")
        return Choice(found, {found: 1.0})

    @override
    def _address(self) -> str:
        return f"{self.load().listening_address}/v1"

    @override
    def _key(self) -> str | None:
        self.load()
        return _server(self.model_path.resolve(), self.threads or _default_threads())[1]

    @property
    @override
    def _where(self) -> str:
        return f"{self.model} (llama.cpp)"


_loading = threading.Lock()


@lru_cache(maxsize=1)
def _server(file: Path, threads: int) -> tuple[Any, str]:
    """A running engine and its key."""
    try:
        xllamacpp: Any = import_module("xllamacpp")
    except ImportError as error:
        raise LLMUnavailableError(
            "xllamacpp is not installed; run: pip install 'tinyduo[cpu]'"
        ) from error
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_ctx, params.n_parallel = _CONTEXT, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.warmup, params.verbosity, params.ui = False, -1, False
    key = secrets.token_urlsafe(24)
    params.api_keys = [key]
    try:
        return xllamacpp.Server(params), key
    except (RuntimeError, OSError, ValueError) as error:
        raise LLMUnavailableError(f"cannot load {file}: {error}") from error


def _default_threads() -> int:
    # Measured on two busy cores: 7.5 to 22 tokens/s with one thread, 0.6 to 2.8 with two.
    cores = os.cpu_count() or 1
    return 1 if cores <= 2 else cores // 2
