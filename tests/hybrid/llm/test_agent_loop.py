"""A LangGraph agent that the embedded language model drives, with every tool in its hands."""

from __future__ import annotations

import pytest

from tinyduo.hybrid.llm import EmbeddedChatModel, embedded_path
from tinyduo.tools import TinyduoToolkit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(embedded_path() is None, reason="run: tinyduo llm fetch embedded"),
    pytest.mark.filterwarnings("ignore"),  # the framework's own
]


@pytest.mark.parametrize("asked", ["please solve ...4 ...3 1... 4...", "Good morning!"])
def test_the_loop_of_the_embedded_model_ends_in_words(asked: str) -> None:
    agents = pytest.importorskip("langchain.agents")
    agent = agents.create_agent(EmbeddedChatModel(max_tokens=48), TinyduoToolkit().get_tools())
    found = agent.invoke({"messages": [("user", asked)]}, {"recursion_limit": 12})
    *before, last = found["messages"]
    assert last.type == "ai"
    assert last.text
    assert not last.tool_calls
    # What it calls, if it does, comes back as a result or as an error that it can read.
    assert all(message.content for message in before if message.type == "tool")
