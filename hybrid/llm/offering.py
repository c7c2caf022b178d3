"""What our chat models share: how tools are offered to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from typing_extensions import override

from .tool_calls import normalise_choice


class ToolOffering(BaseChatModel):
    """A chat model that takes tools as OpenAI's schemas, with a choice in one form."""

    @override
    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: Any = None,
        strict: bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Offer tools to the model.

        Args:
            tools: LangChain tools, functions, pydantic classes or JSON schemas.
            tool_choice: "auto", "none", "any" or a tool's name; a model in this process is
                held to the last two.
            strict: passed to the schema's conversion.
            kwargs: further settings for each call.

        Returns:
            The model with the tools bound.
        """
        schemas = [convert_to_openai_tool(tool, strict=strict) for tool in tools]
        choice = normalise_choice(tool_choice, schemas)
        return self.bind(tools=schemas, tool_choice=choice, **kwargs)
