"""Any string gives a reading: no exception, no surprise, in time."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.tools.reading import LIMIT, read
from tinyduo.trm.puzzles import Status

ALPHABET = "0123456789.-_*|+=:[](){}<>/,;\"'\\ \n\t\rxXrRcC#abK²⁷🍎⬜1️⃣٣\x00\ud800\u200f"
N = 40_000


def sane(text: str) -> None:
    reading = read(text)
    for number, finding in enumerate(reading.findings, start=1):
        assert finding.id == f"p{number}"
        assert 0 <= finding.span[0] <= finding.span[1] <= len(text)
        assert finding.puzzle is None or finding.status is None
        assert (finding.message == "") == (finding.status is None)


@given(st.text(alphabet=st.characters(), max_size=300))
@settings(max_examples=150, deadline=None)
def test_arbitrary_text_gives_a_reading(text: str) -> None:
    sane(text)


@given(st.text(alphabet=ALPHABET, max_size=400))
@settings(max_examples=300, deadline=None)
def test_grid_like_noise_gives_a_reading(text: str) -> None:
    sane(text)


@pytest.mark.parametrize(
    "unit",
    [
        " ", "\n", "1", ".", "[", "[]", '"', "<", "<tr><td>", "r1c1=5 ", "1 ", "1\n", "|", "| ",
        "-", "---\n", "A ", "🍎", "\x00", "\ud800", "row one five blank ", "x=1,", "is this ",
        "no killer ", "1->2", "in\n", "3x3:a", ":0702:9:", "\\", "5 3 0 0 7 0 0 0\n\n", "[5]",
        "- - 1\n", "wall [[0,1,", '<span></span>', "+  +\n", "#S ", '"a": ', "(1,2,3) ", "##\n",
        "###########\n#S       G#\n", "+-+\n| |\n", "maze #S G#\n", "##/", "S = start ",
        "from S to G ", "start (1,2) ", "input ", "output: 1\n", "[[0]] -> ", '"train": [',
        "in: 0 1\n",
        "0 1 -> 1 0\n", "example input: [1] ", "test [[0,1],[1,0]] ", "in 1) a ", "input\n1\n\n",
        "walls (1,2), (2,3), ", "'1' +\n", "**5** ", "●=3 ", "\x1b[", "answer: ", "in 01 out ",
        "start A1 ", "(S)tart ", "1.2 : ", "+---+\n|#.|\n", "column 1: 1 2 3 4\n", "VII ",
        "arc task 007bbfb7 ", "in: 🟦🟥\n", "in: blue ", "out )", "input ;", "in: 1 / ",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    """Two patterns once took exponential and quadratic time on a run of one character."""
    text = unit * (N // len(unit))
    seconds = []
    while not seconds or (seconds[-1] >= 2.0 and len(seconds) < 3):  # a busy machine may slow one
        gc.disable()  # as timeit does: it walks all that other tests have left
        try:
            start = time.process_time()
            sane(text)
            seconds.append(time.process_time() - start)
        finally:
            gc.enable()
    assert min(seconds) < 2.0


def test_a_message_beyond_the_limit_names_the_limit_at_once() -> None:
    text = "solve 5" * 2_500_000
    start = time.process_time()
    (finding,) = read(text).findings
    assert time.process_time() - start < 0.5
    assert finding.status is Status.MALFORMED
    assert f"{LIMIT:,}" in finding.message
