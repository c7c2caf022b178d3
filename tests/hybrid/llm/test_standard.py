"""LangChain's own unit tests of a chat model; they need no weights."""

from langchain_core.language_models import BaseChatModel
from langchain_tests.unit_tests import ChatModelUnitTests

from tinyduo.hybrid.llm import EmbeddedChatModel


class TestEmbeddedChatModelStandard(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return EmbeddedChatModel
