"""A loop of tool calls with OpenAI's client, and with any server that speaks as OpenAI's does.

    pip install tinyduo openai
    OPENAI_API_KEY=... python openai_client.py "Please solve ...4 ...3 1... 4..."

Anthropic's client works the same with `anthropic_tools` and `answer_anthropic`.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from openai import OpenAI

from tinyduo.tools.adapters import answer_openai, openai_tools

MAX_TURNS = 8


def ask(client: OpenAI, model: str, message: str) -> str:
    """What the model replies to a message, after as many tool calls as it makes."""
    messages: list[Any] = [{"role": "user", "content": message}]
    tools: Any = openai_tools()
    for _ in range(MAX_TURNS):
        completion = client.chat.completions.create(model=model, messages=messages, tools=tools)
        reply = completion.choices[0].message
        if not reply.tool_calls:
            return reply.content or ""
        messages.append(reply.model_dump(exclude_none=True))
        messages += [answer_openai(call) for call in reply.tool_calls]
    return "The model called tools without end."


def main(argv: Sequence[str] | None = None) -> None:
    """Ask once, as the command line says."""
    parser = argparse.ArgumentParser(description="Ask a model that has tinyduo's tools.")
    parser.add_argument("message")
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--base-url", default="https://api.openai.com/v1")
    args = parser.parse_args(argv)
    with OpenAI(base_url=args.base_url) as client:
        print(ask(client, args.model, args.message))


if __name__ == "__main__":
    main()
