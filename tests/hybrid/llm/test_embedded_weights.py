"""The real embedded model: it loads, speaks and follows grammar. It is weak; little is asked."""

from __future__ import annotations

from typing import Literal

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel

from tinyduo.hybrid.llm import EmbeddedChatModel, embedded_path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(embedded_path() is None, reason="run: tinyduo llm fetch embedded"),
]


@pytest.fixture(scope="module")
def model() -> EmbeddedChatModel:
    return EmbeddedChatModel(max_tokens=48)


def test_it_answers_a_simple_question(model: EmbeddedChatModel) -> None:
    reply = model.invoke("What is 2+2?")
    assert "4" in reply.text
    assert reply.response_metadata["finish_reason"] == "stop"


def test_it_reads_special_tokens_as_such(model: EmbeddedChatModel) -> None:
    assert model.get_token_ids("<|im_start|>user\n")[0] == 1
    assert model.load().end_ids == {2}


def test_it_tells_a_sudoku_from_a_greeting(model: EmbeddedChatModel) -> None:
    system = SystemMessage("Classify the message. Reply with one word: sudoku or greeting.")
    for message, kind in (
        ("Please solve this sudoku puzzle, 0 is blank.", "sudoku"),
        ("Hello, good morning to you!", "greeting"),
    ):
        choice = model.choose(
            [system, HumanMessage(message)],
            ["sudoku", "greeting"],
            baseline=[system, HumanMessage("N/A")],
        )
        assert choice.option == kind


def test_its_structured_output_is_valid(model: EmbeddedChatModel) -> None:
    class Pick(BaseModel):
        """Which puzzle the message holds."""

        kind: Literal["sudoku", "maze", "arc"]
        reason: str

    assert isinstance(model.with_structured_output(Pick).invoke("Solve my sudoku."), Pick)


def test_tokens_and_bytes_agree_over_the_whole_vocabulary(model: EmbeddedChatModel) -> None:
    engine = model.load()
    for text in ('{"kind": "sudoku"}', "héllo 数独 🎉", "row 12\n\tis  5"):
        spelled = b"".join(engine.vocabulary.bytes_of[i] for i in engine.encode(text))
        assert spelled.decode() == text
