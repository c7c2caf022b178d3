"""From what the user names to a chat model.

A fetched model that is missing is no error for "embedded": it is fetched on first use, and where
that is impossible the answer is None, the templates speak, and one line on stderr says how to
change that. Whoever asks for another model gets it or one sentence on what is missing.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from langchain_core.language_models.chat_models import BaseChatModel

from ...tools.errors import LLMUnavailableError, ToolInputError
from .embedded import EmbeddedChatModel
from .fetch import FETCH_COMMAND, embedded_path, fetch_embedded
from .gguf import check_gguf, converted
from .llama_cpp import LlamaCppChatModel, llama_cpp_is_there
from .local import LocalChatModel
from .openai_model import OPENAI_KEY, OPENAI_URL, OpenAIChatModel
from .qwen import QWEN_FETCH_COMMAND, QWEN_NAME, qwen_path

CHOICES = (
    f"embedded, none, {QWEN_NAME}, local:FOLDER, local:FILE.gguf, local:HUB_ID, or openai:MODEL"
)
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_HUB_FILES = ["*.json", "*.safetensors", "*.jinja", "*.txt", "*.model"]  # none that can run code


@dataclass(frozen=True, slots=True)
class Server:
    """Where the models of `openai:MODEL` are."""

    base_url: str = OPENAI_URL  # up to and including /v1
    api_key_env: str = OPENAI_KEY  # the environment variable with the key


class LLMName(str):
    """What the command line says of a model, as a string that runs can note and compare.

    It reads `openai:MODEL at URL` where a server was named; the parts lie beside it.
    """

    name: str  # what --llm said
    server: Server
    seconds: float | None  # that the model may take of a message

    def __new__(
        cls, name: str, server: Server | None = None, seconds: float | None = None
    ) -> LLMName:
        """Put the parts beside the name."""
        server = server or Server()
        shown = name if server.base_url == OPENAI_URL else f"{name} at {server.base_url}"
        self = super().__new__(cls, shown)
        self.name, self.server, self.seconds = name, server, seconds
        return self


def resolve_llm(spec: str | BaseChatModel | None = "embedded") -> BaseChatModel | None:
    """The chat model a setting names.

    Args:
        spec: "embedded", "none" (or None), "qwen-coder-1.5b", "local:" with a folder, a GGUF
            file or the id of a model on the hub, "openai:MODEL" (an `LLMName` says which
            server), or a model.

    Returns:
        The model; None for "none", and where the embedded model cannot be had.

    Raises:
        ToolInputError: nothing has that name.
        LLMUnavailableError: it is known, but not here; the message says what to do.
    """
    if spec is None or isinstance(spec, BaseChatModel):
        return spec
    server = Server()
    if isinstance(spec, LLMName):
        spec, server = spec.name, spec.server
    rung, colon, name = spec.partition(":")
    if server != Server() and rung != "openai":
        raise ToolInputError("--base-url and --api-key-env go with --llm openai:MODEL")
    if spec == "none":
        return None
    if spec == "embedded":
        return _embedded()
    if spec == QWEN_NAME:
        return _qwen()
    if rung == "openai" and name:
        try:
            return OpenAIChatModel(
                model=name, base_url=server.base_url, api_key_env=server.api_key_env
            )
        except ValueError as error:
            raise ToolInputError(
                f"--base-url: expected http://HOST:PORT/v1, got {server.base_url!r}"
            ) from error
    if rung == "local" and name:
        return _local(name)
    if not colon and (Path(spec).expanduser() / "config.json").is_file():
        return _local(spec)
    raise ToolInputError(f"no language model {spec!r}; expected {CHOICES}")


def _embedded() -> BaseChatModel | None:
    if embedded_path() is None:
        _say("fetching the embedded language model, once (93 MB, about a minute) ...")
        try:
            fetch_embedded(report=lambda _: None)
        except LLMUnavailableError as error:
            _say(f"answering without a language model ({error}); to get it: {FETCH_COMMAND}")
            return None
    return EmbeddedChatModel()


def _qwen() -> BaseChatModel:
    file = qwen_path()
    if file is None:
        raise LLMUnavailableError(f"{QWEN_NAME} is not here (1.1 GB); run: {QWEN_FETCH_COMMAND}")
    return gguf_model(file, QWEN_NAME)


def _local(name: str) -> BaseChatModel:
    """A model from a folder, a GGUF file, or the hub."""
    path = Path(name).expanduser()
    if path.is_dir():
        if not (path / "config.json").is_file():
            raise LLMUnavailableError(
                f"{path} holds no chat model: expected config.json, safetensors and a tokenizer"
            )
        return LocalChatModel(model=path.resolve().name, model_path=path)
    if path.suffix == ".gguf":
        return gguf_model(path)
    if path.exists() or not _HUB_ID.fullmatch(name):
        raise LLMUnavailableError(
            f"no model at {name!r}: expected a folder, a .gguf file, or a hub id like ORG/NAME"
        )
    return LocalChatModel(model=name, model_path=_from_hub(name))


def gguf_model(file: Path, name: str | None = None) -> BaseChatModel:
    """The model in a GGUF file: by llama.cpp where that is installed, else converted once.

    Raises:
        LLMUnavailableError: the file is no GGUF, or cannot be converted.
    """
    check_gguf(file)
    name = name or file.stem
    if llama_cpp_is_there():
        return LlamaCppChatModel(model=name, model_path=file)
    return LocalChatModel(model=name, model_path=converted(file))


def _from_hub(name: str) -> Path:
    """The folder of a model of the hub, downloaded where it is not in the hub's cache."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True, allow_patterns=_HUB_FILES))
    except Exception:  # not there yet, in several libraries' words
        _say(f"fetching {name} from the model hub, once ...")
    try:
        return Path(snapshot_download(name, allow_patterns=_HUB_FILES))
    except Exception as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise LLMUnavailableError(
            f"cannot fetch {name} from the model hub ({why[:150]}); give local:FOLDER instead"
        ) from error


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
