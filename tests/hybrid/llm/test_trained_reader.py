"""The embedded model with its adapter as a witness, and the shipped adapter itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from typing_extensions import override

from tinyduo.hybrid.cli import main
from tinyduo.hybrid.llm import EmbeddedChatModel, embedded_path
from tinyduo.hybrid.llm.adapter import adapter_path, load_adapter
from tinyduo.hybrid.llm.clock import Clock
from tinyduo.hybrid.llm.pick import Call, Pick
from tinyduo.hybrid.llm.witness import Witness
from tinyduo.tools.errors import LLMUnavailableError
from tinyduo.tools.reading import Ask, Finding, read

GRID = "4000\n0300\n0203\n0000"
OTHER = "2000\n0000\n0003\n4001"


class Trained(EmbeddedChatModel):
    """Says what it is told to say, in the place of the weights."""

    said: Any = None

    @override
    def load(self) -> Any:
        return None

    @override
    def reads(self) -> bool:
        return True

    @override
    def call_for(self, text: str, findings: Sequence[Finding]) -> Pick:
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


def hear(text: str, said: Any) -> Any:
    return Witness(Trained(said=said)).hear(text, Clock(20))


def test_its_ask_counts_and_the_grid_stays_the_readers() -> None:
    text = f"a pointer would do me\n{GRID}"
    heard = hear(text, Pick(Call("hint", "sudoku", "A"), 0.99, 0.98))
    assert heard.reading.ask is Ask.HINT
    assert heard.reading.findings == read(text).findings
    assert heard.grid_source == "reader"
    assert heard.witnesses["llm"] == {
        "ask": "hint",
        "kind": "sudoku",
        "finding": "p1",
        "sure": 0.99,
        "followed": True,
        "agrees": False,
    }


def test_which_puzzle_it_takes_to_be_meant_is_told_and_all_are_answered() -> None:
    text = f"the lower one please\n{GRID}\n\nand\n\n{OTHER}"
    heard = hear(text, Pick(Call("solve", "sudoku", "B"), 0.9, 0.9))
    assert heard.witnesses["llm"]["finding"] == "p2"
    assert len(heard.reading.findings) == 2


def test_unsure_it_is_noted_and_the_rules_count() -> None:
    heard = hear(f"how many solutions?\n{GRID}", Pick(Call("hint", "sudoku", "A"), 0.3, 0.3))
    assert heard.reading.ask is Ask.COUNT
    assert heard.witnesses["llm"]["followed"] is False


def test_a_grid_without_a_word_is_not_asked_about() -> None:
    heard = hear(GRID, LLMUnavailableError("never asked"))
    assert heard.witnesses["llm"] is None
    assert heard.reading == read(GRID)


def test_one_that_fails_is_done_without() -> None:
    heard = hear(f"hint\n{GRID}", LLMUnavailableError("its adapter is gone"))
    assert heard.witnesses["llm"] == {"error": "its adapter is gone"}
    assert heard.reading.ask is Ask.HINT


def test_a_model_of_ones_own_never_gets_the_shipped_adapter(tiny_folder: Any) -> None:
    assert not EmbeddedChatModel(model_path=tiny_folder).reads()
    assert not EmbeddedChatModel(adapter=None).reads()


@pytest.mark.skipif(adapter_path() is None, reason="no adapter is shipped")
def test_the_shipped_adapter_is_small_and_its_card_complete() -> None:
    path = adapter_path()
    assert path is not None
    assert path.with_suffix(".safetensors").stat().st_size < 8_000_000
    card = load_adapter(path).card
    assert {"training", "command", "commit", "curve", "before", "after", "license"} <= card.keys()
    assert card["after"]["messages"] >= 600
    assert card["after"]["all"]["exact"]["right"] > 2 * card["before"]["all"]["exact"]["right"]
    assert not any(part.startswith("/") for part in card["command"].split())


def test_the_commands_help_and_refusals_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["llm", "train-reader", "--help"]) == 0
    assert "examples:" in capsys.readouterr().out
    assert main(["llm", "train-reader", "--examples", "0"]) == 2
    assert main(["llm", "test", "embedded", "--messages", "-1"]) == 2
    errors = capsys.readouterr().err
    assert "examples, batch and rank: expected at least 1" in errors
    assert "--messages is -1" in errors


@pytest.mark.slow
@pytest.mark.skipif(
    embedded_path() is None or adapter_path() is None, reason="run: tinyduo llm fetch embedded"
)
@pytest.mark.parametrize(
    ("text", "ask"),
    [
        (f"Please solve this sudoku:\n{GRID}", "solve"),
        (f"I'm stuck, what's the next step? Don't solve it.\n{GRID}", "hint"),
        (f"Hat dieses Sudoku mehr als eine Lösung?\n{GRID}", "count"),
        ("Good night, and thanks again!", "chat"),
    ],
)
def test_the_real_one_reads_plain_wishes(text: str, ask: str) -> None:
    model = EmbeddedChatModel()
    assert model.reads()
    call = model.call_for(text, read(text).findings).call
    assert call.ask == ask
    assert (call.kind == "none") == (ask == "chat")
