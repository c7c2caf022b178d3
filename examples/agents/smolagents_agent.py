"""An agent of smolagents that has tinyduo's tools.

    pip install tinyduo 'smolagents[openai]'
    OPENAI_API_KEY=... python smolagents_agent.py "Please solve ...4 ...3 1... 4..."

`CodeAgent` takes the same tools.
"""

import argparse
import os
from collections.abc import Sequence

from smolagents import Model, OpenAIModel, ToolCallingAgent

from tinyduo.tools.adapters import smolagents_tools


def ask(model: Model, message: str) -> str:
    """What the agent replies to a message."""
    agent = ToolCallingAgent(smolagents_tools(), model, max_steps=6, verbosity_level=0)
    return str(agent.run(message))


def main(argv: Sequence[str] | None = None) -> None:
    """Ask once, as the command line says."""
    parser = argparse.ArgumentParser(description="Ask an agent that has tinyduo's tools.")
    parser.add_argument("message")
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--base-url", default="https://api.openai.com/v1")
    args = parser.parse_args(argv)
    key = os.environ["OPENAI_API_KEY"]
    print(ask(OpenAIModel(args.model, api_base=args.base_url, api_key=key), args.message))


if __name__ == "__main__":
    main()
