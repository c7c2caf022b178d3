"""Language models that answer by a rule, and small items."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from tinyduo.evals.suites import load_items


class AnsweringModel(BaseChatModel):
    """A language model that makes a reply of the prompt; an exception is raised."""

    rule: Callable[[str], Any]
    asked: list[str] = Field(default_factory=list)
    settings: list[dict[str, Any]] = Field(default_factory=list)
    temperature: float = 0.0
    seed: int | None = None

    @property
    def _llm_type(self) -> str:
        return "answering"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = messages[-1].text
        self.asked.append(text)
        self.settings.append({"temperature": self.temperature, "seed": self.seed})
        reply = self.rule(text)
        if isinstance(reply, Exception):
            raise reply
        usage = UsageMetadata(input_tokens=10, output_tokens=4, total_tokens=14)
        message = AIMessage(reply, usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])


@pytest.fixture(scope="session")
def answering() -> Callable[..., AnsweringModel]:
    """Make a model from a rule, or from replies in order, the last again and again."""

    def make(*replies: Any) -> AnsweringModel:
        if callable(replies[0]) and not isinstance(replies[0], Exception):
            return AnsweringModel(rule=replies[0])
        left = list(replies)
        return AnsweringModel(rule=lambda _: left.pop(0) if len(left) > 1 else left[0])

    return make


@pytest.fixture(scope="session")
def small_items():
    """Six generated 4x4 Sudokus."""
    return load_items("sudoku-4x4", n=6, seed=3)


@pytest.fixture(scope="session")
def mazes():
    """Three generated 10x10 mazes."""
    return load_items("maze-10", n=3, seed=3)
