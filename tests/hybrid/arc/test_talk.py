"""A conversation about an ARC task: nothing asked of it makes it fall over or promise."""

import json

import pytest

from tinyduo.hybrid import Hybrid
from tinyduo.hybrid.chat import Conversation

PAIRS = [
    {"input": [[0, 1], [1, 0]], "output": [[1, 0], [0, 1]]},
    {"input": [[0, 2], [2, 0]], "output": [[2, 0], [0, 2]]},
]
TEST = {"input": [[0, 3], [3, 0]]}
TASK = json.dumps({"train": PAIRS, "test": [TEST]})
OWN = json.dumps({"train": PAIRS, "test": [TEST | {"output": [[3, 3], [0, 0]]}]})


@pytest.fixture
def talk(guessing):
    conversation = Conversation(Hybrid(llm="none"))
    conversation.say(f"please solve this: {TASK}")
    return conversation


def test_it_begins_with_the_attempts(guessing):
    turn = Conversation(Hybrid(llm="none")).say(TASK)
    assert "probability of 0.61" in turn.text
    assert turn.picture is not None
    assert "attempt 1" in turn.picture.drawn().plain


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("hint", "should be 2x2"),
        ("next", "The attempts are whole"),
        ("check", "Paste the task with your own output"),
        ("undo", "nothing to take back"),
        ("show", "2 demonstrations and 1 test input (2x2)"),
        ("solve it", "probability of 0.61"),
        ("explain it to me", "a rule in words it does not have"),
        ("how many solutions are there?", "nobody counts"),
        ("why is that?", "network"),
        ("what is r1c1?", ""),
        ("r1c1 = 3", ""),
        ("down 2", ""),
        ("yes", "Say solve it"),
        ("help", "ARC"),
        ("blah", ""),
    ],
)
def test_everything_gets_an_answer(talk, said, answer):
    turn = talk.say(said)
    assert answer in turn.text
    assert turn.text
    assert "verified" not in turn.text or said == "help"


def test_a_task_is_learned_once(talk, guessing):
    for said in ("hint", "solve it", "explain it", "check"):
        talk.say(said)
    assert len(guessing) == 1


def test_an_output_of_ones_own_is_looked_at_without_learning_again(talk, guessing):
    turn = talk.say(f"check this: {OWN}")
    assert "none of the network's attempts" in turn.text
    assert turn.picture is not None
    assert "yours: 2x2" in turn.picture.drawn().plain
    assert len(guessing) == 1
    assert "Taken back" in talk.say("undo").text


def test_another_task_or_a_sudoku_begins_anew(talk, guessing, shipped):
    other = TASK.replace("3", "4")
    assert "probability" in talk.say(other).text
    assert len(guessing) == 2
    assert "I have it" in talk.say("...4...31...4...").text
