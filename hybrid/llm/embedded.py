"""The embedded language model: the fetched SmolLM2-135M, in this process."""

from __future__ import annotations

from pathlib import Path

from typing_extensions import override

from ...tools.errors import LLMUnavailableError
from .fetch import EMBEDDED_NAME, FETCH_COMMAND, embedded_path
from .local import LocalChatModel


class EmbeddedChatModel(LocalChatModel):
    """The chat model that is always there, once it was fetched.

    It is small: what it says of a message is noted, and the reader rules (listen.py).

    Example:
        >>> model = EmbeddedChatModel(max_tokens=40)
        >>> model.temperature
        0.0
    """

    model: str = EMBEDDED_NAME

    @property
    @override
    def _llm_type(self) -> str:
        return "tinyduo-embedded"

    @override
    def _folder(self) -> Path:
        folder = self.model_path or embedded_path()
        if folder is None:
            raise LLMUnavailableError(f"the embedded model is not there; run: {FETCH_COMMAND}")
        return folder
