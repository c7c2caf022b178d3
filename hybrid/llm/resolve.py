"""From what the user names to a chat model: "embedded", "none", a folder, or a model of their own.

The embedded model is fetched on first use. Where that is impossible the answer is None, not an
error: the templates then speak, and one line on stderr says how to change that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from langchain_core.language_models.chat_models import BaseChatModel

from ...tools.errors import LLMUnavailableError, ToolInputError
from .embedded import EmbeddedChatModel
from .fetch import FETCH_COMMAND, embedded_path, fetch_embedded


def resolve_llm(spec: str | BaseChatModel | None = "embedded") -> BaseChatModel | None:
    """The chat model a setting names.

    Args:
        spec: "embedded", "none" (or None), a folder with a chat model, or a model.

    Returns:
        The model; None for "none", and where the embedded model cannot be had.

    Raises:
        ToolInputError: nothing has that name.
    """
    if spec is None or isinstance(spec, BaseChatModel):
        return spec
    if spec == "none":
        return None
    if spec == "embedded":
        return _embedded()
    if (folder := Path(spec).expanduser()).joinpath("config.json").is_file():
        return EmbeddedChatModel(model=folder.resolve().name, model_path=folder)
    raise ToolInputError(
        f"no language model {spec!r}; expected embedded, none, or a folder with a chat model"
    )


def _embedded() -> BaseChatModel | None:
    if embedded_path() is None:
        _say("fetching the embedded language model, once (93 MB, about a minute) ...")
        try:
            fetch_embedded(report=lambda _: None)
        except LLMUnavailableError as error:
            _say(f"answering without a language model ({error}); to get it: {FETCH_COMMAND}")
            return None
    return EmbeddedChatModel()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
