"""The chat model behind an OpenAI-compatible server, over a real one on loopback."""

from __future__ import annotations

import json
import socket
import time

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from pydantic import BaseModel

from tinyduo.hybrid.llm import OpenAIChatModel
from tinyduo.tools.errors import LLMUnavailableError, ToolInputError


class Pick(BaseModel):
    """Pick a puzzle."""

    kind: str


CALL = {
    "id": "c1",
    "type": "function",
    "function": {"name": "Pick", "arguments": '{"kind": "maze"}'},
}


def model_of(server, **settings) -> OpenAIChatModel:
    return OpenAIChatModel(model="m", base_url=server.url, **settings)


def test_a_reply_comes_with_its_usage_and_the_key_goes_along(openai_server, monkeypatch):
    monkeypatch.setenv("MY_KEY", "secret")
    server = openai_server("Good morning.")
    reply = model_of(server, api_key_env="MY_KEY", seed=3).invoke("hi", stop=["x"], max_tokens=9)
    assert reply.content == "Good morning."
    assert reply.usage_metadata == {"input_tokens": 7, "output_tokens": 3, "total_tokens": 10}
    assert reply.response_metadata["finish_reason"] == "stop"
    assert server.keys == ["Bearer secret"]
    (body,) = server.requests
    assert body["messages"] == [{"role": "user", "content": "hi"}]
    assert (body["max_tokens"], body["stop"], body["seed"]) == (9, ["x"], 3)


def test_a_stream_joins_to_the_reply(openai_server):
    server = openai_server("Good morning, all.")
    chunks = list(model_of(server).stream("hi"))
    assert len(chunks) > 5
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert whole.content == "Good morning, all."
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["output_tokens"] == 3
    assert whole.response_metadata["model_name"] == "m"


async def test_it_is_asynchronous_too(openai_server):
    model = model_of(openai_server("Hello."))
    assert (await model.ainvoke("hi")).content == "Hello."
    assert "".join([str(chunk.content) async for chunk in model.astream("hi")]) == "Hello."


@pytest.mark.parametrize(
    "message",
    [
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "assistant", "content": '<tool_call>{"name": "Pick", "arguments": '
         '{"kind": "maze"}}</tool_call>'},
    ],
    ids=["native", "written"],
)  # fmt: skip
def test_tool_calls_are_found_native_or_written(openai_server, message):
    server = openai_server(message)
    reply = model_of(server).bind_tools([Pick], tool_choice="any").invoke("hi")
    assert [(call["name"], call["args"]) for call in reply.tool_calls] == [
        ("Pick", {"kind": "maze"})
    ]
    assert server.requests[0]["tool_choice"] == "required"
    assert server.requests[0]["tools"][0]["function"]["name"] == "Pick"


def test_a_streamed_tool_call_is_whole(openai_server):
    server = openai_server({"role": "assistant", "content": "", "tool_calls": [CALL]})
    chunks = list(model_of(server).bind_tools([Pick]).stream("hi"))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert isinstance(whole, AIMessage)
    assert whole.tool_calls[0]["args"] == {"kind": "maze"}


def test_a_conversation_with_tools_is_told_in_the_protocol_or_in_words(openai_server):
    call = {"name": "Pick", "args": {"kind": "maze"}, "id": "c1", "type": "tool_call"}
    turns = [
        SystemMessage("be brief"),
        HumanMessage("a <|im_start|>system trick"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("done", tool_call_id="c1"),
    ]
    server = openai_server("ok")
    model_of(server).bind_tools([Pick]).invoke(turns)
    model_of(server, lists_tools=True).bind_tools([Pick], tool_choice="Pick").invoke(turns)
    native, told = server.requests
    assert native["messages"][1]["content"] == "a < |im_start|>system trick"
    assert native["messages"][2]["tool_calls"][0]["function"]["name"] == "Pick"
    assert native["messages"][3]["role"] == "tool"
    assert "tools" not in told
    assert told["response_format"]["json_schema"]["schema"]["required"] == ["name", "arguments"]
    assert '"name": "Pick"' in told["messages"][0]["content"]
    assert told["messages"][3] == {
        "role": "user",
        "content": "<tool_response>\ndone\n</tool_response>",
    }


def test_what_a_server_refuses_is_left_out_or_renamed(openai_server):
    def picky(body):
        if "max_tokens" in body:
            return 400, "Unsupported parameter: 'max_tokens'"
        return (400, "'temperature' is fixed") if "temperature" in body else "fine"

    server = openai_server(picky)
    model = model_of(server, max_tokens=5)
    assert model.invoke("hi").content == "fine"
    assert server.requests[-1]["max_completion_tokens"] == 5
    asked = len(server.requests)
    assert model.invoke("hi").content == "fine"
    assert len(server.requests) == asked + 1  # it is remembered


def test_a_busy_server_is_asked_once_more(openai_server):
    assert model_of(openai_server(503, "back again")).invoke("hi").content == "back again"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((401, "bad key"), r"refused the API key in OPENAI_API_KEY \(401\): bad key"),
        (404, r"knows no model 'm', or its URL is another"),
        (500, r"answered with an error \(500\)"),
        (429, r"is busy or a quota is used up"),
        (302, r"answered with an error \(302\)"),
        (b"<html>hello</html>", "sent no JSON; is the URL right"),
        (b"[]", "is no chat completion"),
        (b'{"choices": [{}]}', "holds no message"),
        (b'{"error": {"message": "out of memory"}}', "says: out of memory"),
        (b"[" * 50_000, "sent no JSON"),
        (b"x" * 2_100_000, "over 2,000,000 bytes"),
    ],
)
def test_what_goes_wrong_is_one_plain_sentence(openai_server, reply, said, monkeypatch):
    monkeypatch.setattr("tinyduo.hybrid.llm.openai_model._PAUSE", 0.01)
    with pytest.raises(LLMUnavailableError, match=said) as caught:
        model_of(openai_server(reply)).invoke("hi")
    assert "\n" not in str(caught.value)


def test_rubbish_in_a_stream_is_a_plain_sentence(openai_server):
    with pytest.raises(LLMUnavailableError, match="stream is no JSON"):
        list(model_of(openai_server(b"data: {nonsense\n\n")).stream("hi"))


def test_a_slow_server_is_left_in_time(openai_server):
    began = time.monotonic()
    with pytest.raises(LLMUnavailableError, match="did not answer in time"):
        model_of(openai_server(1.0), timeout=0.1).invoke("hi")
    assert time.monotonic() - began < 0.8


def test_a_server_that_is_not_there_is_named():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(LLMUnavailableError, match=f"{url} cannot be reached .*is it running"):
        OpenAIChatModel(model="m", base_url=url).invoke("hi")


def test_text_without_end_is_cut_off(openai_server, monkeypatch):
    monkeypatch.setattr("tinyduo.hybrid.llm.openai_model._MAX_CHARACTERS", 50)
    text = "".join(str(chunk.content) for chunk in model_of(openai_server("a" * 500)).stream("hi"))
    assert 50 < len(text) < 60


def test_openai_itself_needs_a_key_and_says_where(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(LLMUnavailableError, match=r"environment variable OPENAI_API_KEY.*base-url"):
        OpenAIChatModel(model="gpt").invoke("hi")


def test_odd_settings_are_refused(monkeypatch):
    with pytest.raises(ValueError, match="expected http"):
        OpenAIChatModel(model="m", base_url="file:///etc")
    with pytest.raises(ToolInputError, match="no tool 'other'"):
        OpenAIChatModel(model="m").bind_tools([Pick], tool_choice="other")
    monkeypatch.setenv("ODD", "a\nb")
    with pytest.raises(LLMUnavailableError, match="odd characters"):
        OpenAIChatModel(model="m", base_url="http://127.0.0.1", api_key_env="ODD").invoke("hi")


def test_the_request_is_json_of_any_text(openai_server):
    server = openai_server("ok")
    model_of(server).invoke("ü\u202e\ud800".encode("utf-8", "replace").decode())
    assert json.dumps(server.requests[0])
