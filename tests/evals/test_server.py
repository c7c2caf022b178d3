"""tinyduo eval against a real OpenAI-compatible server on loopback: `transformers serve`."""

import os
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tinyduo.evals.evaluate import Evaluation, evaluate
from tinyduo.evals.runs import read_run
from tinyduo.hybrid.llm import LLMName, Server
from tinyduo.hybrid.llm.fetch import embedded_path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(embedded_path() is None, reason="run: tinyduo llm fetch embedded"),
    pytest.mark.skipif(find_spec("fastapi") is None, reason="transformers serve needs fastapi"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The embedded model's files behind transformers' own server; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(embedded_path())]
    command += ["--device", "cpu", "--dtype", "float32", "--host", "127.0.0.1"]
    log = tmp_path_factory.mktemp("server") / "log"
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=out, stderr=out, env=environment
        )
    try:
        _wait(f"http://127.0.0.1:{port}/health", process, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()  # it would finish what nobody waits for
        process.wait()


def _wait(address, process, log):
    for _ in range(600):
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
    raise AssertionError(log.read_text())


def test_both_arms_answer_through_a_real_server(server, tmp_path, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    name = LLMName(f"openai:{embedded_path()}", Server(base_url=server), 45.0)
    asked = Evaluation("sudoku-4x4", tmp_path, ("llm",), llm=name, n=2, max_tokens=16,
                       concurrency=1, price=(0.1, 0.4))  # fmt: skip
    alone = evaluate(asked)["runs"][0]["arms"]["llm"]
    assert (alone["n"], alone["errors"]) == (2, 0)
    assert alone["usage"]["prompt_tokens"] > 300  # as the server counts them
    assert 0 < alone["usage"]["completion_tokens"] <= 32
    assert not alone["usage"]["estimated"]
    assert alone["usage"]["cost"] > 0
    records = read_run([tmp_path]).records.values()
    assert all(record["reply"] and record["cause"] in ("llm", "refused") for record in records)


def test_a_model_that_is_too_slow_costs_the_hybrid_its_words_alone(server, tmp_path):
    name = LLMName(f"openai:{embedded_path()}", Server(base_url=server), 2.0)
    asked = Evaluation("sudoku-4x4", tmp_path, ("hybrid",), llm=name, n=2, concurrency=1)
    arm = evaluate(asked)["runs"][0]["arms"]["hybrid"]
    assert (arm["right"]["hits"], arm["false_verified"], arm["llm_failed"]) == (2, 0, 2)
