"""An agent of LangChain (LangGraph's loop) that has tinyduo's tools.

    pip install tinyduo langchain
    OPENAI_API_KEY=... python langgraph_agent.py "Please solve ...4 ...3 1... 4..."

Any LangChain chat model that calls tools will do in the place of `OpenAIChatModel`.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from langchain.agents import create_agent

from tinyduo.hybrid.llm import OpenAIChatModel
from tinyduo.tools import TinyduoToolkit


def ask(model: Any, message: str) -> str:
    """What the agent replies to a message."""
    agent = create_agent(model, TinyduoToolkit().get_tools())
    reply = agent.invoke({"messages": [{"role": "user", "content": message}]})
    return reply["messages"][-1].text


def main(argv: Sequence[str] | None = None) -> None:
    """Ask once, as the command line says."""
    parser = argparse.ArgumentParser(description="Ask an agent that has tinyduo's tools.")
    parser.add_argument("message")
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--base-url", default="https://api.openai.com/v1")
    args = parser.parse_args(argv)
    model = OpenAIChatModel(model=args.model, base_url=args.base_url)
    print(ask(model, args.message))


if __name__ == "__main__":
    main()
