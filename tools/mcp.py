"""The MCP server: the catalogue's tools for any client of the Model Context Protocol (extra mcp).

The schemas are those of every other surface, and arguments are checked by our own models: the
SDK would let unknown ones pass. Results have a short text for the model and the whole record as
structured content. Nothing is kept between calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.prompts.base import Prompt
from mcp.server.mcpserver.resources import TextResource
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field
from typing_extensions import override

from .catalogue import TOOLS, Progress, ToolSpec
from .errors import TinyduoError
from .guide import EXAMPLES, INSTRUCTIONS, RULES
from .running import Runner

# Every tool computes: it changes nothing, reaches nothing, and may be called again.
ANNOTATIONS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class CatalogueTool(Tool):
    """A tool of the catalogue, with its schemas as they are."""

    runner: Any = Field(exclude=True)

    @classmethod
    def of(cls, spec: ToolSpec, runner: Runner) -> CatalogueTool:
        """The tool of a spec, run by a runner."""
        return cls(
            fn=spec.run,
            name=spec.name,
            title=spec.title,
            description=spec.description,
            parameters=spec.parameters(),
            fn_metadata=FuncMetadata(
                arg_model=ArgModelBase, output_schema=spec.result.model_json_schema()
            ),
            is_async=True,
            context_kwarg=None,
            annotations=ANNOTATIONS,
            runner=runner,
        )

    @override
    async def run(
        self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False
    ) -> Any:
        last = 0.0

        async def tell(progress: Progress) -> None:
            nonlocal last
            if progress.done > last:  # the protocol wants it to grow
                last = progress.done
                await context.report_progress(progress.done, progress.total, progress.message)

        try:
            outcome = await self.runner.call(self.name, arguments, tell=tell)
        except TinyduoError as error:
            raise ToolError(str(error)) from None
        except Exception as error:  # a bug: the server logs it, the client learns nothing of it
            raise UnexpectedToolError(f"Error executing tool {self.name}") from error
        return CallToolResult(
            content=[TextContent(type="text", text=json.dumps(outcome.content))],
            structured_content=outcome.record,
        )


def create_server(runner: Runner | None = None, *, log_level: Any = "WARNING") -> MCPServer[Any]:
    """The server, ready for `.run("stdio")` or `.streamable_http_app()`.

    Args:
        runner: how calls are run.
        log_level: of what is written to stderr.
    """
    runner = runner or Runner()
    server: MCPServer[Any] = MCPServer(
        "tinyduo",
        title="tinyduo",
        instructions=INSTRUCTIONS,
        version=_version(),
        tools=[CatalogueTool.of(spec, runner) for spec in TOOLS.values()],
        resources=[*_resources()],
        log_level=log_level,
    )
    for fn, title in ((solve_puzzle, "Solve"), (give_hint, "Hint"), (check_my_answer, "Check")):
        server.add_prompt(_prompt(fn, title))
    return server


def solve_puzzle(puzzle: str) -> str:
    """Solve a puzzle and explain the answer."""
    return (
        "Solve the puzzle below with the tinyduo tools. Pass it exactly as it stands; do not "
        "change or solve it yourself. Show the answer as the tool gave it, say whether it is "
        f"verified, and nothing that the tool did not say.\n\n{puzzle}"
    )


def give_hint(puzzle: str, so_far: str = "") -> str:
    """Give the next step and its reason, without the answer."""
    done = f"\n\nWhat I have so far:\n\n{so_far}" if so_far else ""
    return (
        "I solve the puzzle below by hand and want one hint. Call next_step, tell me its reason "
        f"in your words, and give nothing else of the answer away.\n\n{puzzle}{done}"
    )


def check_my_answer(puzzle: str, answer: str) -> str:
    """Check an answer without giving the right one away."""
    return (
        "Check my answer with check_answer and tell me what is wrong, not what is right."
        f"\n\nThe puzzle:\n\n{puzzle}\n\nMy answer:\n\n{answer}"
    )


def _prompt(fn: Callable[..., str], title: str) -> Prompt:
    return Prompt.from_function(fn, title=title, description=(fn.__doc__ or "").strip())


def _resources() -> list[TextResource]:
    """Rules as Markdown, examples as JSON that the tools take."""
    rules = [
        TextResource(
            uri=f"tinyduo://rules/{name}",
            name=f"rules-{name}",
            title=f"Rules: {name}",
            mime_type="text/markdown",
            text=text,
        )
        for name, text in RULES.items()
    ]
    examples = [
        TextResource(
            uri=f"tinyduo://examples/{name}",
            name=f"examples-{name}",
            title=f"Example puzzles: {name}",
            description=f"Arguments of {tool}.",
            mime_type="application/json",
            text=json.dumps({"tool": tool, "arguments": arguments}),
        )
        for name, (tool, arguments) in EXAMPLES.items()
    ]
    return rules + examples


def _version() -> str:
    try:
        return version("tinyduo")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return ""
