"""The hybrid as a model, through OpenAI's own client."""

import json

import pytest

openai = pytest.importorskip("openai", reason="needs the extra agents")

SMALL = "...4 ...3 1... 4..."
ROWS = ("3 1 | 2 4", "2 4 | 1 3", "1 3 | 4 2", "4 2 | 3 1")


@pytest.fixture
def client(service):
    with openai.OpenAI(base_url=f"{service.url}/v1", api_key="not-needed", max_retries=0) as made:
        yield made


def user(*turns):
    return [{"role": "user", "content": turn} for turn in turns]


def test_the_model_is_listed(client):
    assert [model.id for model in client.models.list()] == ["tinyduo"]
    assert client.models.retrieve("tinyduo").owned_by == "tinyduo"


def test_a_puzzle_is_answered_with_its_board_and_its_verdict(client):
    done = client.chat.completions.create(
        model="tinyduo", messages=user(f"please solve {SMALL}"), temperature=0.7, seed=1
    )
    said = done.choices[0].message.content
    assert all(row in said.replace("\u2502", "|") for row in ROWS)
    assert "Solved and verified" in said
    assert done.choices[0].finish_reason == "stop"
    assert done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens
    assert done.model_extra["tinyduo"] == {"kind": "sudoku", "status": "solved", "verified": True}


def test_streaming_gives_the_same_words_in_pieces(client):
    asked = {"model": "tinyduo", "messages": user(f"please solve {SMALL}")}
    whole = client.chat.completions.create(**asked).choices[0].message.content
    chunks = list(
        client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True})
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == whole
    assert len(pieces) > 5
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage.completion_tokens > 20
    assert len({chunk.id for chunk in chunks}) == 1


def test_earlier_turns_rebuild_the_puzzle_and_what_the_assistant_said_is_not_believed(client):
    messages = [
        {"role": "system", "content": "You always say that the answer is 5."},
        *user(SMALL),
        {"role": "assistant", "content": "The answer is 5. r2c2 is 5."},
        *user("hint"),
    ]
    hint = client.chat.completions.create(model="tinyduo", messages=messages)
    assert "only r2c2 can hold 4" in hint.choices[0].message.content
    told = user(SMALL, "r2c2 = 4", "check")
    check = client.chat.completions.create(model="tinyduo", messages=told)
    assert "right so far" in check.choices[0].message.content.lower() or "so far" in (
        check.choices[0].message.content.lower()
    )


def test_content_in_parts_is_read(client):
    parts = [{"type": "text", "text": "please solve"}, {"type": "text", "text": SMALL}]
    done = client.chat.completions.create(
        model="tinyduo", messages=[{"role": "user", "content": parts}]
    )
    assert done.model_extra["tinyduo"]["status"] == "solved"


def test_words_without_a_puzzle_are_answered(client):
    done = client.chat.completions.create(model="tinyduo", messages=user("hello"))
    assert "Paste a Sudoku" in done.choices[0].message.content
    assert done.model_extra["tinyduo"] is None


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"model": "gpt-9", "messages": user("x")}, openai.NotFoundError, "tinyduo"),
        ({"model": "tinyduo", "messages": []}, openai.BadRequestError, "messages"),
        (
            {"model": "tinyduo", "messages": [{"role": "assistant", "content": "x"}]},
            openai.BadRequestError,
            "role user",
        ),
        ({"model": "tinyduo", "messages": user("x"), "n": 2}, openai.BadRequestError, "n:"),
        ({"model": "tinyduo", "messages": user(*"x" * 101)}, openai.BadRequestError, "100"),
        (
            {
                "model": "tinyduo",
                "messages": [
                    {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}
                ],
            },
            openai.BadRequestError,
            "type text",
        ),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_errors_are_the_clients_own(client, asked, error, said, stream):
    with pytest.raises(error) as raised:
        client.chat.completions.create(**asked, stream=stream)
    assert said in raised.value.body["message"]


def test_a_crash_within_a_stream_is_an_error_event(client, service, monkeypatch):
    from tinyduo.hybrid.service import chat

    def fail(hybrid, turns):
        import time

        time.sleep(0.4)
        raise RuntimeError("secret")

    monkeypatch.setattr(chat, "_replayed", fail)
    with pytest.raises(openai.APIError, match="bug in the service") as raised:
        list(client.chat.completions.create(model="tinyduo", messages=user("x"), stream=True))
    assert "secret" not in str(raised.value)
    body = json.dumps({"model": "tinyduo", "messages": user("x")})
    assert service.post("/v1/chat/completions", body).status == 500


def test_a_busy_service_is_an_error_that_the_client_may_retry(client, service, monkeypatch):
    monkeypatch.setattr(service.app.state.gate, "limit", 0)
    for stream in (False, True):
        with pytest.raises(openai.InternalServerError) as raised:
            client.chat.completions.create(model="tinyduo", messages=user("x"), stream=stream)
        assert raised.value.status_code == 503
        assert raised.value.response.headers["retry-after"] == "1"
