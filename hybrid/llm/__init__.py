"""The language models a conversation can use: the embedded one, and how to name another.

Importing this is quick: torch and transformers are imported when a model first speaks.
"""

from .cache import llm_folder
from .embedded import Choice, EmbeddedChatModel
from .fetch import embedded_path, fetch_embedded
from .resolve import resolve_llm

__all__ = [
    "Choice",
    "EmbeddedChatModel",
    "embedded_path",
    "fetch_embedded",
    "llm_folder",
    "resolve_llm",
]
