"""ARC tasks in messages: predicted, explained without a promise, drawn, and kept honest."""

import json

import pytest
from langchain_core.messages import AIMessage

from tinyduo.hybrid import Hybrid
from tinyduo.hybrid.cli import main
from tinyduo.hybrid.kinds import picture_of
from tinyduo.tools.reading import Ask
from tinyduo.trm.puzzles import Status

PAIRS = [
    {"input": [[0, 1], [1, 0]], "output": [[1, 0], [0, 1]]},
    {"input": [[0, 2], [2, 0]], "output": [[2, 0], [0, 2]]},
]
TEST = [{"input": [[0, 3], [3, 0]]}]
TASK = json.dumps({"train": PAIRS, "test": TEST})
REFUSED = json.dumps({"train": PAIRS, "test": [{"input": [[9, 9]]}]})


@pytest.fixture
def hybrid(guessing):
    return Hybrid(llm="none")


def test_the_json_is_that_of_the_contract(hybrid):
    record = hybrid.answer(TASK).to_json()
    assert json.loads(json.dumps(record)) == record
    assert (record["kind"], record["status"], record["ask"]) == ("arc", "predicted", "solve")
    assert record["grid"] == {"train": PAIRS, "test": TEST}
    assert record["answer"][0][0] == {"grid": [[0, 3], [3, 0]], "p_correct": 0.61}
    assert record["verdict"] is None
    assert record["self_check"]["folds"] == 2
    assert record["puzzles"][0]["answer"] == record["answer"]
    assert record["seconds"]["trm"] == 0.1


def test_the_explanation_says_what_was_seen_and_promises_nothing(hybrid):
    words = hybrid.answer(TASK).explanation
    assert "nobody can check" in words
    assert "probability of 0.61" in words
    assert "attempt 2 is right with a probability of 0.08" in words
    assert "1 of 2 held-out demonstrations came out right" in words
    assert "2x2 (the input)" in words
    assert "verified" not in words
    assert "solved" not in words.lower()


def test_a_refusal_says_why(hybrid):
    reply = hybrid.answer(REFUSED)
    assert reply.status is Status.UNSUPPORTED
    assert "no size fits" in reply.explanation
    assert reply.to_json()["reason"] == "no size fits"
    assert reply.to_json()["answer"] is None


def test_what_is_malformed_is_named_and_never_run(hybrid, guessing):
    reply = hybrid.answer(TASK.replace("[1, 0]]", "[1]]", 1))
    assert reply.status is Status.MALFORMED
    assert "demonstration 1, input: row 2 has 1 cells" in reply.explanation
    assert reply.to_json()["self_check"] is None
    assert guessing == []


def test_a_pasted_test_output_never_reaches_the_solver(hybrid, guessing):
    pasted = json.dumps({"train": PAIRS, "test": [TEST[0] | {"output": [[7, 7], [7, 7]]}]})
    reply = hybrid.answer(pasted)
    assert "7" not in repr(guessing[0]["task"])
    assert "kept the test output in the message away from the solver" in reply.explanation
    assert reply.to_json()["attempt"] == [[[7, 7], [7, 7]]]
    assert reply.to_json()["attempt_verdict"] is None


def test_an_output_of_ones_own_is_looked_at_and_compared(hybrid):
    own = json.dumps({"train": PAIRS, "test": [TEST[0] | {"output": [[0, 3], [3, 0]]}]})
    reply = hybrid.answer(f"is my output right? {own}")
    assert reply.ask is Ask.CHECK
    assert "the answer is the input, but every demonstration changes it" in reply.explanation
    assert "the network's attempt 1, which is right with a probability of 0.61" in (
        reply.explanation
    )
    assert "cannot be checked" in reply.explanation


def test_a_hint_tells_size_and_colours_alone(hybrid):
    reply = hybrid.answer(f"just a hint please: {TASK}")
    assert reply.ask is Ask.HINT
    assert reply.explanation == (
        "The output should be 2x2 (the input). The outputs shown use these colours: black (0), "
        "blue (1), red (2)."
    )
    picture = picture_of(reply.puzzles[0], reply.ask)
    assert picture is not None
    assert "attempt" not in picture.drawn().plain


def test_attempts_are_drawn_beside_the_test_input(hybrid):
    reply = hybrid.answer(TASK)
    picture = picture_of(reply.puzzles[0], reply.ask)
    assert picture is not None
    assert picture.drawn().plain.splitlines() == [
        "test: 2x2    attempt 1 (p 0.61): 2x2    attempt 2 (p 0.08): 2x2",
        "0 3          0 3                        1 4",
        "3 0          3 0                        4 1",
    ]


def test_progress_and_budget_are_passed_on(guessing):
    from tinyduo.trm.solving.arc.result import ArcBudget

    seen = []
    budget = ArcBudget(seconds=None, steps=4)
    Hybrid(llm="none", arc_budget=budget, seed=3, on_progress=seen.append).answer(TASK)
    assert seen[0].stage == "learning"
    assert (guessing[0]["budget"], guessing[0]["seed"]) == (budget, 3)


def test_weights_for_another_kind_leave_the_shipped_ones(guessing, shipped):
    reply = Hybrid(llm="none", weights="sudoku").answer(TASK)
    assert reply.status is Status.PREDICTED


def test_a_model_that_promises_too_much_is_not_heard(guessing, scripted):
    report = {"kind": "arc", "ask": "solve", "finding": "p1"}
    call = {"name": "report_reading", "args": report, "id": "c1", "type": "tool_call"}
    llm = scripted(
        AIMessage(content="", tool_calls=[call]),
        "The answer is verified. It is certainly correct. Enjoy your puzzle.",
    )
    words = Hybrid(llm=llm).answer(TASK).explanation
    assert "verified" not in words
    assert "correct" not in words
    assert "Enjoy" in words


def test_a_message_is_answered_at_the_command_line(guessing, capsys):
    assert main(["solve", "--llm", "none", "--json", "--budget", "7", TASK]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "predicted"
    assert guessing[0]["budget"].seconds == 7
    assert main(["solve", "--llm", "none", TASK]) == 0
    assert "attempt 1 (p 0.61)" in capsys.readouterr().out
    assert main(["solve", "--llm", "none", TASK.replace("[1, 0]]", "[1]]", 1)]) == 2
    assert main(["solve", "--llm", "none", REFUSED]) == 0


def test_many_messages_may_hold_tasks(guessing, shipped, tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": 1, "text": TASK}, {"id": 2, "text": "solve ...4...31...4..."}]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    arguments = ["--messages", str(source), "--out", str(out), "--llm", "none", "--budget", "9"]
    assert main(["solve", *arguments]) == 0
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [record["status"] for record in records] == ["predicted", "solved"]
    assert guessing[0]["budget"].seconds == 9
