"""An agent of pydantic-ai that has tinyduo's tools.

pip install tinyduo 'pydantic-ai-slim[openai]'
OPENAI_API_KEY=... python pydantic_ai_agent.py "Please solve ...4 ...3 1... 4..."
"""

import argparse
import asyncio
from collections.abc import Sequence

from pydantic_ai import Agent
from pydantic_ai.models import Model
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from tinyduo.tools.adapters import pydantic_ai_tools


def ask(model: Model, message: str) -> str:
    """What the agent replies to a message."""
    return asyncio.run(Agent(model, tools=pydantic_ai_tools()).run(message)).output


def main(argv: Sequence[str] | None = None) -> None:
    """Ask once, as the command line says."""
    parser = argparse.ArgumentParser(description="Ask an agent that has tinyduo's tools.")
    parser.add_argument("message")
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--base-url", default="https://api.openai.com/v1")
    args = parser.parse_args(argv)
    provider = OpenAIProvider(base_url=args.base_url)
    print(ask(OpenAIChatModel(args.model, provider=provider), args.message))


if __name__ == "__main__":
    main()
