"""The language model's share of the time: nobody waits longer, and failures are remembered."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from langchain_core.messages import HumanMessage

from tinyduo.hybrid.llm.clock import Clock, Guarded, in_words
from tinyduo.tools.errors import LLMUnavailableError


def test_a_call_within_its_time_gives_its_result():
    clock = Clock(5)
    assert clock.within(lambda: 3) == 3
    assert 4 < clock.left <= 5
    with pytest.raises(ZeroDivisionError):
        clock.within(lambda: 1 // 0)
    assert clock.within(lambda: None) is None


def test_nobody_waits_for_a_call_that_hangs():
    go_on = threading.Event()
    clock, began = Clock(0.05), time.monotonic()
    with pytest.raises(LLMUnavailableError, match=r"did not answer within 0\.05 seconds"):
        clock.within(go_on.wait)
    assert time.monotonic() - began < 1
    go_on.set()
    with pytest.raises(LLMUnavailableError):
        clock.within(lambda: time.sleep(0.05))  # no time is left for another


def test_pieces_without_end_stop_with_the_clock_and_so_does_their_thread():
    stopped = threading.Event()

    def drip() -> Iterator[str]:
        try:
            while True:
                time.sleep(0.01)
                yield "."
        finally:
            stopped.set()

    got: list[str] = []
    with pytest.raises(LLMUnavailableError):
        got.extend(Clock(0.1).pieces(drip))
    assert got
    assert stopped.wait(2)


def test_the_time_of_the_one_who_reads_is_not_counted():
    clock = Clock(0.5)
    for _ in clock.pieces(lambda: iter("abc")):
        time.sleep(0.05)
    assert clock.left > 0.4


def test_a_guarded_model_streams_and_notes_what_goes_wrong(scripted):
    clock = Clock(5)
    model = Guarded(inner=scripted("Fine. Good.", RuntimeError("gone")), clock=clock)
    assert "".join(str(c.content) for c in model.stream([HumanMessage("hi")])) == "Fine. Good."
    assert clock.failure is None
    with pytest.raises(RuntimeError):
        list(model.stream("hi"))
    assert clock.failure == "RuntimeError: gone"


def test_a_guarded_model_is_cut_off(scripted, monkeypatch):
    monkeypatch.setattr("tinyduo.hybrid.llm.clock.MAX_CHARACTERS", 10)
    model = Guarded(inner=scripted("a" * 50, "b"), clock=Clock(5))
    assert list(model.stream("hi"))
    assert model.invoke("hi").content == "b"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LLMUnavailableError("no key; set one."), "no key; set one"),
        (KeyError("choices"), "KeyError: 'choices'"),
        (ValueError(), "ValueError"),
        (RuntimeError("two\nlines"), "RuntimeError: two lines"),
    ],
)
def test_errors_are_one_line(error, words):
    assert in_words(error) == words
