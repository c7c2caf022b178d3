"""A chat model of a few thousand random weights: it says nothing sensible, through real code."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' "
    "+ message['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def save_tiny_chat_model(folder: Path, *, seed: int = 0, context: int = 2048) -> Path:
    """Write a random Llama of width 16 with a byte-level tokenizer into a folder."""
    import torch
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
    from transformers.utils import logging

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = [("s", "o"), ("l", "v"), ("Ġ", "t"), ("Ġt", "h")]
    words = [*alphabet, *("".join(pair) for pair in merges)]
    core = Tokenizer(models.BPE(vocab={w: i for i, w in enumerate(words)}, merges=merges))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    core.add_special_tokens([AddedToken(t, special=True) for t in ("<|im_start|>", "<|im_end|>")])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core,
        bos_token="<|im_start|>",
        eos_token="<|im_end|>",
        chat_template=CHATML,
    )
    size = len(tokenizer)
    config = LlamaConfig(
        vocab_size=size,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=context,
        bos_token_id=size - 2,
        eos_token_id=size - 1,
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = LlamaForCausalLM(config)
        for weight in model.parameters():
            torch.nn.init.normal_(weight, std=0.5)  # else every token is about as likely
    logging.disable_progress_bar()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_chat_model(tmp_path_factory.mktemp("llm") / "tiny-chat")


@pytest.fixture(scope="session")
def roomy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with room for a question of the pipeline; a token is hardly more than a letter."""
    return save_tiny_chat_model(tmp_path_factory.mktemp("llm") / "roomy-chat", context=8192)


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache root with nothing in it."""
    monkeypatch.setenv("TINYDUO_CACHE", str(tmp_path / "cache"))
    return Path(os.environ["TINYDUO_CACHE"])


class OpenAIServer(ThreadingHTTPServer):
    """A small OpenAI-compatible server on loopback: replies in order, the last again and again.

    A reply is text, a dict (a message), an int (an HTTP error), a pair (an error and what is said
    of it), bytes (sent as they are), a float (seconds of silence), or makes one from the request.
    """

    daemon_threads = True

    def __init__(self, *replies: Any) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = list(replies)
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        assert isinstance(server, OpenAIServer)
        server.requests.append(body)
        server.keys.append(self.headers.get("Authorization"))
        reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
        if isinstance(reply, float):
            time.sleep(reply)
            reply = "late"
        reply = reply(body) if callable(reply) else reply
        if isinstance(reply, tuple):
            self._send(reply[0], json.dumps({"error": {"message": reply[1]}}).encode())
        elif isinstance(reply, int):
            self._send(reply, b"<html>no</html>")
        elif isinstance(reply, bytes):
            self._send(200, reply)
        else:
            message = {"role": "assistant", "content": reply} if isinstance(reply, str) else reply
            self._send(200, (_events if body.get("stream") else _whole)(message))

    def _send(self, code: int, data: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        if code == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:  # the client stopped reading
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _whole(message: dict[str, Any]) -> bytes:
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    return json.dumps({"choices": [choice], "usage": usage}).encode()


def _events(message: dict[str, Any]) -> bytes:
    deltas: list[dict[str, Any]] = [
        {"content": letter} for letter in (message.get("content") or "")
    ]
    for index, call in enumerate(message.get("tool_calls") or ()):
        deltas.append({"tool_calls": [call | {"index": index}]})
    events: list[dict[str, Any]] = [{"choices": [{"delta": delta}]} for delta in deltas]
    events.append({"choices": [{"delta": {}, "finish_reason": "stop"}]})
    events.append({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}})
    lines = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return f": hello\n\n{lines}data: [DONE]\n\n".encode()


@pytest.fixture
def openai_server() -> Iterator[Callable[..., OpenAIServer]]:
    """Start a server with its replies; all are stopped after the test."""
    started: list[OpenAIServer] = []

    def start(*replies: Any) -> OpenAIServer:
        server = OpenAIServer(*replies)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()
