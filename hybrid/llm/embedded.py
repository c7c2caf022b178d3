"""The embedded language model: the fetched SmolLM2-135M, in this process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field
from typing_extensions import override

from ...tools.errors import LLMUnavailableError
from ...tools.reading import Finding
from .adapter import adapter_path, load_adapter
from .fetch import EMBEDDED_NAME, FETCH_COMMAND, embedded_path
from .local import LocalChatModel
from .pick import Pick, calls_for, pick_prompt


class EmbeddedChatModel(LocalChatModel):
    """The chat model that is always there, once it was fetched.

    It is small: the reader transcribes, and it says in three words what is asked (pick.py), with
    an adapter that was trained for that. Its other words are noted, and the reader rules.

    Example:
        >>> model = EmbeddedChatModel(max_tokens=40)
        >>> model.temperature
        0.0
    """

    model: str = EMBEDDED_NAME
    adapter: Path | None = Field(default_factory=adapter_path)
    """Of reading messages, without ending: the shipped one, which fits the fetched model only."""

    def reads(self) -> bool:
        """Whether it was trained to read, as the fetched model is where its adapter is there."""
        return self.adapter is not None and self.model_path is None

    def call_for(self, text: str, findings: Sequence[Finding]) -> Pick:
        """What a message asks, of which puzzle.

        Args:
            text: the message.
            findings: of the notation reader.

        Raises:
            LLMUnavailableError: the model or its adapter is not there, or the time is up.
        """
        engine, deadline = self.load(), self._deadline()
        calls = {call.words(): call for call in calls_for(findings)}
        found = engine.likeliest(
            pick_prompt(text, findings),
            list(calls),
            adapter=load_adapter(self.adapter) if self.adapter and self.reads() else None,
            deadline=deadline,
        )
        return Pick(calls[found.option], found.shares[0], found.probability)

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
