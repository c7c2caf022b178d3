"""A whole turn with each sort of model: whatever it does, the person's puzzle is answered."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage

from tinyduo.hybrid import Hybrid
from tinyduo.hybrid.llm import LLMName, LocalChatModel, OpenAIChatModel, Server
from tinyduo.tools.errors import ToolInputError
from tinyduo.trm.puzzles import Status

MESSAGE = "please solve\n4000\n0300\n0203\n0000"
ANSWER = ((4, 1, 3, 2), (2, 3, 1, 4), (1, 2, 4, 3), (3, 4, 2, 1))
REPORT = {"kind": "sudoku", "ask": "solve", "finding": "p1"}


def called(**args: Any) -> dict[str, Any]:
    function = {"name": "report_reading", "arguments": json.dumps(REPORT | args)}
    call = {"id": "c1", "type": "function", "function": function}
    return {"role": "assistant", "content": "", "tool_calls": [call]}


def scenes() -> dict[str, tuple[list[Any], str | None]]:
    """Scripted replies, and what is said of the model where it was no help."""
    call = {"name": "report_reading", "args": REPORT, "id": "1", "type": "tool_call"}
    good = AIMessage(content="", tool_calls=[call])
    slip = call | {"args": REPORT | {"rows": ["4000", "0300", "0202", "0000"]}}
    slipped = AIMessage(content="", tool_calls=[slip])
    return {
        "good": ([good, "It is solved. r1c1 is 4."], None),
        "slips": ([slipped, slipped, "It is solved."], None),
        "liar": ([good, "r1c1 is 3. There is no solution."], None),
        "raises": ([RuntimeError("no route")], "RuntimeError: no route"),
        "breaks off": ([good, RuntimeError("gone")], "RuntimeError: gone"),
        "silent": ([""], "no report that could be read"),
        "endless": (["la " * 40_000] * 3, "no report that could be read"),
    }


@pytest.mark.parametrize("name", scenes())
def test_the_puzzle_is_solved_whatever_the_model_does(scripted, name):
    replies, failure = scenes()[name]
    reply = Hybrid(llm=scripted(*replies)).answer(MESSAGE)
    assert reply.status is Status.SOLVED
    assert reply.answer == ANSWER
    assert "Solved and verified" in reply.explanation
    assert "r1c1 is 3" not in reply.explanation
    assert "no solution" not in reply.explanation
    assert ("(The language model was no help: " in reply.explanation) == (failure is not None)
    assert failure is None or failure in reply.explanation
    assert json.dumps(reply.to_json())


def test_what_the_checker_made_of_the_words_is_on_record(scripted):
    replies, _ = scenes()["liar"]
    words = Hybrid(llm=scripted(*replies)).answer(MESSAGE).witnesses["words"]
    assert words[0]["sentences_dropped"] == 2


class Hanging(FakeListChatModel):
    """Never comes back in time."""

    def _call(self, *args: Any, **kwargs: Any) -> str:
        time.sleep(2)
        return "late"


@pytest.mark.parametrize("model", [Hanging(responses=["late"]), "server"], ids=["own", "server"])
def test_a_model_that_hangs_costs_its_seconds_and_no_more(openai_server, model):
    if model == "server":
        model = OpenAIChatModel(model="m", base_url=openai_server(2.0).url)
    hybrid = Hybrid(llm=model, llm_seconds=0.2)
    Hybrid(llm="none").answer(MESSAGE)  # the weights are loaded
    began = time.monotonic()
    reply = hybrid.answer(MESSAGE)
    assert time.monotonic() - began < 1.5
    assert reply.status is Status.SOLVED
    assert "in time" in reply.explanation or "within 0.2 seconds" in reply.explanation


def rungs(tiny_folder, openai_server) -> dict[str, Any]:
    server = openai_server(lambda body: called() if "tools" in body else "It is solved.")
    return {
        "none": "none",
        "local": LocalChatModel(model="t", model_path=tiny_folder, device="cpu", max_tokens=20),
        "openai": OpenAIChatModel(model="m", base_url=server.url),
        "any": FakeListChatModel(responses=[json.dumps(REPORT)]),
    }


@pytest.mark.parametrize("rung", ["none", "local", "openai", "any"])
async def test_every_rung_answers_streams_and_is_asynchronous(rung, tiny_folder, openai_server):
    hybrid = Hybrid(llm=rungs(tiny_folder, openai_server)[rung])
    reply = hybrid.answer(MESSAGE)
    assert reply.status is Status.SOLVED
    assert "no help" not in reply.explanation
    assert (await hybrid.aanswer(MESSAGE)).explanation == reply.explanation
    assert " ".join(hybrid.stream(MESSAGE)) == reply.explanation
    assert " ".join([piece async for piece in hybrid.astream(MESSAGE)]) == reply.explanation
    if rung == "openai":
        assert reply.explanation.endswith("It is solved.")
        assert reply.witnesses["llm"]["agrees"] is True


def test_a_stream_says_too_that_the_model_was_no_help(openai_server):
    server = openai_server(500)
    hybrid = Hybrid(llm=LLMName("openai:m", Server(server.url)))
    pieces = list(hybrid.stream(MESSAGE))
    assert "Solved and verified" in pieces[0]
    assert "answered with an error (500)" in pieces[-1]
    assert len(server.requests) == 1  # it is not asked for words after that
    assert "no help" in hybrid.answer("hello").explanation


def test_the_models_time_may_come_with_its_name():
    assert Hybrid(llm=LLMName("none", seconds=3)).llm_seconds == 3
    assert Hybrid(llm=LLMName("none", seconds=3), llm_seconds=4).llm_seconds == 4
    with pytest.raises(ToolInputError, match="more than 0"):
        Hybrid(llm="none", llm_seconds=0)
