"""A client of tinyduo's MCP server, with the official SDK: it lists the tools and calls one.

    pip install 'tinyduo[mcp]'
    python mcp_client.py solve_sudoku '{"grid": "...4 ...3 1... 4..."}'

The client starts the server by itself; progress goes to stderr.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.types import TextContent

SERVER = StdioServerParameters(command=sys.executable, args=["-m", "tinyduo.hybrid.cli", "mcp"])


async def call(tool: str, arguments: dict[str, Any]) -> str:
    """What a tool says, in short."""

    async def show(progress: float, total: float | None, message: str | None) -> None:
        print(message, file=sys.stderr)

    async with Client(SERVER) as client:
        names = [each.name for each in (await client.list_tools()).tools]
        print(f"tools: {', '.join(names)}")
        result = await client.call_tool(tool, arguments, progress_callback=show)
    return "\n".join(part.text for part in result.content if isinstance(part, TextContent))


def main(argv: Sequence[str] | None = None) -> None:
    """Call a tool once, as the command line says."""
    parser = argparse.ArgumentParser(description="Call a tool of tinyduo's MCP server.")
    parser.add_argument("tool")
    parser.add_argument("arguments", type=json.loads, help="as a JSON object")
    args = parser.parse_args(argv)
    print(asyncio.run(call(args.tool, args.arguments)))


if __name__ == "__main__":
    main()
