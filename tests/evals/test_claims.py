"""What a model says is judged from the answer, and the report counts what is false."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.language_models.chat_models import BaseChatModel

from tinyduo.evals import claims
from tinyduo.evals.claims import judged, puzzles_of, summary_of, turns
from tinyduo.tools.reading import read_maze, read_sudoku
from tinyduo.trm.checkpoint import load_weights
from tinyduo.trm.solver import solve

Scripted = Callable[..., BaseChatModel]
SUDOKU = read_sudoku("...4 ...3 1... 4...")
MAZE = read_maze(["#S####", "# #  #", "#    #", "####G#"])


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("This 4x4 Sudoku has 4 givens and 12 blanks.", (3, ())),
        ("This 9x9 Sudoku has four givens.", (2, ("9x9",))),
        ("The digit in r1c2 is 4.", (1, ("r1c2 is 4",))),
        ("Row 1, column 2 must be 1, and 4 goes in r2c2.", (2, ())),
        ("r1c2 is not 4.", (0, ())),
        ("Place 1 in the cell in box 1 at row 1 and column 2.", (0, ())),
        ("Solved and verified, and there is no other answer.", (2, ())),
        ("It is not solved.", (1, ("not solved",))),
        ("It has no solution.", (1, ("no solution",))),
        ("What a lovely puzzle!", (0, ())),
    ],
)
def test_a_sentence_about_a_sudoku(sentence: str, found: tuple[int, tuple[str, ...]]) -> None:
    result = solve(SUDOKU, weights=load_weights("sudoku"))
    assert judged(sentence, SUDOKU, result) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The 4x6 maze takes six moves: down 2, right 3, down 1.", (5, ())),
        ("Go left 2.", (1, ("left 2",))),
        ("It has 7 moves and 2 turns.", (2, ("7 moves",))),
    ],
)
def test_a_sentence_about_a_maze(sentence: str, found: tuple[int, tuple[str, ...]]) -> None:
    result = solve(MAZE, weights=load_weights("maze"))
    assert judged(sentence, MAZE, result) == found


def test_false_claims_are_counted_before_and_after_the_checker(scripted: Scripted) -> None:
    llm = scripted(*["The board is 5x5. It is verified. What a day!"] * 2)
    summary = summary_of(list(turns(llm, puzzles_of(2, 0))), llm)
    assert summary["turns"] == 2
    assert summary["sentences_kept"]["hits"] == 4
    assert summary["false_before"]["hits"] == 2
    assert summary["false_after"]["hits"] == 0
    assert summary["false_after"]["n"] == 2
    assert summary["should_speak"]


def test_a_model_whose_words_are_dropped_or_empty_should_leave_them_to_templates(
    scripted: Scripted,
) -> None:
    dropped = scripted("It has no solution. The board is 5x5.")
    assert not summary_of(list(turns(dropped, puzzles_of(1, 0))), dropped)["should_speak"]
    empty = scripted("What a day! Puzzles are fun.")
    summary = summary_of(list(turns(empty, puzzles_of(1, 0))), empty)
    assert summary["sentences_kept"]["value"] == 1
    assert not summary["should_speak"]


def test_the_command_writes_every_sentence(
    scripted: Scripted,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    llm = scripted("It is verified.")
    monkeypatch.setattr(claims, "resolve_llm", lambda spec: llm)
    out = tmp_path / "claims.json"
    assert claims.main(["--n", "1", "--out", str(out)]) == 0
    assert "false claims after it" in capsys.readouterr().out
    data = json.loads(out.read_text("utf-8"))
    assert data["said"][0]["said"][0]["sentence"] == "It is verified."


def test_no_model_is_a_plain_complaint(capsys: pytest.CaptureFixture[str]) -> None:
    assert claims.main(["--llm", "none"]) == 2
    assert "expected a model" in capsys.readouterr().err
