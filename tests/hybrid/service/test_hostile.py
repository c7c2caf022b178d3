"""Hostile input against HTTP and MCP: no crash, no hang, no answer called solved that is not.

TINYDUO_HOSTILE=1000 sends so many of each sort instead of the few of every day.
"""

import json
import os
import random
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tinyduo.hybrid.service import Settings
from tinyduo.tools.catalogue import TOOLS
from tinyduo.tools.guide import EXAMPLES
from tinyduo.trm.puzzles import Layout, Maze, Sudoku
from tinyduo.trm.puzzles.maze import verify as verify_maze
from tinyduo.trm.puzzles.sudoku import verify as verify_sudoku

FEW, MANY = int(os.environ.get("TINYDUO_HOSTILE", "15")), 300
STATUSES = {200, 202, 400, 403, 404, 405, 406, 408, 413, 415, 421, 422, 503}
SECONDS = 30.0  # a reply may take on a busy machine; budgets are 0.5 s
PATHS = [
    *("/v1/solve", "/v1/chat/completions", "/v1/tools", "/v1/models", "/mcp", "/metrics"),
    *("/healthz", "/readyz", "/openapi.json", "/", "/v1/tools/", "/v1/tools/%2e%2e%2fsolve"),
    *(f"/v1/tools/{name}" for name in TOOLS),
]
VALID: list[tuple[str, Any]] = [
    *((f"/v1/tools/{tool}", arguments) for tool, arguments in EXAMPLES.values()),
    ("/v1/solve", {"message": "...4 ...3 1... 4..."}),
    ("/v1/solve", {"kind": "maze", "grid": ["S #", "# G"]}),
    (
        "/v1/chat/completions",
        {"model": "tinyduo", "messages": [{"role": "user", "content": "...4...31...4..."}]},
    ),
]
KEYS = [
    *("message", "kind", "grid", "box", "budget_s", "train", "test", "answer", "text", "so_far"),
    *("told", "reveal", "model", "messages", "stream", "stream_options", "n", "role", "content"),
    *("jsonrpc", "id", "method", "params", "name", "arguments", "input", "output", "_meta"),
]
WORDS = st.text(max_size=60) | st.text("0123456789._ |-+#SGo\n,[]", max_size=120)
ATOMS = (
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), WORDS),
    st.sampled_from(["sudoku", "maze", "arc", "tinyduo", "user", "2.0", "tools/call", *TOOLS]),
    st.sampled_from([10**400, -1, 2**63, "9" * 5000, "\ud800", "\x00", "A" * 30_000]),
)
JUNK = st.recursive(
    st.one_of(*ATOMS),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), inner, max_size=5)
    ),
    max_leaves=12,
)
TYPES = st.sampled_from(["application/json"] * 8 + ["text/plain", "", "application/json; x", "\t"])
SEED = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def hostile(running):
    """A service whose puzzles get little time."""
    limits = Settings(llm="none", budget_s=0.5, max_seconds=0.5, grace_s=10)
    with running(limits) as started:
        yield started


def examples(n: int) -> Any:
    return settings(
        max_examples=n,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def spoilt(value: Any, rng: random.Random) -> Any:
    """A valid body with something in it changed, dropped, doubled or swapped."""
    if isinstance(value, dict) and value:
        key = rng.choice(list(value))
        change = rng.randrange(4)
        if change == 0:
            return {k: v for k, v in value.items() if k != key}
        if change == 1:
            return value | {rng.choice(KEYS): value[key]}
        return value | {key: spoilt(value[key], rng)}
    if isinstance(value, list) and value:
        place = rng.randrange(len(value))
        change = rng.randrange(4)
        if change == 0:
            return value[:place] + value[place + 1 :]
        if change == 1:
            return value * rng.choice([2, 40])
        return [*value[:place], spoilt(value[place], rng), *value[place + 1 :]]
    if isinstance(value, str) and value:
        place = rng.randrange(len(value))
        other = rng.choice("0123456789.#SG \n\u2713\u0663x")
        return rng.choice([value[:place] + other + value[place + 1 :], value * 3, value[:place]])
    return rng.choice([None, True, -1, 1.5, 10**30, "", [], {}, [[]], "x" * 25_000])


def check(reply: Any) -> None:
    """What holds for every reply, whatever was asked."""
    assert reply.status in STATUSES, (reply.status, reply.text[:300])
    assert "Traceback" not in reply.text
    assert "site-packages" not in reply.text
    assert "tinyduo/" not in reply.text
    if reply.headers.get("content-type", "").startswith("application/json") and reply.text:
        found = reply.json
        if reply.status >= 400 and "jsonrpc" not in found and "status" not in found:
            assert isinstance(found["error"]["message"], str)
            assert len(found["error"]["message"]) < 1000
        check_solved(found)
    for line in reply.text.splitlines():
        if line.startswith("data: {"):
            check_solved(json.loads(line[6:]))


def check_solved(found: Any) -> None:
    """Every record that says solved holds an answer that the verifier accepts."""
    if isinstance(found, list):
        for part in found:
            check_solved(part)
    if not isinstance(found, dict):
        return
    for part in found.values():
        check_solved(part)
    if found.get("status") != "solved" or "grid" not in found:
        return
    answer = tuple(map(tuple, found["answer"]))
    if found["kind"] == "maze":
        assert verify_maze(Maze(tuple(found["grid"])), answer).verified
    else:
        layout = Layout(*found["box"])
        givens = tuple(map(tuple, found["grid"]))
        assert verify_sudoku(Sudoku(givens, layout), answer).verified
    assert found["verdict"] == {"verified": True, "problems": []}


def send(service: Any, method: str, path: str, body: Any, **headers: str) -> Any:
    began = time.monotonic()
    told = {"Accept": "application/json, text/event-stream"} | headers
    reply = service.ask(method, path, body, told)
    assert time.monotonic() - began < SECONDS
    check(reply)
    return reply


def junk_anywhere(service: Any, n: int) -> None:
    methods = st.sampled_from(["POST"] * 6 + ["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "BREW"])

    @examples(n)
    @given(methods, st.sampled_from(PATHS), st.binary(max_size=300) | JUNK, TYPES)
    def each(method: str, path: str, body: Any, kind: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body)
        send(service, method, path, data, **{"Content-Type": kind})

    each()


def nearly_valid(service: Any, n: int) -> None:
    @examples(n)
    @given(st.sampled_from(VALID), SEED, st.integers(1, 4))
    def each(valid: tuple[str, Any], seed: int, times: int) -> None:
        path, body = valid
        rng = random.Random(seed)
        for _ in range(times):
            body = spoilt(body, rng)
        data = json.dumps(body)
        assume(len(data) < 2_000_000)  # a larger one may break off before its answer is read
        send(service, "POST", path, data)

    each()


def mcp_calls(service: Any, n: int) -> None:
    names = st.sampled_from([*TOOLS, "nothing", ""])
    versions = st.sampled_from(["2025-11-25", "2026-07-28", "1", "x" * 300])
    others = [
        *("tools/list", "initialize", "resources/read", "prompts/get", "ping", "x"),
        *("subscriptions/listen", "resources/subscribe", "completion/complete"),
    ]
    methods = st.sampled_from([*["tools/call"] * 6, *others])

    @examples(n)
    @given(methods, names, SEED, JUNK, versions, st.booleans())
    def each(method: str, name: str, seed: int, junk: Any, version: str, near: bool) -> None:
        fits = [arguments for tool, arguments in EXAMPLES.values() if tool == name]
        arguments = spoilt(fits[0], random.Random(seed)) if near and fits else junk
        params = {"name": name, "arguments": arguments, "uri": junk}
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        headers = {"Mcp-Protocol-Version": version, "Mcp-Method": method, "Mcp-Name": name}
        send(service, "POST", "/mcp", json.dumps(body), **headers)

    each()


def answers_still(service: Any) -> None:
    """After all that: the next one is served."""
    reply = service.post("/v1/solve", {"message": "...4 ...3 1... 4..."})
    assert reply.json["status"] == "solved"
    assert service.app.state.gate.active == 0


SORTS = [junk_anywhere, nearly_valid, mcp_calls]


@pytest.mark.parametrize("sort", SORTS)
def test_hostile_input_never_breaks_the_service(hostile, sort, caplog):
    sort(hostile, FEW)
    answers_still(hostile)
    assert not [word for word in ("bug in", "raised", "Traceback") if word in caplog.text]


@pytest.mark.slow
@pytest.mark.parametrize("sort", SORTS)
def test_much_hostile_input_never_breaks_the_service(hostile, sort, caplog):
    sort(hostile, MANY)
    answers_still(hostile)
    assert not [word for word in ("bug in", "raised", "Traceback") if word in caplog.text]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # schemathesis' own
def test_what_the_description_says_holds(hostile):
    """Schemathesis makes requests from /openapi.json and holds the replies against it."""
    schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis")
    from schemathesis.specs.openapi import checks

    schema = schemathesis.openapi.from_url(f"{hostile.url}/openapi.json")
    wanted = [
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @examples(max(3, FEW // 3))
        @given(operation.as_strategy())
        def each(case: Any) -> None:
            reply = case.call()
            case.validate_response(reply, checks=wanted)
            assert reply.status_code in STATUSES

        each()
    answers_still(hostile)
