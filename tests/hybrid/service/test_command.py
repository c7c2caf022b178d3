"""`tinyduo serve` as a process: what it says, what it refuses, and how it ends."""

import json
import signal
import subprocess
import sys
import threading
import urllib.request

import pytest

from tinyduo.hybrid import cli

COMMAND = [sys.executable, "-m", "tinyduo.hybrid.cli", "serve", "--llm", "none", "--port", "0"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "needs a token"),
        (["--queue", "0"], "--queue"),
        (["--workers", "-1"], "--workers: expected 0 or more processes"),
        (["--budget", "-1"], "--budget"),
        (["--port", "70000"], "--port"),
        (["--token-file", "/nowhere/token"], "/nowhere/token"),
        (["--sudoku-weights", "nothing"], "no weights 'nothing'"),
        (["--llm", "gpt"], "no language model 'gpt'"),
    ],
)
def test_what_is_unsafe_or_senseless_is_refused_in_a_line(options, said, capsys, monkeypatch):
    monkeypatch.delenv("TINYDUO_TOKEN", raising=False)
    assert cli.main(["serve", "--llm", "none", *options]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(("options", "n"), [([], 3), (["--workers", "0"], 0)])
def test_there_is_a_worker_for_each_core_unless_one_says_how_many(options, n, monkeypatch):
    from tinyduo.hybrid.service import server, settings

    served = []
    monkeypatch.setattr(settings, "cores", lambda: 3)
    monkeypatch.setattr(server, "serve", lambda given, **_: served.append(given.workers))
    assert cli.main(["serve", "--llm", "none", *options]) == 0
    assert served == [n]


def test_a_token_comes_from_a_file_or_the_environment(tmp_path, capsys, monkeypatch):
    from tinyduo.hybrid.commands.serve import _token

    file = tmp_path / "token"
    file.write_text(" a-token-of-a-file-0123\n")
    monkeypatch.setenv("TINYDUO_TOKEN", "a-token-of-the-environment")
    assert _token(file) == "a-token-of-a-file-0123"
    assert _token(None) == "a-token-of-the-environment"
    for text in ("", "\n"):
        file.write_text(text)
        assert cli.main(["serve", "--token-file", str(file)]) == 2
        assert "it is empty" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe")
    assert cli.main(["serve", "--token-file", str(file)]) == 2


def test_a_port_that_is_taken_is_said_in_a_line(service, capsys):
    assert cli.main(["serve", "--llm", "none", "--port", str(service.port)]) == 2
    assert "ddress already in use" in capsys.readouterr().err


@pytest.mark.slow
def test_at_sigterm_the_process_finishes_what_runs_and_logs_nothing_of_it():
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    line = process.stderr.readline()
    url = next(word for word in line.split() if word.startswith("http://"))
    replies = []

    def ask() -> None:
        task = {"train": [{"input": [[0, 1]], "output": [[1, 0]]}] * 2, "test": [{"input": [[2]]}]}
        body = json.dumps({"kind": "arc", "budget_s": 3, **task}).encode()
        asked = urllib.request.Request(
            f"{url}/v1/solve", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=60) as reply:
            replies.append(json.loads(reply.read()))

    thread = threading.Thread(target=ask)
    thread.start()
    ends = 200
    while "tinyduo_calls 1.0" not in urllib.request.urlopen(f"{url}/metrics").read().decode():
        ends -= 1
        assert ends
        threading.Event().wait(0.1)
    process.send_signal(signal.SIGTERM)
    thread.join(60)
    out, errors = process.communicate(timeout=60)
    assert replies[0]["status"] == "predicted"
    assert (out, errors) == ("", "")
    assert process.returncode == -signal.SIGTERM
