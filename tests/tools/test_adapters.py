"""The adapters: what a model called is run, and what it got wrong comes back to it."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from tinyduo.tools.adapters import (
    answer_anthropic,
    answer_openai,
    dispatch,
    pydantic_ai_tools,
    smolagents_tools,
)
from tinyduo.tools.catalogue import TOOLS

SMALL = "...4 ...3 1... 4..."


def test_a_call_gives_content_for_the_model_and_the_whole_record():
    done = dispatch("solve_sudoku", json.dumps({"grid": SMALL}))
    assert not done.is_error
    assert json.loads(done.content)["answer"] == ["3124", "2413", "1342", "4231"]
    assert done.record is not None
    assert done.record["verdict"] == {"verified": True, "problems": []}


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("solve_chess", "{}", "no tool 'solve_chess'; the tools are solve_sudoku"),
        ("solve_sudoku", None, "grid: Field required"),
        ("solve_sudoku", "", "grid: Field required"),
        ("solve_sudoku", "{", "no JSON object"),
        ("solve_sudoku", "[1]", "no JSON object"),
        ("solve_sudoku", "[" * 100_000, "no JSON object"),
        ("solve_sudoku", "1" * 1_000_001, "at most 1,000,000"),
        ("solve_sudoku", {"grid": "53..7"}, "grid: "),
        ("solve_sudoku", {"grid": "\ud800"}, "grid: "),
    ],
)
def test_wrong_arguments_are_an_error_that_the_model_can_mend(name, arguments, expected):
    done = dispatch(name, arguments)
    assert done.is_error
    assert done.record is None
    assert expected in json.loads(done.content)["error"]


def test_answers_have_the_forms_of_the_two_clients():
    function = {"name": "next_step", "arguments": json.dumps({"kind": "sudoku", "grid": SMALL})}
    message = answer_openai({"id": "c1", "type": "function", "function": function})
    assert (message["role"], message["tool_call_id"]) == ("tool", "c1")
    assert "only r2c2 can hold 4" in message["content"]
    as_object = SimpleNamespace(id="c1", function=SimpleNamespace(**function))
    assert answer_openai(as_object) == message
    block = answer_anthropic({"id": "t1", "name": "solve_sudoku", "input": {"grid": "12"}})
    assert (block["type"], block["tool_use_id"], block["is_error"]) == ("tool_result", "t1", True)


@pytest.mark.filterwarnings("ignore")
def test_smolagents_sees_every_argument_with_its_description():
    pytest.importorskip("smolagents", reason="needs the extra agents")
    tools = {tool.name: tool for tool in smolagents_tools()}
    assert list(tools) == list(TOOLS)
    assert all(part["description"] for tool in tools.values() for part in tool.inputs.values())
    assert tools["next_step"].inputs["reveal"]["type"] == "boolean"
    assert '"verified": true' in tools["check_answer"](
        kind="maze", grid=["S #", "# G"], answer="RDR"
    )


def _content(part: Any) -> str:
    return part.content


@pytest.mark.filterwarnings("ignore")
async def test_pydantic_ai_calls_every_tool_and_may_try_again():
    pytest.importorskip("pydantic_ai", reason="needs the extra agents")
    from pydantic_ai import Agent, ModelMessage, ModelResponse, TextPart, ToolCallPart
    from pydantic_ai.models.function import AgentInfo, FunctionModel

    def script(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        assert [tool.name for tool in info.function_tools] == list(TOOLS)
        grid = {1: "53..7", 3: SMALL}.get(len(messages))
        if grid is None:
            return ModelResponse(parts=[TextPart(_content(messages[-1].parts[0]))])
        return ModelResponse(parts=[ToolCallPart("solve_sudoku", {"grid": grid})])

    agent = Agent(FunctionModel(script), tools=pydantic_ai_tools())
    result = await agent.run("Please solve it")
    assert json.loads(result.output)["status"] == "solved"
    assert any("grid: " in str(part) for part in result.all_messages()[2].parts)
