"""The reading exam, its verdict, and how the pipeline goes by it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage

from tinyduo.hybrid.cli import main
from tinyduo.hybrid.llm import EmbeddedChatModel, LocalChatModel, OpenAIChatModel, exam, mode
from tinyduo.hybrid.llm.agree import puzzle_of
from tinyduo.hybrid.llm.exam import Exam, examine, scores_of, trusted
from tinyduo.hybrid.llm.exam_items import ITEMS
from tinyduo.hybrid.llm.mode import Mode, Verdict, may_speak, mode_of, save_verdict, saved_verdict
from tinyduo.tools.reading import read


def right(item) -> dict[str, Any]:
    return {"kind": item.kind, "ask": item.ask, "finding": item.finding, "rows": list(item.rows)}


def call(args: dict[str, Any]) -> AIMessage:
    made = {"name": "report_reading", "args": args, "id": "1", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[made])


WORDS = ["It is solved. All is well.", "There is no solution.", "Look closely."]


@pytest.fixture(autouse=True)
def _own_cache(empty_cache) -> None:
    """Verdicts are kept in a cache of the test's own."""


def test_the_items_say_what_the_reader_can_confirm():
    """An exam that is wrong itself would judge every model wrongly."""
    for item in ITEMS:
        findings = read(item.text).findings
        if item.kind == "none":
            assert not findings
            continue
        found = {finding.id: finding for finding in findings}
        finding = found[item.finding or "p1"]
        assert finding.kind == item.kind
        if item.rows:
            assert finding.puzzle == puzzle_of(item.kind, item.rows)
    assert 10 <= len(ITEMS) <= 15


def test_a_model_that_reads_well_is_trusted_with_tools(scripted):
    shown = examine(scripted(*(call(right(item)) for item in ITEMS), *WORDS))
    assert shown.verdict.mode is Mode.NATIVE
    assert shown.verdict.scores["copy"] == [6, 6]
    assert shown.verdict.scores["claims"] == [3, 4]
    assert shown.verdict.speaks
    assert shown.dropped == ("There is no solution.",)


def test_one_that_only_writes_json_is_trusted_with_that(scripted):
    replies = [json.dumps(right(item) | {"rows": None}) for item in ITEMS]
    llm = scripted(*["I call the tool now."] * 3, *replies, *WORDS[1:])
    shown = examine(llm)
    assert shown.verdict.mode is Mode.JSON
    assert shown.verdict.scores["report"] == [12, 12]
    assert not shown.verdict.speaks or shown.verdict.scores["claims"][0] > 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda item: right(item) | {"kind": "sudoku"} if item.quiet else right(item),
        lambda item: right(item) | {"ask": "chat"},
        lambda item: {"nonsense": 1},
    ],
    ids=["sees puzzles in chat", "never knows what is asked", "no report"],
)
def test_one_that_slips_is_only_listened_to(scripted, spoil):
    shown = examine(scripted(*(json.dumps(spoil(item)) for item in ITEMS)))
    assert shown.verdict.mode is Mode.READER_FIRST


def test_one_that_fails_or_hangs_is_marked_not_fatal(scripted):
    shown = examine(scripted(*[RuntimeError("gone")] * 40), items=ITEMS[:4])
    assert shown.verdict.mode is Mode.READER_FIRST
    assert shown.items[0].error == "RuntimeError: gone"
    assert not shown.verdict.speaks


def test_thresholds_are_shares_of_what_was_asked():
    full = {"report": [12, 12], "kind": [10, 12], "ask": [11, 12], "quiet": [2, 2]}
    assert trusted(full, Mode.NATIVE) is Mode.NATIVE
    for skill, score in (("kind", 9), ("ask", 10), ("quiet", 1), ("report", 10)):
        worse = full | {skill: [score, full[skill][1]]}
        assert trusted(worse, Mode.JSON) is Mode.READER_FIRST
    assert scores_of(())["kind"] == [0, 0]


def test_a_verdict_is_kept_for_its_model_and_its_exam(monkeypatch):
    llm = OpenAIChatModel(model="m", base_url="http://127.0.0.1:1/v1")
    assert mode_of(llm) is Mode.NATIVE
    assert may_speak(llm)
    verdict = Verdict(mode.model_id(llm), Mode.JSON, False, {"kind": [1, 2]})
    save_verdict(llm, verdict)
    assert saved_verdict(llm) == verdict
    assert mode_of(llm) is Mode.JSON
    assert not may_speak(llm)
    assert saved_verdict(llm.model_copy(update={"model": "other"})) is None
    monkeypatch.setattr(mode, "EXAM_VERSION", mode.EXAM_VERSION + 1)
    assert saved_verdict(llm) is None
    mode._file(llm).write_text("{}")
    assert saved_verdict(llm) is None


def test_without_a_verdict_small_models_are_only_listened_to(scripted, tiny_folder):
    assert mode_of(EmbeddedChatModel()) is Mode.READER_FIRST
    local = LocalChatModel(model_path=tiny_folder)
    assert mode_of(local) is Mode.READER_FIRST
    assert not may_speak(local)
    assert may_speak(local.model_copy(update={"model": "qwen-coder-1.5b"}))
    assert may_speak(EmbeddedChatModel())
    save_verdict(local, Verdict(mode.model_id(local), Mode.JSON, True, {}))
    assert (mode_of(local), may_speak(local)) == (Mode.JSON, True)
    assert mode_of(scripted()) is Mode.NATIVE
    assert mode_of(FakeListChatModel(responses=[""])) is Mode.JSON


def test_the_command_prints_a_table_and_keeps_the_verdict(openai_server, capsys):
    by_text = {item.text.split("\n")[0]: item for item in ITEMS}

    def reply(body):
        asked = body["messages"][-1]["content"]
        found = re.match(r"<message>\n(.*)", asked)
        if not found:
            return "It is solved."
        args = json.dumps(right(by_text[found[1]]))
        made = {"id": "c", "type": "function", "function": {"name": "report_reading"}}
        made["function"]["arguments"] = args
        return {"role": "assistant", "content": None, "tool_calls": [made]}

    server = openai_server(reply)
    arguments = ["llm", "test", "openai:m", "--base-url", server.url]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "can be trusted with: native tools" in out
    assert "chit-chat" in out
    assert main([*arguments, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["mode"] == "native tools"
    assert len(record["items"]) == len(ITEMS)
    assert saved_verdict(OpenAIChatModel(model="m", base_url=server.url)) is not None


def test_a_server_that_is_down_gets_no_verdict(openai_server, capsys, monkeypatch):
    monkeypatch.setattr(exam, "_SPOKEN", ())
    server = openai_server(500)
    assert main(["llm", "test", "openai:m", "--base-url", server.url, "--json"]) == 0
    captured = capsys.readouterr()
    assert "no verdict is kept" in captured.err
    assert saved_verdict(OpenAIChatModel(model="m", base_url=server.url)) is None


def test_an_exam_is_json(scripted):
    shown = examine(scripted("hello"), items=ITEMS[:1])
    assert isinstance(shown, Exam)
    assert json.loads(json.dumps(shown.to_json()))["mode"] == "reader first"
