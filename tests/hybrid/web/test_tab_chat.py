"""What one browser tab does, without a browser."""

import threading
import time

import pytest

from tinyduo.hybrid.web.live import Stopped
from tinyduo.hybrid.web.puzzles import ARC, EASY, EXAMPLES, MAZE, NONE
from tinyduo.hybrid.web.tab_chat import Shared, TabChat
from tinyduo.hybrid.web.view import live
from tinyduo.tools.errors import BusyError, ToolInputError
from tinyduo.tools.reading import read

SMALL = "...4\n...3\n1...\n4..."


def panel(chat):
    return chat.board["groups"][0]["panels"][0]


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_every_example_is_a_whole_puzzle_with_a_question(name, text):
    (finding,) = read(text).findings
    assert finding.puzzle is not None, name


def test_the_board_as_read_is_shown_before_anything_is_solved(chat):
    chat.read(EASY)
    assert panel(chat)["rows"][0] == "3.4.....9"
    assert "answer" not in panel(chat)
    assert chat.note == "Read as a 9x9 Sudoku with 25 givens (boxed grid)."
    assert chat.outcome == ("", "")
    chat.read("\n".join(EASY.splitlines()[:-1]))  # a row is missing
    assert chat.board["groups"] == []
    assert chat.note.startswith("Not whole yet: ")
    chat.read("How are you?")
    assert chat.note.startswith("I see no grid in this")


def test_a_hint_and_a_check_give_neither_the_answer_nor_the_steps(chat, ask):
    chat.read(SMALL)
    ask("hint")
    assert chat.history[-1]["content"].startswith("In ")
    assert "answer" not in panel(chat)
    assert chat.steps["state"] == "hidden"
    assert chat.outcome == ("solved", "It has a verified answer, which is not shown until you ask.")
    board = chat.board
    board["groups"][0]["panels"][0]["own"] = ["2...", "....", "....", "...."]
    ask("check", board=board)
    assert chat.history[-1]["content"] == "r1c1 is not right; nothing else is wrong."
    assert panel(chat)["wrong"] == [[0, 0]]
    assert "answer" not in panel(chat)
    ask("solve")
    assert panel(chat)["answer"][0] == "312."
    assert chat.steps["state"] == "done"
    assert chat.steps["frames"][-1]["verified"]
    assert chat.outcome == ("solved", "Solved and verified: it is the only answer.")


def test_an_edited_given_is_another_puzzle_and_its_answer_another(chat, ask):
    chat.read(f"Solve this: {SMALL}")
    ask("solve")
    before = panel(chat)["answer"]
    board = chat.board
    board["groups"][0]["panels"][0]["rows"][0] = "4..4"
    assert (
        chat.look_at(board)
        == "Row 1 has two 4s: r1c1 and r1c4. Column 1 has two 4s: r1c1 and r4c1."
    )
    ask("solve", board=board)
    assert chat.outcome == ("contradiction", "Contradiction: no answer exists.")
    assert [0, 0] in panel(chat)["wrong"]
    board["groups"][0]["panels"][0]["rows"][0] = "...4"
    board["groups"][0]["panels"][0]["rows"][3] = "...."
    ask("solve", board=board)
    assert chat.outcome[0] == "multiple"
    assert panel(chat)["answer"] != before
    assert len(chat.board["groups"][0]["panels"]) == 2  # two answers


def test_words_and_steps_are_told_while_it_works_only_where_the_answer_is_asked_for(chat):
    for what, shows in (("hint", False), ("solve", True)):
        chat.read(f"Solve this: {SMALL}")
        run = chat.start(what, chat.board)
        while not run.done:
            time.sleep(0.01)
        chat.end(run)
        assert run.shows is shows
        assert run.step is not None
        assert run.step.verified
        assert run.pieces[0].startswith("Solved and verified")
        shown = live(run.before, run.step, shows=run.shows, reply=chat.draft)
        assert ("frames" in shown) is shows
        assert "halting probability" in shown["line"]


def test_the_conversation_goes_on_about_the_board(chat, ask):
    chat.read(f"Solve this: {SMALL}")
    ask("solve")
    ask("say", "why is r1c1 a 3?")
    assert "r1c1" in chat.history[-1]["content"]
    assert panel(chat)["answer"]  # it stays
    ask("say", "no, r1c4 is 2")
    assert panel(chat)["rows"][0] == "...2"
    ask("say", "new")
    assert chat.board["groups"] == []


def test_what_is_typed_into_the_board_is_known_to_the_conversation(chat, ask):
    chat.lay_out(4)
    board = chat.board
    first = board["groups"][0]["panels"][0]
    first["rows"] = SMALL.split()
    first["own"] = ["3...", "....", "....", "...."]
    ask("say", "is r1c1 right?", board=board)
    assert chat.history[-1]["content"] == "Your 3 in r1c1 is right."
    ask("say", "r1c2 = 1")
    assert panel(chat)["own"][0] == "31.."


def test_a_maze_can_be_walked_and_is_drawn_with_its_path(chat, ask):
    chat.read(MAZE)
    ask("say", "right")
    assert panel(chat)["own"][1][1:4] == "oo."
    assert "answer" not in panel(chat)
    ask("solve")
    assert panel(chat)["answer"][1][1:4] == "ooo"
    assert chat.outcome[1].startswith("Solved and verified")


def test_an_arc_task_is_predicted_and_never_verified(chat, ask, guessing):
    chat.read(ARC)
    ask("hint")
    assert len(chat.board["groups"][-1]["panels"]) == 1
    ask("solve")
    assert chat.outcome == ("predicted", "Predicted: an answer that nobody verified.")
    first, second = (each["title"] for each in chat.board["groups"][-1]["panels"][1:])
    assert first == "attempt 1 (predicted, p_correct 0.61), 3x3"
    assert second == "attempt 2 (predicted, p_correct 0.08), 3x3"
    assert "verified" not in " ".join(each["content"] for each in chat.history)


def test_tabs_have_conversations_of_their_own(chat, ask):
    from copy import deepcopy

    chat.read(NONE)
    ask("solve")
    other = deepcopy(chat)
    assert other.shared is chat.shared
    assert (other.history, other.board["groups"], other.outcome) == ([], [], ("", ""))


def test_a_turn_can_be_stopped_and_leaves_what_was_there(chat, ask):
    chat.read(SMALL)
    ask("solve")
    board = chat.board
    board["groups"][0]["panels"][0]["rows"][0] = "...1"
    with chat.shared.slots:  # somebody else is at work
        run = chat.start("solve", board)
        assert run.waiting
        with pytest.raises(BusyError, match="One moment"):
            chat.start("hint", board)
        chat.stop()
        while not run.done:
            time.sleep(0.01)
    assert isinstance(run.error, Stopped)
    chat.end(run, "Stopped.")
    assert panel(chat)["rows"][0] == "...4"
    assert chat.outcome[0] == "solved"
    assert chat.shared.under_way == 0


def test_a_turn_that_hangs_is_left_behind(chat, ask, monkeypatch):
    chat.read(SMALL)
    ask("solve")
    hangs = threading.Event()
    monkeypatch.setattr(chat.conversation, "say", lambda text: hangs.wait(10))
    run = chat.start("say", None, "tell me a joke")
    chat.stop()
    chat.end(run, "Stopped.")
    monkeypatch.undo()
    hangs.set()
    while not run.done:
        time.sleep(0.01)
    ask("say", "why is r1c1 a 3?")
    assert "r1c1" in chat.history[-1]["content"]


def test_too_many_requests_are_told_so(chat, monkeypatch):
    chat.read(SMALL)
    monkeypatch.setattr(chat.shared, "under_way", 100)
    with pytest.raises(BusyError, match="wait already"):
        chat.start("solve", chat.board)


@pytest.mark.parametrize(
    "board",
    [
        {"groups": 3},
        {"groups": [{}], "kind": "sudoku"},
        {"groups": [{"panels": []}], "kind": "maze"},
        {"groups": [{"panels": [{"rows": ["12"]}]}], "kind": "sudoku"},
        {"groups": [{"panels": [{"rows": ["x" * 81]}]}], "kind": "sudoku", "box": [3, 3]},
        {"groups": [{"panels": [{"rows": ["1" * 16]}]}], "kind": "sudoku", "box": ["a", {}]},
        {"groups": [{"panels": [{"rows": ["1" * 16]}]}], "kind": "sudoku", "box": [9, 9]},
        {"groups": [{"panels": [{"rows": ["#S", "SG"]}]}], "kind": "maze"},
        {"groups": [{"panels": [{"rows": [["#"] * 9999] * 9999}]}], "kind": "maze"},
        {"groups": [{"panels": [{"rows": ["0x"]}, {"rows": ["0"]}]}], "kind": "arc"},
        {"groups": [{"panels": []}] * 100, "kind": "arc"},
        {"groups": [{"panels": [{"rows": ["0"]}]}], "kind": "arc"},
    ],
)
def test_a_board_that_is_no_puzzle_is_refused_in_a_sentence(board):
    with pytest.raises(ToolInputError) as refused:
        TabChat(Shared()).start("solve", board)
    assert "board" in str(refused.value)
    assert "\n" not in str(refused.value)
