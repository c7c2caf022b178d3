"""The language models a conversation can use, how to name them, and what each is trusted with.

Importing this is quick: torch and transformers are imported when a model first speaks.
"""

from .cache import llm_folder
from .embedded import EmbeddedChatModel
from .fetch import embedded_path, fetch_embedded
from .llama_cpp import LlamaCppChatModel
from .local import Choice, LocalChatModel
from .openai_model import OpenAIChatModel
from .qwen import fetch_qwen, qwen_path
from .resolve import LLMName, Server, resolve_llm

__all__ = [
    "Choice",
    "EmbeddedChatModel",
    "LLMName",
    "LlamaCppChatModel",
    "LocalChatModel",
    "OpenAIChatModel",
    "Server",
    "embedded_path",
    "fetch_embedded",
    "fetch_qwen",
    "llm_folder",
    "qwen_path",
    "resolve_llm",
]
