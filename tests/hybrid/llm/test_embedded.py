"""The chat model over real transformers code and a few thousand random weights."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any, Literal

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from tinyduo.hybrid.llm import EmbeddedChatModel
from tinyduo.hybrid.llm.prompt import render
from tinyduo.tools.errors import LLMUnavailableError, ToolInputError


class Pick(BaseModel):
    """Which puzzle."""

    kind: Literal["sudoku", "maze"]
    rows: int = Field(ge=1, le=16)
    words: list[str] = Field(max_length=2)


def solve(grid: str) -> str:
    """Solve a puzzle."""
    return grid


@pytest.fixture
def model(tiny_folder: Path) -> EmbeddedChatModel:
    return EmbeddedChatModel(model="tiny", model_path=tiny_folder, device="cpu", max_tokens=24)


def joined(chunks: list[AIMessageChunk]) -> AIMessageChunk:
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    return whole


def test_a_reply_carries_its_usage_and_why_it_ended(model: EmbeddedChatModel) -> None:
    reply = model.invoke("hello")
    assert isinstance(reply.content, str)
    assert reply.content
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["output_tokens"] == 24
    assert reply.usage_metadata["input_tokens"] == model.get_num_tokens(
        "<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\n"
    )
    assert reply.response_metadata["model_name"] == "tiny"
    assert reply.response_metadata["finish_reason"] == "length"


def test_temperature_zero_and_a_seed_repeat_themselves(model: EmbeddedChatModel) -> None:
    assert model.invoke("hello").content == model.invoke("hello").content
    warm = model.model_copy(update={"temperature": 1.5, "seed": 3})
    assert warm.invoke("hello").content == warm.invoke("hello").content
    assert warm.invoke("hello").content != warm.invoke("hello", seed=4).content
    assert warm.invoke("hello", temperature=0.0).content == model.invoke("hello").content


def test_greedy_decoding_agrees_with_transformers_generate(model: EmbeddedChatModel) -> None:
    engine = model.load()
    prompt = engine.encode(render(engine.tokenizer, [HumanMessage("hello")]))
    import torch
    from transformers import AutoModelForCausalLM

    assert model.model_path
    other: Any = AutoModelForCausalLM.from_pretrained(model.model_path)
    out = other.generate(torch.tensor([prompt]), max_new_tokens=24, do_sample=False)
    assert engine.decode(out[0, len(prompt) :].tolist()) == model.invoke("hello").content


def test_a_stream_joins_to_the_reply(model: EmbeddedChatModel) -> None:
    chunks = list(model.stream("hello"))
    whole, reply = joined(chunks), model.invoke("hello")
    assert whole.content == reply.content
    assert whole.usage_metadata == reply.usage_metadata
    assert whole.response_metadata == reply.response_metadata
    assert len(chunks) > 3
    assert chunks[-1].content == ""
    assert chunks[-1].chunk_position == "last"


def test_a_stop_string_ends_the_reply_and_is_not_in_it(model: EmbeddedChatModel) -> None:
    full = model.invoke("hello").text
    stop = full[5:7]
    expected = full[: full.index(stop)]
    assert model.invoke("hello", stop=[stop]).content == expected
    assert joined(list(model.stream("hello", stop=[stop]))).content == expected
    always = model.model_copy(update={"stop": [stop]})
    reply = always.invoke("hello")
    assert reply.content == expected
    assert reply.response_metadata["finish_reason"] == "stop"


def test_max_tokens_can_be_set_for_one_call(model: EmbeddedChatModel) -> None:
    reply = model.invoke("hello", max_tokens=3)
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["output_tokens"] == 3


def test_streaming_reports_tokens_to_callbacks(model: EmbeddedChatModel) -> None:
    class Listener(BaseCallbackHandler):
        heard = ""

        def on_llm_new_token(self, token: Any, **kwargs: Any) -> None:
            self.heard += token

    listener = Listener()
    streaming = EmbeddedChatModel(model_path=model.model_path, streaming=True, max_tokens=8)
    reply = streaming.invoke("hello", config={"callbacks": [listener]})
    assert listener.heard == reply.content


def test_choose_agrees_with_scoring_each_option_alone(model: EmbeddedChatModel) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    options = ["sudoku", "maze", "sudo", "solve the thing"]
    messages = [SystemMessage("Name the kind."), HumanMessage("a puzzle")]
    choice = model.choose(messages, options)

    engine = model.load()
    other: Any = AutoModelForCausalLM.from_pretrained(str(model.model_path))
    prompt = engine.encode(render(engine.tokenizer, messages))
    scores = []
    for option in options:
        tail = engine.encode(option) + sorted(engine.end_ids)
        ids = torch.tensor([prompt + tail])
        logps = other(input_ids=ids).logits[0].detach().log_softmax(-1)
        told = [float(logps[len(prompt) - 1 + i, token]) for i, token in enumerate(tail)]
        scores.append(sum(told) / len(told))
    expected = torch.tensor(scores).softmax(0).tolist()
    assert list(choice.probabilities) == options
    assert list(choice.probabilities.values()) == pytest.approx(expected, rel=1e-4)
    assert choice.option == options[expected.index(max(expected))]


def test_choose_takes_off_what_the_model_prefers_without_content(
    model: EmbeddedChatModel,
) -> None:
    same = model.choose("a puzzle", ["sudoku", "maze"], baseline="a puzzle")
    assert same.probabilities == pytest.approx({"sudoku": 0.5, "maze": 0.5})


def test_choose_of_one_needs_no_model_and_of_none_is_refused() -> None:
    model = EmbeddedChatModel(model_path=Path("nowhere"))
    assert model.choose("x", ["only"]).option == "only"
    for options in ([], ["a", "a"]):
        with pytest.raises(ToolInputError, match="options"):
            model.choose("x", options)


def test_structured_output_is_valid_whatever_the_weights(model: EmbeddedChatModel) -> None:
    for max_tokens in (1, 30, 300):
        short = model.model_copy(update={"max_tokens": max_tokens})
        assert isinstance(short.with_structured_output(Pick).invoke("hello"), Pick)
    warm = model.model_copy(update={"temperature": 2.0, "seed": 1})
    assert isinstance(warm.with_structured_output(Pick).invoke("hello"), Pick)


@pytest.mark.parametrize("choice", ["any", "required", "solve", True])
def test_a_tool_choice_is_enforced(model: EmbeddedChatModel, choice: Any) -> None:
    bound = model.bind_tools([solve], tool_choice=choice)
    reply = bound.invoke("hello")
    assert [call["name"] for call in reply.tool_calls] == ["solve"]
    assert set(reply.tool_calls[0]["args"]) == {"grid"}
    assert reply.content == ""
    streamed = joined(list(bound.stream("hello")))  # pyright: ignore[reportArgumentType]
    assert [c["args"] for c in streamed.tool_calls] == [c["args"] for c in reply.tool_calls]
    assert streamed.response_metadata == reply.response_metadata


def test_a_free_choice_or_none_leaves_the_model_its_words(model: EmbeddedChatModel) -> None:
    free = model.bind_tools([solve]).invoke("hello")
    assert free.content
    assert not free.tool_calls
    none = model.bind_tools([solve], tool_choice="none").invoke("hello")
    assert none.content == model.invoke("hello").content


def test_a_choice_that_is_not_on_offer_is_refused(model: EmbeddedChatModel) -> None:
    with pytest.raises(ToolInputError, match="no tool 'sing'"):
        model.bind_tools([solve], tool_choice="sing")


def test_the_clock_is_kept(model: EmbeddedChatModel) -> None:
    hurried = model.model_copy(update={"timeout": 1e-9})
    for act in (lambda: hurried.invoke("x"), lambda: hurried.choose("x", ["a", "b"])):
        with pytest.raises(LLMUnavailableError, match="did not reply in time"):
            act()


def test_a_prompt_that_is_too_long_is_refused(model: EmbeddedChatModel) -> None:
    with pytest.raises(
        LLMUnavailableError, match=r"has \d+ tokens, tiny-chat reads fewer than 2048"
    ):
        model.invoke("x " * 2048)


def test_without_weights_one_line_names_the_command(empty_cache: Path) -> None:
    with pytest.raises(LLMUnavailableError, match=r"run: tinyduo llm fetch embedded$"):
        EmbeddedChatModel().invoke("hello")


def test_a_folder_without_a_model_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(LLMUnavailableError, match="cannot load a chat model") as caught:
        EmbeddedChatModel(model_path=tmp_path).invoke("hello")
    assert "\n" not in str(caught.value)


def test_models_on_one_folder_share_their_weights(model: EmbeddedChatModel) -> None:
    assert model.model_copy(update={"temperature": 1.0}).load() is model.load()


def test_a_reply_inside_a_stream_does_not_block(model: EmbeddedChatModel) -> None:
    alone = model.invoke("hello").content
    pieces = []
    for chunk in model.stream("hello"):
        assert model.invoke("hello").content == alone
        pieces.append(chunk.text)
    assert "".join(pieces) == alone


def test_threads_get_their_own_replies(model: EmbeddedChatModel) -> None:
    prompts = [f"message {i}" for i in range(6)]
    expected = [model.invoke(prompt).content for prompt in prompts]
    found: dict[int, Any] = {}

    def work(i: int) -> None:
        found[i] = model.invoke(prompts[i]).content

    workers = [threading.Thread(target=work, args=(i,)) for i in range(len(prompts))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [found[i] for i in range(len(prompts))] == expected


async def test_async_calls_agree(model: EmbeddedChatModel) -> None:
    first, second = await asyncio.gather(model.ainvoke("hello"), model.ainvoke("hello"))
    streamed = [chunk async for chunk in model.astream("hello")]
    assert first.content == second.content == joined(streamed).content


def test_nothing_is_printed(model: EmbeddedChatModel, capfd: pytest.CaptureFixture[str]) -> None:
    from tinyduo.hybrid.llm import engine

    engine._load.cache_clear()
    model.invoke([HumanMessage("a"), AIMessage("b"), HumanMessage("c")])
    assert capfd.readouterr() == ("", "")


def test_the_callers_settings_come_back(model: EmbeddedChatModel) -> None:
    import torch
    from transformers.utils import logging

    from tinyduo.hybrid.llm import engine

    engine._load.cache_clear()
    before = (torch.get_num_threads(), logging.get_verbosity(), torch.get_rng_state().tolist())
    model.invoke("hello", temperature=1.0)
    assert before == (
        torch.get_num_threads(),
        logging.get_verbosity(),
        torch.get_rng_state().tolist(),
    )
