"""A model of inspect-ai as a LangChain chat model, so that our arms run on it unchanged.

Arms are plain code in threads; inspect's models are asked in its event loop. Calls go there
through a portal, with the context of the sample, so that inspect logs, caches and limits them.
"""

from __future__ import annotations

from typing import Any

from anyio.from_thread import BlockingPortal
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    GenerateConfig,
    Model,
    ModelOutput,
)
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import ConfigDict
from typing_extensions import override


class InspectChatModel(BaseChatModel):
    """What `inspect eval --model` named."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    inspect_model: Model
    portal: BlockingPortal
    """Into the event loop of the evaluation."""
    temperature: float | None = None
    """None here and below: as inspect's own options say."""
    seed: int | None = None
    max_tokens: int | None = None

    @property
    @override
    def _llm_type(self) -> str:
        return "inspect"

    @property
    def model(self) -> str:
        """The name shown in traces and metadata."""
        return str(self.inspect_model)

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        config = GenerateConfig(
            temperature=self.temperature,
            seed=self.seed,
            max_tokens=self.max_tokens,
            stop_seqs=stop,
        )
        asked = inspect_messages(messages)
        output: ModelOutput = self.portal.call(
            lambda: self.inspect_model.generate(asked, config=config)
        )
        usage = output.usage
        told = usage and UsageMetadata(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            total_tokens=usage.total_tokens,
        )
        message = AIMessage(output.completion, usage_metadata=told)
        return ChatResult(generations=[ChatGeneration(message=message)])


def inspect_messages(messages: list[BaseMessage]) -> list[ChatMessage]:
    """Messages of LangChain as those of inspect-ai; what tools said, as a person's."""
    return [
        ChatMessageSystem(content=message.text)
        if isinstance(message, SystemMessage)
        else ChatMessageAssistant(content=message.text)
        if isinstance(message, AIMessage)
        else ChatMessageUser(content=message.text)
        for message in messages
    ]
