"""LangChain's own unit tests of a chat model; they need no weights."""

from langchain_core.language_models import BaseChatModel
from langchain_tests.unit_tests import ChatModelUnitTests

from tinyduo.hybrid.llm import EmbeddedChatModel, OpenAIChatModel


class TestEmbeddedChatModelStandard(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return EmbeddedChatModel


class TestOpenAIChatModelStandard(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return OpenAIChatModel

    @property
    def chat_model_params(self) -> dict[str, str]:
        return {"model": "m", "base_url": "http://127.0.0.1:1/v1"}
