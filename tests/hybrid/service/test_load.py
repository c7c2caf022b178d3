"""The load command: it sees wrong, swapped and lost replies, and measures a real service."""

import json

import pytest

from tinyduo.evals import load
from tinyduo.hybrid.service import Settings

RIGHT = [[3, 1, 2, 4], [2, 4, 1, 3], [1, 3, 4, 2], [4, 2, 3, 1]]


@pytest.fixture(scope="module")
def asked():
    return load.puzzles(["4x4", "maze-10"])


def reply(puzzle, **fields):
    return json.dumps({"grid": [list(row) for row in puzzle.givens], **fields}).encode()


def test_every_reply_is_held_against_its_own_puzzle(asked):
    from tinyduo.tools import solve_sudoku

    ours, other = asked[0], asked[2]
    record = solve_sudoku(ours.puzzle.givens)
    right = json.dumps(record).encode()
    assert load.checked(ours, 200, right) == "right"
    assert load.checked(other, 200, right) == "wrong: another puzzle's reply"
    spoilt = [*record["answer"][1:], record["answer"][0]]
    told = reply(ours.puzzle, status="solved", answer=spoilt)
    assert load.checked(ours, 200, told) == "wrong: not an answer"
    told = reply(ours.puzzle, status="unsolved", answer=spoilt)
    assert load.checked(ours, 200, told) == "unsolved"
    assert load.checked(ours, 200, b"{}") == "wrong: no record"
    assert load.checked(ours, 500, right) == "HTTP 500"
    assert load.checked(ours, 503, b"") == "busy"


async def test_a_service_is_measured(running, asked):
    with running(Settings(llm="none", queue=8)) as service:
        options = {"clients": 4, "seconds": 0.3, "queue": 8}
        found = await load.measure(service.url, asked, **options)
    assert found["wrong_or_lost"] == 0
    assert set(found["many"]["outcomes"]) == {"right"}
    assert found["overload"]["outcomes"]["right"] >= 8
    assert found["overload"]["outcomes"]["busy"] >= 8
    assert set(found["after"]["outcomes"]) == {"right"}


def test_kinds_that_there_are_not_are_refused(capsys):
    with pytest.raises(SystemExit):
        load.main(["--kinds", "chess"])
    assert "expected kinds" in capsys.readouterr().err
